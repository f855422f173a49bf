"""A rule file to begin with: the site's hosts, what its captures suggest for body and fields, and a test.

What is suggested stands behind a "#": nothing takes effect before a person has looked at it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from archiver.labels import Label
from archiver.learning.marks import marks_of
from archiver.learning.sample import Sample
from archiver.learning.write import listed, quoted, seen

_HOLDS: Final = 0.9  # of the text's words, for an element to be its body
_MOST: Final = 3  # suggestions a field
_FIELDS: Final[tuple[Label, ...]] = ("title", "dek", "byline", "date", "caption", "credit")
_PLAIN_TAGS: Final = frozenset(("h1", "figcaption", "article", "main"))
_BEGINNING: Final = 8  # words of the text that a test looks for
_TEMPLATE: Final = """
# What is residue: one table a rule. `archiver explain PAGE` shows what is kept (+) that should not be.
# [[remove]]
# id = "{site}/appeal"
# label = "fundraising"
# css = ".the-class-of-the-box"
# guard = {{ max_words = 400 }}    # the rule steps aside where the box holds more
# note = "the appeal under every story"

# A line that has no box of its own:
# [[text.line]]
# id = "{site}/read-more"
# label = "related"
# starts = ["Read more:"]
# max_words = 30
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A selector that found a part on `pages` captures; `share` of the words in it are of that part (0 to 1)."""

    selector: str
    pages: int
    share: float


def starter(site: str, samples: Sequence[Sample], page: str | None) -> str:
    """Return the text of a new rule file for `site`; `page` is the file of a saved page beside it, the first sample."""
    head = [
        "schema = 1",
        f"id = {quoted(site)}",
        f"name = {quoted(_name(samples) or site)}",
        "",
        "[match]",
        f"hosts = {listed((site, f'*.{site}'))}",
    ]
    layout = list(_layout(site, samples)) if samples else []
    return "\n".join([*head, *layout, *_TEMPLATE.format(site=site).rstrip().splitlines(), *_test(samples, page), ""])


def bodies(samples: Sequence[Sample]) -> list[Suggestion]:
    """Return the selectors of elements that hold nearly all of the text, those of most captures first."""
    return _counted(samples, _body_shares)


def fields(samples: Sequence[Sample], label: Label) -> list[Suggestion]:
    """Return the selectors of elements that are one of the article's fields, those of most captures first."""
    return _counted(samples, lambda sample: _field_shares(sample, label))


def _layout(site: str, samples: Sequence[Sample]) -> Iterator[str]:
    days = seen(site, samples)
    yield ""
    yield f"# Seen on {len(samples)} captures. Take away the # of what is right; a layout needs its body."
    yield "# [[layout]]"
    yield f"# id = {quoted(f'{site}/layout')}"
    if days.first:
        yield f"# valid = {{ from = {days.first} }}"
    for name, found in [("body", bodies(samples)), *((label, fields(samples, label)) for label in _FIELDS)]:
        for number, one in enumerate(found[:_MOST]):
            line = f"{name} = {listed([one.selector])}"
            told = f"on {one.pages} of {len(samples)}; {one.share:.0%} of the words in it"
            yield f"# {line}    # {'or: ' if number else ''}{told}"


def _test(samples: Sequence[Sample], page: str | None) -> Iterator[str]:
    if page is None or not samples:
        yield from (
            "",
            "# [[test]]",
            '# file = "page.html"',
            '# has = ["words of the story"]',
            '# lacks = ["words of the box"]',
        )
        return
    sample = samples[0]
    yield from ("", "[[test]]", f"file = {quoted(page)}")
    if sample.page.url:
        yield f"url = {quoted(sample.page.url)}"
    first = min(sample.sure, default=None)
    if first is not None:
        text = sample.page.blocks[first].text.split("\n")[0]
        yield f"has = {listed([' '.join(text.split()[:_BEGINNING])])}"
    yield '# lacks = ["words of what must not get into the text"]'


def _name(samples: Sequence[Sample]) -> str | None:
    return next((sample.page.metadata.site for sample in samples if sample.page.metadata.site), None)


def _body_shares(sample: Sample) -> Iterator[tuple[HtmlElement, float]]:
    whole = sample.lineage.count(sample.text)
    for element, blocks in sample.lineage.blocks.items():
        held = sample.lineage.count(sample.text.intersection(blocks))
        if whole and held >= _HOLDS * whole:
            yield element, held / max(1, sample.lineage.count(blocks))


def _field_shares(sample: Sample, label: Label) -> Iterator[tuple[HtmlElement, float]]:
    mine = {index for index, one in enumerate(sample.labels) if one == label}
    for index in sorted(mine):
        element: HtmlElement | None = sample.page.nodes[index]
        while element is not None and mine.issuperset(sample.lineage.blocks.get(element, ())):
            yield element, 1.0
            element = element.getparent()


def _counted(
    samples: Iterable[Sample], shares: Callable[[Sample], Iterable[tuple[HtmlElement, float]]]
) -> list[Suggestion]:
    found: defaultdict[str, list[float]] = defaultdict(list)
    for sample in samples:
        here: dict[str, float] = {}
        for element, share in shares(sample):
            names = [mark.selector for mark in marks_of(element)]
            names += [str(element.tag)] if element.tag in _PLAIN_TAGS else []
            here |= dict.fromkeys(names, share)
        for selector, share in here.items():
            found[selector].append(share)
    counted = [Suggestion(selector, len(some), sum(some) / len(some)) for selector, some in found.items()]
    return sorted(counted, key=lambda one: (-one.pages, -round(one.share, 2), len(one.selector), one.selector))

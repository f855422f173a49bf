"""What a selector or a line would take on a page, in words: what it is for, and what it must not touch."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.learning.sample import Sample
from archiver.page.lineage import count_words
from archiver.rules.pack import Line, Selector
from archiver.rules.selector import selector
from archiver.rules.text import lines_in

_SOME: Final = 0.3  # of what a box holds; so much may be the caption of a picture in it


@dataclass(frozen=True, slots=True)
class Reach:
    """What a rule takes on one page: the blocks, the words of the largest element, and the words of each kind.

    `leaked` are words of residue that was kept as text, `cost` those of the text and of fields, `sure` those that the
    judges are sure of, `kept` all that they kept.
    """

    blocks: frozenset[int] = frozenset()
    largest: int = 0
    leaked: int = 0
    cost: int = 0
    sure: int = 0
    kept: int = 0


@lru_cache(maxsize=4096)  # a rule is tried on every capture of its site
def compiled(text: str) -> Selector | None:
    """Compile a selector; None where it cannot be read, as with a name that CSS has no letters for."""
    try:
        return selector(text, RuleError)
    except RuleError:
        return None


def reach(rule: Selector, sample: Sample) -> Reach:
    """Return what the elements that `rule` finds hold on the page of `sample`."""
    if sample.page.tree is None:
        return Reach()
    elements = rule.find(sample.page.tree)
    ranges = [sample.lineage.blocks[one] for one in elements if one in sample.lineage.blocks]
    blocks = frozenset(index for one in ranges for index in one)
    inner = {one for element in elements if element not in sample.lineage.blocks for one in _inline(element, sample)}
    torn = sum(words for index, words in inner if index in sample.wanted and index not in blocks)
    whole = {index for index, words in inner if words >= sample.lineage.words[index]}
    largest = max([sample.lineage.count(one) for one in ranges], default=0)
    found = _reach(blocks | whole, sample, max([largest, *(words for _, words in inner)], default=0))
    return Reach(found.blocks, found.largest, found.leaked, found.cost + torn, found.sure + torn, found.kept + torn)


def reach_of_line(line: Line, sample: Sample) -> Reach:
    """Return what a rule on lines takes."""
    blocks = frozenset(lines_in(line, sample.folded))
    return _reach(blocks, sample, max((sample.lineage.words[index] for index in blocks), default=0))


def _reach(blocks: frozenset[int], sample: Sample, largest: int) -> Reach:
    count = sample.lineage.count
    fields = (blocks & sample.wanted) - sample.text
    captions = {index for index in fields if sample.labels[index] in ("caption", "credit")}
    cost = count(blocks & sample.text) + count(fields - captions)
    if count(captions) > _SOME * count(blocks):
        cost += count(captions)
    return Reach(
        blocks,
        largest,
        leaked=count(blocks & sample.leaked),
        cost=cost,
        sure=count(blocks & sample.sure),
        kept=count(blocks & sample.kept),
    )


def _inline(element: HtmlElement, sample: Sample) -> Iterable[tuple[int, int]]:
    """The block in whose line an element stands, and how many words of it it holds."""
    words = count_words(str(element.text_content()))
    outer = element.getparent()
    while outer is not None and outer not in sample.lineage.blocks:
        outer = outer.getparent()
    if outer is None or not words:
        return []
    text = " ".join(str(element.text_content()).split())
    holding = [
        index for index in sample.lineage.blocks[outer] if text in " ".join(sample.page.blocks[index].text.split())
    ]
    return [(index, words) for index in holding[:1]]

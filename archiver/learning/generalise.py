"""From one page that a person has labelled to rules for its site.

For all that is residue and was kept as text, a selector is looked for that on this page means residue only, and on
pages that nobody labelled nothing of which the judges are sure; where none is found, the lines themselves are named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from lxml.html import HtmlElement

from archiver.labels import RESIDUE, Label
from archiver.learning.lines import lines_for
from archiver.learning.marks import PLAIN, Mark, marks_of, shapes_of, wrapped
from archiver.learning.proposal import Proposal, guard, tried
from archiver.learning.sample import Sample
from archiver.learning.weigh import Reach, compiled, reach

_WORTH: Final = 30  # words that a `keep` brings back
_SEVERAL: Final = 2  # blocks of it: one alone may be the text of a box that holds something else elsewhere
_LINE: Final = 5  # words of a line that is looked for again
_VAGUE: Final = frozenset({"boilerplate", "navigation"})


def generalise(page: Sample, others: Sequence[Sample] = (), leaks_only: bool = False) -> list[Proposal]:
    """Return rules for the site of `page`, whose labels are a person's; the most useful first.

    `others` are captures of the site without labels: a rule that would take what is surely their text is refused.
    With `leaks_only`, nothing is proposed but for residue that was kept as text.
    """
    others = [_with_known(other, page) for other in others]
    found = list(_removals(page, others, page.leaked if leaks_only else page.residue))
    taken = (one.on(page).blocks for one in found if not one.refused)
    left = page.leaked.difference(*taken)
    found += () if leaks_only else _keeps(page)
    found += [tried(line, others) for line in lines_for(page, left, again=_again(page, others, left))]
    return sorted(found, key=lambda one: (bool(one.refused), -one.words, one.what))


def _with_known(other: Sample, page: Sample) -> Sample:
    """Another capture, where what is residue word for word on the labelled page is that too."""
    known = {page.folded[index]: page.labels[index] for index in page.residue if page.lineage.words[index] >= _LINE}
    found = {index: known[text] for index, text in enumerate(other.folded) if index in other.text and text in known}
    return other.labelled(found) if found else other


def _again(page: Sample, others: Sequence[Sample], left: frozenset[int]) -> frozenset[int]:
    """The residue, known as such by the judges too, that stands word for word in the text of another capture."""
    kept = {other.folded[index] for other in others for index in other.kept if other.judged[index] == "body"}
    mine = page.residue - page.leaked - left
    return frozenset(index for index in mine if page.lineage.words[index] >= _LINE and page.folded[index] in kept)


def _removals(page: Sample, others: Sequence[Sample], wanted: frozenset[int]) -> Iterator[Proposal]:
    """Cover the residue that is `wanted`, each block by the rule that takes most of it and no text."""
    weighed = [(mark, found) for mark, found in _weighed(page, _candidates(page, wanted)) if not found.cost]
    weighed.sort(key=lambda one: _worth(one[0], one[1], page), reverse=True)
    covered: set[int] = set()
    for mark, found in weighed:
        new = (found.blocks & wanted) - covered
        if not (new if mark.trust == PLAIN else new & page.leaked):
            continue
        proposal = tried(_removal(mark, found, page), others)
        if not found.leaked and proposal.label in _VAGUE:  # one sign alone: that it was no text here
            continue
        if not proposal.refused:
            covered |= found.blocks
        if found.leaked or not proposal.refused:
            yield proposal


def _worth(mark: Mark, found: Reach, page: Sample) -> tuple[int, int, int, int]:
    return found.leaked, mark.trust, page.lineage.count(found.blocks), -len(mark.selector)


def _removal(mark: Mark, found: Reach, page: Sample) -> Proposal:
    return Proposal(
        "remove",
        _label(page, found.blocks),
        selector=mark.selector,
        max_words=guard(found.largest),
        words=found.leaked,
        captures=((page.name, found.leaked),),
        because=f"all {page.lineage.count(found.blocks)} words in it are residue on the labelled page",
        example=page.page.blocks[min(found.blocks)].text,
    )


def _keeps(page: Sample) -> Iterator[Proposal]:
    """Cover the text that was not kept, with selectors that mean text only."""
    missed = sorted(page.missed) if page.page.nodes else []
    marks = (mark for index in missed for element in _around(page, index, page.text) for mark in marks_of(element))
    weighed = [(mark, found, found.blocks & page.missed) for mark, found in _weighed(page, marks)]
    weighed.sort(key=lambda one: _tightness(one[0], one[1], one[2], page), reverse=True)
    covered: set[int] = set()
    for mark, found, gone in weighed:
        new = gone - covered
        words = page.lineage.count(new)
        if words < _WORTH or len(new) < _SEVERAL or found.blocks & page.residue or found.leaked:
            continue
        covered |= new
        yield Proposal(
            "keep",
            "body",
            selector=mark.selector,
            words=words,
            captures=((page.name, words),),
            because="all of it is text on the labelled page",
            example=page.page.blocks[min(new)].text,
        )


def _tightness(mark: Mark, found: Reach, missed: frozenset[int], page: Sample) -> tuple[int, int, int, int]:
    """Most of what was missed and, of equals, what holds least besides: a `keep` brings back all that it holds."""
    count = page.lineage.count
    return count(missed), -count(found.blocks), mark.trust, -len(mark.selector)


def _candidates(page: Sample, wanted: frozenset[int]) -> Iterator[Mark]:
    """The selectors that could mean the residue that is `wanted`."""
    for index in sorted(wanted) if page.page.nodes else ():
        for element in _around(page, index, page.residue | _fields(page)):
            yield from marks_of(element)
        if index in page.leaked:
            node = page.page.nodes[index]
            yield from (mark for inner in wrapped(node) for mark in marks_of(inner))
            yield from shapes_of(node)


def _fields(page: Sample) -> frozenset[int]:
    return page.wanted - page.text


def _around(page: Sample, index: int, among: frozenset[int]) -> Iterator[HtmlElement]:
    """The element of a block and those around it, as long as all that they hold is `among` those blocks."""
    element: HtmlElement | None = page.page.nodes[index]
    while element is not None and among.issuperset(page.lineage.blocks.get(element, ())):
        yield element
        element = element.getparent()


def _weighed(page: Sample, marks: Iterable[Mark]) -> Iterator[tuple[Mark, Reach]]:
    for mark in dict.fromkeys(marks):
        selector = compiled(mark.selector)
        if selector is not None:
            yield mark, reach(selector, page)


def _label(page: Sample, blocks: Iterable[int]) -> Label:
    """What most of the words are; "boilerplate" only where nothing else is said."""
    said: Counter[Label] = Counter()
    for index in blocks:
        if page.labels[index] in RESIDUE:
            said[page.labels[index]] += page.lineage.words[index] if page.labels[index] != "boilerplate" else 0
    best = said.most_common(1)
    return best[0][0] if best and best[0][1] else "boilerplate"

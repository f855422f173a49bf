"""Rules on lines for residue that no selector means: the same line, or lines that begin with the same words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from archiver.labels import Label
from archiver.learning.proposal import Proposal
from archiver.learning.sample import Sample
from archiver.model import Block
from archiver.rules.pack import fold

_LONGEST: Final = 60  # words of a line that is worth looking for again
_SHORT: Final = 25  # words of one that is known by its beginning, where it has no link
_SHARED: Final = 3  # words that lines must have in common at their beginning
_LEAD: Final = 5  # words before a colon, as in "Read more:"
_LINKED: Final = 0.2  # share of letters in links, for a line to point elsewhere
_LETTERS: Final = 40  # of those
_BOLD: Final = ("<strong>", "<b>")


def lines_for(page: Sample, left: frozenset[int], again: frozenset[int] = frozenset()) -> Iterator[Proposal]:
    """Yield rules for the blocks `left`: first beginnings, then whole lines by their label, and with them those of
    `again`, which other pages keep as text."""
    rest = {index for index in left if page.lineage.words[index] <= _LONGEST}
    for start in _starts(page, rest):
        mine = {index for index in rest if page.folded[index].startswith(start)}
        yield _beginning(page, start, mine)
        rest -= mine
    wanted = {page.folded[index] for index in page.wanted}
    by_label: defaultdict[Label, list[int]] = defaultdict(list)
    for index in sorted(rest | again):
        if page.folded[index] not in wanted:
            by_label[page.labels[index]].append(index)
    for label, lines in by_label.items():
        yield _whole(page, label, lines, page.lineage.count(left.intersection(lines)))


def _beginning(page: Sample, start: str, lines: set[int]) -> Proposal:
    words, first = page.lineage.count(lines), page.page.blocks[min(lines)].text
    return Proposal(
        "line",
        page.labels[min(lines)],
        starts=(_as_written(first, start),),
        max_words=max(20, 2 * max(page.lineage.words[index] for index in lines)),
        words=words,
        captures=((page.name, words),),
        because=f"{len(lines)} lines of the labelled page begin so" if len(lines) > 1 else "it points elsewhere",
        example=first,
    )


def _whole(page: Sample, label: Label, lines: Sequence[int], words: int) -> Proposal:
    return Proposal(
        "line",
        label,
        equals=tuple(dict.fromkeys(" ".join(page.page.blocks[index].text.split()) for index in lines)),
        words=words,
        captures=((page.name, words),),
        because="lines of the labelled page, to be found again as they are",
    )


def _starts(page: Sample, lines: set[int]) -> list[str]:
    """Beginnings (folded) that no text of the page has, those of most lines first, none of them one of another's."""
    counts: Counter[str] = Counter()
    pointers: set[str] = set()
    for index in sorted(lines):
        found = set(_beginnings(page.folded[index]))
        if _is_pointer(page.page.blocks[index]):
            pointers |= found
        elif page.lineage.words[index] > _SHORT:  # a paragraph, which may well begin as others do
            continue
        counts.update(found)
    texts = [page.folded[index] for index in page.wanted]
    good = [start for start, count in counts.items() if count > 1 or (start.endswith(":") and start in pointers)]
    chosen: list[str] = []
    for start in sorted(good, key=lambda start: (-counts[start], -len(start), start)):
        if not any(text.startswith(start) for text in texts) and not _overlaps(start, chosen):
            chosen.append(start)
    return chosen


def _overlaps(start: str, others: Iterable[str]) -> bool:
    return any(start.startswith(other) or other.startswith(start) for other in others)


def _beginnings(folded: str) -> Iterator[str]:
    words = folded.split()
    lead, colon, _ = folded.partition(":")
    if colon and len(lead) <= _LETTERS and len(lead.split()) <= _LEAD and lead[-1:].isalpha() and lead[:4] != "http":
        yield f"{lead}:"
    for count in range(_SHARED, min(8, len(words)) + 1):
        yield " ".join(words[:count])


def _as_written(text: str, start: str) -> str:
    """The beginning of `text` that folds to `start`."""
    written = " ".join(text.split()[: len(start.split())])
    return written if fold(written) == start else start


def _is_pointer(block: Block) -> bool:
    """True for a line that leads elsewhere, or begins in bold: not for every one that has a colon in it."""
    return block.link_density > _LINKED or block.html.startswith(_BOLD)

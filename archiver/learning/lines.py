"""Rules on lines for residue that no selector means: the same line, or lines that begin with the same words."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from archiver.labels import Label
from archiver.learning.proposal import Proposal
from archiver.learning.sample import Sample
from archiver.model import Block
from archiver.rules.pack import fold

_LONGEST: Final = 60  # words of a line that is worth looking for again
_SHARED: Final = 3  # words that lines must have in common at their beginning
_LEAD: Final = 5  # words before a colon, as in "Read more:"
_LINKED: Final = 0.2  # share of letters in links, for a line to point elsewhere
_LETTERS: Final = 40  # of those
_BOLD: Final = ("<strong>", "<b>")


def lines_for(page: Sample, left: frozenset[int], again: frozenset[int] = frozenset()) -> Iterator[Proposal]:
    """Yield rules for the blocks `left`: first beginnings, then whole lines by their label, and with them those of
    `again`, which other pages keep as text."""
    texts = {index: page.page.blocks[index].text for index in sorted(left) if page.lineage.words[index] <= _LONGEST}
    for start in _starts(page, texts):
        mine = {index for index in texts if page.folded[index].startswith(start)}
        words = page.lineage.count(mine)
        longest = max(page.lineage.words[index] for index in mine)
        yield Proposal(
            "line",
            page.labels[min(mine)],
            starts=(_as_written(texts[min(mine)], start),),
            max_words=max(20, 2 * longest),
            words=words,
            captures=((page.name, words),),
            because=f"{len(mine)} lines of the labelled page begin so"
            if len(mine) > 1
            else "what begins so is a pointer",
            example=texts[min(mine)],
        )
        texts = {index: text for index, text in texts.items() if index not in mine}
    texts |= {index: page.page.blocks[index].text for index in sorted(again)}
    by_label: defaultdict[Label, dict[str, int]] = defaultdict(dict)
    for index, text in texts.items():
        if page.folded[index] not in {page.folded[one] for one in page.wanted}:
            by_label[page.labels[index]][" ".join(text.split())] = page.lineage.words[index]
    for label, lines in by_label.items():
        words = sum(page.lineage.words[index] for index in left if index in texts and page.labels[index] == label)
        yield Proposal(
            "line",
            label,
            equals=tuple(lines),
            words=words,
            captures=((page.name, words),),
            because="lines of the labelled page, to be found again as they are",
        )


def _starts(page: Sample, texts: dict[int, str]) -> list[str]:
    """Beginnings (folded) that no text of the page has, those of most lines first."""
    counts: defaultdict[str, int] = defaultdict(int)
    pointers: set[str] = set()
    for index in texts:
        folded = page.folded[index]
        for start in set(_beginnings(folded)):
            counts[start] += 1
            pointers |= {start} if _is_pointer(page.page.blocks[index]) else set()
    good: dict[str, int] = {}
    for start, count in counts.items():
        if any(page.folded[index].startswith(start) for index in page.wanted):
            continue
        if count > 1 or (start.endswith(":") and start in pointers):
            good[start] = count
    ordered = sorted(good, key=lambda start: (-good[start], -len(start)))
    chosen: list[str] = []
    for start in ordered:
        if not any(start.startswith(other) or other.startswith(start) for other in chosen):
            chosen.append(start)
    return chosen


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

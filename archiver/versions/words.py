"""What changed within one paragraph, word by word.

The words that stay are the longest common subsequence, as rapidfuzz finds it: 10,000 words in 20 ms, where
difflib.SequenceMatcher without its shortcuts takes half a second for 5,000. Paragraphs are paired in align.py.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal, NamedTuple

from archiver.versions.tokens import tokens

PartKind = Literal["kept", "removed", "added"]

MOST: Final = 400_000_000
"""How many pairs of words are compared at most, which takes 50 MB; longer paragraphs than that are replaced whole."""

_OPPOSITE: Final[dict[PartKind, PartKind]] = {"kept": "kept", "removed": "added", "added": "removed"}
_ISLAND: Final = 3  # words; so few of them between two greater changes are there by chance: "of the", a comma


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand together and fared the same; each word but the first of a paragraph has its space before it."""

    kind: PartKind
    text: str


class _Run(NamedTuple):
    """Words from `old_start` to `old_end` of the one paragraph, and where they stood or stand in the other."""

    kept: bool
    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def size(self) -> int:
        return max(self.old_end - self.old_start, self.new_end - self.new_start)


def parts(old: str, new: str) -> tuple[Part, ...]:
    """Return what became of the words of `old`, a paragraph or a line, in `new`, in reading order; of a change first
    what was removed, then what was added.

    Joined by `before` and `after` they are the two again.
    """
    # The first word is compared as if it had a space before it, too: another may stand there now.
    before, after = tokens(f" {old}" if old else ""), tokens(f" {new}" if new else "")
    found: list[Part] = []
    for run in _calmed(_runs(before, after)):
        gone, came = _text(before, run.old_start, run.old_end), _text(after, run.new_start, run.new_end)
        if run.kept:  # of the two spellings the one with its space, where one begins the paragraph
            found.append(Part("kept", max(gone, came, key=len)))
            continue
        found += [Part("removed", gone)] if gone else []
        found += [Part("added", came)] if came else []
    return tuple(found)


def before(changed: Iterable[Part]) -> str:
    """Return the paragraph as it was."""
    return "".join(part.text for part in changed if part.kind != "added").removeprefix(" ")


def after(changed: Iterable[Part]) -> str:
    """Return the paragraph as it is now."""
    return "".join(part.text for part in changed if part.kind != "removed").removeprefix(" ")


def mirrored(changed: Iterable[Part]) -> tuple[Part, ...]:
    """Return the change back."""
    found: list[Part] = []
    for kept, group in groupby(changed, lambda part: part.kind == "kept"):
        swapped = [Part(_OPPOSITE[part.kind], part.text) for part in group]
        found += swapped if kept else reversed(swapped)
    return tuple(found)


def coded(*texts: Sequence[str]) -> list[str]:
    """Return each sequence of words with one character a word, the same for the same word.

    Ids, for hashes can be the same for two words; characters, for rapidfuzz compares them three times as fast as
    numbers. There are enough for `MOST`, surrogates included.
    """
    ids: dict[str, int] = {}
    return ["".join([chr(ids.setdefault(word, len(ids))) for word in words]) for words in texts]


def can_compare(old: int, new: int) -> bool:
    """Whether so many words can be compared with so many others."""
    return old * new <= MOST and old + new <= 1_000_000


def _text(words: Sequence[str], start: int, end: int) -> str:
    text = "".join(words[start:end])
    return text if start else text.removeprefix(" ")


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    """Yield what stays and what changes, in turn."""
    if not can_compare(len(old), len(new)):
        yield _Run(False, 0, len(old), 0, len(new))
        return
    from rapidfuzz.distance import Indel

    change: _Run | None = None
    for one in Indel.opcodes(*coded(old, new)):
        run = _Run(one.tag == "equal", one.src_start, one.src_end, one.dest_start, one.dest_end)
        if not run.kept:
            change = _joined(change, run) if change else run
            continue
        if change:
            yield change
            change = None
        yield run
    if change:
        yield change


def _calmed(runs: Iterable[_Run]) -> list[_Run]:
    """Take a few words that are kept between two changes, both of them greater, for a part of the change.

    Where a sentence was written anew, its "the" and "of" say nothing.
    """
    found: list[_Run] = []
    for run in runs:
        if not run.kept and len(found) > 1 and _is_island(found[-2], found[-1], run):
            island, earlier = found.pop(), found.pop()
            run = _joined(_joined(earlier, island), run)
        found.append(run)
    return found


def _is_island(earlier: _Run, kept: _Run, later: _Run) -> bool:
    return kept.size <= _ISLAND and kept.size < min(earlier.size, later.size)


def _joined(first: _Run, second: _Run) -> _Run:
    return _Run(False, first.old_start, second.old_end, first.new_start, second.new_end)

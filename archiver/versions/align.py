"""Which paragraph of one text became which of another: the same, moved, replaced by one like it, gone, new.

Paragraphs are compared whole here; what changed within a pair is in words.py, and what is made of both in diff.py.
"""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple, Protocol, TypeVar

from archiver.versions.tokens import tokens
from archiver.versions.words import can_compare, coded

Kind = Literal["kept", "removed", "added", "replaced", "moved"]

_ALIKE: Final = 0.5  # of the words of both, in their order; unrelated English paragraphs share a quarter
_HELD: Final = 0.85  # of the words of the shorter one, where the other was cut down to it or grew around it
_LEAST: Final = 8  # words, for that
_TELLING: Final = 4  # words; a shorter line, "* * *" or "Read on", is not said to have moved
_CELLS: Final = 40_000  # pairs of paragraphs that are compared at a time: 200 with 200, in some 50 ms
_WORDS: Final = 4_000_000_000  # pairs of words that are compared at a time, in some 100 ms


class Pair(NamedTuple):
    """A paragraph's place in the old text and in the new one; None where it has none."""

    kind: Kind
    old: int | None
    new: int | None


class Placed(Protocol):
    """What has a place in one text or both."""

    @property
    def kind(self) -> Kind:
        """What became of it."""

    @property
    def old(self) -> int | None:
        """Its place in the old text."""

    @property
    def new(self) -> int | None:
        """Its place in the new one."""


_Placed = TypeVar("_Placed", bound=Placed)


def aligned(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Return what became of each paragraph of `old` and where each of `new` is from, in the order of `in_order`."""
    found = [Pair("kept", *places) for places in _same(old, new)]
    gaps = list(_between(found, len(old), len(new)))
    moved = _moved(old, new, gaps)
    found += [Pair("moved", *places) for places in moved]
    gone_from, come_to = {place for place, _ in moved}, {place for _, place in moved}
    for before, after in gaps:
        here, there = [i for i in before if i not in gone_from], [i for i in after if i not in come_to]
        alike = [pair for some, others in _pieces(here, there) for pair in _alike(old, new, some, others)]
        found += [Pair("replaced", *places) for places in alike]
        paired_old, paired_new = {place for place, _ in alike}, {place for _, place in alike}
        found += [Pair("removed", place, None) for place in here if place not in paired_old]
        found += [Pair("added", None, place) for place in there if place not in paired_new]
    return in_order(found)


def in_order(pairs: Iterable[_Placed]) -> list[_Placed]:
    """Return pairs, or changes made of them, in the order in which both texts can be read: by the paragraphs that are
    kept or replaced, and between two of them first what was removed, then what was added or moved there."""
    every = list(pairs)
    fixed = sorted((_at(one.old), _at(one.new)) for one in every if one.kind in ("kept", "replaced"))
    olds, news = [place for place, _ in fixed], [place for _, place in fixed]

    def reading(one: _Placed) -> tuple[int, int, int]:
        if one.kind in ("added", "moved"):
            return bisect_left(news, _at(one.new)), 1, _at(one.new)
        return bisect_left(olds, _at(one.old)), 0 if one.kind == "removed" else 2, _at(one.old)

    return sorted(every, key=reading)


def _at(place: int | None) -> int:
    return -1 if place is None else place


def _same(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The longest sequence of paragraphs that both have."""
    if not can_compare(len(old), len(new)):
        count = next((i for i, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
        return [(place, place) for place in range(count)]
    from rapidfuzz.distance import Indel

    found: list[tuple[int, int]] = []
    for same in Indel.opcodes(*coded(old, new)):
        if same.tag == "equal":
            found += zip(range(same.src_start, same.src_end), range(same.dest_start, same.dest_end), strict=True)
    return found


def _between(kept: Sequence[Pair], old: int, new: int) -> Iterator[tuple[range, range]]:
    """Yield what lies before, between and after the paragraphs that are kept."""
    places = [(-1, -1), *((_at(pair.old), _at(pair.new)) for pair in kept), (old, new)]
    for (old_start, new_start), (old_end, new_end) in pairwise(places):
        before, after = range(old_start + 1, old_end), range(new_start + 1, new_end)
        if before or after:
            yield before, after


def _moved(old: Sequence[str], new: Sequence[str], gaps: Iterable[tuple[range, range]]) -> list[tuple[int, int]]:
    """Paragraphs that are gone from one place and have come to another, word for word."""
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    come: list[int] = []
    for before, after in gaps:
        come += after
        for place in before:
            if len(tokens(old[place])) >= _TELLING:
                waiting[old[place]].append(place)
    return [(waiting[new[place]].popleft(), place) for place in come if waiting.get(new[place])]


def _pieces(here: list[int], there: list[int]) -> Iterator[tuple[list[int], list[int]]]:
    """Cut a gap of very many paragraphs into pieces, whose pairs are compared in a time that grows with their sum."""
    count = max(1, -(-max(len(here), len(there)) // 200)) if len(here) * len(there) > _CELLS else 1
    for piece in range(count):
        yield _share(here, piece, count), _share(there, piece, count)


def _share(places: list[int], piece: int, count: int) -> list[int]:
    return places[len(places) * piece // count : len(places) * (piece + 1) // count]


def _alike(old: Sequence[str], new: Sequence[str], here: list[int], there: list[int]) -> list[tuple[int, int]]:
    """Pair paragraphs that are alike, without crossing, so that as many words as can be are in both of a pair."""
    shared = _shared([tokens(old[place]) for place in here], [tokens(new[place]) for place in there])
    best = [[0] * (len(there) + 1) for _ in range(len(here) + 1)]
    for i in reversed(range(len(here))):
        row, below, words = best[i], best[i + 1], shared[i]
        for j in reversed(range(len(there))):
            row[j] = max(row[j + 1], below[j], below[j + 1] + words[j])
    found, i, j = [], 0, 0
    while i < len(here) and j < len(there):
        if shared[i][j] and best[i][j] == best[i + 1][j + 1] + shared[i][j]:
            found.append((here[i], there[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _shared(old: list[list[str]], new: list[list[str]]) -> list[list[int]]:
    """How many words, in their order, each paragraph has in common with each other one; 0 where they are not alike."""
    if sum(map(len, old)) * sum(map(len, new)) > _WORDS:
        return [[0] * len(new) for _ in old]
    from rapidfuzz.distance import LCSseq

    codes = coded(*old, *new)
    found = []
    for one in codes[: len(old)]:
        row = []
        for other in codes[len(old) :]:
            least = _needed(len(one), len(other))
            row.append(LCSseq.similarity(one, other, score_cutoff=least))
        found.append(row)
    return found


def _needed(one: int, other: int) -> int:
    """How many words two paragraphs of so many words must share to be alike."""
    share = _ALIKE * (one + other) / 2
    shorter = min(one, other)
    return max(1, round(min(share, _HELD * shorter) if shorter >= _LEAST else share))

"""The numbers of a text and between which words they stand, by which reports in one frame are told from copies.

Of two weather reports all may be the same but the numbers; of two copies of one report, hardly any differs. So for
some numbers it is kept what they are, under what stands before and after them.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import groupby
from typing import Final
from zlib import crc32

_KEPT: Final = 24
_VALUE_BITS: Final = 5
_PLACE_BITS: Final = 11
_MIXER: Final = 0x9E3779B1  # CRCs of numbers that have a digit in common have bits in common
_ASIDE: Final = 2  # words before a number, or after it, that make its place


def numerals(words: Sequence[str]) -> list[int]:
    """Return what is kept of the numbers among `words`: at most 24 numbers of 16 bits, a place and what stands there.

    Two texts keep the same of the places that they share, as far as they have equally many. A place that a text has
    twice, with different numbers, says nothing.
    """
    values: dict[int, set[int]] = {}
    for place, value in _placed(words):
        values.setdefault(place, set()).add(value)
    single = (place for place, found in values.items() if len(found) == 1)
    return [_packed(place, *values[place]) for place in nsmallest(_KEPT, single)]


def agreement(first: Iterable[int], second: Iterable[int]) -> tuple[int, int]:
    """Return how many places two texts share, and in how many of them the same number stands."""
    ours, theirs = ({kept >> _VALUE_BITS: kept for kept in text} for text in (first, second))
    shared = ours.keys() & theirs.keys()
    return len(shared), sum(ours[place] == theirs[place] for place in shared)


def _placed(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the place and the value of each number, twice: as standing after words, and as standing before words."""
    numbers = [place for place, word in enumerate(words) if word[0].isdecimal()]
    for _, group in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [place for _, place in group]
        start, end = run[0], run[-1] + 1
        value = crc32(" ".join(words[start:end]).encode())
        for side, aside in (("after", words[max(0, start - _ASIDE) : start]), ("before", words[end : end + _ASIDE])):
            if len(aside) == _ASIDE and not any(word[0].isdecimal() for word in aside):
                yield crc32(" ".join((side, *aside)).encode()), value


def _packed(place: int, value: int) -> int:
    # The least places are kept, so that their upper bits say little.
    return (place & (1 << _PLACE_BITS) - 1) << _VALUE_BITS | (value * _MIXER & 0xFFFFFFFF) >> 32 - _VALUE_BITS

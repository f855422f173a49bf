"""The stories of all articles in one go, for a rebuild: prints are sorted and written in order, and found in one scan.

A million articles have some fifteen million prints. They are held as numbers of eight bytes, parted by their upper
bits, so that one part at a time is sorted; the pairs that share a print are held and sorted likewise.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

from archiver.stories.candidates import is_candidate, pairs
from archiver.stories.chains import Joined, told
from archiver.stories.item import Item
from archiver.stories.likeness import is_copy
from archiver.stories.sketch import Sketch, prints
from archiver.stories.tables import Tables, hash_of

_PARTS: Final = 64
_SIGN: Final = 1 << 31
_PLACE: Final = (1 << 32) - 1  # the lower half of a number: a place; in the upper half, a print or another place
_REMEMBERED: Final = 10_000  # sketches; candidates come in the order of the first of two


def _parts() -> "tuple[array[int], ...]":
    return tuple(array("Q") for _ in range(_PARTS))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What is known of the articles, which have their places in the order that they came in.

    `prints` are in the upper half of a number, with the place in the lower half, parted by print; `candidates` are
    pairs of places, one for each print that counts, parted by the first place.
    """

    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    counts: "array[int]" = field(default_factory=lambda: array("L"))
    prints: "tuple[array[int], ...]" = field(default_factory=_parts)
    candidates: "tuple[array[int], ...]" = field(default_factory=_parts)


def build(tables: Tables, items: Iterable[Item]) -> None:
    """Put these articles, each once, in the place of all that is in the tables. Raises StoreError as `unpack` does."""
    tables.clear()
    gathered, joined = _Gathered(), Joined[int]()
    tables.put_sketches(_sketches(items, gathered))
    tables.put_addresses()
    tables.put_prints(_prints(gathered))
    for first, other in tables.versions():
        joined.join(first, other)
    _join_copies(tables, gathered, joined)
    tables.put_stories(sorted(row for chain in joined.sets() for row in told(tables.units(chain))))


def _sketches(items: Iterable[Item], gathered: _Gathered) -> Iterator[tuple[int, int | None, bytes]]:
    """Yield the rows of the articles, and gather what else there is of them."""
    parts = gathered.prints
    for place, item in enumerate(items):
        gathered.numbers.append(item.article)
        found = prints(item.sketch)
        gathered.counts.append(len(found))
        for number in set(found):
            upper = number + _SIGN
            parts[upper * _PARTS >> 32].append(upper << 32 | place)
        yield item.article, hash_of(item.address), item.sketch


def _prints(gathered: _Gathered) -> Iterator[tuple[int, int]]:
    """Yield the rows of the prints in order, and gather the candidates that they make."""
    numbers = gathered.numbers
    for part in gathered.prints:
        ordered = sorted(part)
        del part[:]
        yield from [((entry >> 32) - _SIGN, numbers[entry & _PLACE]) for entry in ordered]
        shared = {one >> 32 for one, other in pairwise(ordered) if not (one ^ other) >> 32}
        for _, group in groupby([entry for entry in ordered if entry >> 32 in shared], lambda entry: entry >> 32):
            _gather_pairs(sorted((entry & _PLACE for entry in group), key=numbers.__getitem__), gathered)


def _gather_pairs(places: list[int], gathered: _Gathered) -> None:
    for one, other in pairs(places):
        first, second = (one, other) if one < other else (other, one)
        gathered.candidates[first * _PARTS // len(gathered.numbers)].append(first << 32 | second)


def _join_copies(tables: Tables, gathered: _Gathered, joined: Joined[int]) -> None:
    numbers, counts = gathered.numbers, gathered.counts

    @lru_cache(_REMEMBERED)
    def remembered(article: int) -> Sketch:
        return tables.sketch(article)

    for part in gathered.candidates:
        counted = Counter(part)
        del part[:]
        for pair in sorted(pair for pair, hits in counted.items() if is_candidate(hits, *_counts(pair, counts))):
            articles = numbers[pair >> 32], numbers[pair & _PLACE]
            if not joined.are(*articles) and is_copy(*map(remembered, articles)):
                joined.join(*articles)


def _counts(pair: int, counts: Sequence[int]) -> tuple[int, int]:
    return counts[pair >> 32], counts[pair & _PLACE]

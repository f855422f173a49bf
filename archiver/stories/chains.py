"""From texts that are copies of each other, two and two, to stories.

A chain is what hangs together by such pairs. Most chains are one story, but live blogs, round-ups and the daily
"what we know" can string one story to the next. So a chain is parted: everybody in a story shares a good part of
itself with the story's longest text, and what a text holds of others must be the same piece, or it is a collection.
Nothing here depends on an order. Articles with one address are a unit, which is never parted.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import Final, Generic, TypeVar

from archiver.stories.likeness import is_copy, overlap
from archiver.stories.sketch import Sketch

T = TypeVar("T", bound=Hashable)

_KIN: Final = 0.34  # the least share that a text in a story has in common with the story's longest
_PART: Final = 0.5  # a text shorter than that share of the longest is a part of it
_APART: Final = 0.3  # two parts that share less are not the same piece, though both may begin with a formula


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """Articles that belong together whatever their texts are: one, or the versions at one address.

    `sketches` has none of versions that say little beside longer ones, such as a live blog's first lines.
    """

    articles: tuple[int, ...]
    sketches: tuple[Sketch, ...]

    @property
    def size(self) -> int:
        """The number of samples of the longest text."""
        return max(len(sketch.body) + len(sketch.head) for sketch in self.sketches)


class Joined(Generic[T]):
    """Sets that grow together as their members are joined, two and two."""

    def __init__(self) -> None:
        self._sets: dict[T, set[T]] = {}

    def are(self, first: T, second: T) -> bool:
        """Return whether two are in one set already."""
        found = self._sets.get(first)
        return found is not None and second in found

    def join(self, first: T, second: T) -> None:
        """Put two, and all that are joined to either, in one set; one and itself in a set of its own."""
        smaller, larger = sorted((self._sets.setdefault(one, {one}) for one in (first, second)), key=len)
        if larger is not smaller:
            larger |= smaller
            self._sets.update(dict.fromkeys(smaller, larger))

    def sets(self) -> list[set[T]]:
        """Return the sets, each once."""
        return list({id(found): found for found in self._sets.values()}.values())


def told(units: Collection[Unit]) -> list[tuple[int, int, int]]:
    """Return each article of a chain, with its story and the chain: the smallest article in either."""
    chain = min(article for unit in units for article in unit.articles)
    rows = []
    for story in part(units) if len(units) > 1 else [units]:
        articles = [article for unit in story for article in unit.articles]
        rows += [(article, min(articles), chain) for article in articles]
    return sorted(rows)


def part(units: Collection[Unit]) -> list[list[Unit]]:
    """Part a chain into stories."""
    ordered = sorted(units, key=lambda unit: (-unit.size, unit.articles))
    leaders = _leaders(ordered)
    gathered = {leader: [leader] for leader in leaders}
    for unit in ordered:
        if unit not in gathered:
            gathered[_nearest(unit, leaders)].append(unit)
    stories: list[list[Unit]] = []
    for story in _merged(gathered.values()):
        pieces = _pieces(story)
        stories.append([unit for unit in story if unit not in pieces])
        stories += [found for chain in _chains(pieces) for found in part(chain)]
    return stories


def _leaders(units: Iterable[Unit]) -> list[Unit]:
    """Return the units, longest first, that share too little with any before them."""
    leaders: list[Unit] = []
    for unit in units:
        if not any(_shared(unit, leader) >= _KIN for leader in leaders):
            leaders.append(unit)
    return leaders


def _nearest(unit: Unit, leaders: Iterable[Unit]) -> Unit:
    """Return the leader that a unit shares most with; of several the shortest, for a round-up holds other texts too."""
    return max(leaders, key=lambda leader: (_shared(unit, leader), -leader.size, tuple(-n for n in leader.articles)))


def _merged(stories: Iterable[list[Unit]]) -> list[list[Unit]]:
    """Return the stories, those of them as one whose texts are copies of each other for the most part.

    Of ten papers that edited an agency's text, two may have little left in common with each other.
    """
    merged: list[list[Unit]] = []
    for story in stories:
        for other in merged:
            pairs = list(product(story, other))
            if 2 * sum(_are_copies(*pair) for pair in pairs) > len(pairs):
                other += story
                break
        else:
            merged.append(story)
    return merged


def _pieces(story: list[Unit]) -> list[Unit]:
    """Return the parts of a story's longest text, which is the first, where that is a collection of them."""
    parts = [unit for unit in story[1:] if unit.size < _PART * story[0].size]
    return [] if all(_shared(first, parts[0]) > _APART for first in parts[1:]) else parts


def _chains(units: Iterable[Unit]) -> list[set[Unit]]:
    joined = Joined[Unit]()
    for first, second in combinations_with_replacement(units, 2):
        if first is second or _are_copies(first, second):
            joined.join(first, second)
    return joined.sets()


def _are_copies(first: Unit, second: Unit) -> bool:
    return any(is_copy(*pair) for pair in product(first.sketches, second.sketches))


def _shared(first: Unit, second: Unit) -> float:
    return max(overlap(*pair) for pair in product(first.sketches, second.sketches))

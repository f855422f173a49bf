"""From texts that are copies of each other, two and two, to stories.

A chain is what hangs together by such pairs. Most chains are one story, but live blogs, round-ups and the daily
"what we know" can string one story to the next. So a chain is parted: everybody in a story shares a good part of
itself with the story's longest text, and what a text holds of others must be the same piece, or it is a collection.
Nothing here depends on an order. Articles with one address are a unit, which is never parted.
"""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from archiver.stories.likeness import overlap
from archiver.stories.sketch import Sketch

T = TypeVar("T", bound=Hashable)

_KIN: Final = 0.25  # the least share that a text in a story has in common with the story's longest
_PART: Final = 0.5  # a text shorter than that share of the longest is a part of it
_APART: Final = 0.1  # two parts that share no more are not the same piece


@dataclass(frozen=True, slots=True)
class Unit:
    """Articles that belong together whatever their texts are: one, or the versions at one address."""

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
    waiting = sorted(units, key=lambda unit: (-unit.size, unit.articles))
    stories = []
    while waiting:
        leaders = _leaders(waiting)
        gathered = {id(leader): [leader] for leader in leaders}
        for unit in waiting:
            if id(unit) not in gathered:
                gathered[id(_nearest(unit, leaders))].append(unit)
        kept = [_without_parts(story) for story in gathered.values()]
        stories += kept
        done = {id(unit) for story in kept for unit in story}
        waiting = [unit for unit in waiting if id(unit) not in done]
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


def _without_parts(story: list[Unit]) -> list[Unit]:
    """Return a story, its leader first, without the parts of it where those are pieces of a collection."""
    leader = story[0]
    parts = [unit for unit in story[1:] if unit.size < _PART * leader.size]
    if all(_shared(first, parts[0]) > _APART for first in parts[1:]):
        return story
    return [unit for unit in story if unit not in parts]


def _shared(first: Unit, second: Unit) -> float:
    return max(overlap(ours, theirs) for ours in first.sketches for theirs in second.sketches)

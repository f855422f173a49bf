"""Which articles are one story, kept up while articles come and go.

Everything here is told by the set of articles and not by the order they came in: which are candidates
(`candidates.py`), which of those are copies (`likeness.py`), what hangs together by that and how it is parted
(`chains.py`). So any order of adding and removing gives what `build.py` gives in one go.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archiver.stories import build
from archiver.stories.candidates import VOUCHING, is_candidate
from archiver.stories.chains import Joined, told
from archiver.stories.item import Item
from archiver.stories.likeness import is_copy
from archiver.stories.sketch import count_prints, prints, unpack
from archiver.stories.tables import Held, Tables, hash_of


@dataclass(slots=True)
class _Around:
    """What an article changes by coming or going: its copies, and those who vouch where it does not, or cease to."""

    near: set[int] = field(default_factory=set)
    next_in_line: set[int] = field(default_factory=set)


class Stories:
    """Stories in the schema of that name on a connection. Writes belong to the caller's transaction."""

    def __init__(self, db: sqlite3.Connection, schema: str = "main") -> None:
        self._tables = Tables(db, schema)

    @classmethod
    def create(cls, db: sqlite3.Connection, schema: str = "main") -> "Stories":
        """Make the tables that are not there, and return the stories in them."""
        stories = cls(db, schema)
        stories._tables.create()
        return stories

    def add(self, items: Iterable[Item]) -> None:
        """Add articles one by one; one that is there already is replaced. Raises StoreError for a wrong sketch."""
        for item in items:
            self._add(item.article, Held(hash_of(item.address), item.sketch))

    def remove(self, article: int) -> None:
        """Remove an article; nothing happens where it is not there."""
        held = self._tables.held(article)
        if held is None:
            return
        around = self._around(article, held)
        changed = {*self._tables.chained(article), *around.next_in_line} - {article}
        self._tables.remove(article, held, prints(held.sketch))
        self._chain_anew(changed)

    def build(self, items: Iterable[Item]) -> None:
        """Put these articles, each once, in the place of all that is there; quickest in the order of their numbers."""
        build.build(self._tables, items)

    def story_of(self, article: int) -> int:
        """Return the story of an article: the smallest number in it; its own where it is alone or not there."""
        story = self._tables.story_of(article)
        return article if story is None else story

    def members(self, story: int) -> tuple[int, ...]:
        """Return the articles in a story, the smallest first; for an article that is alone, itself.

        For a number that is no story's, nothing but the number itself.
        """
        return tuple(self._tables.members(story)) or (story,)

    def _add(self, article: int, held: Held) -> None:
        if self._tables.held(article) is not None:
            self.remove(article)
        self._tables.put(article, held, prints(held.sketch))
        around = self._around(article, held)
        chains = {one: self._tables.chained(one) for one in around.near}
        relieved = [chain for one in around.next_in_line if len(chain := self._tables.chained(one)) > 1]
        if relieved:  # somebody vouches no longer for a print, and may have hung by that
            self._chain_anew({article}.union(*chains.values(), *relieved))
        else:
            self._settle({article}.union(*chains.values()))

    def _around(self, article: int, held: Held) -> _Around:
        around, shared = _Around(), Counter[int]()
        for number in set(prints(held.sketch)):
            first = self._tables.holders(number, VOUCHING + 1)
            if article not in first[:VOUCHING]:
                shared.update(first[:VOUCHING])
            elif len(first) <= VOUCHING:
                shared.update(first)
            else:
                shared.update(self._tables.holders(number))
                around.next_in_line.add(first[VOUCHING])
        around.near.update(self._copies(held, shared))
        if held.address is not None:
            around.near.update(self._tables.at(held.address))
        around.near.discard(article)
        return around

    def _copies(self, held: Held, shared: Counter[int]) -> Iterator[int]:
        ours, count = unpack(held.sketch), count_prints(held.sketch)
        for other, hits in shared.items():
            if theirs := self._tables.held(other):
                counts = count, count_prints(theirs.sketch)
                if is_candidate(hits, *counts) and is_copy(ours, unpack(theirs.sketch)):
                    yield other

    def _chain_anew(self, articles: Iterable[int]) -> None:
        """Find all copies of these articles anew, and of those in one chain with them, and write what that makes."""
        joined, waiting = Joined[int](), list(articles)
        known = set(waiting)
        while waiting:
            article = waiting.pop()
            joined.join(article, article)
            held = self._tables.held(article)
            assert held
            for other in self._around(article, held).near:
                joined.join(article, other)
                fresh = set(self._tables.chained(other)) - known if other not in known else set()
                known |= fresh
                waiting += fresh
        for chain in joined.sets():
            self._settle(chain)

    def _settle(self, chain: set[int]) -> None:
        if len(chain) == 1:
            self._tables.release(*chain)
        else:
            self._tables.put_stories(told(self._tables.units(chain)))

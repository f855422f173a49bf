"""The full-text index in pieces: so many document numbers each, with FTS5 tables of its own.

Numbers are in the order of dates, so a shard is a stretch of time, and a query that finds very much need not go
further back than it has to. FTS5 goes through all that a table has of a word before it gives the first score: of a
shard that is little, in an archive of whatever size. How often a word occurs is likewise asked of each shard by
itself, as Lucene's indexes do. Merging what was written bit by bit ends with the shard, too.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from archiver.index import fulltext

SIZE: Final = 1 << 15
"""Documents of a shard, where an index was not made with another size."""


@dataclass(frozen=True, slots=True)
class Shard:
    """The documents from the number `first` to `last`; `number` counts shards from 1."""

    number: int
    first: int
    last: int

    @property
    def documents(self) -> int:
        """How many document numbers are in it."""
        return self.last - self.first + 1

    @property
    def articles(self) -> str:
        """The name of the FTS5 table of its articles."""
        return f"articles_fts_{self.number}"

    @property
    def parts(self) -> str:
        """The name of the FTS5 table of what stands in their blocks of one label."""
        return f"parts_fts_{self.number}"

    @property
    def vocabulary(self) -> str:
        """The name of the table of the words in `articles`."""
        return f"vocabulary_{self.number}"


def shard_of(docid: int, size: int) -> Shard:
    """Return the shard of `size` documents that a document is in."""
    place = (docid - 1) // size
    return Shard(place + 1, place * size + 1, (place + 1) * size)


def shards_between(first: int, last: int, size: int) -> Iterator[Shard]:
    """Yield the shards of the documents from `first` to `last`, the oldest first."""
    while first <= last:
        shard = shard_of(first, size)
        yield shard
        first = shard.last + 1


def size_of(db: sqlite3.Connection) -> int:
    """Return how many documents a shard of the index attached to `db` has."""
    return int(db.execute("SELECT value FROM fulltext.state WHERE name = 'shard'").fetchone()[0])


def shards_of(db: sqlite3.Connection) -> tuple[Shard, ...]:
    """Return the shards of the index attached to `db`, the newest first, which ends with the last document."""
    last = fulltext.last(db)
    found = list(shards_between(1, last, size_of(db)))
    return tuple(replace(one, last=min(one.last, last)) for one in reversed(found))

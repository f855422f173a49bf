"""SQLite's FTS5 as the engine of the full-text index: tables of words beside all the others."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from archiver.index.fts5.ranking import Ranking
from archiver.index.fts5.shards import shards_of
from archiver.query.tree import Node

_NEXT: Final = chr(0x10FFFF)
_BEGINNING: Final = "SELECT term, doc FROM fulltext.{vocabulary} WHERE term >= ? AND term < ? AND col = 'text'"


class Fts5:
    """Finds documents in the index attached to `db`; see `Engine`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def finding(self, tree: Node | None) -> Ranking:
        """Return what a tree finds."""
        return Ranking(self._db, tree)

    def vocabulary(self, beginnings: Sequence[str]) -> Iterator[Iterable[tuple[str, int]]]:
        """Yield the words that begin in one of these ways, with how many articles have them: of the newest shard
        first."""
        for shard in shards_of(self._db):
            sql = _BEGINNING.format(vocabulary=shard.vocabulary)
            yield chain.from_iterable(self._db.execute(sql, [one, one + _NEXT]) for one in beginnings)

"""Tantivy as the engine of the full-text index: a folder of words beside the tables."""

import shutil
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import tantivy

from archiver.index.engine import Damaged
from archiver.index.tantivy import fields
from archiver.index.tantivy.ranking import Ranking
from archiver.query.tree import Node

_READ: Final = 20_000  # words of one beginning that are looked at


class Tantivy:
    """Finds documents in the index in `folder`, with the tables attached to `db`; see `Engine`."""

    def __init__(self, db: sqlite3.Connection, folder: Path) -> None:
        self._db = db
        try:
            self._index = fields.opened(folder)
        except Damaged:
            # Or it cannot be written: tantivy locks a folder by a file in it, to read as well. So it gets one with
            # links to what is there.
            links = Path(mkdtemp(prefix="archiver-"))
            weakref.finalize(self, shutil.rmtree, links, ignore_errors=True)
            self._index = fields.opened(fields.linked(folder, links))
        self._index.config_reader("manual")  # else a thread of its own looks for what is new

    def finding(self, tree: Node | None) -> Ranking:
        """Return what a tree finds."""
        return Ranking(self._db, self._index.schema, self._searcher(), tree)

    def vocabulary(self, beginnings: Sequence[str]) -> Iterator[Iterable[tuple[str, int]]]:
        """Yield the words that begin in one of these ways, with how many articles have them: all at once."""
        searcher = self._searcher()
        yield chain.from_iterable(searcher.terms_with_prefix("text", one, limit=_READ) for one in beginnings)

    def _searcher(self) -> tantivy.Searcher:
        self._index.reload()
        return self._index.searcher()

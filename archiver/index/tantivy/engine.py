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

from archiver.index import engines
from archiver.index.engine import Damaged
from archiver.index.tantivy import fields
from archiver.index.tantivy.ranking import Ranking
from archiver.query.tree import Node

_READ: Final = 20_000  # words of one beginning that are looked at


class Tantivy:
    """Finds documents in the index in `folder`, with the tables attached to `db`; see `Engine`."""

    def __init__(self, db: sqlite3.Connection, folder: Path) -> None:
        self._db = db
        self._folder = folder
        self._index = self._opened()

    def finding(self, tree: Node | None) -> Ranking:
        """Return what a tree finds."""
        searcher = self._searcher()
        in_step = engines.is_in_step(self._db, self._folder.parent)
        return Ranking(self._db, self._index.schema, searcher, tree, in_step=in_step)

    def vocabulary(self, beginnings: Sequence[str]) -> Iterator[Iterable[tuple[str, int]]]:
        """Yield the words that begin in one of these ways, with how many articles have them: all at once."""
        searcher = self._searcher()
        with fields.reading():
            found = [searcher.terms_with_prefix("text", one, limit=_READ) for one in beginnings]
        yield chain.from_iterable(found)

    def _opened(self) -> tantivy.Index:
        try:
            index = fields.opened(self._folder)
        except Damaged as error:
            try:
                index = self._linked()
            except Damaged:
                raise error from None
        index.config_reader("manual")  # else a thread of its own looks for what is new
        return index

    def _linked(self) -> tantivy.Index:
        """Open the index where its folder cannot be written: tantivy locks one by a file in it, to read as well. So it
        gets one with links to what is there."""
        links = Path(mkdtemp(prefix="archiver-"))
        weakref.finalize(self, shutil.rmtree, links, ignore_errors=True)
        return fields.opened(fields.linked(self._folder, links))

    def _searcher(self) -> tantivy.Searcher:
        try:
            self._index.reload()
        except ValueError:  # what is linked was followed by something that is not
            self._index = self._opened()
            with fields.reading():
                self._index.reload()
        return self._index.searcher()

"""Writing the words of documents into a tantivy index.

Tantivy commits by itself, always before the tables do. Whatever a crash leaves between the two has numbers that the
tables do not know; whoever writes next takes it away. And documents that the tables call dead are taken away after
that is committed, so that none is missed: until then, and after a crash, searches leave them out.
"""

import sqlite3
from pathlib import Path
from typing import Final

import tantivy

from archiver.index import fulltext
from archiver.index.engine import Numbered
from archiver.index.fulltext import COLUMNS
from archiver.index.tantivy import fields

_BULK: Final = 512 * 1024 * 1024
_LIVE: Final = 64 * 1024 * 1024
"""Bytes of words that tantivy keeps in memory before it writes them as a segment."""

_UNSWEPT: Final = "SELECT docid FROM fulltext.dead WHERE NOT swept"


class TantivyWords:
    """Writes words into the index in `folder`, for the tables attached to `db`; see `Words`. In `bulk` it is made."""

    def __init__(self, db: sqlite3.Connection, folder: Path, *, bulk: bool) -> None:
        self._db, self._folder = db, folder
        self._index = fields.make(folder) if bulk else fields.opened(folder)
        self._size = _BULK if bulk else _LIVE
        self._writer: tantivy.IndexWriter | None = None

    def begin(self) -> None:
        """Take away what a crash left that the tables do not know."""
        top = fulltext.highest(self._db)
        if self._writer:
            self._writer.rollback()  # of a transaction that failed
        beyond = tantivy.Query.range_query(
            self._index.schema, fields.DOCID, tantivy.FieldType.Integer, lower_bound=top, include_lower=False
        )
        self._write().delete_documents_by_query(beyond)

    def add(self, documents: Numbered) -> None:
        """Add documents."""
        writer = self._write()
        for number, one in documents:
            added = tantivy.Document()
            added.add_integer(fields.DOCID, number)
            added.add_integer(fields.CAPTURED, one.captured)
            added.add_integer(fields.DRAW, fields.draw(number))
            for name, words in zip(COLUMNS, one.columns, strict=True):
                if words:
                    added.add_text(name, words)
            for label, words, stems in one.parts:
                added.add_text(fields.PARTS, fields.marked(words, label))
                if stems:
                    added.add_text(fields.PART_STEMS, fields.marked(stems, label))
            writer.add_document(added)

    def commit(self) -> None:
        """Have all that was added outlast a crash."""
        self._finish()
        self._index.reload()
        fulltext.set_state(self._db, documents=self._index.searcher().num_docs)

    def sweep(self) -> None:
        """Take away documents that are dead."""
        dead = [number for (number,) in self._db.execute(_UNSWEPT)]
        if dead:
            writer = self._write()
            for number in dead:
                writer.delete_documents_by_term(fields.DOCID, number)
            self._finish()
            self._db.execute("UPDATE fulltext.dead SET swept = 1")
            self._index.reload()
            fulltext.set_state(self._db, documents=self._index.searcher().num_docs)

    def _write(self) -> tantivy.IndexWriter:
        if self._writer is None:
            # One thread, so that documents lie in the order of their numbers.
            self._writer = self._index.writer(self._size, num_threads=1)
        return self._writer

    def _finish(self) -> None:
        """Commit, and let go of the index, which only one may write."""
        writer, self._writer = self._write(), None
        writer.commit()
        writer.wait_merging_threads()

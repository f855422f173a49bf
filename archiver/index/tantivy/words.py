"""Writing the words of documents into a tantivy index.

Tantivy commits by itself, always before the tables do. Whatever a crash leaves between the two has numbers that the
tables do not know; whoever writes next takes it away. Documents that the tables call dead are taken away the next time
that somebody writes, so that whoever still sees the tables as they were finds them; until then searches leave them out.
Where a power cut sets the tables back behind what was taken away, the words have to be made anew.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import tantivy
from tantivy import Occur

from archiver.index import fulltext
from archiver.index.document import Document
from archiver.index.engine import Damaged, Numbered
from archiver.index.fulltext import COLUMNS
from archiver.index.listings import UNSWEPT
from archiver.index.tantivy import fields

_BULK: Final = 512 * 1024 * 1024
_LIVE: Final = 64 * 1024 * 1024
"""Bytes of words that tantivy keeps in memory before it writes them as a segment."""

_ANY: Final = 2**62


class TantivyWords:
    """Writes words into the index in `folder`, for the tables attached to `db`; see `Words`. In `bulk` it is made."""

    def __init__(self, db: sqlite3.Connection, folder: Path, *, bulk: bool) -> None:
        self._db, self._folder = db, folder
        with fields.reporting(folder):
            self._index = fields.make(folder) if bulk else fields.opened(folder)
        self._size = _BULK if bulk else _LIVE
        self._writer: tantivy.IndexWriter | None = None

    def begin(self) -> None:
        """Take away what a crash left that the tables do not know, and what is dead. Raises Damaged where something is
        gone that the tables know."""
        self._writer = None  # with what it had of a transaction that failed
        top = fulltext.highest(self._db)
        dead = [number for (number,) in self._db.execute(UNSWEPT.sql)]
        self._check(top, dead)
        beyond = self._between(top + 1, _ANY)
        with fields.reporting(self._folder):
            self._write().delete_documents_by_query(beyond)
            for number in dead:
                self._write().delete_documents_by_term(fields.DOCID, number)
        self._db.executemany("UPDATE fulltext.dead SET swept = 1 WHERE docid = ?", ((number,) for number in dead))

    def _check(self, top: int, dead: Sequence[int]) -> None:
        self._index.reload()
        known = [(Occur.Must, self._between(0, top))]
        if dead:
            known.append((Occur.MustNot, tantivy.Query.term_set_query(self._index.schema, fields.DOCID, dead)))
        found = fields.searched(self._index.searcher(), tantivy.Query.boolean_query(known), 1, count=True)
        (wanted,) = self._db.execute("SELECT count(*) FROM fulltext.docs").fetchone()
        if fields.count(found) != wanted:
            raise Damaged(f"{self._folder}: has words of {fields.count(found)} documents of {wanted}")

    def _between(self, low: int, high: int) -> tantivy.Query:
        return tantivy.Query.range_query(self._index.schema, fields.DOCID, tantivy.FieldType.Integer, low, high)

    def add(self, documents: Numbered) -> None:
        """Add documents. Raises StoreError, as all that writes does, where that cannot be."""
        with fields.reporting(self._folder):
            for number, one in documents:
                self._write().add_document(_added(number, one))

    def commit(self) -> None:
        """Have all that was added outlast a crash, and let go of the index, which only one may write."""
        with fields.reporting(self._folder):
            writer, self._writer = self._write(), None
            stamp = writer.commit()
            writer.wait_merging_threads()
        fulltext.set_state(self._db, stamp=stamp)

    def _write(self) -> tantivy.IndexWriter:
        if self._writer is None:
            # One thread, so that documents lie in the order of their numbers.
            self._writer = self._index.writer(self._size, num_threads=1)
        return self._writer


def _added(number: int, document: Document) -> tantivy.Document:
    added = tantivy.Document()
    added.add_integer(fields.DOCID, number)
    added.add_integer(fields.CAPTURED, document.captured)
    added.add_integer(fields.DRAW, fields.draw(number))
    for name, words in zip(COLUMNS, document.columns, strict=True):
        if words:
            added.add_text(name, words)
    for label, words, stems in document.parts:
        added.add_text(fields.PARTS, fields.marked(words, label))
        if stems:
            added.add_text(fields.PART_STEMS, fields.marked(stems, label))
    return added

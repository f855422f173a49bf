"""The FTS5 tables of words, two for each shard, and writing them.

`articles_fts_1` is for the articles, `parts_fts_1` for what stands in their blocks of one label. They hold words and
their positions, and no text. Nothing is ever deleted from them: that takes the words that were indexed, which the
catalog has no more.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from archiver.index.document import Document, part_word
from archiver.index.engine import Numbered
from archiver.index.fts5 import shards
from archiver.index.fts5.shards import Shard, shards_between, size_of
from archiver.index.fulltext import COLUMNS, set_state
from archiver.labels import LABELS

PART_BITS: Final = 6
"""A row of a `parts_fts` table has the document's number, times 64, and the place of its label in LABELS."""

_BULK: Final = 256 * 1024 * 1024
_LIVE: Final = 4 * 1024 * 1024
"""Bytes of words that FTS5 keeps in memory before it writes them: fewer, larger pieces cost far less merging."""

_SEGMENTS: Final = 1999  # pieces that an index may consist of, by FTS5's own limit
_PAGE: Final = 4050  # bytes; four times FTS5's own measure, which leaves a row and a seek for each thousand bytes

_TABLES: Final = (
    f"CREATE VIRTUAL TABLE fulltext.{{articles}} USING fts5({', '.join(COLUMNS)}, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE fulltext.{parts} USING fts5(words, stems, label, content='', columnsize=0, tokenize='ascii')",
    "CREATE VIRTUAL TABLE fulltext.{vocabulary} USING fts5vocab('{articles}', 'col')",
)
_ARTICLE: Final = (
    f"INSERT INTO fulltext.{{articles}}(rowid, {', '.join(COLUMNS)}) VALUES ({', '.join('?' * (len(COLUMNS) + 1))})"
)
_PART: Final = "INSERT INTO fulltext.{parts}(rowid, words, stems, label) VALUES (?, ?, ?, ?)"


class Fts5Words:
    """Writes the words of documents into the index attached to `db`, in the caller's transaction; see `Words`.

    In `bulk` the index is made from nothing: much is kept in memory before it is written, and what was written of a
    shard is merged once, when the next one begins or `commit` ends all.
    """

    def __init__(self, db: sqlite3.Connection, *, bulk: bool) -> None:
        self._db, self._bulk = db, bulk
        if bulk:
            set_state(db, shard=shards.SIZE)
        self._shard: Shard | None = None

    def begin(self) -> None:
        """Do nothing: words and tables are one transaction, and whoever searches leaves out what is dead."""

    def add(self, documents: Numbered) -> None:
        """Add documents, each to the tables of its shard."""
        if not documents:
            return
        start, end = documents[0][0], documents[-1][0]
        for shard in shards_between(start, end, size_of(self._db)):
            self._go_over(shard)
            some = documents[max(0, shard.first - start) : shard.last - start + 1]
            self._db.executemany(
                _ARTICLE.format(articles=shard.articles), ((number, *one.columns) for number, one in some)
            )
            self._db.executemany(
                _PART.format(parts=shard.parts), (row for number, one in some for row in _parts(number, one))
            )

    def commit(self) -> None:
        """Merge what was made in bulk."""
        self._go_over(None)

    def _go_over(self, shard: Shard | None) -> None:
        """Go over from one shard to another; none after the last."""
        if shard == self._shard:
            return
        if self._shard and self._bulk:
            _optimize(self._db, self._shard)
            _tune(self._db, self._shard, bulk=False)
        if shard:
            _make(self._db, shard)
            if self._bulk:
                _tune(self._db, shard, bulk=True)
        self._shard = shard


def _parts(number: int, document: Document) -> Iterator[tuple[Any, ...]]:
    for label, words, stems in document.parts:
        yield (number << PART_BITS) + LABELS.index(label), words, stems, part_word(label)


def _make(db: sqlite3.Connection, shard: Shard) -> None:
    """Make the tables of a shard where there are none."""
    names = "SELECT count(*) FROM fulltext.sqlite_master WHERE name = ?"
    if not db.execute(names, [shard.articles]).fetchone()[0]:
        for table in _TABLES:
            db.execute(table.format(articles=shard.articles, parts=shard.parts, vocabulary=shard.vocabulary))
        _tune(db, shard, bulk=False)


def _tune(db: sqlite3.Connection, shard: Shard, *, bulk: bool) -> None:
    """Have FTS5 put the words of a shard together as suits very many articles at once, or a few at a time.

    In bulk, much is kept in memory before it is written, and nothing is merged until `_optimize` merges all at once.
    """
    size, merge, crisis = (_BULK, 0, _SEGMENTS) if bulk else (_LIVE, 4, 16)
    for table in (shard.articles, shard.parts):
        for name, number in (("hashsize", size), ("automerge", merge), ("crisismerge", crisis), ("pgsz", _PAGE)):
            db.execute(f"INSERT INTO fulltext.{table}({table}, rank) VALUES (?, ?)", [name, number])


def _optimize(db: sqlite3.Connection, shard: Shard) -> None:
    """Have FTS5 merge all that it wrote of a shard."""
    for table in (shard.articles, shard.parts):
        db.execute(f"INSERT INTO fulltext.{table}({table}) VALUES ('optimize')")

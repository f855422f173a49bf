"""What plain `sqlite3` takes for the same rows: the yardstick that the index is measured by.

Two ways: as most people write it, one table with the text, a full-text table over it and triggers between them; and as
fast as it goes without tuning, a contentless full-text table that is written directly. Both in one transaction, with
SQLite's defaults and the same columns, keys and indexes.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from archiver.index.rows import Entry, row_of_capture
from archiver.index.schema import BLOCK_COLUMNS, SEARCHED
from benchmarks.search.made import RULEBOOK, Made, capture_of, record_of

Pairs = Iterable[tuple[Made, Entry]]

_TOKENS: Final = "unicode61 remove_diacritics 2"
_SEARCHED: Final = ", ".join(SEARCHED)
_TRIGGER: Final = f"""
CREATE TRIGGER articles_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, {_SEARCHED}) VALUES (new.id, {", ".join(f"new.{name}" for name in SEARCHED)});
END
"""
_INDEXES: Final = (
    ("captures", "record_id"), ("captures", "url"), ("captures", "payload_digest"),
    ("articles", "url"), ("articles", "original_url"), ("articles", "canonical"), ("articles", "host"),
    ("articles", "day"), ("blocks", "label"),
)  # fmt: skip


def with_triggers(path: Path, pairs: Pairs) -> None:
    """Write a database at `path` in which triggers keep the full-text table."""
    _write(path, pairs, f"content='articles', content_rowid='id', tokenize='{_TOKENS}'", trigger=True)


def direct(path: Path, pairs: Pairs) -> None:
    """Write a database at `path` with a contentless full-text table and no trigger."""
    _write(path, pairs, f"content='', tokenize='{_TOKENS}'", trigger=False)


def _write(path: Path, pairs: Pairs, options: str, *, trigger: bool) -> None:
    into_full_text = f"INSERT INTO articles_fts(rowid, {_SEARCHED}) VALUES ({', '.join('?' * (len(SEARCHED) + 1))})"
    with closing(sqlite3.connect(path)) as db, db:
        for number, (made, entry) in enumerate(pairs, 1):
            capture = row_of_capture(number, capture_of(made), record_of(made), "article", RULEBOOK)
            article = {"id": number} | entry.article
            if number == 1:
                _create(db, capture, article, options, trigger)
            db.execute(_insert("captures", len(capture)), tuple(capture.values()))
            db.execute(_insert("articles", len(article)), tuple(article.values()))
            db.executemany(_insert("blocks", len(BLOCK_COLUMNS) + 1), [(number, *row) for row in entry.blocks])
            if not trigger:
                db.execute(into_full_text, (number, *(article[name] for name in SEARCHED)))


def _create(
    db: sqlite3.Connection, capture: dict[str, Any], article: dict[str, Any], options: str, trigger: bool
) -> None:
    blocks = ", ".join(f'"{name}"' for name in BLOCK_COLUMNS)
    for name, columns in (("captures", capture), ("articles", article)):
        rest = ", ".join(f'"{column}"' for column in columns if column != "id")
        db.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, {rest})")
    db.execute(f"CREATE TABLE blocks (article_id INTEGER, {blocks}, PRIMARY KEY (article_id, position))")
    db.execute(f"CREATE VIRTUAL TABLE articles_fts USING fts5({_SEARCHED}, {options})")
    for table, column in _INDEXES:
        db.execute(f"CREATE INDEX {table}_{column} ON {table} ({column})")
    if trigger:
        db.execute(_TRIGGER)


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"

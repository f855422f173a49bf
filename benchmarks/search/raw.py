"""What plain `sqlite3` takes for the same rows: the yardstick that the index is measured by.

Two ways: as most people write it, one table with the text, a full-text table over it and triggers between them; and as
fast as it goes without tuning, a contentless full-text table that is written directly. Both in one transaction, with
SQLite's defaults and the columns, keys and indexes of the catalog; words as they are written, no stems, no parts of
pages, no stories.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, Final

from archiver.index import schema
from archiver.index.rows import Entry, row_of_capture
from archiver.index.schema import INSERT_BLOCK, SEARCHED
from benchmarks.search.made import RULEBOOK, Made, capture_of, record_of

Pairs = Iterable[tuple[Made, Entry]]

_TOKENS: Final = "unicode61 remove_diacritics 2"
_SEARCHED: Final = ", ".join(SEARCHED)
_TRIGGER: Final = f"""
CREATE TRIGGER articles_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, {_SEARCHED}) VALUES (new.id, {", ".join(f"new.{name}" for name in SEARCHED)});
END
"""
TABLES: Final = ("captures", "articles", "authors", "article_authors", "blocks")
"""The tables of the catalog that are written."""
_AUTHOR: Final = "INSERT INTO article_authors SELECT ?, id FROM authors WHERE name = ?"


def with_triggers(path: Path, pairs: Pairs) -> None:
    """Write a database at `path` in which triggers keep the full-text table."""
    _write(path, pairs, f"content='articles', content_rowid='id', tokenize='{_TOKENS}'", trigger=True)


def direct(path: Path, pairs: Pairs) -> None:
    """Write a database at `path` with a contentless full-text table and no trigger."""
    _write(path, pairs, f"content='', tokenize='{_TOKENS}'", trigger=False)


def _write(path: Path, pairs: Pairs, options: str, *, trigger: bool) -> None:
    into_full_text = f"INSERT INTO articles_fts(rowid, {_SEARCHED}) VALUES ({_places(len(SEARCHED) + 1)})"
    with closing(sqlite3.connect(path)) as db, db:
        _create(db, options, trigger)
        for number, (made, entry) in enumerate(pairs, 1):
            _insert(db, "captures", row_of_capture(number, capture_of(made), record_of(made), made.outcome, RULEBOOK))
            _insert(db, "articles", {"id": number} | entry.article)
            db.executemany(INSERT_BLOCK, [(number, *row) for row in entry.blocks])
            db.executemany("INSERT OR IGNORE INTO authors(name) VALUES (?)", [(name,) for name in entry.authors])
            db.executemany(_AUTHOR, [(number, name) for name in dict.fromkeys(entry.authors)])
            if not trigger:
                db.execute(into_full_text, (number, *(entry.article[name] for name in SEARCHED)))


def _create(db: sqlite3.Connection, options: str, trigger: bool) -> None:
    """Make the tables and indexes that the catalog has, as it has them."""
    for table in TABLES:
        for statement in _statements(table):
            db.execute(statement)
    db.execute(f"CREATE VIRTUAL TABLE articles_fts USING fts5({_SEARCHED}, {options})")
    if trigger:
        db.execute(_TRIGGER)


@cache
def _statements(table: str) -> list[str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        schema.create(db)
        sql = """SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL
                 ORDER BY type = 'index'"""
        return [statement for (statement,) in db.execute(sql, [table])]


def _insert(db: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    db.execute(
        f"INSERT INTO {table} ({', '.join(map(_quoted, row))}) VALUES ({_places(len(row))})", tuple(row.values())
    )


def _quoted(name: str) -> str:
    return f'"{name}"'


def _places(count: int) -> str:
    return ", ".join("?" * count)

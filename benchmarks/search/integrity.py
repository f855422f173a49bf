"""Whether the SQLite files of an archive are whole, as SQLite and FTS5 see it. What is in them is in `agreement.py`."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.search.machine import full_text_tables


def faults(home: Path) -> Iterator[str]:
    """Yield what is wrong with the SQLite files in the folder `home`; nothing where they are whole."""
    for path in sorted(home.glob("*.sqlite")):
        try:
            yield from (f"{path.name}: {fault}" for fault in _of_file(path))
        except sqlite3.Error as error:
            yield f"{path.name}: {error}"


def _of_file(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(path)) as db:
        for (said,) in db.execute("PRAGMA integrity_check").fetchall():
            if said != "ok":
                yield said
        for table, row, other, _ in db.execute("PRAGMA foreign_key_check").fetchall():
            yield f"{table}, row {row}: refers to a row of {other} that is not there"
        # FTS5 compares a contentless table with itself alone: whether each piece, each word, each place is in order.
        for table in full_text_tables(path):
            try:
                db.execute(f'INSERT INTO "{table}" ("{table}") VALUES (\'integrity-check\')')
            except sqlite3.DatabaseError as error:
                yield f"{table}: {error}"
            db.rollback()

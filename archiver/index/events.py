"""The journal of what people add: a file of JSON lines beside the catalog, synced, which nothing ever rewrites.

What a line says is done in the catalog's tables when nobody else is writing there, at once or later: `meta` says up to
which byte the catalog knows the journal. Lines name articles by the id of their WARC record, for a number may be lost
with the catalog. What may be added is in `annotations.py`.
"""

import errno
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from archiver.errors import StoreError
from archiver.folder import annotations_of
from archiver.index import file, schema

if TYPE_CHECKING:
    from archiver.language.streams import Analyser

OFFSET: Final = "annotated"
"""Where `meta` says up to which byte of the journal the catalog knows it."""

Event = Mapping[str, Any]
"""What somebody did: `do` says what, `at` when (ISO 8601, UTC), the rest depends on it."""

_BUSY: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def append(journal: Path, events: Sequence[Event]) -> None:
    """Write events to the end of the journal, all or none of them. Raises StoreError where it cannot be written."""
    lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode(errors="replace")
    try:
        handle = os.open(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            if os.fstat(handle).st_size:
                os.lseek(handle, -1, os.SEEK_END)
                if os.read(handle, 1) != b"\n":  # what a crash tore
                    lines = b"\n" + lines
            if os.write(handle, lines) < len(lines):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise StoreError(f"{journal}: cannot be written ({error.strerror}); nothing was changed") from error


def is_behind(db: sqlite3.Connection, catalog: Path) -> bool:
    """Whether the journal beside the catalog, which is open as `db`, says anything that this one has not done."""
    journal = annotations_of(catalog)
    return journal.exists() and _end(journal) != schema.meta(db, OFFSET)


def catch_up(db: sqlite3.Connection, catalog: Path) -> None:
    """Do what the catalog that is open as `db` has not done yet, for one who only reads: where that can be, at once."""
    if is_behind(db, catalog):
        with suppress(sqlite3.Error):
            take_in(catalog, 0)


def take_in(catalog: Path, patience: float) -> bool:
    """Do in a catalog what its journal says; return whether it could be had within `patience` seconds to write in."""
    try:
        with closing(file.connect(catalog, patience)) as db, file.writing(db):
            replay(db, annotations_of(catalog))
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _BUSY:
            raise
        return False
    return True


def replay(db: sqlite3.Connection, journal: Path) -> None:
    """Do what the journal says from where the catalog knows it on. The caller holds the transaction.

    One that is shorter than the catalog knows it is another one, and gone through from its beginning.
    """
    from archiver.language.streams import Analyser

    analyser = Analyser()
    offset, end = schema.meta(db, OFFSET), _end(journal)
    for event in _events(journal, offset if offset <= end else 0, end):
        with suppress(KeyError, TypeError, sqlite3.InterfaceError, sqlite3.ProgrammingError):  # no event of ours
            _apply(db, event, analyser)
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [OFFSET, end])


def _end(journal: Path) -> int:
    """Return where the last whole line ends: one that a crash tore says nothing."""
    with journal.open("rb") as lines:
        size = lines.seek(0, os.SEEK_END)
        while size:
            start = max(0, size - 65536)
            lines.seek(start)
            found = lines.read(size - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            size = start
    return 0


def _events(journal: Path, offset: int, end: int) -> Iterator[Event]:
    """Yield the events from `offset` to `end`."""
    with journal.open("rb") as lines:
        lines.seek(offset)
        for line in lines.read(end - offset).splitlines():
            with suppress(ValueError):
                event = json.loads(line)
                if isinstance(event, dict):
                    yield event


def _apply(db: sqlite3.Connection, event: Event, analyser: "Analyser") -> None:
    article = _article(db, event)
    match event.get("do"):
        case "tag" if article:
            db.execute("INSERT INTO tags(name) VALUES (?) ON CONFLICT DO NOTHING", [event["tag"]])
            sql = "INSERT INTO article_tags SELECT ?, id, ? FROM tags WHERE name = ? ON CONFLICT DO NOTHING"
            db.execute(sql, [article, event["at"], event["tag"]])
        case "untag" if article:
            sql = "DELETE FROM article_tags WHERE article_id = ? AND tag_id = (SELECT id FROM tags WHERE name = ?)"
            db.execute(sql, [article, event["tag"]])
            db.execute("DELETE FROM tags WHERE id NOT IN (SELECT tag_id FROM article_tags)")
        case "note" if article:
            streams = analyser.streams(event["text"], None)
            if streams.language is None:  # too short to tell: likely it is that of the article
                found = db.execute("SELECT language FROM articles WHERE id = ?", [article]).fetchone()
                streams = analyser.streams(event["text"], found[0] if found else None)
            sql = (
                "INSERT INTO notes(id, article_id, text, words, written) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            )
            words = f" {streams.words} ¶ {streams.stems} "
            db.execute(sql, [event["note"], article, event["text"], words, event["at"]])
        case "forget note":
            db.execute("DELETE FROM notes WHERE id = ?", [event["note"]])
        case "save search":
            sql = """INSERT OR REPLACE INTO searches(name, query, options, saved, ran, last_id)
                     VALUES (?, ?, ?, ?, NULL, ?)"""
            options = json.dumps(event["options"], ensure_ascii=False)
            db.execute(sql, [event["name"], event["query"], options, event["at"], event["last_id"]])
        case "ran search":
            sql = "UPDATE searches SET ran = ?, last_id = ? WHERE name = ?"
            db.execute(sql, [event["at"], event["last_id"], event["name"]])
        case "forget search":
            db.execute("DELETE FROM searches WHERE name = ?", [event["name"]])


def _article(db: sqlite3.Connection, event: Event) -> int | None:
    found = db.execute("SELECT id FROM captures WHERE record_id = ?", [event.get("record")]).fetchone()
    return int(found[0]) if found else None

"""What people add to an archive: tags, notes, saved searches. It cannot be made again from the WARC files.

So it is written twice: first as a line of `annotations.jsonl` beside the catalog, synced, which nothing ever rewrites; then
into the catalog's tables. A catalog that is lost, or was busy at that time, takes from that journal what it lacks. Articles
are named by their WARC record's id there, for a number may be lost with the catalog.
"""

import json
import os
import sqlite3
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from archiver.errors import StoreError
from archiver.folder import annotations_of
from archiver.index import file, schema
from archiver.index.store import Store
from archiver.language.streams import Analyser

_OFFSET: Final = "annotated"
"""Where `meta` says up to which byte of the journal the catalog knows it."""

_KEPT: Final = ("tags", "article_tags", "notes", "searches", "runs")
_HELD_BY: Final = {"article_id": "captures", "tag_id": "tags"}
"""What the columns of those tables refer to; what refers to nothing is left behind."""
_MISFIT: Final = ("no such", "has no column", "NOT NULL")
"""What SQLite says where the tables are of another format."""
_LONGEST_TAG: Final = 200


@dataclass(frozen=True, slots=True)
class Note:
    """A note on an article: its id, its text, and when it was written (ISO 8601, UTC)."""

    id: str
    article: int
    text: str
    written: str


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that somebody gave a name, with its options, and when it ran last; None before the first time."""

    name: str
    query: str
    options: Mapping[str, Any]
    saved: str
    ran: str | None
    last_id: int


class Annotations:
    """Tags, notes and saved searches of the archive whose catalog is open for writing as `store`."""

    def __init__(self, store: Store) -> None:
        self._store, self._db = store, store.connection
        self._journal = annotations_of(store.path)
        self._analyser = Analyser()
        self._refresh()

    def tag(self, article: int, *names: str) -> None:
        """Give an article tags. Raises StoreError where there is no such article, or a tag is none."""
        self._add(*({"do": "tag", "tag": tag_given(name), **self._named(article)} for name in names))

    def untag(self, article: int, *names: str) -> None:
        """Take tags from an article. Raises StoreError where it does not have one of them."""
        has = self.tags_of(article)
        for name in names:
            if tag_given(name) not in has:
                raise StoreError(f"article {article} has no tag {name!r}; it has {', '.join(has) or 'none'}")
        self._add(*({"do": "untag", "tag": tag_given(name), **self._named(article)} for name in names))

    def note(self, article: int, text: str) -> str:
        """Add a note to an article; return the note's id. Raises StoreError where it is empty, or there is no article."""
        if not text.strip():
            raise StoreError("an empty note says nothing; write something")
        number = uuid.uuid4().hex[:12]
        self._add({"do": "note", "note": number, "text": text.strip(), **self._named(article)})
        return number

    def forget_note(self, number: str) -> None:
        """Remove a note. Raises StoreError where there is none of that id."""
        if not self._store.rows("SELECT 1 FROM notes WHERE id = :id", {"id": number}):
            raise StoreError(f"no note {number!r}; `archiver note ID` lists an article's notes with their ids")
        self._add({"do": "forget note", "note": number})

    def save_search(self, name: str, query: str, options: Mapping[str, Any]) -> None:
        """Keep a search under a name, in the place of one that had it; what is there now is not new to it."""
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()
        self._add({"do": "save search", "name": name, "query": query, "options": dict(options), "last_id": last})

    def ran_search(self, name: str, last_id: int) -> None:
        """Note that a saved search has just run, and up to which capture."""
        self._add({"do": "ran search", "name": name, "last_id": last_id})

    def forget_search(self, name: str) -> None:
        """Remove a saved search. Raises StoreError where there is none of that name."""
        search_named(self._store, name)
        self._add({"do": "forget search", "name": name})

    def tags_of(self, article: int) -> list[str]:
        """Return an article's tags in the order of the alphabet."""
        return tags_of(self._store, article)

    def _named(self, article: int) -> dict[str, Any]:
        found = self._store.rows(
            "SELECT record_id FROM captures JOIN articles USING (id) WHERE id = :id", {"id": min(article, 2**63 - 1)}
        )
        if not found:
            raise StoreError(f"no article {article} in {self._store.path}; `archiver search` lists them")
        return {"article": article, "record": found[0]["record_id"]}

    def _add(self, *events: dict[str, Any]) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        _append(self._journal, [{"at": now} | event for event in events])
        self._refresh()

    def _refresh(self) -> None:
        """Take from the journal what the catalog lacks."""
        if self._journal.exists() and self._journal.stat().st_size > schema.meta(self._db, _OFFSET):
            with self._store.together():
                _replay(self._db, self._journal, self._analyser)


def tag_given(name: str) -> str:
    """Return a tag as it is kept, without spaces around it. Raises StoreError where it is none."""
    found = " ".join(name.split())
    if not found or len(found) > _LONGEST_TAG or not found.isprintable():
        raise StoreError(f"{name!r} is no tag; give a word or a few, of {_LONGEST_TAG} characters at most")
    return found


def tags_of(store: Store, article: int) -> list[str]:
    """Return an article's tags in the order of the alphabet."""
    sql = "SELECT name FROM tags JOIN article_tags ON tag_id = tags.id WHERE article_id = :id ORDER BY name"
    return [row["name"] for row in store.rows(sql, {"id": article})]


def all_tags(store: Store) -> list[tuple[str, int]]:
    """Return all tags in the order of the alphabet, each with the number of articles that have it."""
    sql = """SELECT name, count(*) AS articles FROM tags JOIN article_tags ON tag_id = tags.id
             JOIN articles ON articles.id = article_id GROUP BY name ORDER BY name"""
    return [(row["name"], row["articles"]) for row in store.rows(sql, {})]


def notes_of(store: Store, article: int) -> list[Note]:
    """Return the notes on an article, the oldest first."""
    sql = "SELECT id, article_id, text, written FROM notes WHERE article_id = :id ORDER BY written, id"
    return [Note(*row.values()) for row in store.rows(sql, {"id": article})]


def saved_searches(store: Store) -> list[SavedSearch]:
    """Return all saved searches in the order of their names."""
    rows = store.rows("SELECT name, query, options, saved, ran, last_id FROM searches ORDER BY name", {})
    return [SavedSearch(**(row | {"options": json.loads(row["options"])})) for row in rows]


def search_named(store: Store, name: str) -> SavedSearch:
    """Return the saved search of this name. Raises StoreError where there is none."""
    every = {one.name: one for one in saved_searches(store)}
    if name not in every:
        have = f"there are {', '.join(every)}" if every else "`archiver saved add NAME QUERY` makes one"
        raise StoreError(f"no saved search {name!r}; {have}")
    return every[name]


def take_over(db: sqlite3.Connection, path: Path) -> None:
    """Put into a new catalog what people added to the one at `path`, as far as that can be read, and to its journal.

    What is on articles that are in no WARC file any more stays in the journal alone. The caller holds the transaction.
    """
    journal = annotations_of(path)
    if path.exists():
        try:
            with closing(file.connect(path, 0)) as old:
                _copy(old, db)
        except sqlite3.DatabaseError as error:
            if not (file.is_ruined(error) or any(one in str(error) for one in _MISFIT)):
                raise
            _forget_all(db)
    if journal.exists():
        _replay(db, journal, Analyser())


def _copy(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    (last,) = old.execute("SELECT coalesce(max(id), 0) FROM runs").fetchone()
    new.execute("UPDATE runs SET id = id + ?", [last])  # the one that makes this catalog comes after all others
    for table in _KEPT:
        rows = old.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in rows.description]
        places = ", ".join("?" * len(names))
        keys = [(names.index(name), _HELD_BY[name]) for name in names if name in _HELD_BY]
        held = " AND ".join(f"EXISTS (SELECT 1 FROM {other} WHERE id = ?)" for _, other in keys) or "1"
        sql = f"INSERT INTO {table} ({', '.join(names)}) SELECT {places} WHERE {held}"
        new.executemany(sql, ((*row, *(row[place] for place, _ in keys)) for row in rows))
    new.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_OFFSET, schema.meta(old, _OFFSET)])


def _forget_all(db: sqlite3.Connection) -> None:
    for table in ("article_tags", "tags", "notes", "searches", "runs"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM meta WHERE name = ?", [_OFFSET])


def _replay(db: sqlite3.Connection, journal: Path, analyser: Analyser) -> None:
    """Do what the journal says from where the catalog knows it on. The caller holds the transaction."""
    offset = schema.meta(db, _OFFSET)
    for event, end in _events(journal, offset):
        _apply(db, event, analyser)
        offset = end
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_OFFSET, offset])


def _events(journal: Path, offset: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield each whole event from `offset` on, with where it ends. A line that a crash tore says nothing."""
    with journal.open("rb") as lines:
        lines.seek(offset)
        for line in lines:
            offset += len(line)
            if not line.endswith(b"\n"):
                return
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict):
                yield event, offset


def _append(journal: Path, events: list[dict[str, Any]]) -> None:
    lines = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode(errors="replace")
    try:
        handle = os.open(journal, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":  # what a crash tore
                lines = b"\n" + lines
            os.write(handle, lines)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise StoreError(f"{journal}: cannot be written ({error.strerror}); nothing was changed") from error


def _apply(db: sqlite3.Connection, event: Mapping[str, Any], analyser: Analyser) -> None:
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
            words = f" {streams.words} ¶ {streams.stems} "
            sql = "INSERT INTO notes(id, article_id, text, words, written) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
            db.execute(sql, [event["note"], article, event["text"], words, event["at"]])
        case "forget note":
            db.execute("DELETE FROM notes WHERE id = ?", [event["note"]])
        case "save search":
            sql = "INSERT OR REPLACE INTO searches(name, query, options, saved, ran, last_id) VALUES (?, ?, ?, ?, NULL, ?)"
            options = json.dumps(event["options"], ensure_ascii=False)
            db.execute(sql, [event["name"], event["query"], options, event["at"], event["last_id"]])
        case "ran search":
            sql = "UPDATE searches SET ran = ?, last_id = ? WHERE name = ?"
            db.execute(sql, [event["at"], event["last_id"], event["name"]])
        case "forget search":
            db.execute("DELETE FROM searches WHERE name = ?", [event["name"]])


def _article(db: sqlite3.Connection, event: Mapping[str, Any]) -> int | None:
    found = db.execute("SELECT id FROM captures WHERE record_id = ?", [event.get("record")]).fetchone()
    return int(found[0]) if found else None

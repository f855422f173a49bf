"""What people add to an archive: tags, notes, saved searches. It cannot be made again from the WARC files.

So it is written twice: first into a journal beside the catalog (`events.py`), then into the catalog's tables. Whoever
cannot write there now, for somebody else is, leaves that to the next one; a lost catalog is made again from both.
What is new to a saved search is found in `news.py`.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from archiver.errors import StoreError
from archiver.folder import annotations_of
from archiver.index import events, file, schema
from archiver.index.engines import CHOICE
from archiver.index.events import OFFSET, Event
from archiver.index.store import Store

PATIENCE: Final = 2.0
"""How many seconds to wait for another writer before what is noted is left to the next one."""

_KEPT: Final = ("tags", "article_tags", "notes", "searches", "runs")
_LONGEST_NAME: Final = 200
_HELD_BY: Final = {"article_id": "captures", "tag_id": "tags"}
"""What the columns of those tables refer to; what refers to nothing is left behind."""
_MISFIT: Final = ("no such", "has no column", "NOT NULL")
"""What SQLite says where the tables are of another format."""


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
    """Tags, notes and saved searches of the archive whose catalog is open as `store`, for reading or for writing.

    `patience` is how many seconds to wait for another writer. Whatever is added is safe in the journal when a method
    returns; `waits` says that the catalog does not show it yet.
    """

    def __init__(self, store: Store, patience: float = PATIENCE) -> None:
        self._store, self._db, self._patience = store, store.connection, patience
        self.waits = False
        self._refresh()

    def tag(self, article: int, *names: str) -> None:
        """Give an article tags. Raises StoreError where there is no such article, or a tag is none."""
        self.change_tags([article], add=names)

    def untag(self, article: int, *names: str) -> None:
        """Take tags from an article. Raises StoreError where it does not have one of them."""
        self.change_tags([article], remove=names)

    def change_tags(self, articles: Iterable[int], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Give articles tags and take others from them, all or none of it. Raises as `tag` and `untag` do."""
        wanted, unwanted = [name_given(one, "tag") for one in add], [name_given(one, "tag") for one in remove]
        changes: list[Event] = []
        for article in articles:
            named, has = self._named(article), tags_of(self._store, article)
            for name in unwanted:
                if name not in has and not self.waits:  # else the journal may know of one
                    raise StoreError(f"article {article} has no tag {name!r}; it has {', '.join(has) or 'none'}")
            changes += [{"do": "tag", "tag": name, **named} for name in wanted]
            changes += [{"do": "untag", "tag": name, **named} for name in unwanted]
        self._add(*changes)

    def note(self, article: int, text: str) -> str:
        """Add a note to an article; return its id. Raises StoreError where it is empty, or there is no article."""
        from uuid import uuid4

        if not text.strip():
            raise StoreError("an empty note says nothing; write something")
        number = uuid4().hex[:12]
        self._add({"do": "note", "note": number, "text": text.strip(), **self._named(article)})
        return number

    def forget_note(self, number: str) -> None:
        """Remove a note. Raises StoreError where there is none of that id."""
        if not self.waits and not self._store.rows("SELECT 1 FROM notes WHERE id = :id", {"id": number}):
            raise StoreError(f"no note {number!r}; `archiver note ID` lists an article's notes with their ids")
        self._add({"do": "forget note", "note": number})

    def save_search(self, name: str, query: str, options: Mapping[str, Any]) -> None:
        """Keep a search under a name, in the place of one that had it; what is there now is not new to it.

        Raises StoreError where the name is none.
        """
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()
        named = name_given(name, "name")
        self._add({"do": "save search", "name": named, "query": query, "options": dict(options), "last_id": last})

    def ran_search(self, name: str, last_id: int) -> None:
        """Note that a saved search has just run, and up to which capture."""
        self._add({"do": "ran search", "name": name, "last_id": last_id})

    def forget_search(self, name: str) -> None:
        """Remove a saved search. Raises StoreError where there is none of that name."""
        if not self.waits:
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

    def _add(self, *changes: Event) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        events.append(annotations_of(self._store.path), [{"at": now, **one} for one in changes])
        self._refresh()

    def _refresh(self) -> None:
        """Take from the journal what the catalog lacks, unless somebody else writes there for longer than we wait."""
        if not events.is_behind(self._db, self._store.path):
            self.waits = False
        elif self._db.in_transaction:
            with file.reporting(self._store.path):
                events.replay(self._db, annotations_of(self._store.path))
        else:  # by a connection of its own: this one may only read, and has the full-text index beside it
            with file.reporting(self._store.path):
                self.waits = not events.take_in(self._store.path, 0 if self.waits else self._patience)


def name_given(name: str, what: str) -> str:
    """Return a tag or another name as it is kept, without spaces around it. Raises StoreError where it is none."""
    found = " ".join(name.split())
    if not found or len(found) > _LONGEST_NAME or not found.isprintable():
        raise StoreError(f"{name!r} is no {what}; give a word or a few, of {_LONGEST_NAME} characters at most")
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
    sql = "SELECT id, article_id, text, written FROM notes WHERE article_id = :id ORDER BY written, rowid"
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
        events.replay(db, journal)


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
    new.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [OFFSET, schema.meta(old, OFFSET)])
    new.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", [CHOICE, schema.meta(old, CHOICE)])


def _forget_all(db: sqlite3.Connection) -> None:
    for table in ("article_tags", "tags", "notes", "searches", "runs"):
        db.execute(f"DELETE FROM {table}")
    db.execute("DELETE FROM meta WHERE name = ?", [OFFSET])

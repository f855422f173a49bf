"""The full-text index: a file of its own, `fulltext.sqlite`, attached to the catalog, made from it and thrown away with
ease.

Its words are kept by an engine (`engine.py`), FTS5 or tantivy. Here are the narrow tables beside them by which a search
is narrowed, sorted and counted. An article is in it under a document number. Those up to `sorted` were given in the
order of the articles' dates, so that "the newest first" and "between these days" are ranges of numbers; later ones are
loose (`docs.loose`) until the next build. No number is given twice. A document that is out of date is dead (`dead`),
and many of them are a reason to build anew. What is put in is in `filling.py`.
"""

import sqlite3
from dataclasses import dataclass
from typing import Final, Literal

from archiver.index import file, schema
from archiver.labels import FIELDS, LABELS, TEXT

FORMAT: Final = 3
"""The format of these tables. Raise it with every change of them, or of what is put into them."""

APPLICATION_ID: Final = 0x61726366
"""Marks the file as a full-text index: "arcf" in SQLite's `application_id`."""

COLUMNS: Final = ("text", "stems", "title", "title_stems", "dek", "byline", "facts")
"""What the words of an article stand in. The text comes first: FTS5 spares a byte or two for each word of the first."""


@dataclass(frozen=True, slots=True)
class Columns:
    """In which of COLUMNS words are looked for as they are written, and in which in other forms."""

    written: tuple[str, ...]
    forms: tuple[str, ...]


ANYWHERE: Final = Columns(("text", "title", "dek", "byline"), COLUMNS[:-1])
"""Where the words of an article are."""

OWN: Final = {
    "title": Columns(("title",), ("title", "title_stems")),
    "author": Columns(("byline",), ("byline",)),
    "body": Columns(("text",), ("text", "stems")),
    "list": Columns(("text",), ("text", "stems")),
    "dek": Columns(("dek",), ("dek", "stems")),
    "byline": Columns(("byline",), ("byline",)),
}
"""Where they are by field, and by label of an article's own text and fields."""

PARTED: Final = frozenset(LABELS) - (TEXT | FIELDS) | {
    "heading",
    "quote",
    "table",
    "code",
    "correction",
    "caption",
    "credit",
}
"""The labels whose blocks are searched by `label:`. Body and lists are the article's text, the rest has columns."""

_TABLES: Final = (
    """CREATE TABLE fulltext.docs (
        docid INTEGER PRIMARY KEY, article INTEGER NOT NULL UNIQUE, first INTEGER NOT NULL, last INTEGER NOT NULL,
        captured INTEGER NOT NULL, language TEXT, site INTEGER, flags INTEGER NOT NULL, labels INTEGER NOT NULL,
        digest INTEGER NOT NULL, loose INTEGER NOT NULL, format INTEGER NOT NULL
    )""",
    "CREATE INDEX fulltext.docs_first ON docs(first)",
    "CREATE INDEX fulltext.docs_captured ON docs(captured)",
    "CREATE INDEX fulltext.docs_loose ON docs(first) WHERE loose",
    "CREATE TABLE fulltext.dead (docid INTEGER PRIMARY KEY, swept INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE fulltext.hosts (id INTEGER PRIMARY KEY, host TEXT NOT NULL UNIQUE)",
    "CREATE TABLE fulltext.languages (language TEXT PRIMARY KEY, articles INTEGER NOT NULL)",
    "CREATE TABLE fulltext.endings (ending TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE fulltext.state (name TEXT PRIMARY KEY, value)",
)

_HIGHEST: Final = """
SELECT max((SELECT coalesce(max(docid), 0) FROM fulltext.docs), (SELECT coalesce(max(docid), 0) FROM fulltext.dead))
"""

State = Literal["current", "behind", "unusable"]


def create(db: sqlite3.Connection, signature: str, words: str) -> None:
    """Make the tables in the empty file that is attached as `fulltext`. The caller holds the transaction.

    `signature` names what the words are made by; an index by another one cannot be searched. `words` is the name of the
    folder where they are; empty where they are in this file.
    """
    for table in _TABLES:
        db.execute(table)
    set_state(
        db,
        format=FORMAT,
        signature=signature,
        identity=schema.meta(db, "identity"),
        synced=0,
        sorted=0,
        words=words,
    )
    db.execute(f"PRAGMA fulltext.application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA fulltext.user_version = {FORMAT}")


def state_of(db: sqlite3.Connection, signature: str) -> State:
    """Say whether what is attached as `fulltext` can be searched, and whether it knows all of the catalog.

    It is unusable where it is empty, damaged, of another format or signature, or another catalog's.
    """
    try:
        if db.execute("PRAGMA fulltext.user_version").fetchone()[0] != FORMAT:
            return "unusable"
        found = dict(db.execute("SELECT name, value FROM fulltext.state"))
        db.execute("SELECT docid FROM fulltext.docs LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        # Without a table it is not an index. Of anything else, such as rights or a disk, a person has to hear.
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) != sqlite3.SQLITE_ERROR and not file.is_ruined(error):
            raise
        return "unusable"
    last = schema.last_change(db)
    known = found.get("format"), found.get("signature"), found.get("identity")
    # One that knows more than the catalog is of one that a power cut set back, or that came back from a backup.
    if known != (FORMAT, signature, schema.meta(db, "identity")) or found["synced"] > last:
        return "unusable"
    return "current" if found["synced"] == last else "behind"


def can_follow(db: sqlite3.Connection) -> bool:
    """Whether the catalog still says all that an index that is behind does not know.

    It forgets what the index has, and a power cut may set that one back.
    """
    synced = value(db, "synced")
    (oldest,) = db.execute("SELECT min(number) FROM main.changes WHERE number > ?", [synced]).fetchone()
    return bool(oldest == synced + 1)


def is_ahead(db: sqlite3.Connection) -> bool:
    """Whether what is attached as `fulltext` is this catalog's, and knows of changes that are not in it."""
    try:
        found = dict(db.execute("SELECT name, value FROM fulltext.state"))
    except sqlite3.DatabaseError:
        return False  # there is none that could be taken for it
    return found.get("identity") == schema.meta(db, "identity") and found.get("synced", 0) > schema.last_change(db)


def value(db: sqlite3.Connection, name: str) -> int:
    """Return a number that the index keeps about itself: `synced`, `sorted`."""
    return int(db.execute("SELECT value FROM fulltext.state WHERE name = ?", [name]).fetchone()[0])


def text(db: sqlite3.Connection, name: str) -> str:
    """Return a text that the index keeps about itself: `words`, the name of the folder where they are."""
    return str(db.execute("SELECT value FROM fulltext.state WHERE name = ?", [name]).fetchone()[0])


def last(db: sqlite3.Connection) -> int:
    """Return the highest number of a document; 0 where there is none."""
    return int(db.execute("SELECT coalesce(max(docid), 0) FROM fulltext.docs").fetchone()[0])


def languages(db: sqlite3.Connection) -> tuple[str, ...]:
    """Return the languages of articles, that of most articles first."""
    sql = "SELECT language FROM fulltext.languages ORDER BY articles DESC, language"
    return tuple(language for (language,) in db.execute(sql))


def highest(db: sqlite3.Connection) -> int:
    """Return the highest number that was ever given to a document."""
    return int(db.execute(_HIGHEST).fetchone()[0])


def set_state(db: sqlite3.Connection, **values: int | str) -> None:
    """Keep something about the index itself."""
    db.executemany("INSERT OR REPLACE INTO fulltext.state VALUES (?, ?)", values.items())

"""The full-text index: a file of its own, `fulltext.sqlite`, attached to the catalog, made from it and thrown away with
ease.

FTS5 tables that hold words and their positions and no text, two for each shard (`shards.py`): `articles_fts_1` for the
articles, `parts_fts_1` for what stands in their blocks of one label. Beside them narrow tables by which a search is
narrowed, sorted and counted. An article is in it under a document number. Those up to `sorted` were given in the order
of the articles' dates, so that "the newest first" and "between these days" are ranges of numbers; later ones are loose
(`docs.loose`) until the next build. Nothing is ever deleted from FTS5: that takes the words that were indexed, which
the catalog has no more. A document that is out of date is dead (`dead`), and many of them are a reason to build anew.
What is put in is in `filling.py`.
"""

import sqlite3
from typing import Final, Literal

from archiver.index import file, schema, shards
from archiver.index.shards import Shard
from archiver.labels import FIELDS, LABELS, TEXT

FORMAT: Final = 2
"""The format of these tables. Raise it with every change of them, or of what is put into them."""

APPLICATION_ID: Final = 0x61726366
"""Marks the file as a full-text index: "arcf" in SQLite's `application_id`."""

COLUMNS: Final = ("text", "stems", "title", "title_stems", "dek", "byline", "facts")
"""The columns of an `articles_fts` table. The text comes first: FTS5 spares a byte or two for each word of the first
column."""

PART_BITS: Final = 6
"""A row of a `parts_fts` table has the document's number, times 64, and the place of its label in LABELS."""

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

_BULK: Final = 256 * 1024 * 1024
_LIVE: Final = 4 * 1024 * 1024
"""Bytes of words that FTS5 keeps in memory before it writes them: fewer, larger pieces cost far less merging."""

_SEGMENTS: Final = 1999  # pieces that an index may consist of, by FTS5's own limit
_PAGE: Final = 4050  # bytes; four times FTS5's own measure, which leaves a row and a seek for each thousand bytes

_WORDS: Final = (
    f"CREATE VIRTUAL TABLE fulltext.{{articles}} USING fts5({', '.join(COLUMNS)}, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE fulltext.{parts} USING fts5(words, stems, label, content='', columnsize=0, tokenize='ascii')",
    "CREATE VIRTUAL TABLE fulltext.{vocabulary} USING fts5vocab('{articles}', 'col')",
)
_TABLES: Final = (
    """CREATE TABLE fulltext.docs (
        docid INTEGER PRIMARY KEY, article INTEGER NOT NULL UNIQUE, first INTEGER NOT NULL, last INTEGER NOT NULL,
        captured INTEGER NOT NULL, language TEXT, site INTEGER, flags INTEGER NOT NULL, labels INTEGER NOT NULL,
        digest INTEGER NOT NULL, loose INTEGER NOT NULL, format INTEGER NOT NULL
    )""",
    "CREATE INDEX fulltext.docs_first ON docs(first)",
    "CREATE INDEX fulltext.docs_captured ON docs(captured)",
    "CREATE INDEX fulltext.docs_loose ON docs(first) WHERE loose",
    "CREATE TABLE fulltext.dead (docid INTEGER PRIMARY KEY)",
    "CREATE TABLE fulltext.hosts (id INTEGER PRIMARY KEY, host TEXT NOT NULL UNIQUE)",
    "CREATE TABLE fulltext.languages (language TEXT PRIMARY KEY, articles INTEGER NOT NULL)",
    "CREATE TABLE fulltext.endings (ending TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE fulltext.state (name TEXT PRIMARY KEY, value)",
)

State = Literal["current", "behind", "unusable"]


def create(db: sqlite3.Connection, signature: str) -> None:
    """Make the tables in the empty file that is attached as `fulltext`. The caller holds the transaction.

    `signature` names what the words are made by; an index by another one cannot be searched.
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
        shard=shards.SIZE,
    )
    add_shard(db, shards.shard_of(1, shards.SIZE))
    db.execute(f"PRAGMA fulltext.application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA fulltext.user_version = {FORMAT}")


def add_shard(db: sqlite3.Connection, shard: Shard) -> None:
    """Make the tables of a shard where there are none. The caller holds the transaction."""
    names = "SELECT count(*) FROM fulltext.sqlite_master WHERE name = ?"
    if not db.execute(names, [shard.articles]).fetchone()[0]:
        for table in _WORDS:
            db.execute(table.format(articles=shard.articles, parts=shard.parts, vocabulary=shard.vocabulary))
        tune(db, shard, bulk=False)


def tune(db: sqlite3.Connection, shard: Shard, *, bulk: bool) -> None:
    """Have FTS5 put the words of a shard together as suits very many articles at once, or a few at a time.

    In bulk, much is kept in memory before it is written, and nothing is merged until `optimize` merges all at once.
    """
    size, merge, crisis = (_BULK, 0, _SEGMENTS) if bulk else (_LIVE, 4, 16)
    for table in (shard.articles, shard.parts):
        for name, number in (("hashsize", size), ("automerge", merge), ("crisismerge", crisis), ("pgsz", _PAGE)):
            db.execute(f"INSERT INTO fulltext.{table}({table}, rank) VALUES (?, ?)", [name, number])


def optimize(db: sqlite3.Connection, shard: Shard) -> None:
    """Have FTS5 merge all that it wrote of a shard."""
    for table in (shard.articles, shard.parts):
        db.execute(f"INSERT INTO fulltext.{table}({table}) VALUES ('optimize')")


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


def set_state(db: sqlite3.Connection, **values: int | str) -> None:
    """Keep something about the index itself."""
    db.executemany("INSERT OR REPLACE INTO fulltext.state VALUES (?, ?)", values.items())

"""The tables of `index.sqlite`: what they are called, what is in them, which format of them this version reads.

Plain SQLite, so that `sqlite-utils` and Datasette read it too: foreign keys are declared, lists are JSON,
and the full-text table names its content table in double quotes, which Datasette insists on.
No rows are written here. An index of another format is built anew; only of the last one is it known what is missing.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from archiver.errors import StoreError
from archiver.labels import RESIDUE

APPLICATION_ID: Final = 0x61726376
"""Marks the file as an archiver's index: "arcv" in SQLite's `application_id`."""

FORMAT: Final = 3
"""The format of the tables, in SQLite's `user_version`. Raise it with every change of a table.

One of format 2, which has no `blocks.place`, is read as it is; who writes to it adds the column.
A rebuild carries the numbers over from any format: `captures.id`, `captures.record_id` and `meta` must stay.
"""

_LAST: Final = 2

SEARCHED: Final = ("title", "dek", "byline", "text")
"""The columns of `articles` that full-text search looks into, in the order of the full-text table's columns."""

_CAPTURES: Final = {
    "id": int, "url": str, "final_url": str, "time": str, "status": int, "outcome": str, "rulebook": str,
    "content_type": str, "how": str, "file": str, "offset": int, "length": int, "record_id": str, "payload_digest": str,
    "record_type": str, "revisit_of": int,
}  # fmt: skip

# An article has the number of its capture. A page that is an article under one rulebook, is none under the next
# and becomes one again is then still number 7, and so is every reference to it.
_ARTICLES: Final = {
    "id": int, "url": str, "original_url": str, "title": str, "dek": str, "byline": str, "published": str,
    "modified": str, "day": str, "language": str, "site": str, "host": str, "section": str, "canonical": str,
    "image": str, "access": str, "partial": int, "words": int, "text": str, "captions": str, "captured_at": str,
    "rulebook": str, "notes": str, "metadata": str,
}  # fmt: skip

_BLOCKS: Final = {
    "article_id": int, "position": int, "tag": str, "path": str, "tokens": str, "hidden": int, "link_density": float,
    "text": str, "html": str, "label": str, "by": str, "because": str, "votes": str,
    "place": str,
}  # fmt: skip

BLOCK_COLUMNS: Final = tuple(_BLOCKS)[1:]
"""The columns of `blocks` in their order, but for the article's number."""


def _upsert(table: str, columns: Iterable[str]) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join(f":{column}" for column in columns)
    changes = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column != "id")
    return f"INSERT INTO {table} ({names}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {changes}"


INSERT_BLOCK: Final = f"INSERT INTO blocks VALUES ({', '.join('?' * len(_BLOCKS))})"
"""What puts a row, a sequence in the columns' order, into `blocks`."""

UPSERT: Final = {"captures": _upsert("captures", _CAPTURES), "articles": _upsert("articles", _ARTICLES)}
"""What puts a row, a mapping by column, into a table; one that is there already is changed, never replaced: the
full-text index would not hear of that."""

_COLUMNS: Final = ", ".join(SEARCHED)
_OLD: Final = ", ".join(f"old.{column}" for column in SEARCHED)
_NEW: Final = ", ".join(f"new.{column}" for column in SEARCHED)

# The update trigger names its columns: an edit of any other column must not index the text again.
_FULL_TEXT: Final = f"""
CREATE VIRTUAL TABLE articles_fts USING fts5(
    {_COLUMNS}, content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
CREATE TRIGGER articles_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, {_COLUMNS}) VALUES (new.id, {_NEW});
END;
CREATE TRIGGER articles_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});
END;
CREATE TRIGGER articles_update AFTER UPDATE OF {_COLUMNS} ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, {_COLUMNS}) VALUES ('delete', old.id, {_OLD});
    INSERT INTO articles_fts(rowid, {_COLUMNS}) VALUES (new.id, {_NEW});
END;
"""

_RESIDUE: Final = """
SELECT blocks.article_id, blocks.position, articles.title, articles.url,
       blocks.label, blocks."by", blocks.because, blocks.text
FROM blocks JOIN articles ON articles.id = blocks.article_id
WHERE blocks.label IN ({labels})
"""


def is_empty(db: Database) -> bool:
    """Return whether the file holds nothing at all: no table, no format."""
    return not _pragma(db, "user_version") and not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def create(db: Database) -> None:
    """Make the tables in an empty file. The caller holds the transaction."""
    _create_tables(db)
    db.executescript(_FULL_TEXT)
    labels = ", ".join(f"'{label}'" for label in sorted(RESIDUE))
    db.create_view("residue", _RESIDUE.format(labels=labels))
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {FORMAT}")


def is_older(db: Database) -> bool:
    """Return whether the file is an index of the last format."""
    return _pragma(db, "user_version") == _LAST


def upgrade(db: Database) -> None:
    """Add to an index of the last format what it lacks. The caller holds the transaction."""
    if is_older(db):  # still: another archiver may have been quicker
        db.execute("ALTER TABLE blocks ADD COLUMN place TEXT")
        db.execute(f"PRAGMA user_version = {FORMAT}")


def check(db: Database, path: Path) -> None:
    """Raise StoreError, naming `path`, where the file is not an index of the format that this version reads."""
    check_owner(db, path)
    found = _pragma(db, "user_version")
    if found not in (FORMAT, _LAST):
        raise StoreError(f"{path}: index of format {found}, not {FORMAT}; run `archiver index --rebuild`")


def check_owner(db: Database, path: Path) -> None:
    """Raise StoreError, naming `path`, where the file is not an index of any format."""
    if _pragma(db, "application_id") != APPLICATION_ID:
        raise StoreError(f"{path}: not an archiver's index; move it away, then run `archiver index --rebuild`")


def last_id(db: Database) -> int:
    """Return the highest number ever given to a capture, by this index or the ones that it replaced; 0 for none."""
    query = "SELECT max(id) FROM captures UNION ALL SELECT value FROM meta WHERE name = 'last_id'"
    return max(number or 0 for (number,) in db.execute(query).fetchall())


def set_last_id(db: Database, number: int) -> None:
    """Give no number up to `number` to a new capture, though no row has it."""
    db.table("meta").upsert({"name": "last_id", "value": number}, pk="name")


def _create_tables(db: Database) -> None:
    captures = db.table("captures").create(
        _CAPTURES,
        pk="id",
        foreign_keys=[("revisit_of", "captures", "id")],
        not_null={"url", "time", "outcome", "record_id", "record_type"},
    )
    captures.create_index(["record_id"], unique=True)
    for columns in (["url"], ["payload_digest", "record_type"], ["revisit_of"]):
        captures.create_index(columns)
    articles = db.table("articles").create(
        _ARTICLES, pk="id", foreign_keys=[("id", "captures", "id")], not_null={"text", "day", "captured_at"}
    )
    for column in ("url", "original_url", "canonical", "host", "day"):
        articles.create_index([column])
    blocks = db.table("blocks").create(
        _BLOCKS,
        pk=("article_id", "position"),
        foreign_keys=[("article_id", "articles", "id")],
        not_null={"text", "label", "votes"},
    )
    blocks.create_index(["label"])
    db.table("meta").create({"name": str, "value": int}, pk="name")


def _pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])

"""The tables of `catalog.sqlite`: what they are called, what is in them, which format of them this version reads.

Plain SQLite, made by sqlite-utils and its migrations, so that `sqlite-utils` and Datasette read it too: foreign keys
are declared, lists are JSON, what belongs together is a view. No rows are written here. The full-text index is another
file, in `fulltext.py`; `changes` says what it has not heard of yet. A catalog of another format is built anew.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archiver.errors import StoreError
from archiver.labels import RESIDUE

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database, Migrations

APPLICATION_ID: Final = 0x61726376
"""Marks the file as an archiver's catalog: "arcv" in SQLite's `application_id`."""

FORMAT: Final = 4
"""The format of the tables, in SQLite's `user_version`, and of each article's row, in `articles.format`.

Raise it with every change of a table. A rebuild carries the numbers over from any format: `captures.id`,
`captures.record_id` and `meta` must stay.
"""

SEARCHED: Final = ("title", "dek", "byline", "text")
"""The columns of `articles` whose words are searched."""

_FACTS: Final = ("language", "host", "partial", "access", "labels")
"""The columns of `articles` by which a search is narrowed, and which the full-text index holds as words of its own."""
_DATED: Final = ("day", "captured_at")
"""The columns of `articles` that its narrow table holds; no word is indexed again for them."""

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
    "address": str, "image": str, "access": str, "partial": int, "words": int, "labels": int, "text": str,
    "captions": str, "captured_at": str, "rulebook": str, "notes": str, "metadata": str, "format": int,
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
"""What puts a row, a mapping by column, into a table; one that is there already is changed, never replaced: notes and
tags refer to it."""

# Whoever changes an article, with whatever program, the full-text index learns of it; from an edit of what it does not
# hold it is not bothered. The number is never given twice, or a change after a crash could be taken for one of before.
_CHANGED: Final = "BEGIN INSERT INTO changes(article_id) VALUES ({row}.id); END"
_TRIGGERS: Final = (
    f"CREATE TRIGGER articles_inserted AFTER INSERT ON articles {_CHANGED.format(row='new')}",
    f"CREATE TRIGGER articles_deleted AFTER DELETE ON articles {_CHANGED.format(row='old')}",
    f"CREATE TRIGGER articles_updated AFTER UPDATE OF {', '.join(SEARCHED + _FACTS + _DATED)} ON articles "
    + _CHANGED.format(row="new"),
)

_RESIDUE: Final = """
SELECT blocks.article_id, blocks.position, articles.title, articles.url,
       blocks.label, blocks."by", blocks.because, blocks.text
FROM blocks JOIN articles ON articles.id = blocks.article_id
WHERE blocks.label IN ({labels})
"""

# Not those of blocks: to look through all blocks again takes longer. Those of captures tell what a revisit is of.
_INDEXES: Final = """
SELECT name, sql FROM sqlite_master
WHERE type = 'index' AND tbl_name IN ('articles', 'article_authors') AND sql IS NOT NULL
"""

# What came later under the same address is another version of it; a revisit is one that did not change.
_VERSIONS: Final = """
SELECT articles.address, articles.id AS article_id, captures.id AS capture_id, captures.time, articles.title,
       articles.words, captures.record_type = 'revisit' AS unchanged, captures.payload_digest,
       row_number() OVER (PARTITION BY articles.address ORDER BY captures.time, captures.id) AS version
FROM articles JOIN captures ON captures.id = articles.id OR captures.revisit_of = articles.id
"""

_SITES: Final = """
SELECT host, max(site) AS name, count(*) AS articles, sum(partial) AS partial,
       min(day) AS first_day, max(day) AS last_day
FROM articles WHERE host IS NOT NULL GROUP BY host
"""

# A story's number is the least of its articles'; what has no copy and no other version is in none.
_COPIES: Final = """
SELECT stories.story, articles.id AS article_id, articles.title, articles.site, articles.day, articles.url
FROM stories JOIN articles ON articles.id = stories.article
"""

_TAGGED: Final = """
SELECT tags.name AS tag, articles.id AS article_id, articles.title, articles.url, article_tags.added
FROM article_tags JOIN tags ON tags.id = article_tags.tag_id JOIN articles ON articles.id = article_tags.article_id
"""


def is_empty(db: "sqlite3.Connection") -> bool:
    """Return whether the file holds nothing at all: no table, no format."""
    return not _pragma(db, "user_version") and not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def create(db: "sqlite3.Connection") -> None:
    """Make the tables in an empty file, or add to an older one of this format what has come since."""
    from sqlite_utils import Database

    # Plugins of sqlite-utils stay outside: what is in a catalog must not depend on what else is installed.
    _migrations().apply(Database(db, execute_plugins=False))


def check(db: "sqlite3.Connection", path: Path) -> None:
    """Raise StoreError, naming `path`, where the file is not a catalog of the format that this version reads."""
    check_owner(db, path)
    found = _pragma(db, "user_version")
    if found != FORMAT:
        raise StoreError(f"{path}: catalog of format {found}, not {FORMAT}; run `archiver index --rebuild`")


def check_owner(db: "sqlite3.Connection", path: Path) -> None:
    """Raise StoreError, naming `path`, where the file is not a catalog, or an index, of any format."""
    if _pragma(db, "application_id") != APPLICATION_ID:
        raise StoreError(f"{path}: not an archiver's catalog; move it away, then run `archiver index --rebuild`")


def last_id(db: "sqlite3.Connection") -> int:
    """Return the highest number ever given to a capture, by this catalog or the ones that it replaced; 0 for none."""
    query = "SELECT max(id) FROM captures UNION ALL SELECT value FROM meta WHERE name = 'last_id'"
    return max(number or 0 for (number,) in db.execute(query).fetchall())


def set_last_id(db: "sqlite3.Connection", number: int) -> None:
    """Give no number up to `number` to a new capture, though no row has it."""
    db.execute("INSERT OR REPLACE INTO meta(name, value) VALUES ('last_id', ?)", [number])


def meta(db: "sqlite3.Connection", name: str) -> int:
    """Return a number that the catalog keeps about itself; 0 where it has none."""
    found = db.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return int(found[0]) if found else 0


def last_change(db: "sqlite3.Connection") -> int:
    """Return the number of the last change of an article; 0 before the first."""
    found = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
    return int(found[0]) if found else 0


def notice_changes(db: "sqlite3.Connection", noticed: bool) -> None:
    """Have new articles noted in `changes`, or not while all are new and the full-text index is to be made of all."""
    db.execute("DROP TRIGGER IF EXISTS articles_inserted")
    if noticed:
        db.execute(_TRIGGERS[0])


def set_aside_indexes(db: "sqlite3.Connection") -> tuple[str, ...]:
    """Drop the indexes of articles, which nobody asks while a catalog is made; return the SQL that makes them again.

    To sort all that stands in a column once takes less than half the time of finding its place for each value.
    """
    found = db.execute(_INDEXES).fetchall()
    for name, _ in found:
        db.execute(f'DROP INDEX "{name}"')
    return tuple(sql for _, sql in found)


def _migrations() -> "Migrations":
    from sqlite_utils import Migrations

    migrations = Migrations("archiver")
    migrations(name="tables")(_create_tables)
    migrations(name="annotations")(_create_annotations)
    migrations(name="views")(_create_views)
    return migrations


def _create_tables(db: "Database") -> None:
    from archiver.stories.register import Stories

    captures = db.table("captures").create(
        _CAPTURES,
        pk="id",
        foreign_keys=[("revisit_of", "captures", "id")],
        not_null={"url", "time", "outcome", "record_id", "record_type"},
    )
    captures.create_index(["record_id"], unique=True)
    for columns in (["url"], ["payload_digest", "record_type"]):
        captures.create_index(columns)
    db.execute("CREATE INDEX captures_revisit_of ON captures(revisit_of) WHERE revisit_of IS NOT NULL")
    articles = db.table("articles").create(
        _ARTICLES, pk="id", foreign_keys=[("id", "captures", "id")], not_null={"text", "day", "captured_at"}
    )
    for column in ("original_url", "address", "host", "day"):
        articles.create_index([column])
    # Most articles have one address, and each index costs as much as all the other columns of a row.
    for column in ("url", "canonical"):
        db.execute(f"CREATE INDEX articles_{column} ON articles({column}) WHERE {column} != original_url")
    db.table("authors").create({"id": int, "name": str}, pk="id", not_null={"name"}).create_index(["name"], unique=True)
    db.table("article_authors").create(
        {"article_id": int, "author_id": int},
        pk=("article_id", "author_id"),
        foreign_keys=[("article_id", "articles", "id"), ("author_id", "authors", "id")],
    ).create_index(["author_id"])
    blocks = db.table("blocks").create(
        _BLOCKS,
        pk=("article_id", "position"),
        foreign_keys=[("article_id", "articles", "id")],
        not_null={"text", "label", "votes"},
    )
    blocks.create_index(["label"])
    db.table("meta").create({"name": str, "value": int}, pk="name")
    db.execute("CREATE TABLE changes (number INTEGER PRIMARY KEY AUTOINCREMENT, article_id INTEGER NOT NULL)")
    for trigger in _TRIGGERS:
        db.execute(trigger)
    Stories.create(db.conn)
    # By this number the full-text index knows whose it is: another catalog may come into the same place.
    db.execute("INSERT INTO meta(name, value) VALUES ('identity', abs(random()))")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {FORMAT}")


def _create_annotations(db: "Database") -> None:
    db.table("tags").create({"id": int, "name": str}, pk="id", not_null={"name"}).create_index(["name"], unique=True)
    db.table("article_tags").create(
        {"article_id": int, "tag_id": int, "added": str},
        pk=("article_id", "tag_id"),
        foreign_keys=[("article_id", "captures", "id"), ("tag_id", "tags", "id")],
    ).create_index(["tag_id"])
    db.table("notes").create(
        {"id": str, "article_id": int, "text": str, "words": str, "written": str},
        pk="id",
        foreign_keys=[("article_id", "captures", "id")],
        not_null={"article_id", "text"},
    ).create_index(["article_id"])
    db.table("searches").create(
        {"name": str, "query": str, "options": str, "saved": str, "ran": str, "last_id": int}, pk="name"
    )
    db.table("runs").create(
        {"id": int, "what": str, "began": str, "ended": str, "captures": int, "articles": int, "outcome": str}, pk="id"
    )


def _create_views(db: "Database") -> None:
    labels = ", ".join(f"'{label}'" for label in sorted(RESIDUE))
    db.create_view("residue", _RESIDUE.format(labels=labels))
    db.create_view("versions", _VERSIONS)
    db.create_view("sites", _SITES)
    db.create_view("copies", _COPIES)
    db.create_view("tagged", _TAGGED)


def _pragma(db: "sqlite3.Connection", name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])

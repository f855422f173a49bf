"""The tables of sketches, prints and stories, in an attached database that can be thrown away and made anew.

Rows in and out; what they mean is told in `register.py`. Transactions are the caller's. In the order of `prints` the
holders of one print lie together, sorted by number.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from archiver.stories.chains import Unit
from archiver.stories.likeness import telling
from archiver.stories.sketch import Sketch, unpack

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS {0}.sketches (article INTEGER PRIMARY KEY, address INTEGER, sketch BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS {0}.addresses (
    address INTEGER, article INTEGER, PRIMARY KEY (address, article)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {0}.prints (print INTEGER, article INTEGER, PRIMARY KEY (print, article)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {0}.stories (
    article INTEGER PRIMARY KEY, story INTEGER NOT NULL, chain INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS {0}.stories_story ON stories (story);
CREATE INDEX IF NOT EXISTS {0}.stories_chain ON stories (chain);
"""
_OF_ARTICLES: Final = ("sketches", "addresses", "prints", "stories")

_VERSIONS: Final = """
SELECT * FROM (SELECT min(article) OVER (PARTITION BY address) AS first, article FROM {0}.addresses)
WHERE first != article
"""
_PUT_STORY: Final = """
INSERT INTO {0}.stories VALUES (?, ?, ?) ON CONFLICT (article) DO UPDATE
SET story = excluded.story, chain = excluded.chain WHERE story != excluded.story OR chain != excluded.chain
"""


@dataclass(frozen=True, slots=True)
class Held:
    """An article as it lies in the tables: the hash of its address, if it has one, and its packed sketch."""

    address: int | None
    sketch: bytes


def hash_of(address: str | None) -> int | None:
    """Return the number that an address is kept as, 64 bits of BLAKE2b (RFC 7693); None for None."""
    if address is None:
        return None
    return int.from_bytes(blake2b(address.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


class Tables:
    """The tables in the schema of that name on a connection."""

    def __init__(self, db: sqlite3.Connection, schema: str) -> None:
        self._db = db
        self._schema = '"' + schema.replace('"', '""') + '"'

    def create(self) -> None:
        """Make the tables that are not there."""
        for statement in filter(str.strip, _TABLES.split(";")):
            self._run(statement)

    def clear(self) -> None:
        """Remove all rows."""
        for table in _OF_ARTICLES:
            self._run(f"DELETE FROM {{0}}.{table}")

    def held(self, article: int) -> Held | None:
        """Return an article, None where it is not there."""
        rows = self._run("SELECT address, sketch FROM {0}.sketches WHERE article = ?", article)
        return Held(*rows[0]) if rows else None

    def put(self, article: int, held: Held, prints: Iterable[int]) -> None:
        """Add an article that is not there."""
        self.put_sketches([(article, held.address, held.sketch)])
        if held.address is not None:
            self._run("INSERT INTO {0}.addresses VALUES (?, ?)", held.address, article)
        self.put_prints((number, article) for number in sorted(set(prints)))

    def put_sketches(self, rows: Iterable[tuple[int, int | None, bytes]]) -> None:
        """Add an article's number, its address's hash and its sketch each."""
        self._run_many("INSERT INTO {0}.sketches VALUES (?, ?, ?)", rows)

    def put_addresses(self) -> None:
        """Add the addresses of all articles, where there are none yet."""
        self._run(
            "INSERT INTO {0}.addresses SELECT address, article FROM {0}.sketches WHERE address NOT NULL ORDER BY 1, 2"
        )

    def put_prints(self, rows: Iterable[tuple[int, int]]) -> None:
        """Add a print and an article each."""
        self._run_many("INSERT INTO {0}.prints VALUES (?, ?)", rows)

    def remove(self, article: int, held: Held, prints: Iterable[int]) -> None:
        """Remove an article from all tables."""
        self._run("DELETE FROM {0}.sketches WHERE article = ?", article)
        self._run("DELETE FROM {0}.addresses WHERE address = ? AND article = ?", held.address, article)
        self._run_many("DELETE FROM {0}.prints WHERE print = ? AND article = ?", ((one, article) for one in prints))
        self._run("DELETE FROM {0}.stories WHERE article = ?", article)

    def holders(self, number: int, limit: int = -1) -> list[int]:
        """Return the articles that have a print, the smallest first; at most `limit`, if it is not negative."""
        return self._column("SELECT article FROM {0}.prints WHERE print = ? ORDER BY article LIMIT ?", number, limit)

    def at(self, address: int) -> list[int]:
        """Return the articles at an address, the smallest first."""
        return self._column("SELECT article FROM {0}.addresses WHERE address = ? ORDER BY article", address)

    def versions(self) -> Iterable[tuple[int, int]]:
        """Return the articles that are not the first at their address, each after that first one."""
        return self._run(_VERSIONS)

    def units(self, chain: Iterable[int]) -> list[Unit]:
        """Return the articles of a chain, those at one address together.

        Where that are all, or two, which are never parted, they are one unit, and no sketches are read.
        """
        addresses: dict[tuple[int, int], list[int]] = {}
        found = sorted(chain)
        for article in found:
            address = self._column("SELECT address FROM {0}.sketches WHERE article = ?", article)[0]
            addresses.setdefault((1, address) if address is not None else (0, article), []).append(article)
        if len(addresses) == 1 or len(found) == 2:
            return [Unit(tuple(found), ())]
        return [Unit(tuple(articles), telling(map(self.sketch, articles))) for articles in addresses.values()]

    def story_of(self, article: int) -> int | None:
        """Return the story of an article, None for one that is alone."""
        found = self._column("SELECT story FROM {0}.stories WHERE article = ?", article)
        return found[0] if found else None

    def members(self, story: int) -> list[int]:
        """Return the articles in a story of two or more, the smallest first."""
        return self._column("SELECT article FROM {0}.stories WHERE story = ? ORDER BY article", story)

    def chained(self, article: int) -> list[int]:
        """Return the articles in the chain of this one, the smallest first; itself where it is alone."""
        sql = "SELECT article FROM {0}.stories WHERE chain = (SELECT chain FROM {0}.stories WHERE article = ?)"
        return self._column(f"{sql} ORDER BY article", article) or [article]

    def put_stories(self, rows: Iterable[tuple[int, int, int]]) -> None:
        """Write an article, its story and its chain each, where they are not there already."""
        self._run_many(_PUT_STORY, rows)

    def release(self, article: int) -> None:
        """Note that an article is in no chain."""
        self._run("DELETE FROM {0}.stories WHERE article = ?", article)

    def sketch(self, article: int) -> Sketch:
        """Return the sketch of an article that is there."""
        return unpack(self._run("SELECT sketch FROM {0}.sketches WHERE article = ?", article)[0][0])

    def _column(self, sql: str, *values: int) -> list[int]:
        return [row[0] for row in self._run(sql, *values)]

    def _run(self, sql: str, *values: Any) -> Sequence[Any]:
        return self._db.execute(sql.format(self._schema), values).fetchall()

    def _run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._db.executemany(sql.format(self._schema), rows)

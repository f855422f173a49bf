"""The catalog, to be read: captures, articles, blocks, by number, address or record.

What writes it is in `store.py`; what a row looks like, in `rows.py`; how words are found, in `search.py`.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from archiver.errors import CaptureError, StoreError
from archiver.index import file, revisits
from archiver.index.rows import (
    Judged,
    Row,
    StoredArticle,
    StoredCapture,
    moment,
    storable,
    stored_article,
    stored_capture,
)

if TYPE_CHECKING:
    from archiver.model import Capture

_LARGEST: Final = 2**63 - 1  # of SQLite's integers

_COUNTS: Final = """
SELECT (SELECT count(*) FROM captures) AS captures,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM articles WHERE partial) AS partial,
       (SELECT count(DISTINCT host) FROM articles) AS sites,
       (SELECT count(*) FROM blocks) AS blocks,
       (SELECT count(*) FROM residue) AS residue
"""

_JUDGED_BY: Final = """
SELECT captures.rulebook, canonical FROM captures LEFT JOIN articles ON articles.id = captures.id
WHERE record_id = :record
"""

_PAGES: Final = """
SELECT captures.*, articles.id IS NOT NULL AS has_article, canonical
FROM captures LEFT JOIN articles ON articles.id = captures.id
WHERE captures.id > :last AND status BETWEEN 200 AND 299 AND outcome NOT IN ('requisite', 'not a page', 'revisit')
  AND (record_type != 'revisit' OR articles.id IS NOT NULL)
  AND (:site IS NULL OR articles.id IS NULL OR host = :site OR substr(host, -length(:site) - 1) = '.' || :site)
ORDER BY captures.id LIMIT 500
"""
"""Pages whose host is the site, by the publisher's address where it is known; and those that have no article."""

_FIND: Final = """
SELECT id FROM articles
WHERE id IN (
    SELECT id FROM articles WHERE original_url IN (:given, :normal)
    UNION SELECT id FROM articles WHERE url IN (:given, :normal) AND url != original_url
    UNION SELECT id FROM articles WHERE canonical IN (:given, :normal) AND canonical != original_url
    UNION SELECT coalesce(revisit_of, id) FROM captures WHERE url IN (:given, :normal)
)
ORDER BY (
    SELECT max(time) FROM captures WHERE captures.id = articles.id OR captures.revisit_of = articles.id
) DESC, id DESC LIMIT 1
"""


class Catalog:
    """What is in the catalog at `path`, open as `db`. All that reads raises StoreError where that cannot be done."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db, self.path = db, path

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for other ways to look into the catalog."""
        return self._db

    def original(self, capture: "Capture") -> StoredCapture | None:
        """Return the capture that holds the body of a revisit; None where the index does not know it."""
        with file.reporting(self.path, reading=True):
            number = revisits.original(self._db, capture)
        found = self.rows("SELECT * FROM captures WHERE id = :id", {"id": number}) if number else []
        return stored_capture(found[0]) if found else None

    def holders(self, digest: str, url: str, *, same_url: bool) -> list[tuple[str, int]]:
        """Return file and offset of the archive's own responses whose payload has this digest, the likeliest first.

        Those of `url` come first; with `same_url`, no others.
        """
        with file.reporting(self.path, reading=True):
            values = {"digest": digest, "url": url, "same_url": same_url}
            return self._db.execute(revisits.HOLDERS, values).fetchall()

    def unchanged_since(self, capture: "Capture") -> datetime | None:
        """Return since when each capture of this URL, with this status, had the payload that this one has.

        None where the one before this one had another.
        """
        assert capture.record
        values = {"url": capture.url, "status": capture.status, "time": moment(capture.time)}
        (row,) = self.rows(revisits.UNCHANGED, values | {"digest": capture.record.payload_digest})
        return datetime.fromisoformat(row["since"]) if row["since"] else None

    def article_row(self, number: int) -> StoredArticle:
        """Return the article with this number; raises StoreError where there is none."""
        key = {"id": min(number, _LARGEST)}
        with file.reporting(self.path, reading=True), self.reading():
            articles = self.rows("SELECT * FROM articles WHERE id = :id", key)
            captures = self.rows("SELECT * FROM captures WHERE id = :id", key)
            blocks = self.rows("SELECT * FROM blocks WHERE article_id = :id ORDER BY position", key)
        if not articles:
            raise _no_article(number, self.path)
        return stored_article(articles[0], captures[0], blocks)

    def article_title(self, number: int) -> str | None:
        """Return the title of the article with this number; raises StoreError where there is no such article."""
        found = self.rows("SELECT title FROM articles WHERE id = :id", {"id": min(number, _LARGEST)})
        if not found:
            raise _no_article(number, self.path)
        title: str | None = found[0]["title"]
        return title

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one moment's state, whoever writes meanwhile."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    def find(self, url: str) -> int | None:
        """Return the number of the newest article that was captured from `url`, published there,
        or names it as its canonical URL; None where there is none."""
        found = self.rows(_FIND, {"given": url, "normal": _normal(url)})
        return found[0]["id"] if found else None

    def judged_by(self, record_id: str) -> tuple[str | None, str | None]:
        """Return the digest of the rules that a record was indexed under, None where it is not in the index; and the
        canonical address of its article, if it has one."""
        found = self.rows(_JUDGED_BY, {"record": record_id})
        return (found[0]["rulebook"], found[0]["canonical"]) if found else (None, None)

    def pages(self, site: str | None = None) -> Iterator[tuple[StoredCapture, str | None]]:
        """Yield the captures of pages that can be cleaned, all of them or those of a host and its subdomains; each with
        the canonical address of its article, if it has one.

        In the order of their numbers; the index may be changed meanwhile.
        """
        last = 0
        while found := self.rows(_PAGES, {"site": site, "last": last}):
            last = found[-1]["id"]
            for row in found:
                has_article, canonical = row.pop("has_article"), row.pop("canonical")
                if has_article or _is_of(row["final_url"], site):
                    yield stored_capture(row), canonical

    def judged(self, number: int) -> list[Judged]:
        """Return what was found of each block of an article, in the page's order; nothing where there is none."""
        sql = 'SELECT text, label, "by", because FROM blocks WHERE article_id = :id ORDER BY position'
        return [Judged(*row.values()) for row in self.rows(sql, {"id": number})]

    def urls(self, outcomes: Iterable[str]) -> frozenset[str]:
        """Return the URLs of captures that became one of `outcomes`."""
        sql = "SELECT DISTINCT url FROM captures WHERE outcome IN (SELECT value FROM json_each(:outcomes))"
        return frozenset(row["url"] for row in self.rows(sql, {"outcomes": json.dumps(sorted(outcomes))}))

    def files(self) -> list[str]:
        """Return the WARC files that captures lie in, as `RecordRef.file` names them."""
        return [row["file"] for row in self.rows("SELECT DISTINCT file FROM captures ORDER BY file", {})]

    def counts(self) -> dict[str, int]:
        """Return how many captures, articles, partial articles, sites, blocks and blocks of residue there are."""
        return self.rows(_COUNTS, {})[0]

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """Return the rows that a SELECT finds, for other ways to look into the index; raises StoreError."""
        with file.reporting(self.path, reading=True):
            cursor = self._db.execute(sql, storable(dict(values)))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]


def _is_of(url: str, site: str | None) -> bool:
    from archiver.urls import lies_under, site_key

    return site is None or lies_under(site_key(url), site)


def _no_article(number: int, path: Path) -> StoreError:
    return StoreError(f"no article {number} in {path}; `archiver search` lists them")


def _normal(url: str) -> str:
    from archiver.urls import normalise

    try:
        return normalise(url)
    except CaptureError:  # a file's name, say
        return url

"""What the index knows of revisits: which capture holds the body of one, and which can hold that of the next.

Only SQL and what has to be asked in which order; what is written to WARC files is decided elsewhere.
"""

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from archiver.index.rows import moment

if TYPE_CHECKING:
    from archiver.model import Capture

HOLDERS: Final = """
SELECT file, "offset" FROM captures
WHERE payload_digest = :digest AND record_type = 'response' AND file LIKE 'warc/%' AND (url = :url OR NOT :same_url)
ORDER BY url != :url, id LIMIT 4
"""
"""The responses in the archive's own folder that may have this payload. What lies elsewhere may go away."""

UNCHANGED: Final = """
SELECT min(time) AS since FROM captures
WHERE url = :url AND status = :status AND payload_digest = :digest AND time < :time AND time > coalesce((
    SELECT max(time) FROM captures
    WHERE url = :url AND status = :status AND payload_digest != :digest AND time < :time
), '')
"""

# A revisit of a revisit has the same original. The last way is that of tools that name none: the digest says all.
_BY_ID: Final = """
SELECT coalesce(revisit_of, id) FROM captures
WHERE record_id = ? AND (record_type != 'revisit' OR revisit_of IS NOT NULL)
"""
_BY_PLACE: Final = """
SELECT id FROM captures
WHERE url = ? AND time LIKE ? AND record_type != 'revisit' ORDER BY time != ?, payload_digest != ?, id LIMIT 1
"""
_BY_DIGEST: Final = """
SELECT id FROM captures
WHERE payload_digest = ? AND record_type = 'response' AND url = ? AND time <= ? ORDER BY time DESC LIMIT 1
"""


def original(db: sqlite3.Connection, capture: "Capture") -> int | None:
    """Return the number of the capture that holds the body of a revisit; None for what is none, or is not resolved."""
    if capture.original is None:
        return None
    return next((number for sql, values in _questions(capture) if (number := _asked(db, sql, values))), None)


def has_article(db: sqlite3.Connection, number: int) -> bool:
    """Whether the capture with this number has an article."""
    return db.execute("SELECT 1 FROM articles WHERE id = ?", [number]).fetchone() is not None


def with_articles(db: sqlite3.Connection, number: int) -> list[int]:
    """Return the revisits of a capture that have an article of their own."""
    found = db.execute(
        "SELECT articles.id FROM captures JOIN articles ON articles.id = captures.id WHERE revisit_of = ?", [number]
    )
    return [revisit for (revisit,) in found.fetchall()]


def _questions(capture: "Capture") -> Iterator[tuple[str, list[Any]]]:
    named = capture.original
    digest = capture.record.payload_digest if capture.record else ""
    if named and named.record_id:
        yield _BY_ID, [named.record_id]
    if named and named.url and named.time:
        time = moment(named.time)
        yield _BY_PLACE, [named.url, f"{time[:19]}%", time, digest]
    elif named and digest:
        yield _BY_DIGEST, [digest, capture.url, moment(capture.time)]


def _asked(db: sqlite3.Connection, sql: str, values: list[Any]) -> int | None:
    row = db.execute(sql, values).fetchone()
    return int(row[0]) if row else None

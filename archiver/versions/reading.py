"""What the index knows of an article's versions: all the SQL of this room, and the values made of its rows.

Which addresses are those of one article is said by `urls.address`.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from archiver import urls
from archiver.errors import StoreError
from archiver.index.store import Store
from archiver.versions.diff import Text
from archiver.versions.tokens import paragraphs
from archiver.versions.version import Version

_ADDRESSES: Final = "SELECT url, original_url, canonical FROM articles WHERE id = :id"

_SAME: Final = """
SELECT id, url, original_url, canonical FROM articles WHERE address IN (SELECT value FROM json_each(:addresses))
UNION
SELECT id, url, original_url, canonical FROM articles
WHERE canonical IN (:url, :original, :canonical) AND canonical != original_url
"""

_CAPTURES: Final = """
SELECT captures.id AS capture, captures.time, captures.payload_digest, captures.revisit_of, captures.final_url,
       articles.id AS number, articles.title, articles.words, articles.text, articles.url, articles.original_url
FROM articles JOIN captures ON captures.id = articles.id OR captures.revisit_of = articles.id
WHERE articles.id = :id
"""

_TEXT: Final = "SELECT title, dek, byline, published, modified, text FROM articles WHERE id = :id"

_CORRECTIONS: Final = """
SELECT text FROM blocks WHERE article_id = :id AND label = 'correction' ORDER BY position
"""

_LARGEST: Final = 2**63 - 1  # of SQLite's integers
_HOST: Final = re.compile("[^/?]+")


def versions(store: Store, number: int) -> tuple[Version, ...]:
    """Return all captures of the same article as article `number`, the oldest first.

    The same article has the same address, by `urls.address`: its publisher's, its canonical one, or the one that it
    was captured from. Raises StoreError where there is no such article.
    """
    rows = [row for one in sorted(_same(store, number)) for row in store.rows(_CAPTURES, {"id": one})]
    return tuple(_versions(sorted(rows, key=lambda row: (row["time"], row["capture"]))))


def text_of(store: Store, number: int) -> Text:
    """Return the clean text of article `number`, with its fields; raises StoreError where there is none."""
    row = dict(_article(store, _TEXT, number))
    corrections = [row["text"] for row in store.rows(_CORRECTIONS, {"id": number})]
    lines = tuple(line for text in corrections for line in paragraphs(text))
    return Text(paragraphs(row.pop("text")), lines, **row)


def _article(store: Store, sql: str, number: int) -> dict[str, Any]:
    found = store.rows(sql, {"id": min(number, _LARGEST)})
    if not found:
        raise StoreError(f"no article {number} in {store.path}; `archiver search` lists them")
    return found[0]


def _same(store: Store, number: int) -> set[int]:
    article = _article(store, _ADDRESSES, number)
    addresses = _addresses(article)
    values = {
        "addresses": json.dumps(sorted(addresses)),
        "url": article["url"],
        "original": article["original_url"],
        "canonical": article["canonical"],
    }
    likely = store.rows(_SAME, values)
    return {number} | {row["id"] for row in likely if addresses & _addresses(row)}


def _addresses(row: dict[str, Any]) -> set[str]:
    """The addresses of an article. A front page is none: some pages name it as their canonical address."""
    given = (urls.address(row[name]) for name in ("url", "original_url", "canonical") if row[name])
    own = urls.address(row["original_url"] or row["url"] or "")
    return {one for one in given if "/" in one or "?" in one or one == own}


def _versions(rows: list[dict[str, Any]]) -> Iterator[Version]:
    earlier: tuple[str, ...] | None = None
    for row in rows:
        text = paragraphs(row["text"])
        yield Version(
            time=datetime.fromisoformat(row["time"]),
            number=row["number"],
            title=row["title"],
            words=row["words"],
            unchanged=text == earlier,
            revisit=row["revisit_of"] is not None,
            payload_digest=row["payload_digest"] or "",
            mirror=_mirror(row),
            url=row["final_url"],
            capture=row["capture"],
        )
        earlier = text


def _mirror(row: dict[str, Any]) -> str | None:
    came_from, original = row["final_url"] or row["url"], row["original_url"]
    if not original or urls.address(came_from) == urls.address(original):
        return None
    host, own = (_HOST.match(urls.address(url)) for url in (came_from, original))
    return host[0] if host and own and host[0] != own[0] else None

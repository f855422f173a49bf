"""Articles of the index on their way out: what a search finds, in its order, as the records that exports are made of.

Rows are read a few hundred at a time. How they are written is the business of `archiver/export/`.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final

from archiver.export.exported import Exported
from archiver.index.annotations import notes_of, tags_of
from archiver.index.engine import Sort
from archiver.index.rows import Row
from archiver.index.search import EVERYTHING, Found, Narrowed, found, snippets
from archiver.index.store import Store

_ALL: Final = 2**62
_AT_A_TIME: Final = 200

_BY_NUMBER: Final = """
SELECT articles.*, captures.file AS warc_file, captures."offset" AS warc_offset, captures.record_id,
       captures.payload_digest
FROM articles JOIN captures ON captures.id = articles.id
WHERE articles.id IN (SELECT value FROM json_each(:numbers))
"""
_NAMES: Final = (
    "id title dek byline site host url original_url canonical published language section words text "
    "warc_file warc_offset record_id payload_digest"
).split()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles are wanted: those that `archiver search` shows for the same words and options.

    Without a query all are found, each copy and version too, the newest first. `limit` is how many at most, None for
    all.
    """

    query: str | None = None
    narrowed: Narrowed = EVERYTHING
    sort: Sort | None = None
    limit: int | None = None
    expand: bool = False


def articles(store: Store, asked: Asked, needs: frozenset[str]) -> Iterator[Exported]:
    """Yield the articles that are wanted, in order; `html`, `markdown`, `snippet`, `tags` and `notes` are filled where
    they are in `needs`. Raises StoreError for a query, date or site that is none, or an index that cannot be read."""
    sort = asked.sort or ("relevance" if asked.query else "newest")
    limit = _ALL if asked.limit is None else asked.limit
    expand = asked.expand or not asked.query
    result = found(store, asked.query or "", asked.narrowed, sort=sort, limit=limit, expand=expand)
    scores = dict(result.ranked.found) if asked.query else {}
    coming = iter(result.rows)
    while some := list(islice(coming, _AT_A_TIME)):
        yield from _exported(store, result, some, scores, needs)


def _exported(
    store: Store, result: Found, rows: Sequence[Row], scores: dict[int, float], needs: frozenset[str]
) -> Iterator[Exported]:
    numbers = json.dumps([row["id"] for row in rows])
    full = {row["id"]: row for row in store.rows(_BY_NUMBER, {"numbers": numbers})}
    passages = snippets(store, result, rows) if "snippet" in needs and scores else {}
    for row in rows:
        if row["id"] in full:  # else it is gone since it was found
            score = -scores[row["docid"]] if scores else None
            pieces = passages.get(row["id"])
            snippet = "".join(text for text, _ in pieces) if pieces else None
            yield _one(store, full[row["id"]], score, snippet, needs)


def _one(
    store: Store, row: dict[str, Any], score: float | None, snippet: str | None, needs: frozenset[str]
) -> Exported:
    number = row["id"]
    views = store.article_row(number).article if needs & {"html", "markdown"} else None
    return Exported(
        **{name: row[name] for name in _NAMES},
        captured_at=datetime.fromisoformat(row["captured_at"]),
        authors=tuple(json.loads(row["metadata"])["authors"]),
        partial=bool(row["partial"]),
        tags=tuple(tags_of(store, number)) if "tags" in needs else (),
        notes=tuple(note.text for note in notes_of(store, number)) if "notes" in needs else (),
        html=views.html if views else "",
        markdown=views.markdown if views else "",
        score=score,
        snippet=snippet,
    )

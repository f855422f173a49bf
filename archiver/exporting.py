"""Articles of the index on their way out: what a search finds, in its order, as the records that exports are made of.

Rows are read a few hundred at a time. How they are written is the business of `archiver/export/`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final, Literal

from archiver.export.exported import Exported
from archiver.index.query import CONDITIONS, date_given, host_given, search
from archiver.index.store import Store

Sort = Literal["best", "newest", "oldest"]

_ALL: Final = 2**63 - 1
_AT_A_TIME: Final = 200

_COLUMNS: Final = """
SELECT articles.*, captures.file AS warc_file, captures."offset" AS warc_offset, captures.record_id,
       captures.payload_digest
FROM articles JOIN captures ON captures.id = articles.id
"""
_BY_NUMBER: Final = _COLUMNS + "WHERE articles.id IN (SELECT value FROM json_each(:numbers))"
_BY_DAY: Final = _COLUMNS + "WHERE {conditions} ORDER BY articles.day {way}, articles.id {way} LIMIT :count"
_BEYOND: Final = {
    "newest": "(articles.day, articles.id) < (:day, :id)",
    "oldest": "(articles.day, articles.id) > (:day, :id)",
}
_WAYS: Final = {"newest": "DESC", "oldest": "ASC"}
_BEGINNINGS: Final = {"newest": {"day": "~", "id": _ALL}, "oldest": {"day": "", "id": 0}}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which articles are wanted: those that `archiver search` shows for the same words and options.

    Without a query all are found, the newest first. `limit` is how many at most, None for all.
    """

    query: str | None = None
    site: str | None = None
    after: str | None = None
    before: str | None = None
    sort: Sort | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """An article that a query has found."""

    id: int
    day: str
    score: float
    snippet: str


def articles(store: Store, asked: Asked, needs: frozenset[str]) -> Iterator[Exported]:
    """Yield the articles that are wanted, in order; `html`, `markdown` and `snippet` are filled where they are in
    `needs`. Raises StoreError for a query, date or site that is none, or an index that cannot be read."""
    found = _listed(store, asked) if asked.query is None else _searched(store, asked, asked.query)
    for row, one in islice(found, asked.limit):
        yield _exported(store, row, one, needs)


def _listed(store: Store, asked: Asked) -> Iterator[tuple[dict[str, Any], None]]:
    """All articles by their day: each page of rows begins where the last one ended."""
    sort = "oldest" if asked.sort == "oldest" else "newest"
    limits = {"site": host_given(asked.site), "after": date_given(asked.after), "before": date_given(asked.before)}
    given = {name: value for name, value in limits.items() if value is not None}
    conditions = " AND ".join([_BEYOND[sort], *(CONDITIONS[name] for name in given)])
    sql = _BY_DAY.format(conditions=conditions, way=_WAYS[sort])
    last: dict[str, Any] = _BEGINNINGS[sort]
    while rows := store.rows(sql, {**given, "count": _AT_A_TIME, "day": last["day"], "id": last["id"]}):
        last = rows[-1]
        yield from ((row, None) for row in rows)


def _searched(store: Store, asked: Asked, query: str) -> Iterator[tuple[dict[str, Any], _Found]]:
    by_score = asked.sort in (None, "best")
    limit = asked.limit if by_score and asked.limit is not None else _ALL
    results = search(store, query, site=asked.site, after=asked.after, before=asked.before, limit=limit)
    found = [
        _Found(
            hit.id,
            (hit.published or hit.captured_at.isoformat())[:10],
            hit.score,
            "".join(text for text, _ in hit.snippet),
        )
        for hit in results.hits
    ]
    if not by_score:
        found.sort(key=lambda one: (one.day, one.id), reverse=asked.sort == "newest")
    for some in _batches(found):
        numbers = json.dumps([one.id for one in some])
        rows = {row["id"]: row for row in store.rows(_BY_NUMBER, {"numbers": numbers})}
        # One that is gone from the index since it was found is left out.
        yield from ((rows[one.id], one) for one in some if one.id in rows)


def _batches(found: Iterable[_Found]) -> Iterator[list[_Found]]:
    coming = iter(found)
    while some := list(islice(coming, _AT_A_TIME)):
        yield some


def _exported(store: Store, row: dict[str, Any], found: _Found | None, needs: frozenset[str]) -> Exported:
    names = (
        "id title dek byline site host url original_url canonical published language section words text "
        "warc_file warc_offset record_id payload_digest"
    )
    views = store.article_row(row["id"]).article if needs & {"html", "markdown"} else None
    return Exported(
        **{name: row[name] for name in names.split()},
        captured_at=datetime.fromisoformat(row["captured_at"]),
        authors=tuple(json.loads(row["metadata"])["authors"]),
        partial=bool(row["partial"]),
        notes=tuple(json.loads(row["notes"])),
        html=views.html if views else "",
        markdown=views.markdown if views else "",
        score=found.score if found else None,
        snippet=found.snippet if found else None,
    )

"""How the articles of a query are spread: by site, month, year, author, language and label.

Up to 40,000 are counted one by one; of more, every so-manieth is, and the counts are marked as an estimate.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from archiver.index.facts import labels_in
from archiver.index.ranking import Ranking
from archiver.index.search import EVERYTHING, Narrowed, read_query
from archiver.index.store import Store
from archiver.labels import RESIDUE

_ONE_BY_ONE: Final = 40_000
_ROWS: Final = """
SELECT docs.first, hosts.host, docs.language, docs.labels, docs.article
FROM fulltext.docs LEFT JOIN fulltext.hosts ON hosts.id = docs.site WHERE docs.docid IN (SELECT value FROM json_each(?))
"""
_AUTHORS: Final = """
SELECT authors.name, count(*) FROM main.article_authors JOIN main.authors ON authors.id = author_id
WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Facet:
    """How many articles there are of each value, the most frequent first; `about` says that they are estimated."""

    name: str
    counts: tuple[tuple[str, int], ...]
    about: bool = False


def facets_of(
    store: Store,
    query: str,
    narrowed: Narrowed = EVERYTHING,
    names: Sequence[str] = ("site", "year", "author", "language", "label"),
    most: int = 10,
) -> tuple[Facet, ...]:
    """Return the facets of these names for a query, of each the `most` frequent values. Raises StoreError as
    `search`."""
    tree, _ = read_query(query, narrowed)
    with store.searching():
        ranking = Ranking(store.connection, tree)
        step = max(1, -(-ranking.total // _ONE_BY_ONE))
        rows = _rows(store.connection, ranking, step)
        return tuple(_facet(store.connection, name, rows, step, most) for name in names)


def _rows(db: sqlite3.Connection, ranking: Ranking, step: int) -> list[tuple[Any, ...]]:
    return db.execute(_ROWS, [json.dumps(ranking.numbers(step))]).fetchall()


def _facet(db: sqlite3.Connection, name: str, rows: Sequence[tuple[Any, ...]], step: int, most: int) -> Facet:
    counts = Counter(_values(name, rows)) if name != "author" else _authors(db, [row[4] for row in rows])
    found = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]
    return Facet(name, tuple((value, count * step) for value, count in found), step > 1)


def _values(name: str, rows: Iterable[tuple[Any, ...]]) -> Iterable[str]:
    for first, host, language, labels, _ in rows:
        if name == "site":
            yield host or "(none)"
        elif name == "language":
            yield language or "(unknown)"
        elif name == "year":
            yield f"{first // 10000:04}"
        elif name == "month":
            month = first // 100 % 100
            yield f"{first // 10000:04}-{month:02}" if month else f"{first // 10000:04}"
        elif name == "label":
            yield from (label for label in labels_in(labels) if label in RESIDUE or label == "correction")


def _authors(db: sqlite3.Connection, articles: Sequence[int]) -> Counter[str]:
    return Counter(dict(db.execute(_AUTHORS, [f"[{', '.join(map(str, articles))}]"])))

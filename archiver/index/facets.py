"""How the articles of a query are spread: by site, month, year, author, language and label.

Up to about 10,000 are counted one by one; of more, one in so many is, and the counts are marked as an estimate.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from archiver.index.facts import labels_in
from archiver.index.search import EVERYTHING, Narrowed, read_query
from archiver.index.store import Store
from archiver.labels import RESIDUE

_ONE_BY_ONE: Final = 10_000
_SAMPLED: Final = 5_000
_ROWS: Final = """
SELECT first, site, language, labels, article FROM fulltext.docs WHERE docid IN (SELECT value FROM json_each(?))
"""
_AUTHORS: Final = """
SELECT author_id, count(*) FROM main.article_authors
WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY 1
"""
_NAMES: Final = "SELECT id, name FROM main.authors WHERE id IN (SELECT value FROM json_each(?))"


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
        finding = store.engine.finding(tree)
        numbers, each = finding.drawn(_ONE_BY_ONE, _SAMPLED)
        columns = _columns(store.connection, numbers)
        return tuple(_facet(store.connection, name, columns, each, most) for name in names)


def _columns(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[str, tuple[Any, ...]]:
    rows = db.execute(_ROWS, [json.dumps(numbers)]).fetchall()
    names = ("first", "site", "language", "labels", "article")
    return dict(zip(names, zip(*rows, strict=True) if rows else ((),) * len(names), strict=True))


def _facet(db: sqlite3.Connection, name: str, columns: Mapping[str, Sequence[Any]], each: float, most: int) -> Facet:
    counts: Counter[str] = Counter()
    for value, count in _counted(db, name, columns):
        counts[value] += count
    found = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]
    return Facet(name, tuple((value, round(count * each)) for value, count in found), each > 1)


def _counted(db: sqlite3.Connection, name: str, columns: Mapping[str, Sequence[Any]]) -> Iterable[tuple[str, int]]:
    """Yield what articles are, and how many of them; what is the same may come several times."""
    if name == "author":
        authors = dict(db.execute(_AUTHORS, [json.dumps(columns["article"])]))
        names = dict(db.execute(_NAMES, [json.dumps(list(authors))]))
        yield from ((names[number], count) for number, count in authors.items())
    elif name == "site":
        hosts = dict(db.execute("SELECT id, host FROM fulltext.hosts"))
        yield from ((hosts.get(site, "(none)"), count) for site, count in Counter(columns["site"]).items())
    elif name == "label":
        for bits, count in Counter(columns["labels"]).items():
            yield from ((label, count) for label in labels_in(bits) if label in RESIDUE or label == "correction")
    elif name == "language":
        yield from ((language or "(unknown)", count) for language, count in Counter(columns["language"]).items())
    else:
        yield from ((_period(first, name), count) for first, count in Counter(columns["first"]).items())


def _period(first: int, name: str) -> str:
    """Return the month or the year of a day, given as YYYYMMDD; of a day of which only the year is known, that."""
    month = first // 100 % 100
    return f"{first // 10000:04}-{month:02}" if name == "month" and month else f"{first // 10000:04}"

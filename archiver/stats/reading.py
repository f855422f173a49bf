"""The numbers as the index has them: all the SQL of this room, and what is made of its rows.

What counts as a date, a site or a word to look for is said by the index's search.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from archiver.index.store import Store
from archiver.query.parse import parse
from archiver.query.values import date, host
from archiver.stats.period import LENGTHS, By, counted, fitting
from archiver.stats.summary import LabelCount, Site, Stats, merged, most_common

SAMPLE: Final = 10_000
"""In how many articles labels are counted at most: to read all blocks of a million takes minutes."""

# Dates are compared as far as both are exact, as search does.
_CONDITIONS: Final = {
    "site": "(host = :site OR substr(host, -length(:site) - 1) = '.' || :site)",
    "after": "substr(day, 1, length(:after)) >= substr(:after, 1, length(day))",
    "before": "substr(day, 1, length(:before)) <= substr(:before, 1, length(day))",
    "language": "(lower(language) = :language OR substr(lower(language), 1, length(:language) + 1) = :language || '-')",
}

_SPAN: Final = "SELECT min(day) AS first, max(day) AS last, count(*) AS articles FROM articles WHERE {conditions}"

_SITES: Final = """
SELECT host, language, substr(day, 1, :length) AS day, count(*) AS articles, coalesce(sum(words), 0) AS words,
       coalesce(sum(partial), 0) AS partial, coalesce(sum(access = 'paywalled'), 0) AS paywalled
FROM articles WHERE {conditions} GROUP BY 1, 2, 3
"""

_LABELS: Final = """
SELECT host, label, count(*) AS blocks, sum(length(blocks.text)) AS characters
FROM blocks JOIN articles ON articles.id = blocks.article_id
WHERE article_id IN (SELECT id FROM articles WHERE id % :step = 0 AND {conditions}) GROUP BY 1, 2
"""

_LOOKED_AT: Final = "SELECT count(*) AS articles FROM articles WHERE id % :step = 0 AND {conditions}"

_DAYS: Final = "SELECT day, count(*) AS articles FROM articles WHERE {conditions} GROUP BY day"

_DAYS_OF: Final = """
SELECT day, count(*) AS articles FROM articles
WHERE id IN (SELECT article FROM fulltext.docs WHERE docid IN (SELECT value FROM json_each(:numbers)))
AND {conditions} GROUP BY day
"""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which articles are counted: of a site and those under it, from a day, month or year to another, in a language."""

    site: str | None = None
    after: str | None = None
    before: str | None = None
    language: str | None = None

    @classmethod
    def of(cls, site: str | None, after: str | None, before: str | None, language: str | None = None) -> "Chosen":
        """Read what a person gave; raises StoreError for a wrong site or date."""
        return cls(site and host(site), after and date(after), before and date(before), language and language.lower())

    @property
    def values(self) -> dict[str, Any]:
        """What was chosen, by name."""
        return {name: getattr(self, name) for name in _CONDITIONS if getattr(self, name) is not None}

    def sql(self, query: str) -> str:
        """Return a query with the conditions for this choice."""
        return query.format(conditions=" AND ".join(_CONDITIONS[name] for name in self.values) or "true")


def stats(store: Store, chosen: Chosen, by: By | None = None) -> Stats:
    """Return what the chosen articles are, by site and time; by the finest fitting periods where none are named.

    Raises StoreError where the index cannot be read.
    """
    (span,) = store.rows(chosen.sql(_SPAN), chosen.values)
    by = by or fitting(span["first"] or "", span["last"] or "")
    rows = store.rows(chosen.sql(_SITES), chosen.values | {"length": LENGTHS[by]})
    step = {"step": max(1, -(-span["articles"] // SAMPLE))}
    (looked_at,) = store.rows(chosen.sql(_LOOKED_AT), chosen.values | step)
    labels = _labels(store.rows(chosen.sql(_LABELS), chosen.values | step))
    sites = [replace(site, labels=labels.get(site.host, ())) for site in _sites(rows, by)]
    sites.sort(key=lambda site: (-site.articles, site.host or ""))
    inexact = counted(((row["day"], row["articles"]) for row in rows), by)[1]
    return Stats(by, merged(sites), tuple(sites), inexact, looked_at["articles"])


def all_days(store: Store, chosen: Chosen) -> list[tuple[str, int]]:
    """Return how many of the chosen articles there are of each day; a day may be a month or year alone."""
    return [(row["day"], row["articles"]) for row in store.rows(chosen.sql(_DAYS), chosen.values)]


def days_of(store: Store, chosen: Chosen, words: str) -> list[tuple[str, int]]:
    """Return how many of the chosen articles of each day hold the words: a word in any of its forms, several next to
    each other as they are written, "ventur*" for all that begin so. Raises StoreError where there is no word."""
    tree = parse(_as_query(words)).tree
    with store.searching():
        numbers = json.dumps(store.engine.finding(tree).numbers())
        rows = store.rows(chosen.sql(_DAYS_OF), chosen.values | {"numbers": numbers})
        return [(row["day"], row["articles"]) for row in rows]


def _as_query(words: str) -> str:
    bare = " ".join(words.replace('"', " ").split())
    if " " not in bare:
        return bare
    return f'"{bare[:-1].rstrip()}"*' if bare.endswith("*") else f'"{bare}"'


def _sites(rows: Iterable[dict[str, Any]], by: By) -> list[Site]:
    found: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["host"], []).append(row)
    return [_site(host, of_host, by) for host, of_host in found.items()]


def _site(host: str | None, rows: list[dict[str, Any]], by: By) -> Site:
    numbers = {name: sum(row[name] for row in rows) for name in ("articles", "words", "partial", "paywalled")}
    languages = most_common((row["language"], row["articles"]) for row in rows)
    periods = tuple(counted(((row["day"], row["articles"]) for row in rows), by)[0].items())
    return Site(host, languages=languages, periods=periods, labels=(), **numbers)


def _labels(rows: Iterable[dict[str, Any]]) -> dict[str | None, tuple[LabelCount, ...]]:
    found: dict[str | None, tuple[LabelCount, ...]] = {}
    for row in rows:
        one = LabelCount(row["label"], row["blocks"], row["characters"])
        found[row["host"]] = (*found.get(row["host"], ()), one)
    return found

"""Searching an archive: what was typed → tree → documents → hits.

The way through is here; what a query means is in `archiver.query`, which documents it finds is the business of an
engine (`engine.py`), which passage is shown that of `archiver.language.passage`.
"""

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from archiver.errors import StoreError
from archiver.index import fulltext
from archiver.index.engine import Finding, Ranked, Sort
from archiver.index.highlight import Pieces, shown_in
from archiver.index.rows import Row
from archiver.index.store import Store
from archiver.index.wording import Wording
from archiver.labels import Label
from archiver.query.describe import describe
from archiver.query.ignored import Ignored
from archiver.query.language import language
from archiver.query.parse import parse
from archiver.query.tree import After, Before, Lang, Newer, Node, Site, both
from archiver.query.values import date, host

_CROWD: Final = 5  # times as many documents as hits are looked at, for copies of one story stand together
_LARGEST: Final = 2**48  # within SQLite's integers, however often it is multiplied

_ARTICLES: Final = """
SELECT docs.docid, articles.id, title, url, articles.site, byline, published, docs.language, captured_at, words,
       partial, stories.story
FROM fulltext.docs JOIN main.articles ON articles.id = docs.article
LEFT JOIN main.stories ON stories.article = articles.id
WHERE docs.docid IN ({numbers})
"""
_COPIES: Final = (
    "SELECT story, count(*) FROM main.stories WHERE story IN (SELECT value FROM json_each(?)) GROUP BY story"
)
_TAGS: Final = """
SELECT article_id, name FROM main.article_tags JOIN main.tags ON tags.id = tag_id
WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY article_id, name
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. The higher `score`, the better it matches.

    `snippet` is a part of its text, or of the blocks that were searched, in pieces, True where one is what was looked
    for. `story` is the number that all copies and versions of it share, None where there are none; `copies` how many
    more there are in the archive. `label` is that of the blocks which `snippet` is from, where it is not from the
    article itself. `tags` are those that people gave it.
    """

    id: int
    title: str | None
    url: str | None
    site: str | None
    byline: str | None
    published: str | None
    captured_at: datetime
    words: int
    partial: bool
    score: float
    snippet: Pieces
    story: int | None = None
    copies: int = 0
    label: Label | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The first hits, and how many articles there are in all; with `about`, that is an estimate, as it says.

    `understood` is the query as it was read, `ignored` what was left out of it. `ranked_since` is the day from which on
    all hits were ranked, where there were too many; older ones only if they have the words in their title.
    """

    hits: tuple[Hit, ...]
    total: int
    about: bool = False
    understood: str = ""
    ignored: tuple[Ignored, ...] = ()
    ranked_since: str | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What narrows a search besides its words; each None for no limit.

    `site` is a host, which stands for its subdomains too. `after` and `before` are a day, month or year (ISO 8601),
    themselves included; what counts is the day of publication or, where a page gives none, of capture. `language` is an
    ISO 639-1 code or an English name. `newer` is the number of an article: only those with a higher one, which came
    later.
    """

    site: str | None = None
    after: str | None = None
    before: str | None = None
    language: str | None = None
    newer: int | None = None

    def nodes(self) -> list[Node]:
        """Return the same as parts of a query. Raises StoreError for what is no site, no date or no language."""
        found: list[Node] = []
        if self.site is not None:
            found.append(Site((host(self.site),)))
        if self.after is not None:
            found.append(After(date(self.after)))
        if self.before is not None:
            found.append(Before(date(self.before)))
        if self.language is not None:
            found.append(Lang((language(self.language),)))
        if self.newer is not None:
            found.append(Newer(self.newer))
        return found


EVERYTHING: Final = Narrowed()
"""What narrows nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a query found: the rows of the articles in their order, and what more is to be known of them."""

    tree: Node | None
    ignored: tuple[Ignored, ...]
    rows: tuple[Row, ...]
    ranked: Ranked
    wording: Wording


def read_query(query: str, narrowed: Narrowed = EVERYTHING) -> tuple[Node | None, tuple[Ignored, ...]]:
    """Return the tree of a query with what narrows it, and what of it makes no sense; no tree for nothing at all.

    Raises StoreError where there is nothing to search for in what was typed.
    """
    nodes = narrowed.nodes()
    if not query.strip():
        return both(nodes) if nodes else None, ()
    parsed = parse(query)
    return both([parsed.tree, *nodes]), parsed.ignored


def search(
    store: Store,
    query: str,
    narrowed: Narrowed = EVERYTHING,
    *,
    sort: Sort = "relevance",
    limit: int = 20,
    expand: bool = False,
) -> Results:
    """Return the first `limit` articles for a query; of each story only its first, unless `expand` asks for all.

    Raises StoreError for a query with nothing to look for, a wrong date or site, or an index that cannot be read.
    """
    tree, _ = read_query(query, replace(narrowed, newer=None))
    if tree is None:
        raise StoreError(f"nothing to search for in {query!r}; give at least one word")
    with store.searching():
        result = found(store, query, narrowed, sort=sort, limit=limit, expand=expand)
        hits = _hits(store.connection, result)
        since = _day_of(store.connection, result.ranked.since)
    return Results(hits, result.ranked.total, result.ranked.about, describe(tree), result.ignored, since)


def count(store: Store, query: str, narrowed: Narrowed = EVERYTHING) -> int:
    """Return exactly how many articles a query finds, every copy counted. Raises StoreError as `search` does."""
    tree, _ = read_query(query, narrowed)
    with store.searching():
        return store.engine.finding(tree).exact()


def found(
    store: Store,
    query: str,
    narrowed: Narrowed = EVERYTHING,
    *,
    sort: Sort = "relevance",
    limit: int = 20,
    expand: bool = False,
) -> Found:
    """Return what `search` shows, without the passages; of an empty query, all articles, the newest first."""
    tree, ignored = read_query(query, narrowed)
    with store.searching():
        finding = store.engine.finding(tree)
        wanted = max(0, min(limit, _LARGEST))
        ranked, rows = _first(store.connection, finding, wanted, sort, expand)
    return Found(tree, ignored, tuple(rows[:wanted]), ranked, finding.wording)


def snippets(store: Store, result: Found, rows: Sequence[Row]) -> dict[int, Pieces]:
    """Return the passages that say why these of the articles were found, by their numbers."""
    articles = [(row["id"], row["language"]) for row in rows]
    shown = shown_in(store.connection, result.tree, articles, result.wording)
    return {number: one.pieces for number, one in shown.items()}


def _first(db: sqlite3.Connection, finding: Finding, limit: int, sort: Sort, expand: bool) -> tuple[Ranked, list[Row]]:
    """Return what was found, and the rows of as many articles as are wanted, of each story one."""
    crowd = limit if expand else limit * _CROWD
    while True:
        ranked = finding.first(crowd, sort)
        rows = _articles(db, ranked)
        if expand:
            return ranked, rows
        rows = _one_each(rows)
        if len(rows) >= limit or len(ranked.found) < crowd:
            return ranked, rows
        crowd *= 4


def _articles(db: sqlite3.Connection, ranked: Ranked) -> list[Row]:
    found: dict[int, Row] = {}
    numbers = [number for number, _ in ranked.found]
    for start in range(0, len(numbers), 500):
        cursor = db.execute(_ARTICLES.format(numbers=_listed(numbers[start : start + 500])))
        names = [column[0] for column in cursor.description]
        found.update((row[0], dict(zip(names, row, strict=True))) for row in cursor)
    return [found[number] for number in numbers if number in found]


def _one_each(rows: Iterable[Row]) -> list[Row]:
    seen: set[int] = set()
    found = []
    for row in rows:
        if row["story"] not in seen:
            found.append(row)
        if row["story"] is not None:
            seen.add(row["story"])
    return found


def _hits(db: sqlite3.Connection, result: Found) -> tuple[Hit, ...]:
    scores, rows = dict(result.ranked.found), result.rows
    copies = _copies(db, {row["story"] for row in rows if row["story"] is not None})
    passages = shown_in(db, result.tree, [(row["id"], row["language"]) for row in rows], result.wording)
    tags = _tags(db, [row["id"] for row in rows])
    return tuple(
        Hit(
            id=row["id"],
            title=row["title"],
            url=row["url"],
            site=row["site"],
            byline=row["byline"],
            published=row["published"],
            captured_at=datetime.fromisoformat(row["captured_at"]),
            words=row["words"],
            partial=bool(row["partial"]),
            score=0.0 - scores[row["docid"]],  # and never -0.0
            snippet=passages[row["id"]].pieces,
            story=row["story"],
            copies=copies.get(row["story"], 1) - 1,
            label=passages[row["id"]].label,
            tags=tags.get(row["id"], ()),
        )
        for row in rows
    )


def _copies(db: sqlite3.Connection, stories: Collection[int]) -> dict[Any, int]:
    return dict(db.execute(_COPIES, [f"[{_listed(stories)}]"]))


def _tags(db: sqlite3.Connection, articles: Collection[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for article, name in db.execute(_TAGS, [f"[{_listed(articles)}]"]):
        found[article] = (*found.get(article, ()), name)
    return found


def _day_of(db: sqlite3.Connection, number: int) -> str | None:
    """Return the day of the document with this number, or of the next one; None for none."""
    if not number:
        return None
    sql = "SELECT first FROM fulltext.docs WHERE docid >= ? ORDER BY docid LIMIT 1"
    found = db.execute(sql, [min(number, fulltext.value(db, "sorted"))]).fetchone()
    return f"{found[0]:08}" if found else None


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))

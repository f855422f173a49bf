"""In which order the articles of a query come: by relevance, by date, or by when they were captured.

Relevance is BM25 with weights of the columns, as FTS5 computes it (Robertson and Walker, k1 = 1.2, b = 0.75), and FTS5
takes a microsecond or two for each match. Where a query has very many, the newest of them are ranked and those, much
further back, that have its words in their title; `Ranked.since` says so. Words that a third of all articles have tell
none from another and are left out of the ranking; where nothing else is asked for, the newest come first, titles before
texts.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from archiver.index import fulltext
from archiver.index.compile import Compiler
from archiver.index.sample import COUNTED, SMALL, Sample, counted, last_number, sampled, uniform
from archiver.query.tree import Node

Sort = Literal["relevance", "newest", "oldest", "captured"]

WEIGHTS: Final = "1.0, 0.5, 8.0, 6.0, 4.0, 4.0, 0.0"
"""What a word counts in each of `fulltext.COLUMNS`: in the title it says more of an article than somewhere in its
text."""

_RANKED: Final = 15_000  # matches that are ranked one and all, or as many of the newest where there are more
_TITLES: Final = 120_000  # matches, the newest first, among which those in titles are looked for
_TITLES_RANKED: Final = 5_000
_COMMON: Final = 0.3
_FEW: Final = 5_000  # articles with a word itself; where there are more, nobody comes to its compounds
_PROBED: Final = 2_000

_FTS: Final = "fulltext.articles_fts"
_LIVING: Final = "+rowid NOT IN (SELECT docid FROM fulltext.dead)"


@dataclass(frozen=True, slots=True)
class Ranked:
    """Document numbers in their order, each with its score, and how many there are; `about` says that it is an
    estimate.

    `since` is the number of the oldest document that was ranked whatever it has in its title; 0 where all were.
    """

    found: tuple[tuple[int, float], ...]
    total: int
    about: bool = False
    since: int = 0


class Ranking:
    """Orders what a query finds in the full-text index attached to `db`."""

    def __init__(self, db: sqlite3.Connection, tree: Node | None) -> None:
        self._db, self.tree = db, tree
        self._compiler = Compiler(db)
        self.words = self._compiler.words
        self.plan = self._compiler.plan(tree)
        self._last = last_number(db)
        self._any_dead = bool(db.execute("SELECT EXISTS (SELECT 1 FROM fulltext.dead)").fetchone()[0])
        self._sample: Sample | None = None
        self._numbers: list[int] | None = None
        if self._last > SMALL and self.plan.match:
            self._look_ahead()
        self.total, self.about = self._total()
        if self._compiler.has_compounds and self.total <= _FEW and self.plan.match:
            self._look_into_compounds()
        if self._last > SMALL and self._sample is None:
            self._sample = uniform(self.total, self._last)

    def first(self, limit: int, sort: Sort = "relevance") -> Ranked:
        """Return the first `limit` documents."""
        since = 0
        if not self.plan.match:
            found = self._filtered(limit, sort)
        elif sort == "captured":
            found = self._captured(limit)
        elif sort == "relevance":
            found, since = self._relevant(limit)
        else:
            found = self._dated(limit, sort)
        return Ranked(tuple(found[:limit]), self.total, self.about, since)

    def numbers(self, step: int = 1) -> tuple[str, tuple[Any, ...]]:
        """Return a SELECT of the numbers of all documents found, or of every so-manieth, and its values."""
        if not self.plan.match:
            condition, values = self.plan.condition("docid")
            return f"SELECT docid FROM fulltext.docs WHERE {condition} AND docid % {step} = 0", values
        return self._select("rowid", self.plan.match, 0, *([f"+rowid % {step} = 0"] if step > 1 else []))

    def _look_ahead(self) -> None:
        """Find out how much there would be to rank, and which words tell nothing."""
        if self.plan.is_quick:
            self._sample = sampled(self._db, self.plan.match, self._last, *self.plan.condition("+rowid"))
        if self._sample and self._sample.matches <= _RANKED and len(self.plan.terms) < 2:
            return  # a word that finds so few is not common
        terms = {one: sampled(self._db, one, self._last) for one in self.plan.terms if "*" not in one}
        common = frozenset(one for one, found in terms.items() if found.matches > _COMMON * self._last)
        if common:
            self.plan = self._compiler.plan(self.tree, common)

    def _look_into_compounds(self) -> None:
        """Find articles that have the words in compounds alone, too; they are not ranked, and come last."""
        compiler = Compiler(self._db, compounds=True)
        wider = compiler.plan(self.tree)
        if (wider.match, wider.where) != (self.plan.match, self.plan.where):
            self.words = compiler.words
            self.plan = replace(self.plan, match=wider.match, where=wider.where)
            self.total, self._numbers = counted(self._db, self.plan), None

    def _total(self) -> tuple[int, bool]:
        """Return how many there are, and whether that is an estimate. Where they are few, they are remembered: to find
        them again takes as long as the first time."""
        if self._sample and self._sample.matches <= _RANKED:
            sql, values = self._select("rowid", self.plan.match, 0)
            self._numbers = [number for (number,) in self._run(sql, values)]
            return len(self._numbers), False
        if self._sample and self._sample.matches > COUNTED:
            digits = len(str(int(self._sample.matches)))
            return int(round(self._sample.matches, 2 - digits)), True
        return counted(self._db, self.plan), False

    def _relevant(self, limit: int) -> tuple[list[tuple[int, float]], int]:
        if not self.plan.rank:
            return self._titles_first(limit), 0
        is_long = self.total > _RANKED and limit < _RANKED // 10  # who wants them all gets them all ranked
        since = self._sample.since(_RANKED) if self._sample and is_long else 0
        found = self._scored(self.plan.match, since, limit)
        if since and self._sample and self.plan.title:
            farther = self._sample.since(_TITLES)
            titles = f"({self.plan.match} AND {self.plan.title})"
            found += self._scored(titles, farther, limit, f"ORDER BY rowid DESC LIMIT {_TITLES_RANKED}")
        ordered = sorted(dict(found).items(), key=lambda one: (one[1], -one[0]))
        return ordered + self._rest(dict(found), limit) if len(ordered) < min(limit, self.total) else ordered, since

    def _titles_first(self, limit: int) -> list[tuple[int, float]]:
        titles: list[tuple[int, float]] = []
        if self.plan.title:
            match = f"({self.plan.match} AND {self.plan.title})"
            since = self._sample.since(_TITLES) if self._sample else 0
            sql, values = self._select("rowid, 0.0", match, since)
            titles = self._run(f"{sql} ORDER BY rowid DESC LIMIT {limit}", values)
        return titles + self._rest(dict(titles), limit)

    def _rest(self, found: Mapping[int, float], limit: int) -> list[tuple[int, float]]:
        """Return what matches and is not among `found`, the newest first."""
        return [one for one in self._dated(limit + len(found), "newest") if one[0] not in found]

    def _scored(self, match: str, since: int, limit: int, bound: str = "") -> list[tuple[int, float]]:
        """Return the best of what `match` finds from the document `since` on, by the words of the plan's `rank`.

        What is only narrowed by is kept out of BM25, which would read all that there is of it.
        """
        score = f"rowid, bm25(articles_fts, {WEIGHTS}) AS score"
        if match == self.plan.rank and not bound:
            sql, values = self._select(score, match, since)
        else:
            inner, inner_values = self._inner(match, since)
            sql = f"SELECT {score} FROM {_FTS} WHERE articles_fts MATCH ? AND rowid > ? AND +rowid IN ({inner} {bound})"
            values = (self.plan.rank, since, *inner_values)
        return self._run(f"{sql} ORDER BY score, rowid DESC LIMIT {limit}", values)

    def _inner(self, match: str, since: int) -> tuple[str, tuple[Any, ...]]:
        if self._numbers is not None and match == self.plan.match:
            return "SELECT value FROM json_each(?)", (json.dumps(self._numbers),)
        return self._select("rowid", match, since)

    def _dated(self, limit: int, sort: Sort) -> list[tuple[int, float]]:
        order = "ASC" if sort == "oldest" else "DESC"
        ordered = fulltext.value(self._db, "sorted")
        sql, values = self._select("rowid, 0.0", self.plan.match, 0, f"rowid <= {ordered}", self._no_loose(ordered))
        found = self._run(f"{sql} ORDER BY rowid {order} LIMIT {limit}", values)
        loose = "+rowid IN (SELECT docid FROM fulltext.docs WHERE loose)"
        if self._db.execute("SELECT EXISTS (SELECT 1 FROM fulltext.docs WHERE loose)").fetchone()[0]:
            sql, values = self._select("rowid, 0.0", self.plan.match, 0, loose)
            found += self._run(sql, values)
        return self._in_order(found, order)

    def _no_loose(self, ordered: int) -> str:
        sql = "SELECT EXISTS (SELECT 1 FROM fulltext.docs WHERE loose AND +docid <= ?)"
        if not self._db.execute(sql, [ordered]).fetchone()[0]:
            return ""
        return f"+rowid NOT IN (SELECT docid FROM fulltext.docs WHERE loose AND +docid <= {ordered})"

    def _captured(self, limit: int) -> list[tuple[int, float]]:
        """Return the last captured. Where there are many matches, they are looked for among the last captured of
        all."""
        probed = _PROBED if self.total > COUNTED // 5 else self._last
        while True:
            newest = f"SELECT docid FROM fulltext.docs ORDER BY captured DESC, docid DESC LIMIT {probed}"
            narrowed = f"+rowid IN ({newest})" if probed < self._last else ""
            sql, values = self._select("rowid, 0.0", self.plan.match, 0, narrowed)
            found = self._run(sql, values)
            if len(found) >= limit or probed >= self._last:
                return self._in_order(found, "DESC", "captured")[:limit]
            probed *= 10

    def _in_order(self, found: list[tuple[int, float]], order: str, column: str = "first") -> list[tuple[int, float]]:
        keys = dict(_looked_up(self._db, column, (number for number, _ in found)))
        living = [one for one in found if one[0] in keys]
        return sorted(living, key=lambda one: (keys[one[0]], one[0]), reverse=order == "DESC")

    def _filtered(self, limit: int, sort: Sort) -> list[tuple[int, float]]:
        order = {"oldest": "first, docid", "captured": "captured DESC, docid DESC"}.get(sort, "first DESC, docid DESC")
        condition, values = self.plan.condition("docid")
        sql = f"SELECT docid, 0.0 FROM fulltext.docs WHERE {condition} ORDER BY {order} LIMIT {limit}"
        return self._run(sql, values)

    def _select(self, columns: str, match: str, since: int, *more: str) -> tuple[str, tuple[Any, ...]]:
        condition, values = self.plan.condition("+rowid")
        conditions = [one for one in (*more, condition, _LIVING if self._any_dead else "") if one]
        where = "".join(f" AND {one}" for one in conditions)
        sql = f"SELECT {columns} FROM {_FTS} WHERE articles_fts MATCH ? AND rowid > ?{where}"
        return sql, (match, since, *values)

    def _run(self, sql: str, values: Iterable[Any]) -> list[Any]:
        return self._db.execute(sql, tuple(values)).fetchall()


def _looked_up(db: sqlite3.Connection, column: str, numbers: Iterable[int]) -> Iterable[tuple[int, Any]]:
    every = list(numbers)
    for start in range(0, len(every), 500):
        some = ", ".join(map(str, every[start : start + 500]))
        yield from db.execute(f"SELECT docid, {column} FROM fulltext.docs WHERE docid IN ({some})")

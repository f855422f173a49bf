"""Running a plan: the documents that it finds in one shard of the full-text index or in all, and how many they are.

What a plan is, is in `compile.py`; in which order its documents come is decided in `ranking.py`.
"""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from archiver.index.fts5.plan import Plan, Where
from archiver.index.fts5.shards import Shard, shards_of
from archiver.index.ordering import rounded

COUNTED: Final = 50_000
"""Matches up to which they are counted; of more, "about" is said."""

_SAMPLED: Final = 25_000  # matches that are counted to estimate how many there are beyond that
_STRATA: Final = 3  # shards that are looked at for that at least: what is in the news one year is not the next
_FOLLOWING: Final = 8  # to see whether words follow each other takes so much longer than to find one
_PREFIX: Final = 16  # as much longer takes it to put together what begins alike
_BEGINNING: Final = 4  # or as long as to look at a fourth of all: what begins alike has to be gone through
_LISTED: Final = 50_000  # documents of a condition that are listed once rather than asked one by one
_SLICES: Final = 8  # of a shard, from each of which some documents are taken where not all are
_SOUGHT: Final = 100  # documents of a shard that are looked up one by one
_LIVING: Final = "+rowid NOT IN (SELECT docid FROM fulltext.dead)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a shard: `columns` of the documents from `low` to `high` that are found by `match`, in place of
    the plan's, under a condition `extra`, in the order and up to the number that `tail` says. With `weights` of the
    columns, the BM25 score by the plan's words is asked for, too."""

    columns: str = "rowid"
    weights: str = ""
    low: int = 0
    high: int = 2**62
    tail: str = ""
    match: str = ""
    extra: str = ""


ALL: Final = Asked()


class Matches:
    """What `plan` finds in the full-text index attached to `db`."""

    def __init__(self, db: sqlite3.Connection, plan: Plan) -> None:
        self._db, self.plan = db, plan
        low, high = plan.bounds
        every = shards_of(db)
        self.last = every[0].last if every else 0
        self.shards = tuple(
            replace(shard, first=max(shard.first, low), last=min(shard.last, high))
            for shard in every
            if shard.first <= high and shard.last >= low
        )
        self._any_dead = bool(db.execute("SELECT EXISTS (SELECT 1 FROM fulltext.dead)").fetchone()[0])
        self._conditions: list[Where] = []
        self._listed: list[int] | None = None
        for one in plan.where:
            self._take(one)

    def rows(self, shard: Shard, asked: Asked = ALL, among: Sequence[int] | None = None) -> list[Any]:
        """Return what is asked of a shard; with `among`, of these of its documents alone, sorted numbers."""
        low, high = max(shard.first, asked.low), min(shard.last, asked.high)
        lists = [_between(some, low, high) for some in (self._listed, among) if some is not None]
        among = sorted({*lists[0]}.intersection(*lists[1:])) if lists else None
        if low > high or among == []:
            return []
        sql, values = self._select(shard, asked, low, high)
        if among is not None:
            # Looked up one by one, each would have FTS5 count anew how often the words are in the shard.
            sign = "+" if self.plan.match and (asked.weights or len(among) > _SOUGHT) else ""
            sql += f" AND {sign}rowid IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(among))
        return self._db.execute(f"{sql} {asked.tail}", values).fetchall()

    def numbers(self, step: int = 1) -> list[int]:
        """Return the numbers of all documents found or, from everywhere, of one in so many; the newest shard's
        first."""
        found: list[int] = []
        for shard in self.shards:
            for asked in _sampled(shard, step):
                found += [number for (number,) in self.rows(shard, asked)]
        return found

    def count(self, shard: Shard) -> int:
        """Return how many documents of a shard are found."""
        counted = self.rows(shard, Asked("count(*)"))
        return int(counted[0][0]) if counted else 0

    def exact(self) -> int:
        """Return how many documents are found, however long it takes."""
        return sum(map(self.count, self.shards))

    def is_more_than(self, most: int) -> bool:
        """Return whether more than so many are found; where they are many more, not all is looked at."""
        found = 0
        for shard in self.shards:
            found += self.count(shard)
            if found > most:
                return True
        return False

    @property
    def share(self) -> float:
        """About which share of all documents is found, by what one shard has."""
        return self.count(self._typical) / self._typical.documents if self.shards else 0.0

    @property
    def _typical(self) -> Shard:
        """The newest shard that is as large as a shard can be."""
        return self.shards[min(1, len(self.shards) - 1)]

    def total(self, known: Mapping[int, int]) -> tuple[int, bool]:
        """Return how many documents are found, and whether that is an estimate, from some of the shards.

        `known` says how many are found in some of the shards, by their numbers.
        """
        found = work = 0
        for place, shard in enumerate(self.shards):
            if work > COUNTED:
                return rounded(found + self._estimated(self.shards[place:], work / place)), True
            some = known[shard.number] if shard.number in known else self.count(shard)
            found += some
            work += self.work(shard, some)
        return found, False

    def work(self, shard: Shard, found: int) -> int:
        """Return how many documents FTS5 has to look at to find `found` in a shard, by what it takes for a word."""
        if self.plan.scattered:
            return max(_FOLLOWING * int(self._looked_at * shard.documents), found)
        if self._listed is not None or not all(one.is_bounds for one in self._conditions):
            found = max(found, int(self._looked_at * shard.documents))
        return max(_PREFIX * found, shard.documents // _BEGINNING) if " *" in self.plan.match else found

    @cached_property
    def _looked_at(self) -> float:
        """In about which share of the documents FTS5 finds the words, wherever they stand and whatever else is asked
        for."""
        match = self.plan.scattered or self.plan.match
        if not match:
            return 0.0
        sql = f"SELECT count(*) FROM fulltext.{self._typical.articles} WHERE {self._typical.articles} MATCH ?"
        return int(self._db.execute(sql, [match]).fetchone()[0]) / self._typical.documents

    def _estimated(self, rest: Sequence[Shard], work: float) -> float:
        looked_at = min(len(rest), max(_STRATA if work < COUNTED else 1, int(_SAMPLED / max(work, 1))))
        step = len(rest) / looked_at
        some = [rest[int(step * (place + 0.5))] for place in range(looked_at)]
        documents = sum(one.documents for one in rest)
        return documents * sum(map(self.count, some)) / sum(one.documents for one in some)

    def _take(self, condition: Where) -> None:
        """Look up at once which documents a condition holds of, if they are few; else ask it of each."""
        if not condition.listing:
            self._conditions.append(condition)
            return
        most = -1 if not condition.single else _LISTED + 1
        found = [number for (number,) in self._db.execute(f"{condition.listing} LIMIT {most}", condition.values)]
        if len(found) == most:
            self._conditions.append(condition)
        else:
            self._listed = sorted(found if self._listed is None else {*self._listed}.intersection(found))

    def _select(self, shard: Shard, asked: Asked, low: int, high: int) -> tuple[str, list[Any]]:
        match = asked.match or self.plan.match
        if not match:
            conditions, values = self._where(shard, "docid", is_each=False)
            sql = f"SELECT {asked.columns} FROM fulltext.docs WHERE docid BETWEEN ? AND ?"
            return " AND ".join([sql, *filter(None, [asked.extra]), *conditions]), [low, high, *values]
        # Named in full, for a condition may look into another table.
        conditions, values = self._where(shard, f"+{shard.articles}.rowid", is_each=True)
        conditions += [one for one in (asked.extra, _LIVING if self._any_dead else "") if one]
        found = f"FROM fulltext.{shard.articles} WHERE {shard.articles} MATCH ? AND rowid BETWEEN ? AND ?"
        if not asked.weights:
            return " AND ".join([f"SELECT {asked.columns} {found}", *conditions]), [match, low, high, *values]
        sql = f"SELECT {asked.columns}, bm25({shard.articles}, {asked.weights}) {found}"
        rank = self.plan.rank or self.plan.match
        if match == rank:
            return " AND ".join([sql, *conditions]), [match, low, high, *values]
        # What hits are not ranked by is kept out of BM25, which goes through all that there is of it in the shard. And
        # scores are by the plan's words alone, or what they are compared with would have been weighed otherwise.
        sql = " AND ".join([f"{sql} AND +rowid IN (SELECT rowid {found})", *conditions])
        return sql, [rank, low, high, match, low, high, *values]

    def _where(self, shard: Shard, number: str, *, is_each: bool) -> tuple[list[str], list[Any]]:
        """Return the conditions on the document that `number` names, and their values."""
        found = []
        for one in self._conditions:
            sql = one.single if is_each and one.single else one.sql
            # With a plus, or SQLite looks up each range of days by itself, over all shards.
            named = f"+{number}" if one.has_ranges and not is_each else number
            for name, value in (("{id}", named), ("{articles}", shard.articles), ("{parts}", shard.parts)):
                sql = sql.replace(name, value)
            found.append(sql)
        return found, [value for one in self._conditions for value in one.values]


def _between(numbers: Sequence[int], low: int, high: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, low) : bisect_right(numbers, high)]


def _sampled(shard: Shard, step: int) -> Iterator[Asked]:
    """Yield what asks for one in `step` of a shard's documents, from all over it."""
    if step < _SLICES:
        yield Asked(extra=f"+rowid % {step} = 0") if step > 1 else ALL
        return
    for place in range(_SLICES):
        start, end = (shard.first + shard.documents * one // _SLICES for one in (place, place + 1))
        length = -(-(end - start) // step)
        if start < end:
            yield Asked(low=start, high=start + length - 1)

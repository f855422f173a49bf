"""Running a plan: the documents that it finds in one shard of the full-text index or in all, and how many they are.

What a plan is, is in `compile.py`; in which order its documents come is decided in `ranking.py`.
"""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from archiver.index.compile import Plan, Where
from archiver.index.shards import Shard, shards_of

COUNTED: Final = 100_000
"""Matches up to which they are counted; of more, "about" is said."""

_SAMPLED: Final = 50_000  # matches that are counted to estimate how many there are beyond that
_STRATA: Final = 3  # shards that are looked at for that at least: what is in the news one year is not the next
_DEAR: Final = 4  # to see whether words follow each other, or to put together what begins alike, takes so much longer
_LISTED: Final = 10_000  # documents of a condition that are listed once rather than asked one by one
_SOUGHT: Final = 50  # documents of a shard that are looked up one by one
_LIVING: Final = "+rowid NOT IN (SELECT docid FROM fulltext.dead)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a shard: `columns` of the documents from `low` to `high` that are found by `match`, in place of
    the plan's, under a condition `extra`, in the order and up to the number that `tail` says. With `weights` of the
    columns, the BM25 score of the plan's words is asked for, too."""

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
        whole = [replace(every[0], first=1)] if every else []
        self.last = every[0].last if every else 0
        self.shards = tuple(
            replace(shard, first=max(shard.first, low), last=min(shard.last, high))
            for shard in (every if plan.is_sharded else whole)
            if shard.first <= high and shard.last >= low
        )
        self._any_dead = bool(db.execute("SELECT EXISTS (SELECT 1 FROM fulltext.dead)").fetchone()[0])
        self._conditions = [one for one in plan.where if not one.is_list]
        self._listed: list[int] | None = None
        self._list([one for one in plan.where if one.is_list])

    def rows(self, shard: Shard, asked: Asked = ALL, among: Sequence[int] | None = None) -> list[Any]:
        """Return what is asked of a shard; with `among`, of these of its documents alone, sorted numbers."""
        low, high = max(shard.first, asked.low), min(shard.last, asked.high)
        if self._listed is not None:
            among = self._listed if among is None else sorted({*self._listed}.intersection(among))
        if among is not None:
            among = among[bisect_left(among, low) : bisect_right(among, high)]
            if not among:
                return []
        if low > high:
            return []
        sql, values = self._select(shard, asked, low, high)
        if among is not None:
            # Looked up one by one, each would have FTS5 count anew how often the words are in the shard.
            sign = "+" if self.plan.match and (asked.weights or len(among) > _SOUGHT) else ""
            sql += f" AND {sign}rowid IN (SELECT value FROM json_each(?))"
            values.append(json.dumps(among))
        return self._db.execute(f"{sql} {asked.tail}", values).fetchall()

    def numbers(self, step: int = 1) -> list[int]:
        """Return the numbers of all documents found, or of those that `step` divides; the newest shard's first."""
        asked = Asked(extra=f"+rowid % {step} = 0") if step > 1 else ALL
        return [number for shard in self.shards for (number,) in self.rows(shard, asked)]

    def count(self, shard: Shard, match: str = "") -> int:
        """Return how many documents of a shard are found."""
        counted = self.rows(shard, Asked("count(*)", match=match))
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
        if self.plan.loose:
            return max(_DEAR * int(self._looseness * (shard.last - shard.first + 1)), found)
        return found * (_DEAR if " *" in self.plan.match else 1)

    @cached_property
    def _looseness(self) -> float:
        """The share of the documents that have all words of a phrase, wherever they stand."""
        shard = self.shards[min(1, len(self.shards) - 1)]
        return self.count(shard, self.plan.loose) / (shard.last - shard.first + 1)

    def _estimated(self, rest: Sequence[Shard], work: float) -> float:
        looked_at = min(len(rest), max(_STRATA, int(_SAMPLED / work)))
        step = len(rest) / looked_at
        some = [rest[int(step * (place + 0.5))] for place in range(looked_at)]
        documents = sum(one.last - one.first + 1 for one in rest)
        return documents * sum(map(self.count, some)) / sum(one.last - one.first + 1 for one in some)

    def _list(self, lists: Sequence[Where]) -> None:
        """Look up which documents are on all lists of few, and in what else holds of few, so that it is done once."""
        if self.plan.match:
            lists = [*lists, *(one for one in self._conditions if one.single and self._is_short(one))]
        if lists:
            self._conditions = [one for one in self._conditions if one not in lists]
            sql, values = _joined(lists)
            self._listed = [number for (number,) in self._db.execute(f"{sql} ORDER BY 1", values)]

    def _is_short(self, condition: Where) -> bool:
        sql, values = _joined([condition])
        return len(self._db.execute(f"{sql} LIMIT {_LISTED + 1}", values).fetchall()) <= _LISTED

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
        if match == self.plan.rank:
            return " AND ".join([sql, *conditions]), [match, low, high, *values]
        # What is only narrowed by is kept out of BM25, which goes through all that there is of it in the shard.
        return (
            " AND ".join([f"{sql} AND +rowid IN (SELECT rowid {found})", *conditions]),
            [self.plan.rank, low, high, match, low, high, *values],
        )

    def _where(self, shard: Shard, number: str, *, is_each: bool) -> tuple[list[str], list[Any]]:
        """Return the conditions on the document that `number` names, and their values."""
        found = []
        for one in self._conditions:
            sql = one.single if is_each and one.single else one.sql
            for name, value in (("{id}", number), ("{articles}", shard.articles), ("{parts}", shard.parts)):
                sql = sql.replace(name, value)
            found.append(sql)
        return found, [value for one in self._conditions for value in one.values]


def _joined(conditions: Sequence[Where]) -> tuple[str, list[Any]]:
    """Return a SELECT of the documents of which all conditions hold, and its values."""
    sql = " AND ".join(one.sql.replace("{id}", "docid") for one in conditions)
    return f"SELECT docid FROM fulltext.docs WHERE {sql}", [value for one in conditions for value in one.values]


def rounded(estimate: float) -> int:
    """Return a number to its first two digits."""
    return int(round(estimate, 2 - len(str(int(estimate)))))

"""Running a plan: the documents that it finds in one shard of the full-text index or in all, and how many they are.

What a plan is, is in `compile.py`; in which order its documents come is decided in `ranking.py`.
"""

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from archiver.index.compile import Plan, Where
from archiver.index.shards import Shard, shards_of

COUNTED: Final = 100_000
"""Matches up to which they are counted; of more, "about" is said."""

_SAMPLED: Final = 50_000  # matches that are counted to estimate how many there are beyond that
_STRATA: Final = 4  # shards that are looked at for that at least: what is in the news one year is not the next
_PREFIX: Final = 4  # FTS5 puts together what begins alike, which takes so much longer than what it has together
_SOUGHT: Final = 50  # documents of a shard that are looked up one by one
_LIVING: Final = "+rowid NOT IN (SELECT docid FROM fulltext.dead)"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a shard: `columns` of the documents from `low` to `high` that are found by `match`, in place of
    the plan's, under a condition `extra`, in the order and up to the number that `tail` says."""

    columns: str = "rowid"
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
        self._lists, self._conditions = _parted(plan)

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
            sign = "" if len(among) <= _SOUGHT or not self.plan.match else "+"
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

    def total(self) -> tuple[int, bool]:
        """Return how many documents are found, and whether that is an estimate, from some of the shards."""
        found = work = 0
        for place, shard in enumerate(self.shards, 1):
            some = self.count(shard)
            found += some
            work += self.work(shard, some)
            rest = self.shards[place:]
            if work > COUNTED and rest:
                return self._estimated(found, work / place, rest), True
        return found, False

    def work(self, shard: Shard, found: int) -> int:
        """Return how many documents FTS5 has to look at to find `found` in a shard."""
        if self.plan.loose:
            return max(found, self.count(shard, self.plan.loose))
        return found * (_PREFIX if " *" in self.plan.match else 1)

    def _estimated(self, found: int, work: float, rest: Sequence[Shard]) -> int:
        looked_at = min(len(rest), max(_STRATA, int(_SAMPLED / work)))
        step = len(rest) / looked_at
        some = [rest[int(step * (place + 0.5))] for place in range(looked_at)]
        documents = sum(one.last - one.first + 1 for one in rest)
        share = sum(map(self.count, some)) / sum(one.last - one.first + 1 for one in some)
        return rounded(found + share * documents)

    @cached_property
    def _listed(self) -> list[int] | None:
        """The documents, sorted, that are on all lists of few; None where there are none such."""
        if not self._lists:
            return None
        sql = " AND ".join(one.sql.replace("{id}", "docid") for one in self._lists)
        values = [value for one in self._lists for value in one.values]
        return [
            number for (number,) in self._db.execute(f"SELECT docid FROM fulltext.docs WHERE {sql} ORDER BY 1", values)
        ]

    def _select(self, shard: Shard, asked: Asked, low: int, high: int) -> tuple[str, list[Any]]:
        match = asked.match or self.plan.match
        conditions = [asked.extra] if asked.extra else []
        values: list[Any] = [low, high]
        number = f"+{shard.articles}.rowid"  # named in full, for a condition may look into another table
        if match:
            table = f"fulltext.{shard.articles} WHERE {shard.articles} MATCH ? AND rowid BETWEEN ? AND ?"
            values.insert(0, match)
            conditions += [_LIVING] if self._any_dead else []
        else:
            table = "fulltext.docs WHERE docid BETWEEN ? AND ?"
            number = "docid"
        for one in self._conditions:
            sql = one.single if match and one.single else one.sql
            for name, value in (("{id}", number), ("{articles}", shard.articles), ("{parts}", shard.parts)):
                sql = sql.replace(name, value)
            conditions.append(sql)
            values += one.values
        return f"SELECT {asked.columns} FROM {' AND '.join([table, *conditions])}", values


def _parted(plan: Plan) -> tuple[list[Where], list[Where]]:
    """Return the conditions of a plan that hold of listed documents, and the others."""
    return [one for one in plan.where if one.is_list], [one for one in plan.where if not one.is_list]


def rounded(estimate: float) -> int:
    """Return a number to its first two digits."""
    return int(round(estimate, 2 - len(str(int(estimate)))))

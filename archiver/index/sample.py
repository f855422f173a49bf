"""How many articles an expression finds, and where: from narrow strips of the document numbers, or counted.

FTS5 takes as long as there are matches. A strip of a few hundred documents every some ten thousand tells in a few
milliseconds how much there would be to do; most strips lie where words are as frequent as around them.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from archiver.index.compile import Plan

SMALL: Final = 60_000
"""Documents of an index so small that everything is counted."""
COUNTED: Final = 250_000
"""Matches up to which they are counted; of more, "about" is said."""

_STRIPS: Final = 16
_SHARE: Final = 60  # a strip is so small a part of what it stands for
_WITHIN: Final = "SELECT count(*) FROM fulltext.articles_fts WHERE articles_fts MATCH ? AND rowid BETWEEN ? AND ?"
_COUNT: Final = "SELECT count(*) FROM fulltext.articles_fts WHERE articles_fts MATCH ?"


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of document numbers, from `start` to `end`, and about how many of them match."""

    start: int
    end: int
    matches: float


@dataclass(frozen=True, slots=True)
class Sample:
    """What strips say of an expression, the newest first."""

    strips: tuple[Strip, ...]

    @property
    def matches(self) -> float:
        """About how many documents match."""
        return sum(one.matches for one in self.strips)

    @property
    def documents(self) -> int:
        """How many there are."""
        return sum(one.end - one.start + 1 for one in self.strips)

    def since(self, matches: float) -> int:
        """Return the number from which on about so many match; 0 where there are not as many."""
        left = matches
        for strip in self.strips:
            if strip.matches >= left > 0:
                return max(0, strip.end - int((strip.end - strip.start + 1) * left / strip.matches))
            left -= strip.matches
        return 0


def last_number(db: sqlite3.Connection) -> int:
    """Return the highest document number."""
    return int(db.execute("SELECT coalesce(max(docid), 0) FROM fulltext.docs").fetchone()[0])


def uniform(matches: int, last: int) -> Sample:
    """Return what would be found if `matches` were spread evenly over the documents up to `last`."""
    return Sample((Strip(1, last, matches),))


def sampled(db: sqlite3.Connection, match: str, last: int, condition: str = "", values: Sequence[Any] = ()) -> Sample:
    """Return a sample of what `match` finds, under a condition on `rowid`, among the documents up to `last`."""
    length = max(1, last // _STRIPS + 1)
    strips = []
    sql = f"{_WITHIN} AND {condition}" if condition else _WITHIN
    for start in range(1, last + 1, length):
        end = min(start + length - 1, last)
        width = max(1, (end - start + 1) // _SHARE)
        middle = start + (end - start + 1 - width) // 2
        (found,) = db.execute(sql, [match, middle, middle + width - 1, *values]).fetchone()
        strips.append(Strip(start, end, found * (end - start + 1) / width))
    return Sample(tuple(reversed(strips)))


def counted(db: sqlite3.Connection, plan: Plan) -> int:
    """Return how many articles a plan finds."""
    # With a plus, or SQLite may look up each side of an OR by itself, and then cannot ask for the match.
    condition, values = plan.condition("docid" if not plan.match else "+rowid")
    if not plan.match:
        sql = f"SELECT count(*) FROM fulltext.docs WHERE {condition}"
        return int(db.execute(sql, values).fetchone()[0])
    wanted = [_COUNT, *([condition] if condition else [])]
    total = int(db.execute(" AND ".join(wanted), (plan.match, *values)).fetchone()[0])
    return total - _dead(db, plan.match, condition, values)


def _dead(db: sqlite3.Connection, match: str, condition: str, values: Sequence[Any]) -> int:
    """Return how many of the matches are documents that are out of date."""
    (dead,) = db.execute("SELECT count(*) FROM fulltext.dead").fetchone()
    if not dead:
        return 0
    sql = f"{_COUNT} AND +rowid IN (SELECT docid FROM fulltext.dead)" + (f" AND {condition}" if condition else "")
    return int(db.execute(sql, (match, *values)).fetchone()[0])

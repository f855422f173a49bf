"""What a query comes to: one FTS5 expression, and conditions on document numbers, for any shard of the index.

Plans are made in `compile.py` and run in `matches.py`. How the FTS5 expression is written is in `expression.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from archiver.index.dates import Days

MATCH: Final = "{id} IN (SELECT rowid FROM fulltext.{articles} WHERE {articles} MATCH ?)"
"""A condition that the articles of a shard are found by an expression."""

_ANY: Final = 2**62


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a document's number, which stands in it as `{id}`, and the values of its question marks.

    `{articles}` and `{parts}` in it are the FTS5 tables of a shard. It holds of no document before `low` and none after
    `high`. `single`, where there is one, asks the same of one document at a time, which is less work where few are
    asked about. `is_list` says that it holds of few: of those that people wrote something to.
    """

    sql: str
    values: tuple[Any, ...] = ()
    low: int = 0
    high: int = _ANY
    listing: str = ""
    single: str = ""

    @property
    def is_bounds(self) -> bool:
        """Whether it is little more than its bounds, so that most documents between them are found."""
        return (self.low, self.high) != (0, _ANY)

    @property
    def has_ranges(self) -> bool:
        """Whether ranges of numbers are in it."""
        return " BETWEEN " in self.sql


@dataclass(frozen=True, slots=True)
class Plan:
    """What finds the articles of a query.

    `match` is an expression for the articles of a shard, empty where only conditions are asked for; `where` are
    conditions that hold besides. `terms` says how many words and phrases tell better hits from worse; `rank` is what of
    the expression does, empty where that is all of it; `title` looks for one of them within titles. `scattered` is an
    expression that finds all that FTS5 has to look at: for phrases, their words in any order.
    """

    match: str
    where: tuple[Where, ...] = ()
    terms: int = 0
    rank: str = ""
    title: str = ""
    scattered: str = ""

    @property
    def bounds(self) -> tuple[int, int]:
        """The first and the last document that can be among those found."""
        return max((one.low for one in self.where), default=0), min((one.high for one in self.where), default=_ANY)


def of_days(days: Days) -> Where:
    """Return the condition that some days come to."""
    return Where(days.sql, days.values, days.low, days.high, days.listing, days.single)


def listed(listing: str, values: tuple[Any, ...] = ()) -> Where:
    """Return the condition that a document is among those that a SELECT finds."""
    return Where(f"{{id}} IN ({listing})", values, listing=listing)


def condition(found: str | Where) -> Where:
    """Return an expression as a condition; a condition as it is."""
    return found if isinstance(found, Where) else Where(MATCH, (found,))


def one_or_other(conditions: Sequence[Where]) -> Where:
    """Return the condition that one of several holds."""
    return Where(f"({' OR '.join(one.sql for one in conditions)})", tuple(v for one in conditions for v in one.values))


def both_of(conditions: Sequence[Where]) -> Where:
    """Return the condition that all of several hold."""
    if len(conditions) == 1:
        return conditions[0]
    return Where(f"({' AND '.join(one.sql for one in conditions)})", tuple(v for one in conditions for v in one.values))

"""What a query comes to: one FTS5 expression, and conditions on document numbers, for any shard of the index.

Plans are made in `compile.py` and run in `matches.py`. How the FTS5 expression is written is in `expression.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from archiver.index.dates import Days, Moments
from archiver.index.listings import Listing

MATCH: Final = "{id} IN (SELECT rowid FROM fulltext.{articles} WHERE {articles} MATCH ?)"
"""A condition that the articles of a shard are found by an expression."""

_CAPTURED: Final = "SELECT docid FROM fulltext.docs WHERE captured >= ? AND captured < ?"
_CAPTURED_THEN: Final = """
EXISTS (SELECT 1 FROM fulltext.docs AS own WHERE own.docid = {id} AND own.captured >= ? AND own.captured < ?)
"""
_ANY: Final = 2**62


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a document's number, which stands in it as `{id}`, and the values of its question marks.

    `{articles}` and `{parts}` in it are the FTS5 tables of a shard. It holds of no document before `low` and none after
    `high`. `single`, where there is one, asks the same of one document at a time, which is less work where few are
    asked about.
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
    """Return the condition that a document is of some days."""
    ordered = " OR ".join(f"{{id}} BETWEEN {start} AND {end}" for start, end in days.spans) or "0"
    if days.any_moved:
        ordered = f"({ordered}) AND {{id}} NOT IN ({days.moved.sql})"
    if not (days.any_moved or days.any_later):
        low, high = min(days.spans, default=(1, 0))[0], max((end for _, end in days.spans), default=0)
        return Where(f"({ordered})", (), low, high)
    low = 0 if days.any_moved else min([*days.spans, (days.ordered + 1, 0)])[0]
    return Where(f"({ordered} OR {{id}} IN ({days.loose.sql}))", days.loose.values, low)


def of_moments(captured: Moments) -> Where:
    """Return the condition that a document was captured in some time."""
    return replace(listed(Listing(_CAPTURED, (captured.start, captured.end))), single=_CAPTURED_THEN)


def listed(listing: Listing) -> Where:
    """Return the condition that a document is among those that a SELECT finds."""
    return Where(f"{{id}} IN ({listing.sql})", listing.values, listing=listing.sql)


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

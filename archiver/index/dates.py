"""Days as ranges of document numbers: the numbers up to `sorted` were given in the order of the articles' dates.

An article of which only the year or the month is known is there on each of its days, and stands before them.
Loose documents, which came later or whose date has changed, are looked up by their dates.
"""

import sqlite3
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Any, Final

from archiver.index import fulltext

_LOOSE: Final = "SELECT docid FROM fulltext.docs WHERE loose"
_FIRST: Final = "SELECT docid FROM fulltext.docs WHERE first >= ? AND loose = 0 ORDER BY first, docid LIMIT 1"
_CAPTURED: Final = "SELECT docid FROM fulltext.docs WHERE captured >= ? AND captured < ?"
_CAPTURED_THEN: Final = """
EXISTS (SELECT 1 FROM fulltext.docs AS own WHERE own.docid = {id} AND own.captured >= ? AND own.captured < ?)
"""

_ANY: Final = 2**62
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Days:
    """A condition on a document's number, `{id}`, and the values of its question marks; it holds of none before
    `low` and none after `high`. `listing` is a SELECT of all of them, `single` asks the same of one at a
    time."""

    sql: str
    values: tuple[Any, ...]
    low: int = 0
    high: int = _ANY
    listing: str = ""
    single: str = ""


class DayRanges:
    """Says which documents are of which days, in the full-text index attached to `db`."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._sorted = fulltext.value(db, "sorted")
        moved = "SELECT EXISTS (SELECT 1 FROM fulltext.docs WHERE loose AND +docid <= ?)"  # of the loose alone
        self._any_moved = bool(db.execute(moved, [self._sorted]).fetchone()[0])
        later = "SELECT EXISTS (SELECT 1 FROM fulltext.docs WHERE docid > ?)"
        self._any_later = bool(db.execute(later, [self._sorted]).fetchone()[0])

    def after(self, day: str) -> Days:
        """Return what is true of articles that came out on this day, month or year, or later."""
        first, _ = _days(day)
        ranges = [(self._place(first), self._sorted)]
        for less in {first // 10000 * 10000, first // 100 * 100} - {
            first
        }:  # of that year, or month, and no more is known
            ranges.append((self._place(less), self._place(less + 1) - 1))
        return self._within(ranges, "last >= ?", first)

    def before(self, day: str) -> Days:
        """Return what is true of articles that came out on this day, month or year, or earlier."""
        _, last = _days(day)
        return self._within([(1, self._place(last + 1) - 1)], "first <= ?", last)

    @staticmethod
    def captured(start: str | None, end: str | None) -> Days:
        """Return what is true of articles that were captured from `start` to `end`, each a day, month or year, or
        open."""
        values = (_moment(start, 0) if start else -_ANY, _moment(end, 1) if end else _ANY)
        return Days(f"{{id}} IN ({_CAPTURED})", values, listing=_CAPTURED, single=_CAPTURED_THEN)

    def _place(self, first: int) -> int:
        """Return the number of the first document, of those in order, that is of this day or a later one."""
        found = self._db.execute(_FIRST, [first]).fetchone()
        return int(found[0]) if found else self._sorted + 1

    def _within(self, ranges: list[tuple[int, int]], loose: str, day: int) -> Days:
        spans = [(start, end) for start, end in ranges if start <= end]
        ordered = " OR ".join(f"{{id}} BETWEEN {start} AND {end}" for start, end in spans) or "0"
        if self._any_moved:
            ordered = f"({ordered}) AND {{id}} NOT IN ({_LOOSE} AND +docid <= {self._sorted})"
        if not (self._any_moved or self._any_later):
            return Days(f"({ordered})", (), min(spans, default=(1, 0))[0], max((end for _, end in spans), default=0))
        low = 0 if self._any_moved else min([*spans, (self._sorted + 1, 0)])[0]
        return Days(f"({ordered} OR {{id}} IN ({_LOOSE} AND {loose}))", (day,), low)


def _days(day: str) -> tuple[int, int]:
    from archiver.index.document import days  # with all that makes documents, which most searches do not need

    return days(day)


def _moment(day: str, later: int) -> int:
    """Return when a day, month or year begins (UTC), or the one that is so many of them later, in seconds since
    1970."""
    year, *rest = (int(part) for part in day.split("-"))
    month, of_month = (*rest, 1, 1)[:2]
    if len(rest) == 2:
        of_month += later
    elif rest:
        month += later
    else:
        year += later
    if year + (month - 1) // 12 > MAXYEAR:
        return _ANY
    days = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1).toordinal() + of_month - 1
    return (days - _EPOCH) * 86_400

"""Days as ranges of document numbers: the numbers up to `sorted` were given in the order of the articles' dates.

An article of which only the year or the month is known is there on each of its days, and stands before them.
Loose documents, which came later or whose date has changed, are looked up by their dates.
"""

import sqlite3
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Final

from archiver.index import fulltext
from archiver.index.listings import LOOSE, Listing

_FIRST: Final = "SELECT docid FROM fulltext.docs WHERE first >= ? AND loose = 0 ORDER BY first, docid LIMIT 1"
_ANY: Final = 2**62
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Days:
    """Documents of some days: those in order whose numbers are in one of `spans`, both ends included, and those that
    `loose` lists.

    Numbers up to `ordered` are in order, but for loose ones: `any_moved` says that there are such among them,
    `any_later` that there are numbers beyond.
    """

    spans: tuple[tuple[int, int], ...]
    loose: Listing
    ordered: int
    any_moved: bool
    any_later: bool

    @property
    def moved(self) -> Listing:
        """What lists the loose documents whose numbers are among those in order."""
        return Listing(f"{LOOSE.sql} AND +docid <= {self.ordered}")


@dataclass(frozen=True, slots=True)
class Moments:
    """The time from `start` on and before `end`, in seconds since 1970."""

    start: int
    end: int


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
        """Return the articles that came out on this day, month or year, or later."""
        first, _ = _days(day)
        ranges = [(self._place(first), self._sorted)]
        for less in {first // 10000 * 10000, first // 100 * 100} - {
            first
        }:  # of that year, or month, and no more is known
            ranges.append((self._place(less), self._place(less + 1) - 1))
        return self._within(ranges, "last >= ?", first)

    def before(self, day: str) -> Days:
        """Return the articles that came out on this day, month or year, or earlier."""
        _, last = _days(day)
        return self._within([(1, self._place(last + 1) - 1)], "first <= ?", last)

    @staticmethod
    def captured(start: str | None, end: str | None) -> Moments:
        """Return when articles were captured from `start` to `end`, each a day, month or year, or open."""
        return Moments(_moment(start, 0) if start else -_ANY, _moment(end, 1) if end else _ANY)

    def _place(self, first: int) -> int:
        """Return the number of the first document, of those in order, that is of this day or a later one."""
        found = self._db.execute(_FIRST, [first]).fetchone()
        return int(found[0]) if found else self._sorted + 1

    def _within(self, ranges: list[tuple[int, int]], loose: str, day: int) -> Days:
        return Days(
            spans=tuple((start, end) for start, end in ranges if start <= end),
            loose=Listing(f"{LOOSE.sql} AND {loose}", (day,)),
            ordered=self._sorted,
            any_moved=self._any_moved,
            any_later=self._any_later,
        )


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

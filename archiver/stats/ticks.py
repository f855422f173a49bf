"""Where a time axis is marked, and by what: whole years, months or days, as many as there is room for.

Plain numbers, no drawing.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from archiver.stats.period import By, named, number

Tick = tuple[int, str]
"""The number of a period, and the name that stands there."""

_DAYS: Final = (1, 2, 4, 7, 14)
_MONTHS: Final = (1, 2, 3, 6)
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_ROOM: Final = 50  # characters and the space between names: what fits under 5 inches


def ticks(first: int, last: int, by: By) -> list[Tick]:
    """Return the marks of an axis from period `first` to `last`, at most so many that their names stand apart."""
    for marks in _choices(first, last, by):
        # Counted no further than needed: a wrong date can make an axis of a million days.
        found = [mark for mark, _ in zip(marks, range(_ROOM), strict=False)]
        if found and sum(len(name) + 2 for _, name in found) <= _ROOM:
            return found
    return [(first, named(first, by))]


def _choices(first: int, last: int, by: By) -> Iterator[Iterator[Tick]]:
    """Yield ways to mark the axis, the finest first."""
    if by == "day":
        yield from (_days(first, last, step) for step in _DAYS)
    if by != "year":
        yield from (_months(first, last, by, step) for step in _MONTHS)
    yield from (_years(first, last, by, step) for step in _YEARS)


def _days(first: int, last: int, step: int) -> Iterator[Tick]:
    """Whole weeks begin on Mondays."""
    begin = first + (1 - first) % 7 if step % 7 == 0 else first
    return ((day, date.fromordinal(day).isoformat()) for day in range(begin, last + 1, step))


def _months(first: int, last: int, by: By, step: int) -> Iterator[Tick]:
    begin, end = (number(named(place, by)[:7]) for place in (first, last))
    names = (named(month, "month") for month in range(begin + -begin % step, end + 1, step))
    return _within(first, last, names, lambda name: number(f"{name}-01"[: len(named(first, by))]))


def _years(first: int, last: int, by: By, step: int) -> Iterator[Tick]:
    begin, end = (int(named(place, by)[:4]) for place in (first, last))
    names = (f"{year:04}" for year in range(begin + -begin % step, end + 1, step))
    return _within(first, last, names, lambda name: number(f"{name}-01-01"[: len(named(first, by))]))


def _within(first: int, last: int, names: Iterator[str], place_of: Callable[[str], int]) -> Iterator[Tick]:
    return ((place, name) for name in names if first <= (place := place_of(name)) <= last)

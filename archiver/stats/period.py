"""Years, months and days as the periods that articles are counted by.

A period is named as ISO 8601 names it, "2025", "2025-05" or "2025-05-28", and has a number, so that the one after it
has the next. Nothing is counted here.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

By = Literal["year", "month", "day"]

LENGTHS: Final[Mapping[By, int]] = {"day": 10, "month": 7, "year": 4}
"""How many characters name a period; the finest first."""

_MOST: Final[Mapping[By, int]] = {"day": 62, "month": 120, "year": 10_000}  # periods that are told apart at a glance


def period_of(day: str, by: By) -> str | None:
    """Return the period that a day lies in; None where `day`, maybe a month or year alone, does not say, or is none."""
    name = day[: LENGTHS[by]]
    if len(name) < LENGTHS[by]:
        return None
    try:
        date.fromisoformat((name + "-01-01")[:10])
    except ValueError:
        return None
    return name


def number(period: str) -> int:
    """Return the number of a period: of a day, month or year since the year 0."""
    if len(period) == LENGTHS["day"]:
        return date.fromisoformat(period).toordinal()
    year, _, month = period.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def named(place: int, by: By) -> str:
    """Return the period that has a number."""
    if by == "day":
        return date.fromordinal(place).isoformat()
    return f"{place // 12:04}-{place % 12 + 1:02}" if by == "month" else f"{place:04}"


def fitting(first: str, last: str) -> By:
    """Return the finest periods of which there are not too many from `first` to `last`, each a day, month or year."""
    for by in LENGTHS:
        begin, end = period_of(_whole(first), by), period_of(_whole(last), by)
        if begin and end and number(end) - number(begin) < _MOST[by]:
            return by
    return "year"


def counted(days: Iterable[tuple[str, int]], by: By) -> tuple[dict[str, int], int]:
    """Return how many there are in each period that has any, and how many have a date that is less exact than that.

    Those are left out: an article of "2024" is in no month, and to put it into January would make a peak there.
    """
    found: dict[str, int] = {}
    inexact = 0
    for day, count in days:
        period = period_of(day, by)
        if period is None:
            inexact += count
        else:
            found[period] = found.get(period, 0) + count
    return dict(sorted(found.items())), inexact


def _whole(day: str) -> str:
    return (day + "-01-01")[:10]

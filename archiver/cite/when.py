"""Dates as citations have them: year, month and day, as far as they are known.

A page's own day counts, in its own time zone, as readers saw it.
"""

import re
from datetime import date
from typing import Final

MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip

_PARTS: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])")

Parts = tuple[int, ...]
"""A year; a year and a month; or all three."""


def parts_of(published: str | None) -> Parts:
    """Return what an ISO 8601 date or time says, with nothing added; empty where it says nothing."""
    found = _PARTS.match(published or "")
    if not found:
        return ()
    parts = tuple(int(part) for part in found.groups() if part)
    try:
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def parts_of_day(day: date) -> Parts:
    """Return the parts of a whole day."""
    return (day.year, day.month, day.day)


def iso(parts: Parts) -> str:
    """Return the parts as ISO 8601: "2025", "2025-05", "2025-05-28"."""
    return "-".join(f"{part:0{4 if not place else 2}d}" for place, part in enumerate(parts))


def in_words(parts: Parts) -> str:
    """Return the parts as people write them: "2025", "May 2025", "28 May 2025"."""
    words = [str(part) for part in parts]
    if len(words) > 1:
        words[1] = MONTHS[parts[1] - 1]
    return " ".join(reversed(words))

"""Dates as people and programs write them, as ISO 8601: as exact as they were given, and no more.

Which date of a page is which is not known here. Dates within a line of other words are written.py's business.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from dateutil import parser as dateparser

from archiver.page.written import ZONES, dates_in

_DEFAULTS = (datetime(1, 1, 1), datetime(3, 3, 3))  # months that have a 31st
_SECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_LONGEST = 60  # characters
_BESIDE = re.compile(r"[\s,.|·•()-]*(?:[^\W\d_]{1,12}[\s,.:|·•()-]*){0,2}")


def iso_date(value: str, language: str | None = None, *, american: bool = True) -> str | None:
    """Return a date or a time of day as ISO 8601, as exact as it was given; None where it is neither.

    Seconds and milliseconds since 1970 are read, too. `american` says that "03/06/2024" is the sixth of March.
    """
    value = value.strip()
    if len(value) > _LONGEST:
        return None
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(value).isoformat()
        except ValueError:
            continue
    if not any(map(str.isdigit, value)):
        return None
    if _SECONDS.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    return _written(value, language, american) or _guessed(value, american)


def _written(value: str, language: str | None, american: bool) -> str | None:
    """A date with nothing beside it but a weekday and a word like "Published"."""
    for found in dates_in(value, language, american=american):
        if _BESIDE.fullmatch(value[: found.start]) and _BESIDE.fullmatch(value[found.end :]):
            return found.iso
    return None


def _guessed(value: str, american: bool) -> str | None:
    try:  # what it does not say, each reading takes from its own default
        guess, other = (
            dateparser.parse(value, default=default, tzinfos=_zone, dayfirst=not american) for default in _DEFAULTS
        )
    except (ValueError, ArithmeticError, TypeError):
        return None
    if guess.year != other.year:  # no year in it: not a date that anybody can cite
        return None
    if guess.date() != other.date():
        return guess.isoformat()[: 7 if guess.month == other.month else 4]
    return guess.isoformat() if re.search(r"\d:\d\d", value) else guess.date().isoformat()


def _zone(name: str, offset: int | None) -> tzinfo | None:
    """A named zone, where everybody means the same by the name."""
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    return timezone(timedelta(hours=ZONES[name])) if name in ZONES else None

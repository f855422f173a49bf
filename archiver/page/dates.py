"""Dates as people and programs write them, as ISO 8601: as exact as they were given, and no more.

Which date of a page is which is not known here.
"""

import re
from datetime import date, datetime, timedelta, timezone, tzinfo

from dateutil import parser as dateparser

_LONGEST = 100  # characters
_DEFAULTS = (datetime(1, 1, 1), datetime(3, 3, 3))  # months that have a 31st
_ZONES = {"UTC": 0, "GMT": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CDT": -5}
_ZONES |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "WEST": 1, "WET": 0}


def iso_date(value: str) -> str | None:
    """Return a date or a time of day as ISO 8601, as exact as it was given; None where it is neither."""
    value = value.strip()
    if len(value) > _LONGEST:
        return None
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            return read(value).isoformat()
        except ValueError:
            continue
    try:  # what it does not say, each reading takes from its own default
        guess, other = (dateparser.parse(value, default=default, tzinfos=_zone) for default in _DEFAULTS)
    except (ValueError, ArithmeticError, TypeError):
        return None
    if guess.year != other.year:  # no year in it: not a date that anybody can cite
        return None
    if guess.date() != other.date():
        return guess.isoformat()[: 7 if guess.month == other.month else 4]
    return guess.isoformat() if re.search(r"\d:\d\d", value) else guess.date().isoformat()


def _zone(name: str, offset: int | None) -> tzinfo | None:
    """A named zone, where everybody means the same by the name."""
    hours = _ZONES.get(name)
    return (
        timezone(timedelta(seconds=offset))
        if offset is not None
        else timezone(timedelta(hours=hours))
        if hours is not None
        else None
    )

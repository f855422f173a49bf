"""Dates as people write them, found within a line: "Mon 3 June 2024 | 14:07", "le 3 juin 2024", "2024年6月3日".

Only dates with day, month and year. Of numbers alone, "03.06.2024" is the third of June everywhere; "03/06/2024" is so
but for Americans.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from archiver.page.months import month

ZONES = {"UTC": 0, "GMT": 0, "BST": 1, "WEST": 1, "WET": 0, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2}
ZONES |= {"EEST": 3, "MSK": 3, "SAST": 2, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "EST": -5, "EDT": -4, "CDT": -5}
ZONES |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13}
"""Hours from UTC of the zones by whose names everybody means the same."""

_WORD = r"[^\W\d_][^\s\d,;|()/]{1,15}"
_YEAR = r"(?:1[6-9]|2[0-5])\d\d"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d)(?P<y>{_YEAR})\s?(?P<s>[-/.]|[年년])\s?(?P<m>\d\d?)(?:(?P=s)|\s?[月월])\s?(?P<d>\d\d?)(?!\d)",
        rf"(?<![\d.,:])(?P<d>\d\d?)(?P<s>\. ?|/|-| tháng )(?P<m>\d\d?)(?:(?P=s)|,? năm |, )"
        rf"(?P<y>{_YEAR}|(?<=\d\d[./-])\d\d)(?!\.?\d|:)",
        rf"(?<![\d.,:])(?P<d>\d\d?)(?:\.|st|nd|rd|th|er|º|ª|°|-?[աеէ]?)?[\s-]*(?:(?:de|d[’']|of|ta’)\s*)?"
        rf"(?P<w>{_WORD})[\s,-]+(?:(?:del?|lui|του|ปี|พ\.ศ\.|năm)\s+)?[’']?(?P<y>{_YEAR})(?!\d)",
        rf"(?P<w>{_WORD})\s+(?P<d>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR})(?!\d)",
        rf"(?<!\d)(?P<y>{_YEAR})\.?,?\s+(?:m\.\s+|gada\s+)?(?P<w>{_WORD})\s+(?P<d>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<y>{_YEAR})\.\s+gada\s+(?P<d>\d\d?)\.\s+(?P<w>{_WORD})",
    )
)
_YEARLY = re.compile(rf"{_YEAR}|\d\d?[./-]\d\d?[./-]\d\d")  # what each of them has
_TIME = re.compile(
    r"(?<![\d.,/-])(?P<h>\d\d?)\s?(?:[:h時시点点]|\.(?=\d\d(?!\d|\.\d)))\s?(?P<min>\d\d)(?::(?P<sec>\d\d))?(?!\d)"
    r"\s*(?P<half>[AaPp]\.?\s?[Mm]\b)?\.?\s*\(?(?:(?P<zone>[A-Z]{3,4})\b)?(?P<off>[+-]\d\d?(?::?\d\d)?\b)?"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯", "0123456789" * 4)
_THAI = re.compile("[\u0e00-\u0e7f]")
_BETWEEN = 16  # characters that stand between a day and its time at most: " | ", " um ", " kl. ", " Updated "


@dataclass(frozen=True, slots=True)
class Written:
    """A date within a line: what it is in ISO 8601, and where it stands, its time of day included."""

    iso: str
    start: int
    end: int


def written_date(line: str, language: str | None = None, *, american: bool = False) -> str | None:
    """Return the first date in `line` as ISO 8601, with its time of day where that follows; None where there is none.

    `language` is an ISO 639 code, for months that are called the same; `american` says that 03/06 is the sixth of
    March.
    """
    return next((found.iso for found in dates_in(line, language, american=american)), None)


def dates_in(line: str, language: str | None = None, *, american: bool = False) -> Iterator[Written]:
    """Yield the dates in `line`, one of each way of writing, first in the line first."""
    if not any(map(str.isdigit, line)):
        return
    if not line.isascii():
        line = line.translate(_DIGITS)
    if not _YEARLY.search(line):
        return
    found = []
    for form in _FORMS:
        for match in form.finditer(line):
            day = _day(match, language, american)
            if day is not None:
                found.append(_with_time(day, match, line))
                break
    yield from sorted(found, key=lambda one: one.start)


def _day(match: re.Match[str], language: str | None, american: bool) -> date | None:
    groups = match.groupdict()
    number = month(groups["w"], language) if groups.get("w") else int(groups["m"])
    year, day = int(groups["y"]), int(groups["d"])
    if len(groups["y"]) == 2:
        year += 2000 if year < 70 else 1900
    if number is None:
        return None
    if year > 2400 and (language == "th" or _THAI.search(match[0])):  # the Buddhist era
        year -= 543
    if match.re is _FORMS[1] and (number > 12 or (american and day <= 12 and groups["s"] in "/-")):
        day, number = number, day
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _with_time(day: date, match: re.Match[str], line: str) -> Written:
    clock = _TIME.search(line, match.end(), match.end() + _BETWEEN + 24)
    if clock is None or clock.start() - match.end() > _BETWEEN:
        return Written(day.isoformat(), match.start(), match.end())
    hour, half = int(clock["h"]), (clock["half"] or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (half == "p")
    try:
        at = time(hour, int(clock["min"]), int(clock["sec"] or 0), tzinfo=_zone(clock["zone"], clock["off"]))
    except ValueError:
        return Written(day.isoformat(), match.start(), match.end())
    return Written(datetime.combine(day, at).isoformat(), match.start(), clock.end())


def _zone(name: str | None, offset: str | None) -> timezone | None:
    """The zone that is written as a name, as an offset, or as both: "CEST", "+02:00", "GMT+7"."""
    hours = ZONES.get(name or "")
    if offset is None or (name and name not in ("GMT", "UTC")):
        return timezone(timedelta(hours=hours)) if hours is not None else None
    digits = offset[1:].replace(":", "")
    size = (
        timedelta(hours=int(digits[:-2] or 0), minutes=int(digits[-2:]))
        if len(digits) > 2
        else timedelta(hours=int(digits))
    )
    if size >= timedelta(hours=24):
        return None
    return timezone(-size if offset[0] == "-" else size)

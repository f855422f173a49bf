"""How old the tests of a rule file are: a test on a page of years ago says nothing of the site of today."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from archiver.rules.lint import Finding
from archiver.rules.pack import Expectation, Pack

_OLD: Final = timedelta(days=365)
_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](1[0-2]|0?[1-9])(?:[-/](3[01]|[12]\d|0?[1-9]))?(?!\d)")


def day_of(test: Expectation) -> date | None:
    """Return the day that a test's page is of: as it says, or as its file's name or its address does; None else."""
    return test.day or next((day for text in (test.file, test.url or "") if (day := _day_in(text))), None)


def aged(pack: Pack, today: date) -> Iterator[Finding]:
    """Yield a finding where the newest of a file's tests whose day is known is more than a year old."""
    days = [day for test in pack.tests if (day := day_of(test))]
    if days and today - max(days) > _OLD:
        what = f"its newest test is of {max(days)}, more than a year ago"
        yield Finding(pack.file, "", "old-test", what, "add a test on a page of today, and keep the old ones")


def _day_in(text: str) -> date | None:
    for year, month, day in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
    return None

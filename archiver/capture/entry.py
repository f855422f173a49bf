"""One line of a list, whatever form the list has: a page to save, or a further list of pages.

A value, and how the dates of such lists are read. Nothing of any format.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from dateutil import parser as dateparser

EntryKind = Literal["page", "sitemap", "list"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a person or a list names, or a further list: a sitemap, or whichever kind it turns out to be.

    `url` is normalised; `time`, aware and in UTC, is when the page came out or changed, or when the bookmark was
    made; `title` is what the list calls it. Both are None where the list does not say.
    `is_listed` says that a feed or a sitemap named it, and no person: there may be many of them, and robots.txt and
    a delay are for such.
    """

    url: str
    title: str | None = None
    time: datetime | None = None
    kind: EntryKind = "page"
    is_listed: bool = False


def moment(text: str | None) -> datetime | None:
    """Read an ISO 8601 date, as exact as it is given ("2024", "2024-05-01T10:00Z"); None where it is none.

    What says no time zone is taken for UTC.
    """
    try:
        when = dateparser.isoparse((text or "").strip())
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None

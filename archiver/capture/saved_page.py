"""Where, and when, a page was saved that somebody saved by hand: what the saving program wrote into it.

Internet Explorer's "mark of the web", which Chrome, Edge and others write too, SingleFile's comment, and the meta
elements of Save Page WE. Only the beginning of a file is looked at; nothing is believed that is no web address.
Format: https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/compatibility/ms537628(v=vs.85)
"""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from archiver.errors import CaptureError
from archiver.urls import normalise

_LOOK: Final = 64 * 1024
_MARKS: Final = (
    re.compile(r"<!--\s*saved from url=\(\d{4}\)(\S+?)\s*-->", re.IGNORECASE),
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE),
    re.compile(r"""<meta\s+name=["']?savepage-url["']?\s+content=["']([^"']+)""", re.IGNORECASE),
)
_DATES: Final = (
    re.compile(r"<!--\s*Page saved with SingleFile\s[^>]{0,9000}?saved date:\s*([^(\n]+)", re.IGNORECASE),
    re.compile(r"""<meta\s+name=["']?savepage-date["']?\s+content=["']([^"'(]+)""", re.IGNORECASE),
)
_JAVASCRIPT: Final = "%a %b %d %Y %H:%M:%S GMT%z"  # what Date.toString() gives, without the zone's name


@dataclass(frozen=True, slots=True)
class SavedFrom:
    """What a saved page says of its saving: the URL, normalised, and the time, in UTC; None where it does not say."""

    url: str | None = None
    time: datetime | None = None


def saved_from(data: bytes) -> SavedFrom:
    """Read the marks in the page `data`, in whatever encoding; the first that can be read counts."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = data[:_LOOK].decode(encoding, "replace")
    urls = (_url(found[1]) for mark in _MARKS if (found := mark.search(text)))
    times = (_time(found[1]) for mark in _DATES if (found := mark.search(text)))
    return SavedFrom(next(filter(None, urls), None), next(filter(None, times), None))


def _url(text: str) -> str | None:
    try:
        return normalise(html.unescape(text))
    except CaptureError:
        return None


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip(), _JAVASCRIPT).astimezone(UTC)
    except (ValueError, OverflowError):
        return None

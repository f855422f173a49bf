"""Bookmark files as every browser exports them: the "Netscape bookmark file", which is a loose kind of HTML.

Format: https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from archiver.capture.entry import Entry
from archiver.capture.reference import absolute

_SECONDS: Final = 1e11  # a larger number is a time in milli- or microseconds


def bookmark_entries(data: bytes) -> Iterator[Entry]:
    """Yield the bookmarked pages in the file's order; `time` is when the bookmark was made."""
    try:
        tree = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.LxmlError, ValueError, AssertionError):
        return
    for link in tree.iter("a"):
        if url := absolute(link.get("href", ""), ""):
            yield Entry(url, " ".join(link.text_content().split()) or None, _time(link.get("add_date", "")))


def _time(text: str) -> datetime | None:
    try:
        seconds = float(text)
        while seconds > _SECONDS:
            seconds /= 1000
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None

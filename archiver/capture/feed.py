"""RSS and Atom feeds of every version, as lists of pages.

Read by feedparser, which bears with what feeds do wrong and expands no entity that a feed declares. Nothing is
fetched: it is handed bytes, never a name that it would take for an address.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from time import struct_time
from typing import Any

from archiver.capture.entry import Entry
from archiver.capture.reference import absolute
from archiver.errors import CaptureError


def feed_entries(data: bytes, content_type: str, base_url: str, name: str) -> Iterator[Entry]:
    """Yield the pages that the feed in `data` is about, in its order; `base_url` resolves relative links.

    Raises CaptureError, calling it `name`, where it is too broken to be read at all.
    """
    import feedparser  # takes longer to load than most lists to read

    headers = {"content-location": base_url, "content-type": content_type or "application/xml"}
    feed = feedparser.parse(BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if feed.bozo and not feed.entries and not feed.version:
        fault = " ".join(str(feed.get("bozo_exception", "")).split())
        raise CaptureError(f"{name}: a feed that cannot be read ({fault}); give its articles' URLs in a list")
    for item in feed.entries:
        if url := _address(item, base_url):
            title = item.get("title")
            yield Entry(url, " ".join(title.split()) if title else None, _time(item), is_listed=True)


def _address(item: Any, base_url: str) -> str | None:
    """The page itself rather than a counter before it; an id is an address where nothing else is."""
    for key in ("feedburner_origlink", "link", "id"):
        if url := absolute(item.get(key) or "", base_url):
            return url
    return None


def _time(item: Any) -> datetime | None:
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        when: struct_time | None = dict.get(item, key)  # feedparser's own get() guesses, and warns
        if when:
            try:
                return datetime(*when[:6], tzinfo=UTC)
            except ValueError:
                continue
    return None

"""Sitemaps and sitemap indexes, as lists of pages and of further sitemaps.

Walked by lxml element by element, so that the largest one costs little memory; it loads nothing, expands no entity
and recovers from broken XML. The libraries for this are either under the GPL (ultimate-sitemap-parser) or fetch by
themselves with an HTTP client of their own; the format is two elements with two fields.
Format: https://www.sitemaps.org/protocol.html, with the dates and titles of Google News sitemaps.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from archiver.capture.entry import Entry, EntryKind, moment
from archiver.capture.reference import absolute

MAX_DEPTH: Final = 3
"""How many indexes deep whoever follows them should go. By the format an index names no index; some do."""

_KINDS: Final[dict[str, EntryKind]] = {"url": "page", "sitemap": "sitemap"}


def sitemap_entries(data: bytes, base_url: str) -> Iterator[Entry]:
    """Yield what the sitemap in `data` names, in its order, as far as it can be read."""
    walk = etree.iterparse(
        BytesIO(data), events=("end",), resolve_entities=False, load_dtd=False, no_network=True, recover=True
    )
    try:
        for _, element in walk:
            kind = _KINDS.get(_name(element))
            if kind is None:
                continue
            if entry := _entry(element, kind, base_url):
                yield entry
            _forget(element)
    except etree.XMLSyntaxError:
        return  # too broken even to recover; what came before stands


def _entry(element: etree._Element, kind: EntryKind, base_url: str) -> Entry | None:
    fields = {_name(child): (child.text or "").strip() for child in reversed(element)}
    url = absolute(fields.get("loc", ""), base_url)
    if not url:
        return None
    news = {_name(child): (child.text or "").strip() for child in element.iter() if _name(child) in _NEWS}
    when = moment(news.get("publication_date")) or moment(fields.get("lastmod"))
    return Entry(url, " ".join(news.get("title", "").split()) or None, when, kind, is_listed=True)


_NEWS: Final = frozenset(("publication_date", "title"))


def _name(element: etree._Element) -> str:
    """The name without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]

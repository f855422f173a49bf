"""The pages that a list names: which kind of list a document is, and the reader for it.

Feeds, sitemaps, bookmark files, and plain lists with one URL a line; any of them may be packed with gzip. What is
fetched, and how far indexes are followed, is the caller's business.
"""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Final, Literal

from archiver.capture.bookmarks import bookmark_entries
from archiver.capture.entry import Entry
from archiver.capture.feed import feed_entries
from archiver.capture.inputs import urls_in
from archiver.capture.sitemap import sitemap_entries
from archiver.errors import CaptureError
from archiver.warc.codings import unpack

ListKind = Literal["feed", "sitemap", "bookmarks", "plain"]

MAX_LIST: Final = 64 * 1024 * 1024
"""Bytes of a list, unpacked. The sitemap protocol allows 50 MB."""
MAX_FEED: Final = 16 * 1024 * 1024
"""Bytes of a feed: it is read as a whole."""

_ROOTS: Final[dict[str, ListKind]] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "urlset": "sitemap", "sitemapindex": "sitemap",
}  # fmt: skip
_BOOKMARKS: Final = re.compile(r"<!doctype\s+netscape-bookmark-file", re.IGNORECASE)
_PROLOG: Final = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<![^\[>]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_ROOT: Final = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")
_MARKUP: Final = re.compile(r"\s*<")
_LOOK: Final = 64 * 1024
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def entries_from(path_or_dash: str, stdin: BinaryIO | None) -> Iterator[Entry]:
    """Yield what the list in a file names, or in `stdin` where the path is "-".

    Raises CaptureError as `entries` does, and where the file cannot be read.
    """
    name = "standard input" if path_or_dash == "-" else path_or_dash
    try:
        with nullcontext(stdin) if stdin else Path(path_or_dash).open("rb") as file:
            data = file.read(MAX_LIST + 1)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise CaptureError(f"{name}: cannot be read ({why}); check the path") from None
    yield from entries(data, name=name)


def entries(data: bytes, content_type: str = "", base_url: str = "", name: str = "") -> Iterator[Entry]:
    """Yield what the list in `data` names, in its order.

    `base_url` is where it came from, empty for a file: links in it are relative to that. `content_type` is the HTTP
    header, `name` what errors call it. What is named but is no web address is left out; a line of a plain list that
    is none is an error. Raises CaptureError where the document is none of these lists, too large, or broken.
    """
    name = name or base_url or "the list"
    data = unpacked(data, name)
    match kind_of(data):
        case "feed":
            if len(data) > MAX_FEED:
                raise CaptureError(f"{name}: a feed of more than {MAX_FEED // 2**20} MiB; give its URLs in a list")
            yield from feed_entries(data, content_type, base_url, name)
        case "sitemap":
            yield from sitemap_entries(data, base_url)
        case "bookmarks":
            yield from bookmark_entries(data)
        case "plain":
            yield from (Entry(url) for url in urls_in(_text(data, name).splitlines(), name))
        case None:
            raise CaptureError(f"{name}: no list of URLs, feed, sitemap or bookmark file; to save a page, name its URL")


def kind_of(data: bytes) -> ListKind | None:
    """Say what kind of list unpacked `data` is, by how it begins; None where it is markup of another kind."""
    head = data[:_LOOK].decode("utf-16" if data.startswith(_UTF16) else "utf-8", "replace").lstrip("\ufeff")
    if _BOOKMARKS.match(head.lstrip()):
        return "bookmarks"
    if not _MARKUP.match(head):
        return "plain"
    at = 0
    while prolog := _PROLOG.match(head, at):
        at = prolog.end()
    root = _ROOT.match(head, at)
    return _ROOTS.get(root[1].lower()) if root else None


def unpacked(data: bytes, name: str) -> bytes:
    """Return `data` without gzip, if it is packed. Raises CaptureError where it is broken from the start or too large.

    What is torn gives the part before.
    """
    for _ in range(2):  # packed once for the wire and once for the disk, at most
        if not data.startswith(b"\x1f\x8b"):
            break
        plain = unpack("gzip", data, MAX_LIST + 1)
        if plain is None:
            raise CaptureError(f"{name}: damaged gzip data; fetch it again")
        data = plain
    if len(data) > MAX_LIST:
        raise CaptureError(f"{name}: larger than {MAX_LIST // 2**20} MiB, as no list should be; split it")
    return data


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CaptureError(f"{name}: not a list of URLs in UTF-8; save it as plain text") from None

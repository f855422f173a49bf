"""What a page refers to and needs to look right: the value, and how a reference becomes a URL.

Where references stand in HTML is requisites.py's business, where in CSS stylesheet.py's. Nothing is fetched here.
Source: WHATWG URL Standard, as far as it differs from RFC 3986 for web addresses (tabs, newlines, backslashes).
"""

import re
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from archiver.errors import CaptureError
from archiver.urls import normalise

Kind = Literal["image", "icon", "style", "script", "font", "media", "frame", "object", "manifest", "data"]
"""What a requisite is to the page. `style` and `frame` have requisites of their own."""

LIMIT: Final = 8192
"""Characters of a reference; what is longer is no address that a server would answer."""

_READ_OVER: Final = re.compile(r"[\t\n\r]")
# The URL Standard's percent-encode sets: a request must name what a browser would name.
_PATH_UNSAFE: Final = re.compile(r"""[\x00-\x20"<>^`{}\x7f-\U0010ffff]""")
_QUERY_UNSAFE: Final = re.compile(r"""[\x00-\x20"<>'\x7f-\U0010ffff]""")
_PARTS: Final = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_CONTAINERS: Final = frozenset[Kind](("style", "frame"))


@dataclass(frozen=True, slots=True)
class Requisite:
    """One file that a page needs. `url` is absolute, normalised, without fragment, in ASCII."""

    url: str
    kind: Kind


def absolute(reference: str, base: str) -> str | None:
    """Return the web address that `reference` stands for on a page whose base is `base`.

    It comes normalised, without its fragment, and percent-encoded (UTF-8) as a request can name it. None where it
    names nothing to fetch: empty, a mere fragment, `data:`, `javascript:`, `blob:` and the like, or broken.
    """
    text = _READ_OVER.sub("", reference.strip(" \t\n\f\r\0"))
    if not text or text.startswith("#") or len(text) > LIMIT:
        return None
    path, rest = _PARTS.findall(text)[0]
    try:
        parts = urlsplit(urljoin(base, path.replace("\\", "/") + rest))
        if parts.scheme not in ("http", "https"):
            return None
        path, query = _encoded(_PATH_UNSAFE, parts.path), _encoded(_QUERY_UNSAFE, parts.query)
        return normalise(urlunsplit((parts.scheme, parts.netloc, path, query, "")))
    except (CaptureError, ValueError):
        return None


def _encoded(unsafe: re.Pattern[str], text: str) -> str:
    return unsafe.sub(lambda found: quote(found[0], safe="", errors="replace"), text)


class Collector:
    """Requisites in the order in which they are found, each URL once."""

    def __init__(self, url: str) -> None:
        self._itself = absolute(url, url)
        self._kinds: dict[str, Kind] = {}

    def add(self, reference: str | None, base: str, kind: Kind) -> None:
        """Add what `reference` stands for, unless it is nothing to fetch or the document itself."""
        url = absolute(reference, base) if reference else None
        if url is None or url == self._itself:
            return
        # A file that is needed as an image and as a stylesheet too must be looked into.
        if url not in self._kinds or kind in _CONTAINERS:
            self._kinds[url] = kind

    def found(self) -> tuple[Requisite, ...]:
        """Return what was added."""
        return tuple(Requisite(url, kind) for url, kind in self._kinds.items())

"""What a page refers to and needs to look right: the value, and how a reference becomes a URL.

Where references stand in HTML is requisites.py's business, where in CSS stylesheet.py's. Nothing is fetched here.
Source: WHATWG URL Standard, as far as it differs from RFC 3986 for web addresses (tabs, newlines, backslashes).
"""

import re
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from archiver.errors import CaptureError
from archiver.urls import join, normalise

Kind = Literal["image", "icon", "style", "script", "module", "font", "media", "frame", "object", "manifest", "data"]
"""What a requisite is to the page. `style`, `module`, `frame` and `object` have requisites of their own."""

LIMIT: Final = 8192
"""Characters of a reference; what is longer is no address that a server would answer."""

_READ_OVER: Final = re.compile(r"[\t\n\r]")
# The URL Standard's percent-encode sets: a request must name what a browser would name.
_PATH_UNSAFE: Final = re.compile(r"""[\x00-\x20"<>^`{|}\x7f-\U0010ffff]""")
_QUERY_UNSAFE: Final = re.compile(r"""[\x00-\x20"<>'\x7f-\U0010ffff]""")
_PLAIN: Final = re.compile(r"""[^\x00-\x20"<>'#\x7f-\U0010ffff]""")
_DOT: Final = re.compile(r"(?:(?<=/)|\A)(?:\.|%2e){1,2}(?=/|\Z)", re.IGNORECASE)
_PARTS: Final = re.compile(r"([^?#]*)(.*)", re.DOTALL)
_CONTAINERS: Final = frozenset[Kind](("style", "frame", "object", "module"))


@dataclass(frozen=True, slots=True)
class Requisite:
    """One file that a page needs. `url` is absolute, normalised, without fragment, in ASCII.

    `encoding`, a name that Python knows, is that of the document which names it: a stylesheet that tells none of its
    own is in it (CSS Syntax 3, "environment encoding").
    """

    url: str
    kind: Kind
    encoding: str = field(default="utf-8", compare=False)


def absolute(reference: str, base: str, encoding: str = "utf-8") -> str | None:
    """Return the web address that `reference` stands for on a page whose base is `base`.

    It comes normalised, without its fragment, and percent-encoded as a request can name it: the query in `encoding`,
    which is that of the page around it, and the path in UTF-8. None where it names nothing to fetch: empty, a mere
    fragment, `data:`, `javascript:`, `blob:` and the like, or broken.
    """
    text = _READ_OVER.sub("", reference.strip(" \t\n\f\r\0"))
    if not text or text.startswith("#") or len(text) > LIMIT:
        return None
    path, rest = _PARTS.findall(text)[0]
    try:
        path = _DOT.sub(_dots, path.replace("\\", "/"))
        joined = join(base, path + rest).partition("#")[0]
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https"):
            return None
        query = _QUERY_UNSAFE.sub(lambda found: _in(encoding, found[0]), joined.partition("?")[2])
        mark = "?" if "?" in joined else ""
        return normalise(f"{parts.scheme}://{parts.netloc}{_encoded(_PATH_UNSAFE, parts.path)}{mark}{query}")
    except (CaptureError, ValueError):
        return None


def _dots(found: re.Match[str]) -> str:
    return re.sub("%2e", ".", found[0], flags=re.IGNORECASE)


def _in(encoding: str, character: str) -> str:
    """Percent-encode a character of a query as browsers do: as a character reference where `encoding` lacks it."""
    try:
        data = character.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return quote(character, errors="replace") if encoding == "utf-8" else f"%26%23{ord(character)}%3B"
    return "".join(chr(byte) if _PLAIN.match(chr(byte)) else f"%{byte:02X}" for byte in data)


def _encoded(unsafe: re.Pattern[str], text: str) -> str:
    return unsafe.sub(lambda found: quote(found[0], safe="", errors="replace"), text)


class Collector:
    """Requisites in the order in which they are found, each URL once."""

    def __init__(self, url: str) -> None:
        self._itself = absolute(url, url)
        self._found: dict[str, Requisite] = {}

    def add(self, reference: str | None, base: str, kind: Kind, encoding: str = "utf-8") -> None:
        """Add what `reference` stands for, unless it is nothing to fetch or the document itself."""
        url = absolute(reference, base, encoding) if reference else None
        if url is None or url == self._itself:
            return
        # A file that is needed as an image and as a stylesheet too must be looked into.
        if url not in self._found or kind in _CONTAINERS:
            self._found[url] = Requisite(url, kind, encoding)

    def found(self) -> tuple[Requisite, ...]:
        """Return what was added."""
        return tuple(self._found.values())

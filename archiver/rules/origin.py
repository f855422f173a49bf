"""Where a page that somebody else passes on stands itself: the addresses of archives, caches and proxies, as data.

A shape is an address with names in braces, such as `/web/{stamp}/{url}`; it is no regular expression, so that a file
from a stranger can neither be slow nor match more than it says. Which packs are asked is book.py's business.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit

from lxml.html import HtmlElement

from archiver import urls
from archiver.errors import CaptureError, RuleError

PARTS: Final[Mapping[str, str]] = {
    "url": r"(?P<url>\S+)",
    "host": r"(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)",
    "dashed": r"(?P<dashed>[a-z0-9-]+-[a-z0-9-]*[a-z0-9])",
    "path": r"(?P<path>\S*)",
    "stamp": r"(?P<stamp>[0-9][0-9.*-]{0,19})(?:[a-z]{2}_)?",
    "any": r"[^/?#&:]+",
}
"""What the names of a shape stand for.

`url` is an address to its end, with or without `https://`; `host` a host's name; `dashed` one with its dots as
dashes and its dashes doubled, as the AMP cache and Google Translate write it; `path` the rest of an address; `stamp`
the moment of an archive's capture (year to second, in digits); `any` whatever stands between two slashes or colons.
"""

_NAME = re.compile(r"\{([a-z]+)\}")
_SCHEME = re.compile(r"(https?):/+", re.IGNORECASE)
_ENCODED = re.compile(r"https?%3a", re.IGNORECASE)
_HAS_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]+)?/")  # favicon.ico is no host, example.org/ is
_STAMP = ((4, "%Y"), (6, "%Y%m"), (8, "%Y%m%d"), (10, "%Y%m%d%H"), (12, "%Y%m%d%H%M"), (14, "%Y%m%d%H%M%S"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page stands itself. `time` is when a web archive captured it, where its address says so (aware, in UTC);
    `by` is the id of the rule that knew."""

    url: str
    time: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class Shape:
    """The address of pages that a service passes on; `pattern` is matched with host, path and query of one.

    `scheme` is the original's, where its address does not say; parameters of its query named in `drop` (a name ending
    in "*" stands for all that begin so) are the service's own. `query` names the parameter that holds the address.
    """

    id: str
    text: str
    pattern: re.Pattern[str] = field(compare=False, repr=False)
    scheme: str = "https"
    drop: tuple[str, ...] = ()
    query: str = ""

    def read(self, address: str, tree: HtmlElement | None = None, text: str = "") -> Origin | None:
        """Return what the page at `address` is a copy of; None where the address has another shape."""
        bare, _, query = _bare(address).partition("?") if self.query else (_bare(address), "", "")
        found = self.pattern.fullmatch(bare)
        if not found:
            return None
        parts = found.groupdict() | ({"url": dict(parse_qsl(query)).get(self.query, "")} if self.query else {})
        url = self._url(parts)
        return Origin(url, moment(parts.get("stamp") or ""), self.id) if url else None

    def _url(self, parts: Mapping[str, str | None]) -> str | None:
        if (rest := parts.get("url")) is not None:
            return absolute(unquote(rest) if _ENCODED.match(rest) else rest, self.scheme, self.drop)
        host = undashed(parts.get("dashed") or "") or parts.get("host") or ""
        return absolute(f"{host}/{(parts.get('path') or '').removeprefix('/')}", self.scheme, self.drop)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the page that gives its original address: an element's attribute or, in a saved text, what follows
    the words at the beginning of a line."""

    id: str
    find: Callable[[HtmlElement], list[HtmlElement]] | None = field(compare=False, repr=False)
    attribute: str
    line: str

    def read(self, address: str, tree: HtmlElement | None = None, text: str = "") -> Origin | None:
        """Return the address that stands there; None where there is none. `address` is the copy's own, not asked."""
        if tree is not None and self.find is not None:
            said = [element.get(self.attribute) or "" for element in self.find(tree)]
        elif tree is None and self.line:
            said = [line[len(self.line) :] for line in text.splitlines() if line.startswith(self.line)]
        else:
            return None
        url = next((url for one in said if urls.is_web(one.strip()) and (url := absolute(one, "https", ()))), None)
        return Origin(url, None, self.id) if url else None


def shape(
    rule_id: str, text: str, scheme: str, drop: tuple[str, ...], query: str, fail: Callable[[str], RuleError]
) -> Shape:
    """Compile a shape. One that begins with "/" is for all hosts of its pack. `fail` makes the error if it is wrong."""
    names = _NAME.findall(text)
    if unknown := next((name for name in names if name not in PARTS), None):
        raise fail(f"`from` has {{{unknown}}}; there are {', '.join(f'{{{name}}}' for name in PARTS)}")
    if not query and not {"url", "host", "dashed"}.intersection(names):
        raise fail(
            "`from` says nowhere where the original stands; write {url}, {host} or {dashed} there, or name `query`"
        )
    if any(names.count(name) > 1 for name in names if name != "any"):
        raise fail("`from` has a name twice; only {any} can stand more than once")
    if text.startswith("{url}"):
        raise fail("`from` begins with {url}, which every address would match; begin with the service's host or path")
    pieces = [PARTS[piece] if index % 2 else re.escape(piece) for index, piece in enumerate(_NAME.split(text))]
    host = r"[^/?#]+" if text.startswith("/") else ""
    return Shape(rule_id, text, re.compile(host + "".join(pieces)), scheme, drop, query)


def absolute(address: str, scheme: str, drop: tuple[str, ...]) -> str | None:
    """Return `address` as a URL in the archive's spelling; None where it is none. Slashes that a service joined
    (`https:/example.org`) are put back."""
    text = address.strip()
    if found := _SCHEME.match(text):
        text = f"{found[1].lower()}://{text[found.end() :]}"
    elif _HAS_HOST.match(text):
        text = f"{scheme}://{text}"
    else:
        return None
    try:
        return _without(urls.normalise(text), drop)
    except CaptureError:
        return None


def undashed(label: str) -> str:
    """Return the host that one label stands for: `www-my--paper-org` is www.my-paper.org.

    The AMP cache's rule (amp.dev, "AMP Cache URL Format"), which Google Translate follows too.
    """
    return label.replace("--", "\0").replace("-", ".").replace("\0", "-") if label else ""


def moment(stamp: str) -> datetime | None:
    """Return the moment that a memento's address names, as exact as it is; None where it names none."""
    digits = re.sub(r"\D", "", stamp)[:14]
    known = next(((length, form) for length, form in reversed(_STAMP) if len(digits) >= length), None)
    if known is None:
        return None
    try:
        return datetime.strptime(digits[: known[0]], known[1]).replace(tzinfo=UTC)
    except ValueError:
        return None


def _bare(address: str) -> str:
    """The address without its scheme, port and fragment, its host in lower case."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return ""
    return urlunsplit(("", "", host + (parts.path or "/"), parts.query, ""))


def _without(url: str, drop: tuple[str, ...]) -> str:
    if not drop or "?" not in url:
        return url
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if not _is_dropped(one.partition("=")[0], drop)]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _is_dropped(name: str, drop: tuple[str, ...]) -> bool:
    return any(name.startswith(one[:-1]) if one.endswith("*") else name == one for one in drop)

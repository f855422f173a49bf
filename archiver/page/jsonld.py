"""JSON-LD in a page: what it says of the article that stands there, wherever that is nested and however it is broken.

What its fields mean is metadata.py's business. Format: schema.org Article and its kinds, in JSON-LD 1.1. Of the nodes
of a page those of its own article count, not those of the lists, comments and other articles beside it.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

Node = dict[str, Any]

_ARTICLE = re.compile(r"Article|Posting$|Report$|LiveBlog|Review$|Recipe$|Interview")
_PAGE = re.compile(r"(?<!Collection)(?<!Profile)(?<!SearchResults)Page$|VideoObject$|Chapter$|CreativeWork$")
_INNER = ("@graph", "mainEntity", "mainEntityOfPage")
_MOST = 12  # nodes that speak of one article
_DEPTH = 6
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[")
_ENDINGS = ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", ";")
_COMMA = re.compile(r",(?=\s*[}\]])")
_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')


class Graph:
    """The nodes of a page's JSON-LD that speak of its article, best first."""

    def __init__(self, scripts: Iterable[str]) -> None:
        self.by_id: dict[str, Node] = {}
        self.articles: list[Node] = []
        self.pages: list[Node] = []
        self.sites: list[Node] = []
        for script in scripts:  # what is no JSON, even mended, is passed over
            for value in loaded(script):
                self._keep(value, 0)

    def about(self, urls: Iterable[str | None], is_title: Callable[[str], bool]) -> tuple[Node, ...]:
        """Return the nodes of the article at any of `urls`, whose headline `is_title` knows; the best one first.

        Those of other pages are left out where one says that it is this page's; where none does, the first is meant.
        """
        if len(self.articles) + len(self.pages) < 2:
            return (*self.articles, *self.pages)
        here = {place for place in map(_place, urls) if place}
        pages = [node for node in self.pages if here.intersection(_places(node))]
        if not self.articles:
            return (*pages, *(() if pages else self.pages[:1]))
        own = [node for node in self.articles if here.intersection(_places(node))]
        titled = [node for node in own or self.articles if is_title(text(node.get("headline")))]
        first = titled or own or self.articles[:1]
        known = set(map(id, first))
        return (*first, *(node for node in own if id(node) not in known), *pages)[:_MOST]

    def resolved(self, value: Any) -> Any:
        """Return the node that `value` refers to by its @id, with what it says itself; any other value as it is."""
        if isinstance(value, dict) and isinstance(name := value.get("@id"), str) and name in self.by_id:
            return {**self.by_id[name], **value}
        return value

    def _keep(self, value: Any, depth: int) -> None:
        if depth > _DEPTH:
            return
        if isinstance(value, list):
            for item in value:
                self._keep(item, depth + 1)
        elif isinstance(value, dict):
            self._sort(value)
            for key in _INNER:
                self._keep(value.get(key), depth + 1)

    def _sort(self, node: Node) -> None:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > 2 and name not in self.by_id:
            self.by_id[name] = node
        kinds = types_of(node)
        if any(map(_ARTICLE.search, kinds)):
            self.articles.append(node)
        elif any(map(_PAGE.search, kinds)):
            self.pages.append(node)
        elif "WebSite" in kinds:
            self.sites.append(node)


def scripts_of(elements: Iterable[HtmlElement]) -> Iterator[str]:
    """Yield the text of those script elements that hold JSON-LD."""
    for script in elements:
        if "ld+json" in (script.get("type") or "").lower():
            yield script.text or ""


def types_of(node: Node) -> list[str]:
    """Return the types of a node, without the vocabulary's address."""
    types = node.get("@type")
    return [one.rpartition("/")[2] for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def text(value: Any) -> str:
    """Return what a value says in words: a string, the first of a list, a thing's name; empty where it has none."""
    for _ in range(3):
        if isinstance(value, list):
            value = next(iter(value), None)
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name")
    return plain(value) if isinstance(value, str) else ""


def plain(value: str) -> str:
    """Return a string without the entities that many programs leave in it, once or twice encoded."""
    return unescape(unescape(value)) if "&" in value else value


def loaded(script: str) -> Iterator[Any]:
    """Yield the values in a script, mended where that is what it takes: comments and CDATA around them, commas too
    many, escapes that JSON has not, line breaks within strings, entities for quotes, several values in a row."""
    for mend in (str.strip, _mended, lambda text: _mended(unescape(text))):
        try:
            yield json.loads(mend(script), strict=False)
            return
        except (ValueError, RecursionError):
            continue
    yield from _in_a_row(_mended(script))


def _mended(script: str) -> str:
    bare = script.strip()
    for _ in range(3):
        for opening in _OPENINGS:
            bare = bare.removeprefix(opening).lstrip()
        for ending in _ENDINGS:
            bare = bare.removesuffix(ending).rstrip()
    return _ESCAPE.sub(r"\\\\", _COMMA.sub("", bare))


def _in_a_row(script: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(strict=False), 0
    while at < len(script):
        try:
            value, at = decoder.raw_decode(script, at)
        except (ValueError, RecursionError):
            return
        yield value
        while at < len(script) and script[at] in " \t\r\n,;":
            at += 1


def _places(node: Node) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and (place := _place(value)):
            yield place


def _place(url: str | None) -> str:
    """The path of an address, in which its variants agree; empty for a site's front page, which every page names."""
    try:
        parts = urlsplit(url or "")
        path = unquote(parts.path).rstrip("/").casefold()
    except ValueError:
        return ""
    return f"{path}?{parts.query}" if path.endswith((".php", ".aspx", ".asp", ".jsp", ".cgi")) else path

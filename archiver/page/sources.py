"""Where a page speaks of itself: its JSON-LD, its meta and link elements, its headings, and its address.

Read once for a page. Which source is believed for which field, metadata.py, authors.py and moments.py know.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archiver import urls
from archiver.page.headline import folded
from archiver.page.inline import normalise_space
from archiver.page.jsonld import Graph, Node, scripts_of, text, types_of
from archiver.page.metas import Metas
from archiver.page.opening import said_in

Found = Iterator[tuple[str, str]]
"""Values, best first, and where each of them came from."""


class Sources:
    """What the page under `root` says of itself; `url` is where it was found and resolves relative links."""

    def __init__(self, root: HtmlElement, url: str | None) -> None:
        self.root, self.url = root, url
        found: dict[object, list[HtmlElement]] = {}
        for element in root.iter("meta", "link", "script", "title", "h1", "time"):
            found.setdefault(element.tag, []).append(element)
        self.metas = Metas(found.get("meta", ()), found.get("link", ()))
        self.graph = Graph(scripts_of(found.get("script", ())))
        self.heads = _texts(found.get("h1", ()))
        self.whole_title = next(iter(_texts(found.get("title", ()))), None)
        self.times = found.get("time", [])

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The JSON-LD nodes of this page's article, best first."""
        if not (self.graph.articles or self.graph.pages):
            return ()
        titles = {folded(title) for title in (*self.heads, self.whole_title or "")}
        titles |= {folded(title) for title, _ in self.meta("og:title", "twitter:title")}
        return self.graph.about((self.url, self.canonical), lambda title: folded(title) in titles - {""})

    @cached_property
    def canonical(self) -> str | None:
        """The address that the page gives as its own."""
        return next((value for value, _ in self.addresses(self.metas.linked("canonical"), self.meta("og:url"))), None)

    @cached_property
    def host(self) -> str:
        """The host of the page's address, or of the one that it gives as its own."""
        return urls.host(self.url) or urls.host(self.canonical)

    def ld(self, *keys: str) -> Found:
        """Yield what JSON-LD says under `keys`, in words."""
        for key in keys:
            for node in self.nodes:
                if value := normalise_space(text(self.graph.resolved(node.get(key)))):
                    yield value, ld_source(node, key)

    def meta(self, *names: str) -> Found:
        """Yield what meta elements say under `names`."""
        return self.metas.first(*names)

    def addresses(self, *found: Found) -> Found:
        """Yield the values in `found` that are web addresses, made absolute."""
        for values in found:
            for value, source in values:
                if address := _absolute(self.url, value):
                    yield address, source


def ld_source(node: Node, key: str) -> str:
    """Return how a value's source is named: the type of its node, and its key."""
    return " ".join(("JSON-LD", *types_of(node)[:1], key))


def _texts(elements: Iterable[HtmlElement]) -> list[str]:
    return [one for one in map(said_in, elements) if one]


def _absolute(base: str | None, link: str) -> str:
    """Return `link` as a whole web address; empty where it is none."""
    try:
        whole = urljoin(base or "", link)
        return whole if urlsplit(whole).scheme in ("http", "https") else ""
    except ValueError:
        return ""

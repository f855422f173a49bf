"""What a page's meta and link elements say, by the names that Open Graph, Dublin Core, Highwire and others gave them.

Format: WHATWG HTML, ogp.me, Dublin Core in HTML, and what crawlers of newspapers ask for. Which of them is believed
before the other is metadata.py's business.
"""

from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from archiver.page.inline import normalise_space
from archiver.page.jsonld import plain


class Metas:
    """The meta and link elements of one page, by name in small letters; Dublin Core's with a dot."""

    def __init__(self, metas: Iterable[HtmlElement], links: Iterable[HtmlElement]) -> None:
        self.values: dict[str, list[str]] = {}
        for element in metas:
            given = dict(element.items())
            content = given.get("content")
            name = given.get("property") or given.get("name") or given.get("itemprop") or given.get("http-equiv")
            if name and content:
                name = name.strip().lower()
                self.values.setdefault(name.replace(":", ".") if name[:2] == "dc" else name, []).append(content)
        self.links = [(element.get("rel") or "", element.get("href") or "") for element in links]

    def first(self, *names: str) -> Iterator[tuple[str, str]]:
        """Yield the first value under each of `names` that is not empty, and which one it was."""
        for name in names:
            if name in self.values and (values := self.all(name)):
                yield values[0], f"meta {name}"

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values under `name`, each once."""
        values = self.values.get(name, ())
        return tuple(dict.fromkeys(clear for value in values if (clear := normalise_space(plain(value)))))

    def linked(self, rel: str) -> Iterator[tuple[str, str]]:
        """Yield the addresses that are linked to as `rel`."""
        for rels, href in self.links:
            if href and rel in rels.lower().split():
                yield href.strip(), f"link {rel}"

"""Where an article's text lies in a page that does not show it: in JSON-LD, a <template>, the state of a framework.

Found by shape, not by site: the longest running text in an object that has the page's own title or address. Whether it
is needed, and what of it is text, is not decided here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archiver.model import Metadata
from archiver.page.inline import normalise_space
from archiver.page.jsonld import Graph, scripts_of
from archiver.page.lineage import count_words
from archiver.page.richtext import from_string, from_tree
from archiver.page.state import states

_KEYS: Final = frozenset(
    "body bodyhtml body_html bodytext body_text articlebody article_body content contents content_elements html "
    "contenthtml content_html text richtext rich_text rendered markup copy paragraphs blocks elements document story "
    "maincontent main_content articletext article_text fulltext storybody children dangerouslysetinnerhtml "
    "__html".split()
)
_TITLES: Final = frozenset("title headline headlines name basic slug url canonical_url canonicalurl path link".split())
_NODES: Final = 100_000  # objects and lists of one page's state that are looked at
_TREES: Final = 400  # of them that are tried as rich text
_LEAST: Final = 60  # words
_PROSE: Final = re.compile(r"[.!?…。！？।؟]")
_TAG: Final = re.compile(r"<[^<>]*>")
_WORDS: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fallback:
    """A text of a page that it does not show: where it lies, for people, and the text as HTML."""

    name: str
    html: str
    words: int


def fallbacks(root: HtmlElement, metadata: Metadata, url: str | None) -> Iterator[Fallback]:
    """Yield the texts that could be the article of the page under `root`, the most trustworthy first."""
    about = _About(metadata, url)
    yield from _best(_templates(root))
    yield from _best(_articles(root, about))
    yield from _best(one for name, value in states(root) for one in _bodies(name, value, about))


def _best(found: Iterator[Fallback]) -> Iterator[Fallback]:
    best = max(found, key=lambda one: one.words, default=None)
    if best is not None and best.words >= _LEAST:
        yield best


def _templates(root: HtmlElement) -> Iterator[Fallback]:
    for element in root.iter("template"):
        if element.get("shadowrootmode") is None:
            html = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
            yield _fallback("a <template>", html)


def _articles(root: HtmlElement, about: "_About") -> Iterator[Fallback]:
    """The bodies that JSON-LD gives; of several articles, that of the one that this page is."""
    articles = Graph(scripts_of(root.iter("script"))).articles
    found = [one for one in articles if isinstance(one.get("articleBody"), str)]
    fitting = [one for one in found if about.is_told_by(one)] or found
    if len(fitting) == 1:
        yield _fallback("JSON-LD articleBody", from_string(fitting[0]["articleBody"]))


def _bodies(name: str, state: Any, about: "_About") -> Iterator[Fallback]:
    """The running texts in `state` that lie in an object with this page's title or address, or right under one."""
    stack: list[tuple[Any, int]] = [(state, 0)]
    trees = 0
    for _ in range(_NODES):
        if not stack:
            return
        value, near = stack.pop()  # `near`: how many levels under such an object are left
        if isinstance(value, dict):
            near = 5 if about.is_told_by(value) else near - 1
        for key, inner in value.items() if isinstance(value, dict) else (("", one) for one in value):
            if isinstance(inner, dict | list):
                stack.append((inner, near))
            if near <= 0 or str(key).lower() not in _KEYS:
                continue
            if isinstance(inner, str):
                yield _fallback(name, from_string(inner))
            elif isinstance(inner, dict | list) and trees < _TREES:
                trees += 1
                yield _fallback(name, from_tree(inner))


def _fallback(name: str, html: str) -> Fallback:
    bare = _TAG.sub(" ", html)
    return Fallback(name, html, count_words(bare) if _PROSE.search(bare) else 0)


class _About:
    """What tells that an object is about this page: its title, or the end of its address."""

    def __init__(self, metadata: Metadata, url: str | None) -> None:
        self.title = _folded(metadata.title or "")
        self.slugs = {slug for one in (url, metadata.canonical) if (slug := _slug(one or ""))}

    def is_told_by(self, value: dict[str, Any]) -> bool:
        """True where one of the titles or addresses in `value`, or right under it, is this page's."""
        return any(self.is_one(text) for text in _texts(value))

    def is_one(self, text: str) -> bool:
        if len(text) > 500:
            return False
        folded = _folded(text)
        if len(folded) >= 12 and (folded == self.title or (len(folded) >= 25 and folded in self.title)):
            return True
        return bool(self.slugs) and (_slug(text) or text) in self.slugs


def _texts(value: dict[str, Any]) -> Iterator[str]:
    for key in _TITLES.intersection(value):
        text = value[key]
        if isinstance(text, str):
            yield text
        elif isinstance(text, dict):
            yield from (one for name in ("basic", "rendered", "default") if isinstance(one := text.get(name), str))


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(normalise_space(_TAG.sub("", text)).casefold()))


def _slug(url: str) -> str:
    """The last part of an address's path, where it is long enough to be a story's own."""
    try:
        last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    return last if len(last) >= 12 and ("/" in url) else ""

"""Class and id words, and telling elements: what a page's own markup calls its parts.

Each element is looked at once. A name on an element that holds much of the
page's running text says nothing: themes call their whole page "widget" or "cookie".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from archiver.judge.sign import Sign
from archiver.labels import Label
from archiver.model import Page
from archiver.page.lineage import Lineage, ancestry
from archiver.rules.pack import Vocabulary

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MUCH = 0.35  # of the page's running text
_ALL = 0.95
_ARTICLE = 40  # words of running text that can be an article
_BOX_WORDS = 130
_ELEMENTS: dict[str, Label] = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "boilerplate",
    "aside": "boilerplate",
    "form": "form",
    "dialog": "boilerplate",
    "figcaption": "caption",
}
_ROLES: dict[str, Label] = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "search": "form",
    "contentinfo": "boilerplate",
    "complementary": "boilerplate",
    "dialog": "boilerplate",
    "alertdialog": "boilerplate",
}
_BOXES = frozenset("div section aside form ul ol table nav footer figure dialog blockquote".split())
_CONTROLS = frozenset("input button select textarea".split())


@dataclass(frozen=True, slots=True)
class Named:
    """What one element is called: the sign that its name gives, and whether it is a small box of its own."""

    element: HtmlElement
    sign: Sign
    is_box: bool
    has_controls: bool


def name_elements(page: Page, lineage: Lineage, weights: list[int], books: Iterable[Vocabulary]) -> list[list[Named]]:
    """Return for each block the named elements it lies in, innermost first."""
    namer = _Namer(lineage, weights, tuple(books))
    known: dict[HtmlElement, list[Named]] = {}
    return [[named for element in ancestry(node) for named in namer.named(element, known)] for node in page.nodes]


class _Namer:
    def __init__(self, lineage: Lineage, weights: list[int], books: tuple[Vocabulary, ...]) -> None:
        self.lineage, self.weights, self.books = lineage, weights, books
        self.total = sum(weights) or 1
        self.by_name: dict[str, tuple[Vocabulary, str] | None] = {}

    def named(self, element: HtmlElement, known: dict[HtmlElement, list[Named]]) -> list[Named]:
        if element not in known:
            known[element] = self.look(element)
        return known[element]

    def look(self, element: HtmlElement) -> list[Named]:
        if element.tag in ("html", "body"):
            return []
        signs = [*self.names(element), *self.elements(element)]
        signs = [sign for sign in signs if self.is_telling(element, sign)] if signs else []
        if not signs:
            return []
        words = self.lineage.count(self.lineage.blocks.get(element, ()))
        is_box = element.tag in _BOXES and words <= _BOX_WORDS
        has_controls = is_box and next(element.iter(*_CONTROLS), None) is not None
        return [Named(element, sign, is_box, has_controls) for sign in signs]

    def names(self, element: HtmlElement) -> list[Sign]:
        for name in f"{element.get('class') or ''} {element.get('id') or ''}".split():
            if name not in self.by_name:
                self.by_name[name] = self.lookup(name)
            found = self.by_name[name]
            if found:
                book, word = found
                return [Sign("words", book.label, book.id, f"lies in “{name}” ({word})")]
        return []

    def lookup(self, name: str) -> tuple[Vocabulary, str] | None:
        words = [word.lower() for word in _WORD.findall(name)]
        for book in self.books:
            for word in words:
                if word in book.words or word.startswith(book.stems or ("\n",)):
                    return book, word
        return None

    def elements(self, element: HtmlElement) -> list[Sign]:
        tag, role = str(element.tag), element.get("role")
        label = _ELEMENTS.get(tag) or (_ROLES.get(role) if role else None)
        return [Sign("element", label, "judge/element", f"lies in <{tag}>")] if label else []

    def is_telling(self, element: HtmlElement, sign: Sign) -> bool:
        held = [index for index in self.lineage.blocks.get(element, ()) if self.weights[index]]
        share = sum(self.weights[index] for index in held) / self.total
        if share <= _MUCH:
            return True
        # a thread or a sidebar can be longer than the article it follows
        before = sum(self.weights[: held[0]])
        return before >= _ARTICLE and share < _ALL and next(element.iter("h1"), None) is None

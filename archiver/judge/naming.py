"""Class and id words, and telling elements: what a page's own markup calls its parts.

Each element is looked at once. A word that names much of the page's running
text says nothing: themes call their whole page "widget", "sidebar-grid" or "paywall".
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from lxml.html import HtmlElement

from archiver.judge.sign import Sign
from archiver.labels import Label
from archiver.model import Page
from archiver.page.lineage import Lineage, ancestry
from archiver.rules.pack import Vocabulary

_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HASHED = re.compile(r"\d[A-Za-z]|[A-Za-z]\d+[A-Za-z]")
_MUCH: Final = 0.35  # of the page's running text
_ALL: Final = 0.95
_ARTICLE: Final = 50  # words of running text that can be an article
_BOX_WORDS: Final = 130
_ELEMENTS: Final[Mapping[str, Label]] = {
    "nav": "navigation",
    "menu": "navigation",
    "footer": "boilerplate",
    "aside": "boilerplate",
    "form": "form",
    "dialog": "boilerplate",
    "figcaption": "caption",
}
_ROLES: Final[Mapping[str, Label]] = {
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "search": "form",
    "contentinfo": "boilerplate",
    "complementary": "boilerplate",
    "dialog": "boilerplate",
    "alertdialog": "boilerplate",
}
_LONGER: Final = frozenset({"comments", "related", "navigation", "boilerplate"})
"""What can be longer than the article it follows: threads, lists of teasers, sidebars, footers."""
_BOXES: Final = frozenset("div section aside form ul ol table nav footer figure dialog blockquote".split())
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_CONTROLS: Final = ("input", "button", "select", "textarea")


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
    named = namer.named()
    return [[one for element in ancestry(node) for one in named.get(element, ())] for node in page.nodes]


class _Namer:
    def __init__(self, lineage: Lineage, weights: list[int], books: tuple[Vocabulary, ...]) -> None:
        self.lineage, self.weights, self.books = lineage, weights, books
        self.total = sum(weights) or 1
        self.by_name: dict[str, tuple[Vocabulary, str] | None] = {}

    def named(self) -> dict[HtmlElement, list[Named]]:
        """The names that say something, by element."""
        found = {element: signs for element in self.lineage.blocks if (signs := self.signs(element))}
        shares = self.shares(found)
        named: dict[HtmlElement, list[Named]] = {}
        for element, signs in found.items():
            telling = [self.name(element, sign) for key, sign in signs if self.is_telling(element, sign, *shares[key])]
            if telling:
                named[element] = telling
        return named

    def signs(self, element: HtmlElement) -> list[tuple[str, Sign]]:
        """The signs that an element's names and its kind give, each with the word it comes from."""
        tag, role = str(element.tag), element.get("role")
        if tag in ("html", "head", "body"):
            return []
        signs = []
        for name in [*(element.get("class") or "").split(), *self.ids(element)]:
            if name not in self.by_name:
                self.by_name[name] = self.lookup(name)
            if found := self.by_name[name]:
                book, word = found
                signs.append((f"{book.id} {word}", Sign("words", book.label, book.id, f"lies in “{name}” ({word})")))
                break
        label = _ELEMENTS.get(tag) or (_ROLES.get(role) if role else None)
        if label:
            signs.append((tag, Sign("element", label, "judge/element", f"lies in <{tag}>")))
        return signs

    @staticmethod
    def ids(element: HtmlElement) -> list[str]:
        """The element's id, unless it is made from the words of a heading: those are the story's own words."""
        name = element.get("id") or ""
        if not name or element.tag in _HEADINGS:
            return []
        heading = element if element.tag in _HEADINGS else next(element.iter(*_HEADINGS), None)
        own = "" if heading is None else "".join(heading.itertext()).casefold()
        words = _TOKEN.findall(name.casefold())
        return [] if len(words) > 1 and own and all(word in own for word in words) else [name]

    def lookup(self, name: str) -> tuple[Vocabulary, str] | None:
        tokens = [token for token in _TOKEN.findall(name) if not _HASHED.search(token)]
        words = [word.lower() for token in tokens for word in _WORD.findall(token)]
        pairs = [f"{first}-{second}" for first, second in pairwise(words)]
        for book in self.books:
            for word in (*words, *pairs):
                if word in book.words or word.startswith(book.stems or ("\n",)):
                    return book, word
        return None

    def shares(self, found: Mapping[HtmlElement, list[tuple[str, Sign]]]) -> dict[str, tuple[float, int]]:
        """By word: how much of the running text lies in all that it names, and how many words stand before that."""
        held: dict[str, set[int]] = {}
        for element, signs in found.items():
            for key, _ in signs:
                held.setdefault(key, set()).update(self.lineage.blocks[element])
        return {
            key: (sum(self.weights[index] for index in blocks) / self.total, sum(self.weights[: min(blocks)]))
            for key, blocks in held.items()
        }

    def is_telling(self, element: HtmlElement, sign: Sign, share: float, before: int) -> bool:
        if share <= _MUCH or (sign.label == "related" and self.share(element) <= _MUCH):
            return True
        follows = before >= _ARTICLE and next(element.iter("h1"), None) is None
        return sign.label in _LONGER and share < _ALL and follows

    def share(self, element: HtmlElement) -> float:
        return sum(self.weights[index] for index in self.lineage.blocks[element]) / self.total

    def name(self, element: HtmlElement, sign: Sign) -> Named:
        words = self.lineage.count(self.lineage.blocks[element])
        small = element.tag in _BOXES and words <= _BOX_WORDS
        has_controls = small and next(element.iter(*_CONTROLS), None) is not None
        return Named(element, sign, small and self.is_terse(element), has_controls)

    def is_terse(self, element: HtmlElement) -> bool:
        """A box with running text in it may be part of the story, whatever it is called."""
        return not any(self.weights[index] for index in self.lineage.blocks[element])

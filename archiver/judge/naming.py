"""Class and id words, and telling elements: what a page's own markup calls its parts.

Each element is looked at once. A word that names much of the page's running
text says nothing: themes call their whole page "widget", "sidebar-grid" or "paywall".
"""

import re
from collections.abc import Mapping
from itertools import accumulate
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from archiver.judge.sign import Sign
from archiver.labels import RESIDUE, Label
from archiver.model import Page
from archiver.page.lineage import Lineage
from archiver.rules.pack import Vocabulary
from archiver.rules.words import WordIndex

_TOKEN = re.compile(r"[^\W_]+")
_WHOLE: Final = frozenset(("html", "head", "body"))
_MUCH: Final = 0.35  # of the page's running text
_ALL: Final = 0.95
_ARTICLE: Final = 50  # words of running text that can be an article
_BOX_WORDS: Final = 130
_NAMED: Final = 64  # the innermost of the named elements around a block; no page that is read has as many
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


class Named(NamedTuple):
    """What one element is called: the sign that its name gives.

    `own` is a second sign, which a small box of its own gives beside its name, `is_box` says that it is one without
    running text.
    """

    element: HtmlElement
    sign: Sign
    is_box: bool
    own: Sign | None


class Around(NamedTuple):
    """The named elements that a block lies in, innermost first.

    `signs` are theirs, `residue` those of them whose label is residue, with that label, and `own` these ones' second
    signs. Blocks that lie in the same named elements share one value.
    """

    signs: tuple[Sign, ...] = ()
    residue: tuple[tuple[Named, Label], ...] = ()
    own: tuple[Sign, ...] = ()

    def inside(self, names: list[Named], residue: list[tuple[Named, Label]]) -> "Around":
        """The same with `names`, those of one more element, before all others; `residue` are those of residue."""
        own = [one.own for one, _ in residue if one.own is not None]
        signs = [one.sign for one in names]
        whole = (*signs, *self.signs), (*residue, *self.residue), (*own, *self.own)
        return Around(whole[0][:_NAMED], whole[1][:_NAMED], whole[2][:_NAMED])


def name_elements(
    page: Page, lineage: Lineage, weights: list[int], words: WordIndex
) -> tuple[list[Around], list[tuple[Named, Label]]]:
    """Return for each block the named elements it lies in, and all those whose label is residue, with that label."""
    named = _Namer(page, lineage, weights, words).named()
    known: dict[HtmlElement | None, Around] = {None: Around()}
    boxes: list[tuple[Named, Label]] = []
    for element in lineage.blocks:  # outer ones first
        known[element] = around = known[element.getparent()]
        if names := named.get(element):
            residue = [(one, label) for one in names if (label := one.sign.label) is not None and label in RESIDUE]
            known[element] = around.inside(names, residue)
            boxes += residue
    return [known[node] for node in page.nodes], boxes


_Called = list[tuple[str, Sign]]
"""The signs that an element's names and its kind give, each with the word it comes from."""


class _Namer:
    def __init__(self, page: Page, lineage: Lineage, weights: list[int], words: WordIndex) -> None:
        self.lineage, self.words = lineage, words
        self.sums, self.lengths = [0, *accumulate(weights)], [0, *accumulate(lineage.words)]
        self.total = self.sums[-1] or 1
        self.with_title, self.with_controls = _holders(page.tree, "h1"), _holders(page.tree, *_CONTROLS)
        self.by_name: dict[str, tuple[str, Sign] | None] = {}
        self.by_look: dict[tuple[str, str | None, str | None], tuple[_Called, _Called]] = {}

    def named(self) -> dict[HtmlElement, list[Named]]:
        """The names that say something, by element."""
        found = {element: called for element in self.lineage.blocks if (called := self.called(element))}
        shares = self.shares(found)
        named: dict[HtmlElement, list[Named]] = {}
        for element, called in found.items():
            telling = [self.name(element, sign) for key, sign in called if self.is_telling(element, sign, *shares[key])]
            if telling:
                named[element] = telling
        return named

    def called(self, element: HtmlElement) -> _Called:
        """What the element is called: by its classes or else its id, and by what it is."""
        tag = str(element.tag)
        if tag in _WHOLE:
            return []
        look = (tag, element.get("class"), element.get("role"))
        if (known := self.by_look.get(look)) is None:
            known = self.by_look[look] = self.classed(look[1] or ""), _kind(tag, look[2] or "")
        classed, kind = known
        if not classed and (name := element.get("id")) and (said := self.identified(element, name, tag)):
            return [said, *kind]
        return [*classed, *kind] if classed else kind

    def classed(self, classes: str) -> _Called:
        """What the first of the classes that says something says."""
        for name in classes.split():
            if said := self.said(name):
                return [said]
        return []

    def identified(self, element: HtmlElement, name: str, tag: str) -> tuple[str, Sign] | None:
        """What the element's id says, unless it is made from the words of a heading: those are the story's own."""
        if tag in _HEADINGS or not (said := self.said(name)):
            return None
        heading = next(element.iter(*_HEADINGS), None)
        own = "" if heading is None else "".join(heading.itertext()).casefold()
        words = _TOKEN.findall(name.casefold())
        return None if len(words) > 1 and own and all(word in own for word in words) else said

    def said(self, name: str) -> tuple[str, Sign] | None:
        if name not in self.by_name:
            found = self.words.find(name)
            self.by_name[name] = found and _said(name, *found)
        return self.by_name[name]

    def shares(self, found: Mapping[HtmlElement, _Called]) -> dict[str, tuple[float, int]]:
        """By word: how much of the running text lies in all that it names, and how many words stand before that."""
        held: dict[str, list[range]] = {}
        for element, called in found.items():
            for key, _ in called:
                held.setdefault(key, []).append(self.lineage.blocks[element])
        return {key: (self.weight(ranges) / self.total, self.sums[ranges[0].start]) for key, ranges in held.items()}

    def weight(self, ranges: list[range]) -> int:
        """How much running text is in any of `ranges`, which are in document order."""
        weight = reached = 0
        for blocks in ranges:
            if blocks.stop > reached:
                weight += self.sums[blocks.stop] - self.sums[max(blocks.start, reached)]
                reached = blocks.stop
        return weight

    def is_telling(self, element: HtmlElement, sign: Sign, share: float, before: int) -> bool:
        if share <= _MUCH or (sign.label == "related" and self.share(element) <= _MUCH):
            return True
        follows = before >= _ARTICLE and element not in self.with_title
        return sign.label in _LONGER and share < _ALL and follows

    def share(self, element: HtmlElement) -> float:
        return self.weight([self.lineage.blocks[element]]) / self.total

    def name(self, element: HtmlElement, sign: Sign) -> Named:
        blocks, label = self.lineage.blocks[element], sign.label
        small = element.tag in _BOXES and self.lengths[blocks.stop] - self.lengths[blocks.start] <= _BOX_WORDS
        # a box with running text in it may be part of the story, whatever it is called
        is_box = small and self.sums[blocks.stop] == self.sums[blocks.start]
        own = None
        if small and element in self.with_controls:
            own = Sign("form", label, sign.by, "there are form controls beside it")
        elif is_box and sign.kind == "words":
            own = Sign("box", label, sign.by, "a small box of its own")
        return Named(element, sign, is_box, own)


def _holders(root: HtmlElement | None, *tags: str) -> set[HtmlElement]:
    """The elements of `tags`, and all elements around them."""
    found: set[HtmlElement] = set()
    for element in root.iter(*tags) if root is not None else ():
        outer: HtmlElement | None = element
        while outer is not None and outer not in found:
            found.add(outer)
            outer = outer.getparent()
    return found


def _kind(tag: str, role: str) -> _Called:
    label = _ELEMENTS.get(tag) or _ROLES.get(role)
    return [(tag, Sign("element", label, "judge/element", f"lies in <{tag}>"))] if label else []


def _said(name: str, book: Vocabulary, word: str) -> tuple[str, Sign]:
    return f"{book.id} {word}", Sign("words", book.label, book.id, f"lies in “{name}” ({word})")

"""The head of the article on its page: from the headline to where the text begins, and what stands in there.

Found by the order of the page alone; only as much of the page is walked as is asked for. What the lines mean is the
business of byline.py and dateline.py.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from archiver.page.headline import folded
from archiver.page.inline import normalise_space

Attribute = tuple[HtmlElement, str, str]
"""An element, and the name and the value of one of its attributes."""

_CLASSES, _PROPS, _RELS = XPath("//@class"), XPath("//@itemprop"), XPath("//a/@rel")
_LINES = frozenset(
    "p div span li address time strong em i b small a h2 h3 h4 h5 h6 td center font header section".split()
)
_ELSEWHERE = re.compile(
    r"comment|related|recommend|read-?more|most-?(?:read|popular|viewed)|popular|side-?bar|newsletter|teaser|promo|trending|"
    r"carousel|latest|footer|(?:^|[\s_-])(?:nav|menu|caption|credit)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OUTSIDE = frozenset(("aside", "nav", "footer", "figure", "figcaption", "blockquote", "form"))
_PIECES, _LONGEST = 12, 160  # of a line: runs of text, characters
_RUNS = 60  # runs of text in what may be a line or a heading
_TEXT = 220  # characters of a paragraph with which the text begins
_MOST = 200  # elements outside the head that are looked at
_WALKED = 200  # elements under a headline without text


class Opening:
    """The head of the article whose headline is `title`, on the page under `root`."""

    def __init__(self, root: HtmlElement, title: str | None) -> None:
        self.root, self.title = root, folded(title or "")

    @cached_property
    def headline(self) -> HtmlElement | None:
        """The heading that says the title; else the page's first <h1>, if it has one."""
        for tags in (("h1",), ("h2", "h3")):
            for heading in self.root.iter(*tags):
                if self.title and f" {folded(said_in(heading))}".endswith(f" {self.title}"):
                    return heading
        return next(self.root.iter("h1"), None)

    @cached_property
    def head(self) -> tuple[HtmlElement, ...]:
        """The elements between the headline and the text, in their order."""
        if self.headline is None:
            return ()
        return tuple(islice(takewhile(lambda one: not _is_text(one), _following(self.headline)), _WALKED))

    @cached_property
    def lines(self) -> tuple[tuple[str, HtmlElement], ...]:
        """The short lines in the head and what holds them, the shortest first."""
        return tuple(sorted(self._lines(), key=lambda one: len(one[0])))

    def attributes(self) -> Iterator[Attribute]:
        """Yield what elements in the head are called."""
        return ((element, name, value) for element in self.head for name, value in element.items())

    def attributes_outside(self, wanted: Callable[[str, str], object]) -> Iterator[Attribute]:
        """Yield what elements outside the head are called, where that is `wanted`: those below the headline first."""
        known = set(self.head)
        found = (
            (element, str(value.attrname), str(value))
            for value in self._names
            if wanted(value.attrname, value) and (element := value.getparent()) not in known
        )
        above: list[Attribute] = []
        for one in islice(found, _MOST):
            if self._is_above(one[0]):
                above.append(one)
            else:
                yield one
        yield from above

    @cached_property
    def _names(self) -> list[Any]:
        return [*_CLASSES(self.root), *_PROPS(self.root), *_RELS(self.root)]

    def _is_above(self, element: HtmlElement) -> bool:
        """True where an element stands before the headline: where the branches to the two part, its own comes first."""
        parent = element.getparent()
        while parent is not None and parent not in self._around:
            element, parent = parent, parent.getparent()
        if parent is None or self.headline is None:
            return False
        other = next(one for one in (self.headline, *self.headline.iterancestors()) if one.getparent() is parent)
        return parent.index(element) < parent.index(other)

    def is_elsewhere(self, element: HtmlElement) -> bool:
        """True where an element stands in a part of the page beside the article; none that holds the headline."""
        while element is not None and element not in self._around:
            if element.tag in _OUTSIDE or _is_beside(element.get("class")):
                return True
            element = element.getparent()  # type: ignore[assignment]
        return False

    @cached_property
    def _around(self) -> frozenset[HtmlElement]:
        return frozenset(self.headline.iterancestors() if self.headline is not None else self.root.iter("body", "html"))

    def _lines(self) -> Iterator[tuple[str, HtmlElement]]:
        for element in self.head:
            if element.tag not in _LINES or len(element) > _PIECES:
                continue
            pieces = list(islice(filter(str.strip, element.itertext()), _PIECES + 1))
            if pieces and len(pieces) <= _PIECES and sum(map(len, pieces)) <= 2 * _LONGEST:
                line = normalise_space(" ".join(" ".join(pieces).split()))
                if line and len(line) <= _LONGEST:
                    yield line, element


def said_in(element: HtmlElement) -> str:
    """Return the text of an element, with a space between its parts; of a long one, how it begins."""
    return normalise_space(" ".join(" ".join(islice(element.itertext(), _RUNS)).split()))


def _following(headline: HtmlElement) -> Iterator[HtmlElement]:
    """Walk on from the end of the headline, in the order of the page."""
    outer: HtmlElement | None = headline
    while outer is not None:
        for sibling in outer.itersiblings():
            yield from sibling.iter("*")
        outer = outer.getparent()


def _is_text(element: HtmlElement) -> bool:
    return element.tag == "p" and sum(map(len, islice(element.itertext(), _RUNS))) > _TEXT


@lru_cache(maxsize=2048)
def _is_beside(classes: str | None) -> bool:
    return bool(classes and _ELSEWHERE.search(classes))

"""The selectors that could mean an element on a site's other pages: by class, id, attribute, or by what is in it.

Several for an element, from the plainest on. Which of them are any good is weighed in weigh.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.html import HtmlElement

from archiver.learning.names import is_telling, module_of

_ATTRIBUTES: Final = ("data-testid", "data-component", "data-module", "data-type", "data-qa", "data-block", "role")
_TELLING_TAGS: Final = frozenset("aside footer nav form dialog details h6 h5 small address".split())
_TOO_WIDE: Final = frozenset("html body head".split())
_VALUE = re.compile(r"[A-Za-z][A-Za-z_ -]{2,40}")
_INLINE: Final = frozenset("a em i strong b span small".split())
_LETTERS: Final = ("a", "em", "i")
PLAIN, COMPOUND, SHAPE = 3, 2, 1
"""How far a selector is to be trusted: a name of the element's own, one with what stands around it, a mere form."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A selector, CSS or XPath, and how far it is to be trusted (PLAIN, COMPOUND or SHAPE)."""

    selector: str
    trust: int


def marks_of(element: HtmlElement) -> Iterator[Mark]:
    """Yield the selectors that mean `element` by itself, and those that mean it by what it stands in."""
    tag = str(element.tag)
    if tag in _TOO_WIDE:
        return
    yield from (Mark(text, PLAIN) for text in _own(element, tag))
    if tag in _TELLING_TAGS or "-" in tag:
        yield Mark(tag, COMPOUND)
    parent = element.getparent()
    if parent is None or parent.tag in _TOO_WIDE:
        return
    around = next(_own(parent, str(parent.tag)), None)
    if around is not None and tag not in ("div", "section"):
        yield Mark(f"{around} > {tag}", COMPOUND)


def wrapped(node: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements in a line that hold all of the text of `node`, as `<p><a class="button">` does."""
    inner = node
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        inner = inner[0]
        if inner.tag not in _INLINE:
            return
        yield inner


def shapes_of(node: HtmlElement) -> Iterator[Mark]:
    """Yield the selectors that mean a paragraph without a name by its form: nothing but a link, all in italics."""
    while node.tag in _INLINE and (outer := node.getparent()) is not None and _squeezed(outer) == _squeezed(node):
        node = outer
    parent, tag = node.getparent(), str(node.tag)
    if parent is None or tag not in ("p", "div", "li", "h2", "h3", "h4"):
        return
    name = next((one for one in _classes(parent) if is_telling(one)), None)
    around = f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" if name else None
    for letters in _LETTERS if around else ():
        inner = node.find(f".//{letters}")
        if inner is not None and _squeezed(inner) == _squeezed(node):
            yield Mark(f"{around}/{tag}[normalize-space(.) = normalize-space(.//{letters})]", SHAPE)


def _own(element: HtmlElement, tag: str) -> Iterator[str]:
    for name in _classes(element):
        if (module := module_of(name)) is not None:
            yield f'[class*="{module}"]'
        elif is_telling(name):
            yield f".{name}"
    identity = (element.get("id") or "").strip()
    if is_telling(identity):
        yield f"#{identity}"
    for attribute in _ATTRIBUTES:
        value = (element.get(attribute) or "").strip()
        if _VALUE.fullmatch(value) and value not in ("main", "presentation", "article", "button", "document", "none"):
            yield f'[{attribute}="{value}"]'


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def _squeezed(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())

"""Selectors of rules, CSS and XPath: compiled once, tried on nothing, and held to find elements.

Where in a rule file one stands is the caller's to say; what is found on a page is match.py's business.
"""

import re
from collections.abc import Callable
from typing import Any

from lxml import etree
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.rules.pack import Selector

Fail = Callable[[str], RuleError]
"""Makes the error that says what is wrong, and where it stands."""

_XPATH = ("/", "(", "./", "self::", "descendant")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_NO_ELEMENT = re.compile(
    r"((?:@|\b(?:attribute|namespace)\s*::)\s*[\w:*.-]+|\b(?:text|comment|processing-instruction)\s*\(\s*\))[\s)]*$"
)


def selector(text: str, fail: Fail) -> Selector:
    """Compile a selector: XPath by its beginning, or else CSS. `fail` makes the error of what is wrong with it."""
    return xpath(text, fail) if text.startswith(_XPATH) else css(text, fail)


def css(text: str, fail: Fail) -> Selector:
    """Compile a CSS selector."""
    return _compiled("selector", text, fail)


def xpath(text: str, fail: Fail) -> Selector:
    """Compile an XPath, which must lead to elements."""
    selector = _compiled("XPath", text, fail)
    if step := _step_to_no_element(text):
        raise fail(f"the XPath {text!r} finds no elements; end it before {step}")
    return selector


def _compiled(kind: str, text: str, fail: Fail) -> Selector:
    """Compile `text` and try it on nothing: some names are looked up only when it runs."""
    try:
        finder = _Finder(kind, text, fail(f"the {kind} {text!r} does not run"))
        found = finder.run(etree.Element("html"))
    except Exception as error:  # cssselect raises several kinds, some of them bare; lxml ValueError too
        raise fail(f"the {kind} {text!r} cannot be read ({error})") from None
    if not isinstance(found, list):
        raise fail(f"the {kind} {text!r} finds no elements; it gives a {type(found).__name__}")
    return Selector(text, finder)


def _step_to_no_element(xpath: str) -> str | None:
    """Return the last step of a path in `xpath` where it leads to texts or attributes; None where all find elements.

    By its wording: a page to try it on would have to hold whatever its predicates ask for.
    """
    bare, found = _QUOTED.sub("", xpath), 1
    while found:
        bare, found = _PREDICATE.subn("", bare)
    ends = map(_NO_ELEMENT.search, bare.split("|"))
    return next((end[1] for end in ends if end), None)


class _Finder:
    """Finds the elements that a selector means; it can be sent to another process, where it is compiled anew."""

    def __init__(self, kind: str, text: str, complaint: RuleError) -> None:
        self._made_of = kind, text, complaint
        self.run: Callable[[Any], Any] = etree.XPath(text) if kind == "XPath" else CSSSelector(text, translator="html")

    def __call__(self, root: HtmlElement) -> list[HtmlElement]:
        try:
            found = self.run(root)
        except etree.XPathError as error:  # a function that nobody defines shows only where it would be called
            raise RuleError(f"{self._made_of[2]} ({error})") from None
        return [node for node in found if isinstance(node, HtmlElement)]

    def __reduce__(self) -> tuple[type["_Finder"], tuple[str, str, RuleError]]:
        return _Finder, self._made_of

"""Selectors of rules, CSS and XPath: compiled once, tried on nothing, and held to find elements.

Where in a rule file one stands is the caller's to say; what is found on a page is match.py's business.
"""

import re
from collections.abc import Callable

from lxml import html as lxml_html
from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.rules.cost import Fuel
from archiver.rules.css import css_paths
from archiver.rules.pack import Selector
from archiver.rules.steps import Route, union
from archiver.rules.xpath import LONGEST, paths_of, tokens_of

Fail = Callable[[str], RuleError]
"""Makes the error that says what is wrong, and where it stands."""

_XPATH = ("/", "(", "./", "self::", "descendant")
_SHOWN = 120  # characters of a selector in an error
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
    if step := _step_to_no_element(text[:LONGEST]):
        _compiled("XPath", text, fail)  # what cannot be read at all is told first
        raise fail(f"the XPath {text!r} finds no elements; end it before {step}")
    return _compiled("XPath", text, fail)


def _compiled(kind: str, text: str, fail: Fail) -> Selector:
    """Compile `text` and try it on nothing: some names are looked up only when it runs."""
    shown = text if len(text) < _SHOWN else text[: _SHOWN - 1] + "…"
    try:
        finder = _Finder(kind, text)
        finder(lxml_html.Element("html"))
    except Exception as error:  # cssselect raises several kinds, some of them bare; lxml ValueError too
        raise fail(f"the {kind} {shown!r} cannot be read ({error})") from None
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

    def __init__(self, kind: str, text: str) -> None:
        self._made_of = kind, text
        paths = paths_of(tokens_of(text)) if kind == "XPath" else css_paths(text)
        self._routes = [Route(path) for path in paths]

    def __call__(self, root: HtmlElement, fuel: Fuel | None = None) -> list[HtmlElement]:
        """Return what is found under `root`, each element once. Raises TooCostly where `fuel` does not do."""
        fuel = fuel if fuel is not None else Fuel(root)
        found = union(self._routes, root, fuel)
        fuel.found(len(found))
        return found

    def __reduce__(self) -> tuple[type["_Finder"], tuple[str, str]]:
        return _Finder, self._made_of

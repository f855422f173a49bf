"""Selectors of rules, CSS and XPath: read, tried on nothing where they are to be checked, and held to find elements.

Where in a rule file one stands is the caller's to say; what is found on a page is match.py's business.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import compress

from lxml import html as lxml_html
from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.rules.cost import Fuel
from archiver.rules.css import css_paths
from archiver.rules.pack import Selector
from archiver.rules.steps import Route, union
from archiver.rules.traits import XPATH, needs_of
from archiver.rules.xpath import LONGEST, paths_of, tokens_of

Fail = Callable[[str], RuleError]
"""Makes the error that says what is wrong, and where it stands."""

_SHOWN = 120  # characters of a selector in an error
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_NO_ELEMENT = re.compile(
    r"((?:@|\b(?:attribute|namespace)\s*::)\s*[\w:*.-]+|\b(?:text|comment|processing-instruction)\s*\(\s*\))[\s)]*$"
)


def selector(text: str, fail: Fail, checked: bool = True) -> Selector:
    """Read a selector: XPath by its beginning, or else CSS. `fail` makes the error of what is wrong with it.

    One that is not `checked` is compiled when it is first used, which takes half a millisecond; what is wrong with it
    shows then.
    """
    return xpath(text, fail, checked) if text.startswith(XPATH) else css(text, fail, checked)


def css(text: str, fail: Fail, checked: bool = True) -> Selector:
    """Read a CSS selector."""
    return _read("selector", text, fail, checked)


def xpath(text: str, fail: Fail, checked: bool = True) -> Selector:
    """Read an XPath, which must lead to elements."""
    if step := _step_to_no_element(text[:LONGEST]):
        _read("XPath", text, fail)  # what cannot be read at all is told first
        raise fail(f"the XPath {text!r} finds no elements; end it before {step}")
    return _read("XPath", text, fail, checked)


def _read(kind: str, text: str, fail: Fail, checked: bool = True) -> Selector:
    """Read `text` and, where it is to be checked, try it on nothing: some names are looked up only when it runs."""
    finder = _Finder(kind, text)
    if checked:
        try:
            finder(lxml_html.Element("html"))
        except RuleError as error:
            raise fail(str(error)) from None
        except Exception as error:
            raise fail(finder.complaint(error)) from None
    return Selector(text, finder, needs_of(text) if kind != "XPath" else None)


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
    """Finds the elements that a selector means; compiled when it is first used, and anew in another process."""

    def __init__(self, kind: str, text: str) -> None:
        self._made_of = kind, text

    def __call__(
        self, root: HtmlElement, fuel: Fuel | None = None, parts: Sequence[bool] | None = None
    ) -> list[HtmlElement]:
        """Return what is found under `root`, each element once. `parts` says which of the selector's can find anything.

        Raises TooCostly where `fuel` does not do, RuleError where the selector is none.
        """
        routes = self._routes
        if parts is not None and len(parts) == len(routes):
            routes = list(compress(routes, parts))
        fuel = fuel if fuel is not None else Fuel(root)
        found = union(routes, root, fuel)
        fuel.found(len(found))
        return found

    @cached_property
    def _routes(self) -> list[Route]:
        kind, text = self._made_of
        try:
            paths = paths_of(tokens_of(text)) if kind == "XPath" else css_paths(text)
            return [Route(path) for path in paths]
        except Exception as error:  # cssselect raises several kinds, some of them bare; lxml ValueError too
            raise RuleError(self.complaint(error)) from None

    def complaint(self, error: Exception) -> str:
        """Return the line that says that this is no selector."""
        kind, text = self._made_of
        return f"the {kind} {text if len(text) < _SHOWN else text[: _SHOWN - 1] + '…'!r} cannot be read ({error})"

    def __reduce__(self) -> tuple[type["_Finder"], tuple[str, str]]:
        return _Finder, self._made_of

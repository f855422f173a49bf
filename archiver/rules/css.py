"""CSS selectors as paths: each compound is a step, each combinator the axis that leads to it.

How a compound is told in XPath is cssselect's knowledge; running the paths is steps.py's business.
"""

from functools import cache

from cssselect import parser
from lxml.cssselect import LxmlHTMLTranslator

from archiver.rules.xpath import LONGEST, Path, paths_of, tokens_of

_COMBINATORS = {" ": "//", ">": "/", "+": "/following-sibling::*[1]/self::", "~": "/following-sibling::"}


def css_paths(text: str) -> tuple[Path, ...]:
    """Return the paths that the selectors of `text`, joined by commas, stand for. Raises ValueError, or an error of
    cssselect's, where it is none."""
    if len(text) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST:,} characters")
    return tuple(path for one in parser.parse(text) for path in paths_of(tokens_of(as_xpath(one), longest=None)))


def as_xpath(selector: parser.Selector) -> str:
    """Return the XPath that finds what one CSS selector does."""
    if selector.pseudo_element:
        raise ValueError(f"::{selector.pseudo_element} is no element")
    parts, tree = [], selector.parsed_tree
    while isinstance(tree, parser.CombinedSelector):
        parts.append(_COMBINATORS[tree.combinator] + str(_translator().xpath(tree.subselector)))
        tree = tree.selector
    return "".join(["//", str(_translator().xpath(tree)), *reversed(parts)])


@cache
def _translator() -> LxmlHTMLTranslator:
    return LxmlHTMLTranslator()

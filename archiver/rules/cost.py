"""What selectors may cost on a page: counted in nodes visited, not in seconds, so that it is the same everywhere.

XPath cannot be stopped once it runs: what would take too long must not begin. Running it is steps.py's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from lxml.html import HtmlElement

from archiver.rules.xpath import AXES, Step

MOST: Final = 40_000_000
"""Visits that all selectors of a page's rules may take together: seconds, on a page made for it; others need 1%."""
_FOUND: Final = 100  # visits' worth of work for an element that was found
_JOINED: Final = 100  # elements whose merging takes as long as a visit


class TooCostly(Exception):
    """A selector would visit more nodes than may be."""


@dataclass(frozen=True)
class Shape:
    """How many elements a page has, how deep they lie in one another, and how many lie side by side at most."""

    elements: int
    depth: int
    siblings: int

    @classmethod
    def of(cls, tree: HtmlElement) -> "Shape":
        """Measure the page under `tree`."""
        elements, depth, siblings, level = 0, 0, 1, [tree]
        while level:  # by levels, which takes a fifth of the time that one by one does
            elements, depth = elements + len(level), depth + 1
            siblings = max(siblings, *map(len, level))
            level = list(chain.from_iterable(level))
        return cls(elements, max(depth, 1), siblings)


class Fuel:
    """How many visits are left for the page under `tree`; it is taken for one of the form `shape`, if given."""

    def __init__(self, tree: HtmlElement, most: int = MOST, shape: Shape | None = None) -> None:
        self._tree, self.left, self._shape = tree, most, shape

    @cached_property
    def shape(self) -> Shape:
        """The page's shape, measured once."""
        return self._shape or Shape.of(self._tree)

    def spend(self, visits: int) -> None:
        """Take `visits` off. Raises TooCostly where there are not as many left; then none are taken."""
        if visits > self.left:
            raise TooCostly
        self.left -= visits

    def found(self, elements: int) -> None:
        """Take off what handling so many elements costs."""
        self.spend(elements * _FOUND)


def cost(step: Step, contexts: int, shape: Shape) -> int:
    """Return the most visits that `step` takes from `contexts` elements, all asked at once."""
    n = shape.elements
    reach = n
    if step.positional and step.axis not in ("child", "self", "parent", "attribute"):
        reach = contexts * _reach(step.axis, shape)  # each is asked by itself
    elif step.axis in ("following", "preceding"):
        reach = contexts * n
    if step.joined:
        reach *= 1 + n // _JOINED
    return reach * (1 + sum(predicate(tokens, shape) for tokens in step.predicates))


def predicate(tokens: Sequence[str], shape: Shape) -> int:
    """Return the most visits that a predicate of these tokens takes on one element."""
    return _Reading(tokens, shape).expression()


def _reach(axis: str, shape: Shape) -> int:
    if axis in ("ancestor", "ancestor-or-self", "descendant", "descendant-or-self"):
        return shape.depth  # descendants: on average over all elements, which is as many
    if axis in ("following-sibling", "preceding-sibling"):
        return shape.siblings
    return shape.elements if axis in ("following", "preceding") else 1


_OPERATORS: Final = frozenset(("and", "or", "div", "mod", "=", "!=", "<", ">", "<=", ">=", "+", "-", "|", ","))
_OF_TEXT: Final = frozenset(("string", "normalize-space", "string-length"))


class _Reading:
    """Goes through a predicate: paths side by side add up, steps of one path and predicates in it multiply."""

    def __init__(self, tokens: Sequence[str], shape: Shape) -> None:
        self.tokens, self.shape, self.at = tuple(tokens), shape, 0

    def expression(self) -> int:
        total, path, begins = 0, 1, True
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token in ("]", ")"):
                break
            if token in ("(", "["):
                path *= self.expression()
            elif token in _OPERATORS:
                total, path = total + path, 1
            else:
                path *= self.factor(token, begins, path)
            begins = token in _OPERATORS
        return total + path

    def factor(self, token: str, begins: bool, path: int) -> int:
        after = self.tokens[self.at] if self.at < len(self.tokens) else ""
        if token == "//":
            reach = self.shape.elements if begins or path > 1 else self.shape.depth
        elif after == "::" and token in AXES:
            reach = _reach(token, self.shape)
            reach = self.shape.elements if reach > 1 and path > 1 else reach  # merging what was found twice
        elif (token in _OF_TEXT and self.tokens[self.at : self.at + 2] == ("(", ")")) or (
            token == "." and after not in ("/", "//")
        ):
            reach = self.shape.depth  # a text is part of that of every element around it
        else:
            reach = 1
        return reach

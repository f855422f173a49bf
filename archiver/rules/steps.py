"""Runs the paths of a selector: each step once from all the elements that the one before it found.

libxml2 goes on from each of them by itself and merges what it finds twice, which on a page of 10,000 elements in one
another takes minutes for `div div`. From the outermost of them the same is found in one go. Nothing is begun that
costs more than is left (cost.py). How a path is written is xpath.py's business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from archiver.rules.cost import Fuel, cost, predicate
from archiver.rules.xpath import Path, Step, compiled

_DOWN = frozenset(("descendant", "descendant-or-self"))


@dataclass(frozen=True, slots=True)
class _Runner:
    step: Step
    run: etree.XPath
    kind: str  # "down", "right", "left" or ""


class Route:
    """One path, ready to run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._start = [Route(one) for one in path.start]
        self._filters = [(tokens, _filter(tokens)) for tokens in path.filters]
        self._runners = [_runner(step, path.absolute and not at) for at, step in enumerate(path.steps)]

    def find(self, root: HtmlElement, fuel: Fuel) -> list[HtmlElement]:
        """Return the elements that the path leads to from `root`. Raises TooCostly where it would visit too many."""
        found = [root]
        if self._start:
            found = union(self._start, root, fuel)
            for tokens, test in self._filters:
                fuel.spend(len(found) * (1 + predicate(tokens, fuel.shape)))
                found = _picked(found, test, tokens)
        for runner in self._runners:
            if not found:
                break
            fuel.spend(cost(runner.step, len(found), fuel.shape))
            found = _all(runner, found)
        return found


def union(routes: Sequence[Route], root: HtmlElement, fuel: Fuel) -> list[HtmlElement]:
    """Return what any of `routes` finds, each element once and in the order of the page."""
    found = dict.fromkeys(node for route in routes for node in route.find(root, fuel))
    if len(found) < 2 or (len(routes) == 1 and len(routes[0]._runners) < 2):
        return list(found)
    fuel.spend(fuel.shape.elements)
    return [node for node in root.iter() if node in found]


def _runner(step: Step, from_root: bool) -> _Runner:
    kind, text = "", step.text
    if from_root:
        text = ("//" if step.deep else "/") + text
    elif step.deep and step.axis == "child" and not step.positional:
        kind, text = "down", "descendant::" + text.removeprefix("child ::")
    elif step.deep:
        kind, text = "down", "descendant-or-self::node()/" + text
    elif not step.positional:
        kind = {"following-sibling": "right", "preceding-sibling": "left"}.get(step.axis, "")
        kind = "down" if step.axis in _DOWN else kind
    return _Runner(step, compiled(text), kind)


def _all(runner: _Runner, found: list[HtmlElement]) -> list[Any]:
    contexts: Iterable[HtmlElement] = found
    if runner.kind == "down":
        contexts = _outermost(found)
    elif runner.kind in ("right", "left"):
        contexts = _outer_siblings(found, runner.kind == "left")
    return list(dict.fromkeys(node for one in contexts for node in runner.run(one) if isinstance(node, HtmlElement)))


def _outermost(found: list[HtmlElement]) -> list[HtmlElement]:
    """Those that lie in no other. Each element around them is asked once."""
    if len(found) == 1:
        return found
    inside: dict[HtmlElement | None, bool] = {None: False}
    every = set(found)
    return [node for node in found if not _lies_in(node, every, inside)]


def _lies_in(node: HtmlElement, every: set[HtmlElement], inside: dict[HtmlElement | None, bool]) -> bool:
    """Whether one of `every` is around `node`; `inside` remembers it of each element, itself left out."""
    way: list[HtmlElement] = []
    outer: HtmlElement | None = node
    while outer not in inside:
        assert outer is not None
        way.append(outer)
        outer = outer.getparent()
    found = inside[outer] or outer in every
    for one in reversed(way):
        inside[one] = found
        found = found or one in every
    return inside[node]


def _outer_siblings(found: list[HtmlElement], backwards: bool) -> list[HtmlElement]:
    """The first child of each parent among `found`, or the last: all that lies beside the others lies beside it."""
    groups: dict[HtmlElement | None, list[HtmlElement]] = {}
    for node in found:
        groups.setdefault(node.getparent(), []).append(node)
    return [_outer(parent, group, backwards) for parent, group in groups.items()]


def _outer(parent: HtmlElement | None, group: list[HtmlElement], backwards: bool) -> HtmlElement:
    if parent is None or len(group) == 1:
        return group[0]
    among = set(group)
    return next(node for node in parent.iterchildren(reversed=backwards) if node in among)


def _filter(tokens: tuple[str, ...]) -> int | etree.XPath:
    """What a predicate behind a group asks: the number of an element, from 1 on or -1 for the last, or a test."""
    if len(tokens) == 1 and tokens[0].isdecimal():
        return int(tokens[0])
    if tokens in (("last", "(", ")"), ("position", "(", ")", "=", "last", "(", ")")):
        return -1
    if {"position", "last"}.intersection(tokens) or tokens[:1] == ("-",) or tokens[0][0].isdigit():
        raise ValueError(f"[{' '.join(tokens)}] behind parentheses cannot be used here; write a number or last()")
    return compiled(f"self::node()[{' '.join(tokens)}]")


def _picked(found: list[HtmlElement], test: int | etree.XPath, tokens: tuple[str, ...]) -> list[HtmlElement]:
    if isinstance(test, int):
        return found[-1:] if test < 0 else found[test - 1 : test] if test else []
    return [node for node in found if test(node)]

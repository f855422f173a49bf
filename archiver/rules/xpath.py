"""XPath 1.0 taken apart: into paths, their steps, and the tokens of each step's predicates.

Only what finds elements of one page is let through: no variables, no functions beyond XPath's own (above all no
regular expressions), no nesting without end. What a step costs is cost.py's business, running it steps.py's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

LONGEST: Final = 2_000
"""Characters of a selector."""
DEEPEST: Final = 12
"""Brackets and parentheses in one another."""

AXES: Final = frozenset(
    "ancestor ancestor-or-self attribute child descendant descendant-or-self following following-sibling parent"
    " preceding preceding-sibling self".split()
)
_TYPES: Final = frozenset(("node", "text", "comment", "processing-instruction"))
_FUNCTIONS: Final = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before"
    " substring-after substring string-length normalize-space translate boolean not true false lang number sum floor"
    " ceiling round __lxml_internal_css:lower-case".split()
)
_NUMERIC: Final = frozenset(
    ("last", "position", "count", "string-length", "number", "sum", "floor", "ceiling", "round")
)
_NAME = r"[^\W\d][\w.\-]*"
_TOKEN: Final = re.compile(
    rf"\s*('[^']*'|\"[^\"]*\"|//|::|\.\.|!=|<=|>=|\d+(?:\.\d*)?|\.\d+|{_NAME}(?::(?!:)(?:{_NAME}|\*))?|[/.@|\[\](),=<>+*$-])"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `text` is how XPath writes it; `deep` says that `//` stands before it.

    `predicates` are the tokens of each of its predicates; `positional` says that one of them may count. `joined` are
    several steps in one, because those before the last lead to texts or attributes.
    """

    axis: str
    text: str
    predicates: tuple[tuple[str, ...], ...] = ()
    deep: bool = False
    positional: bool = False
    is_element: bool = True
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A path from the page's root, or from what the group `start` of paths finds."""

    steps: tuple[Step, ...]
    absolute: bool = True
    start: "tuple[Path, ...]" = ()
    filters: tuple[tuple[str, ...], ...] = ()


def tokens_of(xpath: str, longest: int | None = LONGEST) -> tuple[str, ...]:
    """Return the tokens of `xpath`. Raises ValueError where something in it is not let through."""
    if longest is not None and len(xpath) > longest:
        raise ValueError(f"it is longer than {LONGEST:,} characters")
    tokens, at, depth = [], 0, 0
    xpath = xpath.rstrip()
    while at < len(xpath):
        found = _TOKEN.match(xpath, at)
        if not found or found[1] == "$":
            raise ValueError("Invalid expression")
        depth += (found[1] in "[(") - (found[1] in "])")
        if depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} brackets in one another")
        tokens.append(found[1])
        at = found.end()
    _check_names(tokens)
    return tuple(tokens)


def _check_names(tokens: Sequence[str]) -> None:
    for token, after in zip(tokens, (*tokens[1:], ""), strict=True):
        if after == "(" and _is_name(token) and token not in _FUNCTIONS | _TYPES | {"and", "or", "div", "mod"}:
            raise ValueError(f"no function {token}() is known here")
        if after == "::" and token not in AXES:
            raise ValueError(f"no axis {token}:: is known here")


def paths_of(tokens: Sequence[str]) -> tuple[Path, ...]:
    """Return the paths of which the union `tokens` is made. Raises ValueError where they are none."""
    return tuple(_path(part) for part in _split(tokens, "|"))


def _split(tokens: Sequence[str], mark: str) -> list[Sequence[str]]:
    parts, begin, depth = [], 0, 0
    for at, token in enumerate(tokens):
        depth += (token in "[(") - (token in "])")
        if token == mark and not depth:
            parts.append(tokens[begin:at])
            begin = at + 1
    return [*parts, tokens[begin:]]


def _path(tokens: Sequence[str]) -> Path:
    if not tokens:
        raise ValueError("Invalid expression")
    if tokens[0] != "(":
        absolute = tokens[0] in ("/", "//")
        return Path(_joined(_steps(tokens if absolute else ("/", *tokens))), absolute)
    end = _closing(tokens, 0)
    filters, rest = _predicates(tokens, end + 1)
    return Path(_joined(_steps(tokens[rest:])), False, paths_of(tokens[1:end]), filters)


def _steps(tokens: Sequence[str]) -> list[Step]:
    steps: list[Step] = []
    at = 0
    while at < len(tokens):
        if tokens[at] not in ("/", "//") or at + 1 == len(tokens):
            raise ValueError("it is no path to elements")
        step, at = _step(tokens, at + 1, tokens[at] == "//")
        steps.append(step)
    return steps


def _step(tokens: Sequence[str], at: int, deep: bool) -> tuple[Step, int]:
    begin, axis = at, "child"
    if tokens[at] in (".", ".."):
        return Step("self" if tokens[at] == "." else "parent", tokens[at], deep=deep), at + 1
    if tokens[at] == "@":
        axis, at = "attribute", at + 1
    elif at + 1 < len(tokens) and tokens[at + 1] == "::":
        axis, at = tokens[at], at + 2
    if at >= len(tokens) or not (tokens[at] == "*" or _is_name(tokens[at])):
        raise ValueError("it is no path to elements")
    name, at = tokens[at], at + 1
    is_type = at < len(tokens) and tokens[at] == "("
    if is_type:
        if name not in _TYPES:
            raise ValueError(f"it finds no elements; {name}() is no step")
        at = _closing(tokens, at) + 1
    predicates, end = _predicates(tokens, at)
    positional = any(map(_may_count, predicates))
    is_element = axis != "attribute" and (not is_type or (name == "node" and axis not in ("child", "descendant")))
    return Step(axis, " ".join(tokens[begin:end]), predicates, deep, positional, is_element), end


def _joined(steps: list[Step]) -> tuple[Step, ...]:
    """Steps to texts and attributes joined with those after them: from there only XPath itself can go on."""
    joined: list[Step] = []
    for step in steps:
        before = joined[-1] if joined else None
        if before is not None and not before.is_element:
            text = f"{before.text}{'//' if step.deep else '/'}{step.text}"
            predicates = (*before.predicates, *step.predicates)
            joined[-1] = Step(before.axis, text, predicates, before.deep, True, step.is_element, True)
        else:
            joined.append(step)
    return tuple(joined)


def _predicates(tokens: Sequence[str], at: int) -> tuple[tuple[tuple[str, ...], ...], int]:
    found = []
    while at < len(tokens) and tokens[at] == "[":
        end = _closing(tokens, at)
        found.append(tuple(tokens[at + 1 : end]))
        at = end + 1
    return tuple(found), at


def _closing(tokens: Sequence[str], at: int) -> int:
    depth = 0
    for place in range(at, len(tokens)):
        depth += (tokens[place] in "[(") - (tokens[place] in "])")
        if not depth:
            return place
    raise ValueError("Invalid expression")


def _may_count(predicate: tuple[str, ...]) -> bool:
    """True where a predicate may be a number, or ask for one's place among the others."""
    if not predicate or {"position", "last"}.intersection(predicate):
        return True
    first = predicate[0]
    return first[0].isdigit() or first in ("-", "(", ".") or first in _NUMERIC


def _is_name(token: str) -> bool:
    return token[0].isalpha() or token[0] == "_"


def compiled(text: str) -> etree.XPath:
    """Compile one expression, without functions beyond XPath's own."""
    return etree.XPath(text, regexp=False)

"""Where an XPath can be cut: at signs that stand outside quotes and brackets.

What a cut is for is xpath.py's business. Written for XPath 1.0 (https://www.w3.org/TR/xpath-10/).
"""

import re
from collections.abc import Iterator
from typing import Final

_PIECE: Final = re.compile(r"'[^']*'|\"[^\"]*\"|.", re.DOTALL)
_DEPTH: Final = {"(": 1, "[": 1, ")": -1, "]": -1}


def pieces(xpath: str) -> Iterator[tuple[int, int, str]]:
    """Yield each sign of `xpath`, or each quoted text as one, with its place and how many brackets it stands in."""
    depth = 0
    for found in _PIECE.finditer(xpath):
        sign = found[0]
        step = _DEPTH.get(sign, 0)
        depth += min(step, 0)
        yield found.start(), depth, sign
        depth += max(step, 0)


def split(xpath: str, separator: str) -> list[str]:
    """Return the parts of `xpath` between the `separator`s (one sign) that stand in no brackets, stripped."""
    parts, start = [], 0
    for at, depth, sign in pieces(xpath):
        if sign == separator and depth == 0:
            parts.append(xpath[start:at].strip())
            start = at + 1
    return [*parts, xpath[start:].strip()]


def last_step(xpath: str) -> tuple[str, str]:
    """Return a path without its last step and slash, and that step; a single step has nothing before it.

    What stands in brackets of its own, as in `(//p)[1]`, is one step, and so is `//p` after nothing.
    """
    slashes = [at for at, depth, sign in pieces(xpath) if sign == "/" and depth == 0]
    if not slashes:
        return "", xpath
    at = slashes[-1]
    double = xpath[at - 1 : at] == "/"
    return xpath[: at - double].rstrip(), xpath[at + 1 :].strip()


def inside(xpath: str) -> tuple[str, str] | None:
    """Return the function that `xpath` is a call of, and what stands in its brackets; None where it is no call."""
    found = re.match(r"([a-z][a-z-]*)\s*\(", xpath)
    if not found or not xpath.rstrip().endswith(")"):
        return None
    closes = next((at for at, depth, sign in pieces(xpath) if sign == ")" and depth == 0), -1)
    return (found[1], xpath[found.end() : closes]) if closes == len(xpath.rstrip()) - 1 else None

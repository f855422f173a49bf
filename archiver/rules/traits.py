"""What a page has that a selector can ask for: its class and id names and, where need be, its attributes' values.

Read once a page, so that of thousands of selectors only those are run that can find anything. What one needs is read
off its text, generously: a selector whose needs cannot be told is run.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

_NAMES: Final = etree.XPath("//@class | //@id", smart_strings=False)
_VALUES: Final = etree.XPath("//@*", smart_strings=False)
_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_VALUE: Final = re.compile(r"""\s*[\w-]+\s*[~^$*|]?=\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*""")
_CALLS: Final = re.compile(r":[\w-]+\([^()]*\)")
_NAME: Final = re.compile(r"[.#]([\w-]+)")
_PATHS: Final = ("/", "(", "./", "self::", "descendant")


@dataclass(frozen=True, slots=True)
class Need:
    """Names and values that must all be on a page where one part of a selector is to find anything."""

    names: frozenset[str]
    values: tuple[str, ...]


def needs_of(text: str) -> tuple[Need, ...] | None:
    """Return what each part of a CSS selector needs, one of which will do; None where it cannot be told."""
    if text.startswith(_PATHS) or "\\" in text:
        return None
    values: list[str] = []

    def kept(found: re.Match[str]) -> str:
        said = _VALUE.fullmatch(found[1])
        values.append((said[1] or said[2] or "") if said else "")
        return f"[{len(values) - 1}]"

    bare = _BRACKETS.sub(kept, text)
    if any(mark in bare for mark in "\"'"):
        return None
    bare, found = _CALLS.sub("", bare), 1
    while found:  # :not(:has(.x)) asks for the lack of something
        bare, found = _CALLS.subn("", bare)
    return None if "(" in bare else tuple(_need(part, values) for part in bare.split(","))


def _need(part: str, values: list[str]) -> Need:
    said = (values[int(number)] for number in _BRACKETS.findall(part))
    return Need(frozenset(_NAME.findall(_BRACKETS.sub("", part))), tuple(value for value in said if value))


class Traits:
    """The names and values in the page under `root`."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root

    @cached_property
    def names(self) -> frozenset[str]:
        """Every class and id name."""
        return frozenset(" ".join(_NAMES(self._root)).split())

    @cached_property
    def values(self) -> str:
        """Every attribute's value, one after the other."""
        return "\n".join(_VALUES(self._root))

    def meet(self, needs: tuple[Need, ...] | None) -> bool:
        """Whether a selector with these needs can find anything here."""
        return needs is None or any(self._has(need) for need in needs)

    def _has(self, need: Need) -> bool:
        return need.names <= self.names and all(value in self.values for value in need.values)

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

from archiver.rules.cost import Fuel

_CLASSES: Final = etree.XPath("//@class", smart_strings=False)
_IDS: Final = etree.XPath("//@id", smart_strings=False)
_VALUES: Final = etree.XPath("//@*", smart_strings=False)
_BRACKETS: Final = re.compile(r"\[([^\[\]]*)\]")
_VALUE: Final = re.compile(r"""\s*[\w-]+\s*[~^$*|]?=\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*""")
_ATTRIBUTE: Final = re.compile(r"\s*([a-z-]+)\s*(?:[~^$*|]?=.*)?", re.DOTALL)
_CALLS: Final = re.compile(r":[\w-]+\([^()]*\)")
_CALLED: Final = ":x"  # what stands for a call, so that its part asks for more than its names
_NAME: Final = re.compile(r"[.#][\w-]+")
_TAG: Final = re.compile(r"(?:^|[\s>+~])([a-z]+-[\w-]+)")  # of an element that HTML does not know: on few pages
XPATH: Final = ("/", "(", "./", "self::", "descendant")
"""How an XPath begins; any other selector is CSS."""


@dataclass(frozen=True, slots=True)
class Need:
    """What must all be on a page where one part of a selector is to find anything: class and id names, words of the
    markup (names of attributes, tags of elements that HTML does not know), attributes' values.

    `is_all` says that nothing else is needed: a part that is one class or id finds something wherever there is one.
    """

    names: frozenset[str]
    words: frozenset[str]
    values: tuple[str, ...]
    is_all: bool = False


def needs_of(text: str) -> tuple[Need, ...] | None:
    """Return what each part of a CSS selector needs, one of which will do; None where it cannot be told."""
    if text.startswith(XPATH) or "\\" in text:
        return None
    asked: list[tuple[str, str]] = []

    def kept(found: re.Match[str]) -> str:
        name, said = _ATTRIBUTE.fullmatch(found[1]), _VALUE.fullmatch(found[1])
        asked.append((name[1] if name else "", (said[1] or said[2] or "") if said else ""))
        return f"[{len(asked) - 1}]"

    bare = _BRACKETS.sub(kept, text)
    if any(mark in bare for mark in "\"'"):
        return None
    bare, found = _CALLS.sub(_CALLED, bare), 1
    while found:  # :not(:has(.x)) asks for the lack of something
        bare, found = _CALLS.subn(_CALLED, bare)
    return None if "(" in bare else tuple(_need(part, asked) for part in bare.split(","))


def _need(part: str, asked: list[tuple[str, str]]) -> Need:
    attributes = [asked[int(number)] for number in _BRACKETS.findall(part)]
    bare = _BRACKETS.sub("", part)
    return Need(
        names=frozenset(_NAME.findall(bare)),
        words=frozenset((*_TAG.findall(bare), *(name for name, _ in attributes if name))),
        values=tuple(value for _, value in attributes if value),
        is_all=_NAME.fullmatch(part.strip()) is not None,
    )


class Traits:
    """The names, words and values in the page under `root`, which was read from the text `html`, and the fuel that its
    selectors have between them. Markup in capitals is not looked for: what vendors write is in small letters."""

    def __init__(self, root: HtmlElement, html: str = "") -> None:
        self._root, self._html = root, html
        self.fuel = Fuel(root)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every class name with "." before it, and every id with "#"."""
        classes = " ".join(_CLASSES(self._root)).split()
        return frozenset((*(f".{name}" for name in classes), *(f"#{name}" for name in _IDS(self._root))))

    @cached_property
    def values(self) -> str:
        """Every attribute's value, one after the other."""
        return "\n".join(_VALUES(self._root))

    def meet(self, needs: tuple[Need, ...] | None) -> bool:
        """Whether a selector with these needs can find anything here."""
        return needs is None or any(map(self._has, needs))

    def hold(self, needs: tuple[Need, ...] | None) -> bool:
        """Whether a selector with these needs surely finds something here; where it is not sure, it has to be run."""
        return needs is not None and any(need.is_all and need.names <= self.names for need in needs)

    def parts(self, needs: tuple[Need, ...] | None) -> list[bool] | None:
        """Return of each part of a selector whether it can find anything here; None where that cannot be told."""
        return None if needs is None else [self._has(need) for need in needs]

    def _has(self, need: Need) -> bool:
        if not need.names <= self.names:
            return False
        if need.words and self._html and not all(word in self._html for word in need.words):
            return False
        return all(value in self.values for value in need.values)

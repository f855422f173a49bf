"""Which blocks lie under which element: the bridge between selectors, which find elements, and blocks.

Blocks stand in document order, so those under one element are always a range of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from archiver.model import Page


@dataclass(frozen=True, slots=True)
class Lineage:
    """For one page: the range of the blocks under every element that holds any, outer elements before those in them,
    and how many words each block has."""

    blocks: dict[HtmlElement, range]
    words: tuple[int, ...]

    @classmethod
    def of(cls, page: Page) -> "Lineage":
        """Index `page`. Holding the elements keeps their identity, which the dictionary relies on."""
        return cls(_ranges(page.nodes), tuple([count_words(block.text) for block in page.blocks]))

    def under(self, elements: Iterable[HtmlElement]) -> list[int]:
        """Return the blocks under any of `elements`, in document order, each once."""
        return sorted({index for element in elements for index in self.blocks.get(element, ())})

    def count(self, indexes: Iterable[int]) -> int:
        """Return how many words the blocks have together."""
        return sum([self.words[index] for index in indexes])


_DENSE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3]+")
_OPEN = range(0)


def _ranges(nodes: Sequence[HtmlElement]) -> dict[HtmlElement, range]:
    """The blocks under each element, from the elements that hold each block, in document order."""
    found: dict[HtmlElement, range] = {}
    opened: list[tuple[HtmlElement, int]] = []  # the elements around a block, and the first block in each
    for index, node in enumerate(nodes):
        inner: list[HtmlElement] = []
        outer: HtmlElement | None = node
        while outer is not None and outer not in found:
            inner.append(outer)
            outer = outer.getparent()
        while opened and opened[-1][0] is not outer:
            element, first = opened.pop()
            found[element] = range(first, index)
        for element in reversed(inner):
            found[element] = _OPEN
            opened.append((element, index))
    found |= {element: range(first, len(nodes)) for element, first in opened}
    return found


def count_words(text: str) -> int:
    """Return the number of words; in scripts without spaces two characters count as one."""
    words = len(text.split())
    if text.isascii() or _DENSE.search(text) is None:
        return words
    return max(words, sum(map(len, _DENSE.findall(text))) // 2)


def ancestry(node: HtmlElement) -> Iterator[HtmlElement]:
    """Yield `node` and its ancestors, innermost first."""
    element: HtmlElement | None = node
    while element is not None:
        yield element
        element = element.getparent()

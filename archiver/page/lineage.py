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
    """For one page: the range of the blocks under every element that holds any, and how many words each block has."""

    blocks: dict[HtmlElement, range]
    words: tuple[int, ...]

    @classmethod
    def of(cls, page: Page) -> "Lineage":
        """Index `page`. Holding the elements keeps their identity, which the dictionary relies on."""
        first, last = _reached(page.nodes, range(len(page.nodes))), _reached(page.nodes, range(len(page.nodes))[::-1])
        blocks = {element: range(start, last[element] + 1) for element, start in first.items()}
        return cls(blocks, tuple([count_words(block.text) for block in page.blocks]))

    def under(self, elements: Iterable[HtmlElement]) -> list[int]:
        """Return the blocks under any of `elements`, in document order, each once."""
        return sorted({index for element in elements for index in self.blocks.get(element, ())})

    def count(self, indexes: Iterable[int]) -> int:
        """Return how many words the blocks have together."""
        return sum(self.words[index] for index in indexes)


_DENSE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3]+")


def _reached(nodes: Sequence[HtmlElement], order: Iterable[int]) -> dict[HtmlElement, int]:
    """For each element the first block in `order` that lies under it. Where one is known, so are its ancestors."""
    found: dict[HtmlElement, int] = {}
    for index in order:
        element: HtmlElement | None = nodes[index]
        while element is not None and element not in found:
            found[element] = index
            element = element.getparent()
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

"""Which blocks lie under which element: the bridge between selectors, which find elements, and blocks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from archiver.model import Page


@dataclass(frozen=True, slots=True)
class Lineage:
    """For one page: the indexes of the blocks under every element that holds any."""

    blocks: dict[HtmlElement, list[int]]
    words: tuple[int, ...]

    @classmethod
    def of(cls, page: Page) -> "Lineage":
        """Index `page`. Holding the elements keeps their identity, which the dictionary relies on."""
        blocks: dict[HtmlElement, list[int]] = {}
        for block, node in zip(page.blocks, page.nodes, strict=False):
            element: HtmlElement | None = node
            while element is not None:
                blocks.setdefault(element, []).append(block.index)
                element = element.getparent()
        return cls(blocks, tuple(count_words(block.text) for block in page.blocks))

    def under(self, elements: Iterable[HtmlElement]) -> list[int]:
        """Return the blocks under any of `elements`, in document order, each once."""
        return sorted({index for element in elements for index in self.blocks.get(element, ())})

    def count(self, indexes: Iterable[int]) -> int:
        """Return how many words the blocks have together."""
        return sum(self.words[index] for index in indexes)


def count_words(text: str) -> int:
    """Return the number of words; in scripts without spaces two characters count as one."""
    words = len(text.split())
    dense = sum("\u2e80" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" for character in text)
    return max(words, dense // 2)


def ancestry(node: HtmlElement) -> Iterator[HtmlElement]:
    """Yield `node` and its ancestors, innermost first."""
    element: HtmlElement | None = node
    while element is not None:
        yield element
        element = element.getparent()

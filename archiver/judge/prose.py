"""Which blocks read as running text, and how much they weigh."""

import re

from archiver.model import Block
from archiver.page.lineage import count_words

_SENTENCE = re.compile(r"[.!?…:;]['\"”’»)\]]*(?:\s|$)|[。！？।؟]")
_CONTROLS = frozenset("button option label textarea legend select".split())
_PROSE_WORDS = 10
_PROSE_LINKS = 0.45
LINKED = 0.6
"""The share of characters inside links from which a block is "mostly links"."""


def is_control(block: Block) -> bool:
    """True for the text of a form's own controls."""
    return block.tag in _CONTROLS


def is_sentence(text: str) -> bool:
    """True where `text` has the end of a sentence in it."""
    return _SENTENCE.search(text) is not None


def prose_weight(block: Block) -> int:
    """Return the number of words where the block reads as running text, shown or hidden, else 0."""
    if is_control(block) or block.tag in ("figcaption", "caption") or block.link_density > _PROSE_LINKS:
        return 0
    words = count_words(block.text)
    return words if words >= _PROSE_WORDS and is_sentence(block.text) else 0

"""Which blocks read as running text, and how much they weigh."""

import re

from archiver.model import Block

_SENTENCE = re.compile(r"[.!?…:;]['\"”’»)\]]*(?:\s|$)|[。！？।؟]")
_CONTROLS = frozenset("button option label textarea legend select".split())
_NO_PROSE = _CONTROLS | {"figcaption", "caption"}
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


def prose_weight(block: Block, words: int) -> int:
    """Return `words`, how many the block has, where it reads as running text, shown or hidden, else 0."""
    if words < _PROSE_WORDS or block.link_density > _PROSE_LINKS or block.tag in _NO_PROSE:
        return 0
    return words if is_sentence(block.text) else 0

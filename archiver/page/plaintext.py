"""Plain text as a page: a saved article without its markup, cut into blocks.

A blank line parts blocks. A single line break does so too, unless the document
is hard-wrapped, in which case the lines of a paragraph are joined again.
"""

import re
from html import escape
from statistics import median

from archiver.model import Block
from archiver.page.segment import normalise_space

_BLANK = re.compile(r"\n\s*\n")
_WRAP_WIDTH = range(45, 101)  # columns at which people and programs wrap text


def segment_text(text: str) -> tuple[Block, ...]:
    """Cut `text` into blocks in order; every block has the tag "p"."""
    chunks = [chunk.splitlines() for chunk in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n"))]
    joined = _is_wrapped(chunks)
    lines = (" ".join(chunk) if joined else line for chunk in chunks for line in ([""] if joined else chunk))
    texts = [line for line in map(normalise_space, lines) if line]
    return tuple(
        Block(
            index=index,
            tag="p",
            path=f"paragraph {index + 1}",
            tokens=(),
            text=line,
            html=escape(line, quote=False),
            link_density=0.0,
        )
        for index, line in enumerate(texts)
    )


def _is_wrapped(chunks: list[list[str]]) -> bool:
    """True where the lines that are followed by another one are nearly all of the same, moderate width."""
    inner = [len(line) for chunk in chunks for line in chunk[:-1]]
    if len(inner) < 3 or max(inner) >= _WRAP_WIDTH.stop:
        return False
    width = median(inner)
    return width in _WRAP_WIDTH and sum(abs(length - width) <= 12 for length in inner) >= 0.8 * len(inner)

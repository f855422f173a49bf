"""Plain text as a page: a saved article without its markup, cut into blocks.

A blank line parts blocks. A single line break does so too, unless the document
is hard-wrapped, in which case the lines of a paragraph are joined again.
"""

import re
from html import escape
from statistics import median

from archiver.model import Block
from archiver.page.inline import normalise_space

_BLANK = re.compile(r"\n\s*\n")
_WRAP_WIDTHS = range(45, 101)  # columns at which people and programs wrap text
_RAGGED = 15  # columns by which a wrapped line can fall short


def segment_text(text: str) -> tuple[Block, ...]:
    """Cut `text` into blocks in order; every block has the tag "p"."""
    chunks = [chunk.splitlines() for chunk in _BLANK.split(text.replace("\r\n", "\n").replace("\r", "\n"))]
    width = _wrap_width(chunks)
    lines = (line for chunk in chunks for line in ([" ".join(chunk)] if _is_wrapped(chunk, width) else chunk))
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


def _wrap_width(chunks: list[list[str]]) -> float | None:
    """The width at which the document is wrapped: that of nearly all lines which another one follows; None if not."""
    inner = [len(line) for chunk in chunks for line in chunk[:-1]]
    if len(inner) < 3 or max(inner) >= _WRAP_WIDTHS.stop:
        return None
    width = median(inner)
    near = sum(abs(length - width) <= _RAGGED for length in inner)
    return width if width in _WRAP_WIDTHS and near >= 0.8 * len(inner) else None


def _is_wrapped(chunk: list[str], width: float | None) -> bool:
    """A headline over a byline is no paragraph: it ends long before the margin."""
    return width is not None and all(abs(len(line) - width) <= _RAGGED for line in chunk[:-1])

"""The views of labelled blocks, of which plain text is made here, the others in markdown.py and webpage.py.

Which blocks are shown is not decided here.
"""

from itertools import pairwise

from archiver.article.markdown import markdown
from archiver.article.outline import Shown, steps
from archiver.article.webpage import html
from archiver.labels import Label
from archiver.model import Block

__all__ = ["Shown", "html", "markdown", "text"]


def text(shown: Shown) -> str:
    """Return the blocks as plain text: a blank line between them, none inside a list, table or piece of code."""
    parts = [block.text for block, _ in shown[:1]]
    for before, after in pairwise(shown):
        parts += ["\n" if _is_one(before, after) else "\n\n", after[0].text]
    return "".join(parts)


def _is_one(before: tuple[Block, Label], after: tuple[Block, Label]) -> bool:
    """Whether two blocks are lines of one thing."""
    if before[1] != after[1]:
        return False
    if after[1] != "code":
        return after[1] in ("list", "table")
    here = [step for step in steps(after[0].place) if step.kind == "pre"]
    return bool(here) and here[-1] in steps(before[0].place)

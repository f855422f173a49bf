"""A table of the outline as rows of cells, with what the page says of each cell.

How a table is written is the business of markdown.py and webpage.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from archiver.article.outline import Part
from archiver.model import Block

_CELL: Final = re.compile(r"([hd])([0-9]{1,2})?(?:x([0-9]{1,2}))?")
_BOLD: Final = re.compile(r"<strong>(?:(?!</?strong>).)*</strong>")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its markup, whether it is one of a head, how many columns and rows it covers."""

    html: str
    is_head: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """The caption and other lines above a table, and its rows; the first `heads` of these are its head.

    `is_told` is false where nobody knows which cells are a head's.
    """

    above: tuple[Block, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int
    is_told: bool

    @property
    def grid(self) -> list[list[str]]:
        """The cells' markup, each in its column, with empty ones for what others cover."""
        covered: dict[int, int] = {}  # by column, the rows to come that a cell above covers
        return [list(_line(row, covered)) for row in self.rows]


def table_of(part: Part) -> Table:
    """Return what a part of the kind "table" holds."""
    above = tuple(block for one in part.parts if one.kind == "block" for block, _ in one)
    rows = [one for one in part.parts if one.kind == "tr"]
    cells = tuple(tuple(_cells(row)) for row in rows)
    heads = len(list(takewhile(lambda row: all(cell.is_head for cell in row), cells)))
    if not heads and len(cells) > 1 and all(_BOLD.fullmatch(cell.html) for cell in cells[0] if cell.html):
        heads = 1  # as editors without a button for it write one
    return Table(above, cells, heads, any(row.detail for row in rows))


def _cells(row: Part) -> Iterator[Cell]:
    htmls = [html for block, _ in row for html in block.html.split("\t")]
    told = [_CELL.fullmatch(one) for one in row.detail.split(",")]
    fits = len(told) == len(htmls)
    for place, html in enumerate(htmls):
        one = told[place] if fits else None
        if one is None:
            yield Cell(html)
        else:
            yield Cell(html, one[1] == "h", int(one[2] or 1), int(one[3] or 1))


def _line(row: tuple[Cell, ...], covered: dict[int, int]) -> Iterator[str]:
    column = 0

    def passed() -> Iterator[str]:
        nonlocal column
        while covered.get(column):
            covered[column] -= 1
            column += 1
            yield ""

    for cell in row:
        yield from passed()
        for number in range(cell.columns):
            covered[column] = cell.rows - 1
            column += 1
            yield cell.html if not number else ""
    yield from passed()

"""Tables of text: cut to the terminal's width where a person looks on, whole in a pipe.

What stands in one is the commands' business.
"""

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key that its cells have in a row, and how few characters it may be cut to; 0: never cut."""

    key: str
    right: bool = False
    least: int = 0


def print_table(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> None:
    """Print `rows` under a line of headings. On a terminal the widest columns are cut first, until a line fits."""
    cells = [[str(row[column.key]) for column in columns] for row in rows]
    if not cells:
        return
    widths = [
        max(map(len, [column.key, *texts])) for column, texts in zip(columns, zip(*cells, strict=True), strict=True)
    ]
    on_terminal = sys.stdout.isatty()
    room = shutil.get_terminal_size().columns if on_terminal else sum(widths) + len(_GAP) * len(widths)
    _fit(widths, columns, room - len(_GAP) * (len(columns) - 1))
    click.secho(_cut(_line([column.key for column in columns], widths, columns), room), dim=True)
    for texts in cells:
        click.echo(_cut(_line(texts, widths, columns), room))


def _fit(widths: list[int], columns: Sequence[Column], room: int) -> None:
    while sum(widths) > room:
        spare = [width - column.least if column.least else 0 for width, column in zip(widths, columns, strict=True)]
        if max(spare) <= 0:
            return
        widths[spare.index(max(spare))] -= 1


def _line(texts: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    parts = zip(texts, widths, columns, strict=True)
    return _GAP.join(
        _cut(text, width).rjust(width) if column.right else _cut(text, width).ljust(width)
        for text, width, column in parts
    ).rstrip()


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"

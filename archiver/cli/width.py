"""How wide a text is on a terminal, where ideographs take two columns, and texts made to fit.

Nothing is printed here.
"""

import shutil
import sys
import unicodedata
from typing import Final

_CLOSING: Final = frozenset("·…。，、；：！？）」』》】〉")
"""What no line begins with."""


def room() -> int | None:
    """Return how many columns the terminal has; None in a pipe, where nothing is cut or wrapped."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def cut(text: str, columns: int | None) -> str:
    """Return as much of a text as fits, with "…" for the rest; all of it for None."""
    if columns is None or width(text) <= columns:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > columns - 1:
            break
        kept += character
    return (kept + "…")[: max(0, columns)]


def wrapped(text: str, columns: int) -> list[tuple[int, int]]:
    """Return from where to where the lines of a text go that fit into so many columns.

    They end at spaces and between ideographs, but not before what closes a phrase; a word that is wider than a line,
    wherever that is full.
    """
    lines: list[tuple[int, int]] = []
    start = used = possible = 0
    for place, character in enumerate(text):
        columns_of = _columns(character)
        is_closed = text[place + 1 : place + 2] not in _CLOSING
        if character == " ":
            possible = place + 1 if is_closed else possible
        elif used + columns_of > columns and place > start:
            end = possible if possible > start else place
            lines.append((start, end))
            start, used = end, width(text[end:place])
        if columns_of == 2 and is_closed:
            possible = place + 1
        used += columns_of
    return [*lines, (start, len(text))]


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Return a text that takes so many columns, or more where it is longer; with `right`, at their right end."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def _columns(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1

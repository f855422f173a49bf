"""From a piece of a query without spaces, or from what stands between quotation marks, to what is looked for by it.

A word is a run of letters and digits with their marks. What stands between two words of a piece keeps them together;
what stands before the first and after the last means nothing, but for the * that makes the last one a beginning.
"""

import re
from typing import Final
from unicodedata import category

from archiver.query.tree import Phrase, Prefix, Term, Word

RESERVED: Final = frozenset({"AND", "OR", "NOT", "NEAR"})

_JOINERS: Final = "\u200c\u200d"  # between letters of one word, in Persian and in the scripts of India
_RUN: Final = re.compile("L(?:[LM]|J+(?=[LM]))*")


def term(typed: str) -> Term | None:
    """Return what is looked for by a piece, quotation marks and a * included as typed; None where no word is in it."""
    inner = typed.replace('"', "")
    runs = _runs(inner)
    if not runs:
        return None
    end = runs[-1][1]
    text = " ".join(inner[runs[0][0] : end].replace("*", " ").split())
    if "*" in inner[end:]:
        return Prefix(text)
    if typed.startswith('"') or len(runs) > 1:
        return Phrase(text)
    return Word(text.lower() if text in RESERVED else text)


def has_stray_star(typed: str) -> bool:
    """True where a * stands before the end of the last word, where it means nothing."""
    runs = _runs(typed)
    return bool(runs) and "*" in typed[: runs[-1][1]]


def is_word(text: str) -> bool:
    """True where `text` is one word and nothing else."""
    return _runs(text) == [(0, len(text))]


def _runs(text: str) -> list[tuple[int, int]]:
    """Return where the words of `text` begin and end."""
    kinds = "".join(map(_kind, text))
    return [found.span() for found in _RUN.finditer(kinds)]


def _kind(character: str) -> str:
    if character.isalnum():
        return "L"
    if character in _JOINERS:
        return "J"
    return "M" if category(character).startswith("M") else "-"

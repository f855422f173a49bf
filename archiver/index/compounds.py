"""Compounds that a word is a part of, in languages that write them as one word: Klimaschutzgesetze for Gesetz.

What begins with the word is a prefix query; what ends in it is looked up in `endings`, the archive's long words
backwards.
"""

import sqlite3
from collections.abc import Sequence
from typing import Final

from archiver.language.compounds import COMPOUNDING, beginning, endings_range, unreversed
from archiver.language.wanted import Phrase

_MOST: Final = 50  # compounds of one ending; the word itself is in more articles than any of them
_ENDINGS: Final = "SELECT ending FROM fulltext.endings WHERE ending >= ? AND ending < ? LIMIT ?"


class Compounds:
    """Knows the compounds in the full-text index attached to `db`, whose articles are in `languages`."""

    def __init__(self, db: sqlite3.Connection, languages: Sequence[str]) -> None:
        self._db = db
        self.languages = tuple(language for language in languages if language in COMPOUNDING)

    def of(self, word: str) -> tuple[Phrase, ...]:
        """Return what stands for the compounds that begin or end with a word, each with its language."""
        return tuple(phrase for language in self.languages for phrase in self._in(word, language))

    def _in(self, word: str, language: str) -> list[Phrase]:
        start = beginning(word, language)
        found = [Phrase((start,), prefix=True, languages=(language,))] if start else []
        low, high = endings_range(word, language)
        if low < high:
            tails = self._db.execute(_ENDINGS, [low, high, _MOST])
            found += [Phrase((unreversed(tail),), languages=(language,)) for (tail,) in tails]
        return found

"""What the pseudo-words and the pages of each language are made of, read from `languages.toml`.

A language here is data: its share of an archive, its commonest words, its syllables, the forms in which words occur.
How words are made of that is in `vocabulary.py`.
"""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import count, islice
from typing import Any, Final

SYLLABLES: Final = 4096
"""Syllables of a language; a power of two, so that the bits of a hash choose among them."""

_LEANING: Final = 2.2  # how much commoner the first characters of a script are than the last
_CELLS: Final = 94  # characters in a row of the East Asian character sets


@dataclass(frozen=True, slots=True)
class Language:
    """One language: `share` is in percent of an archive's articles, `common` are its commonest words.

    `syllables` are SYLLABLES strings, `foreign` those of another script of the language, where it has one.
    `forms` are patterns with "-" for the word. `joined` says that words follow each other without spaces.
    `marks` are comma, full stop and question mark. `residue` is by label, with "{}" for the site's name.
    """

    code: str
    share: float
    common: tuple[str, ...]
    syllables: tuple[str, ...] = field(repr=False)
    foreign: tuple[str, ...] = field(repr=False)
    forms: tuple[str, ...]
    joined: bool
    dense: bool
    marks: tuple[str, str, str]
    residue: Mapping[str, str] = field(repr=False)

    @property
    def space(self) -> str:
        """What stands between two words."""
        return "" if self.joined else " "


def languages() -> tuple[Language, ...]:
    """Return all languages, the one with the largest share first."""
    text = files(__package__).joinpath("languages.toml").read_text("utf-8")
    return tuple(_language(code, values) for code, values in tomllib.loads(text).items())


def _language(code: str, values: Mapping[str, Any]) -> Language:
    dense = "characters" in values
    return Language(
        code=code,
        share=values["share"],
        common=tuple(dict.fromkeys(values["common"].split())),
        syllables=_characters(*values["characters"]) if dense else _syllables(code, values),
        foreign=tuple(values.get("kana", "").split()),
        forms=tuple(values["forms"]),
        joined=values.get("joined", False),
        dense=dense,
        marks=tuple(values["marks"]),
        residue=values["residue"],
    )


def _syllables(code: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Draw syllables; what is listed more than once is drawn more often."""
    chance = random.Random(code)
    parts = [[part.strip("_") for part in values[name].split()] for name in ("onsets", "nuclei", "codas")]
    made = ("".join(chance.choice(part) for part in parts) for _ in count())
    return tuple(islice(filter(None, made), SYLLABLES))


def _characters(codec: str, first: int, last: int) -> tuple[str, ...]:
    """Return the characters in rows of an East Asian set, the first of them more often than the last."""
    cells = [(row + 0xA0, cell + 0xA1) for row in range(first, last + 1) for cell in range(_CELLS)]
    decoded = [bytes(cell).decode(codec, "ignore") for cell in cells]
    known = [character for character in decoded if len(character) == 1]
    random.Random(codec).shuffle(known)
    return tuple(known[int(len(known) * (place / SYLLABLES) ** _LEANING)] for place in range(SYLLABLES))

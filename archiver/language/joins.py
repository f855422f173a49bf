"""Compounds that a sign holds together, and what they are as one word: e-mail and email, об'єкт, צה"ל, U.S.A.

A text's words are the parts. The joined form stands among its stems, so that either way of writing finds the other.
"""

import re
from functools import cache
from typing import Final

from archiver.language.fold import fold
from archiver.language.scripts import ARABIC_NON_JOINER, JOINERS

_APOSTROPHES: Final = "'’ʼ"

# Where an apostrophe stands between letters of one word (п'ятниця), and quotation marks in an abbreviation (צה"ל).
_OWN: Final = {
    "be": JOINERS + _APOSTROPHES,
    "he": JOINERS + "\"'״׳",
    "uk": JOINERS + _APOSTROPHES,
    "yi": JOINERS + "\"'״׳",
}
_LONGEST: Final = 40  # letters; what is longer is a slug or a joke

_ACRONYM: Final = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")


def joiners(language: str) -> str:
    """Return the signs that hold words together in a language, as the inside of a pattern's character class."""
    return _OWN.get(language, JOINERS)


def parts(run: str, language: str) -> list[str]:
    """Return what is held together in a run, as it is written."""
    return [part for part in _splitter(joiners(language)).split(run) if part]


def joined(run: str, language: str) -> str | None:
    """Return a run without the signs that hold it together; None where there are none, or it is of numbers alone."""
    found = parts(run, language)
    if len(found) < 2 or len(run) > _LONGEST or not any(map(str.isalpha, run)):
        return None
    return "".join(found)


def acronyms(text: str) -> list[str]:
    """Return the acronyms that a text writes with full stops, folded, without them: U.S. → us."""
    if 1 not in map(len, text.split(".")):  # a letter between two full stops is in few texts
        return []
    return [fold(found.replace(".", "")) for found in _ACRONYM.findall(text)]


@cache
def _splitter(signs: str) -> re.Pattern[str]:
    # The non-joiner parts words of Persian, but stands within those of India.
    everywhere = signs.replace("\u200c", "")
    return re.compile(f"[{everywhere}]|{ARABIC_NON_JOINER.pattern}")

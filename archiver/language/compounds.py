"""Words inside words written as one: Gesetz in Klimaschutzgesetze.

A beginning is found by a prefix query. For the ends a table of long words' stems is kept, spelled backwards, so that
one range of it holds all that end alike. The table itself is its owner's: here is what stands in it.
"""

from typing import Final

from archiver.language.fold import fold
from archiver.language.stems import Stemming, primary, stemming

COMPOUNDING: Final = frozenset("da de et fi hu is nb nl nn no sv".split())
"""The languages that write compounds as one word, by their ISO 639 codes."""

LONG: Final = 9
"""How many letters a word in the table has at least; a shorter one is not made of two that anybody would look for."""

_ENDING: Final = 4  # letters of an end: with three, half of all words end alike
_BEGINNING: Final = 5
_NOTHING: Final = ("", "")

# A word is stemmed otherwise where it ends another: stemmers leave short words alone, and Dutch ones take ge off the
# beginning of gemeente. So it is stemmed behind some other word.
_BEFORE: Final = "land"


def tail(token: str, language: str | None) -> str | None:
    """Return what the table of endings has for a token of a text (folded): its stem backwards.

    None for a short one, and for one of a language that does not write compounds so.
    """
    return tail_by(stemming(language), token)


def tail_by(stemmer: Stemming, token: str) -> str | None:
    """Return the tail of a token as `tail` does, by what stems its language: for whoever asks for many."""
    if len(token) < LONG or stemmer.language not in COMPOUNDING or not (token.isascii() and token.isalpha()):
        return None
    return stemmer.stem(token)[::-1]


def endings_range(word: str, language: str | None) -> tuple[str, str]:
    """Return the tails that end in a word: from the first string up to, not with, the second, by code points.

    The range is empty for a word of fewer than four letters, or of a language that does not write compounds so.
    """
    folded = fold(word)
    if len(folded) < _ENDING or not _compounds(folded, language):
        return _NOTHING
    stem = stemming(language).stem(_BEFORE + folded).removeprefix(_BEFORE)[::-1]
    return (stem, stem[:-1] + chr(ord(stem[-1]) + 1)) if len(stem) >= _ENDING else _NOTHING


def unreversed(tail: str) -> str:
    """Return the token to look for, which is in the words or the stems of each text that the tail was taken from."""
    return tail[::-1]


def beginning(word: str, language: str | None) -> str | None:
    """Return what compounds that begin with a word begin with (Schule: schul), for a prefix query.

    None for fewer than five letters, or a language that does not write compounds so.
    """
    folded = fold(word)
    if len(folded) < _BEGINNING or not _compounds(folded, language):
        return None
    stem = stemming(language).stem(folded)
    return stem if folded.startswith(stem) and len(stem) >= _BEGINNING else folded


def _compounds(folded: str, language: str | None) -> bool:
    """Return whether a language may make compounds of a word: a word of Latin letters, which folding takes to ASCII."""
    return folded.isascii() and folded.isalpha() and primary(language) in COMPOUNDING

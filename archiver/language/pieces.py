"""Pieces that words have in them which are looked for, as patterns that find in C where in a text they may stand.

A word and its stem have their first letters in common, or letters behind a particle, but in some languages. Where a
text writes a word with letters or signs that no pattern here knows, each word is to be looked at. Whether it is what
was looked for is seen in `hits.py`.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import product
from typing import Final

from archiver.language.joins import joiners

_MOST: Final = 6  # letters of a piece; more would sort out hardly anything
_FEW: Final = 8  # beginnings for which the sets of their letters tell words apart
_SETS: Final = 4  # letters that are looked for at once
_CHANGED: Final = 3  # letters at the end of a stem that may be others in the word: vaali and vaaleissa

# Where stemming takes off what a word begins with, the first letter does not tell whether it may be one that is
# looked for: it may be a particle's, or in some languages any.
_PARTICLES: Final = {"ar": "وابكفل", "he": "והבלמשכ", "nl": "g"}
_ANY_LETTER: Final = frozenset("bs ga id sr st ta yi".split())

# Here stemming changes nothing of a word but its end. In other languages the first letter alone is known to stay:
# Ukrainian has кіт for кота, Serbian drops the j of dj.
_ENDS_ALONE: Final = frozenset("be bg cs da de en es et fi fr hu is it no pl pt ro ru sk sv tr".split())
# Nor does it in these, but for stems of up to so many letters that end so: dying has die, Turkish has p for b.
_IRREGULAR: Final = {
    "en": (3, ("ie",)), "et": (3, ("",)), "fi": (2, ("",)), "fr": (2, ("i",)), "pt": (3, ("",)),
    "tr": (2, ("p", "t", "k")),
}  # fmt: skip
# But for one vowel in two letters: Haeuser and Häuser, Aarhus and Århus.
_TWO_LETTERS: Final = {"da": {"a": "aa"}, "de": {"a": "ae", "o": "oe", "u": "ue"}, "no": {"a": "aa"}}

# Behind particles, these letters of a stem are in a word one after another. The first of an Arabic one may be its
# stemmer's, which writes any hamza alike.
_WITHIN: Final = {"ar": slice(1, 3), "he": slice(0, 3)}
_FINALS: Final = dict(zip("כמנפצךםןףץ", "ךםןףץכמנפצ", strict=True))
_SAME: Final = {"ar": dict.fromkeys("ءا", "ءئؤأإآاوي"), "he": _FINALS}

# Letters that fold to one letter, besides its own capital.
_ALIKE: Final = {
    "a": "àáâãäå", "c": "ç", "d": "ð", "e": "èéêë", "i": "ìíîï", "n": "ñ", "o": "òóôõöø", "u": "ùúûü", "y": "ýÿ",
    "α": "ά", "ε": "έ", "η": "ή", "ι": "ίΐϊ", "ο": "ό", "σ": "ς", "υ": "ύϋΰ", "ω": "ώ", "е": "ѐё", "и": "ѝ",
    "ا": "آأإٱ", "ه": "ةھۀہۂۃ", "و": "ؤ", "ي": "ئىیےۓ", "ك": "ک",
}  # fmt: skip
# And those of one language, which make its patterns slower; in other texts they are looked at one by one.
_OWN: Final = {
    "de": {"s": "ß"},
    "cs": {"c": "č", "d": "ď", "e": "ě", "n": "ň", "r": "ř", "s": "š", "t": "ť", "u": "ů", "z": "ž"},
    "hu": {"o": "ő", "u": "ű"},
    "pl": {"a": "ą", "c": "ć", "e": "ę", "l": "ł", "n": "ń", "s": "ś", "z": "źż"},
    "ro": {"a": "ă", "s": "șş", "t": "țţ"},
    "sk": {"c": "č", "d": "ď", "l": "ĺľ", "n": "ň", "r": "ŕ", "s": "š", "t": "ť", "z": "ž"},
    "tr": {"g": "ğ", "i": "ıİ", "s": "ş"},
}

# What is in no word, and the letters that fold to one letter each, as above or to themselves: all that `written` knows.
_SIGNS: Final = (
    "\x00-!#-&(-,.-/:-@\x5b-`{-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6\u00b8\u00bb\u00bf\u00d7\u00f7\u2000-\u200a"
    "\u2012-\u2018\u201a-\u2027\u202f-\u205f\u20a0-\u20bf\u2190-\u23ff\u25a0-\u27bf\u3000-\u3003\u3008-\u3011\u3014-\u301f"
    "\u30fb\uff01-\uff0f\uff1a-\uff20\u060c\u061b\u061f\u06d4"
)
_QUOTES: Final = "\"'\u2019"  # which hold words together in some languages
_LETTERS: Final = (
    "0-9A-Za-z\u00c0-\u00c5\u00c7-\u00d6\u00d8-\u00dd\u00e0-\u00e5\u00e7-\u00f6\u00f8-\u00fd\u00ff\u0178"
    "\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490\u0491\u05d0-\u05ea"
    "\u0621-\u063f\u0641-\u064a\u0671-\u0673\u0679-\u06d3"
)


class Pieces:
    """Pieces of words that may be looked for in texts of one language, given by its code.

    `stems` are folded words and stems, `wholes` are folded and begin a word as they are.
    """

    def __init__(self, stems: Iterable[str], wholes: Iterable[str], language: str) -> None:
        self._language = language
        self._patterns: dict[bool, re.Pattern[str]] = {}
        stems, wholes, particles = tuple(stems), tuple(wholes), _PARTICLES.get(language, "")
        pieces = {piece for stem in stems for piece in _of_stem(stem, language)} | {whole[:_MOST] for whole in wholes}
        if language == "de":  # ß is both letters
            pieces = {piece.partition("ss")[0] + "s" if "ss" in piece else piece for piece in pieces}
        self._pieces = tuple(pieces | {*particles} if language not in _WITHIN else pieces)
        firsts = frozenset((*particles, *(word[0] for word in (*stems, *wholes))))
        self.firsts = None if language in _ANY_LETTER else firsts
        """The folded letters that such words begin with; None for any."""
        self.are_many = self.firsts is None or len({piece[:2] for piece in self._pieces}) > _FEW
        """Whether `known` would be found in most words."""

    def known(self, text: str) -> re.Pattern[str]:
        """Return a pattern that is found in each word of a text, as it is written or folded, that may be looked for.

        It goes on up to the next space."""
        is_ascii = text.isascii()
        if is_ascii not in self._patterns:
            self._patterns[is_ascii] = re.compile(r"\S" if self.firsts is None else self._source(is_ascii))
        return self._patterns[is_ascii]

    def unknown(self, text: str) -> re.Pattern[str]:
        """Return a pattern of what may be in words of a text that `known` is not found in: letters that it does not
        know, and signs that hold words together."""
        own = "".join("".join(_OWN.get(self._language, {}).values()))
        return _unknown(joiners(self._language), own, text.isascii())

    def may_be(self, folded: str) -> bool:
        """Return whether a folded word may be one that is looked for."""
        if self.firsts is None or self._language in _WITHIN:
            return bool(self.known(folded).search(folded))
        return folded.startswith(self._pieces)

    def _source(self, is_ascii: bool) -> str:
        """Return the pattern: sets of letters and no branches, for such SRE compiles and searches fast."""
        words = [[_class(letter, self._language, is_ascii) for letter in piece] for piece in self._pieces]
        words = [word for word in words if all(word)]  # no letter of Greek is in a text of ASCII
        if not words:
            return "(?!)"
        depth = min(_SETS, *map(len, words))
        sets = ["".join(dict.fromkeys("".join(word[place] for word in words))) for place in range(depth)]
        start = rf"(?<!\w{'.' * depth})" if self._language not in _WITHIN else ""
        return "".join(f"[{re.escape(one)}]" for one in sets) + start + r"\S*"


def _of_stem(stem: str, language: str) -> Iterable[str]:
    """Return what words that have a stem have in them, or begin with: one of these."""
    if language in _WITHIN:
        return [stem[_WITHIN[language]] or stem]
    longest, end = _IRREGULAR.get(language, (0, ()))
    if language not in _ENDS_ALONE or (len(stem) <= longest and stem.endswith(end)):
        return [stem[0]]
    kept = stem[: max(2, min(_MOST, len(stem) - _CHANGED))]
    more = _TWO_LETTERS.get(language, {})
    spellings = product(*([letter, more[letter]] if letter in more else [letter] for letter in kept))
    return {"".join(spelling)[: len(kept)] for spelling in spellings}


def _class(letter: str, language: str, is_ascii: bool) -> str:
    """Return all letters in which a folded one is written, of those that fold to one letter each."""
    own = _OWN.get(language, {})
    same = letter + _SAME.get(language, {}).get(letter, "")
    forms = [form for one in same for alike in one + _ALIKE.get(one, "") + own.get(one, "") for form in _cases(alike)]
    return "".join(dict.fromkeys(form for form in forms if form.isascii() or not is_ascii))


def _cases(letter: str) -> tuple[str, ...]:
    capital = letter.upper()
    return (letter, capital) if len(capital) == 1 else (letter,)


@cache
def _unknown(joiners: str, own: str, is_ascii: bool) -> re.Pattern[str]:
    quotes = "".join(sign for sign in _QUOTES if sign in joiners)
    if is_ascii:
        return re.compile(rf"[{quotes}-]\S*")
    known = "".join((_SIGNS, _LETTERS, own, own.upper(), *(sign for sign in _QUOTES if sign not in quotes)))
    return re.compile(rf"[^\s{known}]\S*")  # one class, for which SRE searches fast

"""With what the words begin that are looked for, as patterns that find in C where in a text one of them may stand.

A word's forms and its stem have their first letters in common, but for some languages. Where a text writes letters in
a way that no pattern here knows, each word is to be looked at. Whether it is the right one is for `hits.py`.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Final

from archiver.language.joins import joiners

_MOST: Final = 6  # letters of a beginning; more would sort out hardly anything
_CHANGED: Final = 3  # letters at the end of a stem that may be others in the word: logi-que, log; lakia, laki, lake

# Where stemming takes off what a word begins with, the first letter does not tell whether it may be one that is
# looked for: it may be a particle's, or in some languages any.
_PARTICLES: Final = {"ar": "وابكفل", "he": "והבלמשכ", "nl": "g"}
_ANY_LETTER: Final = frozenset("bs ga id sr st ta yi".split())

# Here stemming changes nothing of a word but its end. In other languages the first letter alone is known to stay:
# Ukrainian has кіт for кота, Serbian drops the j of dj.
_ENDS_ALONE: Final = frozenset("be bg cs da de en es et fi fr hu is it no pl pt ro ru sk sv tr".split())
# But for one vowel in two letters: Haeuser and Häuser, Aarhus and Århus.
_TWO_LETTERS: Final = {
    "da": {"a": "[aAåÅ]?"},
    "de": dict.fromkeys("aou", "[eE]?"),
    "no": {"a": "[aAåÅ]?"},
}

# Letters that fold to one letter, besides its own capital.
_ALIKE: Final = {
    "a": "àáâãäåāăąạảấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ðďđ", "e": "èéêëēĕėęěẹẻẽếềểễệ", "g": "ĝğġģ", "h": "ĥħ",
    "i": "ìíîïĩīĭįİıỉị", "j": "ĵ", "k": "ķ", "l": "ĺļľł", "n": "ñńņňŋ", "o": "òóôõöøōŏőọỏốồổỗộớờởỡợ", "r": "ŕŗř",
    "s": "śŝşšſș", "t": "ţťŧț", "u": "ùúûüũūŭůűųụủứừửữự", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżž",
    "α": "ά", "ε": "έ", "η": "ή", "ι": "ίΐϊ", "ο": "ό", "σ": "ς", "υ": "ύϋΰ", "ω": "ώ", "е": "ѐё", "и": "ѝ",
    "ا": "آأإٱ", "ه": "ةھۀہۂۃ", "و": "ؤ", "ي": "ئىیےۓ", "ك": "ک",
}  # fmt: skip

# What is in no word, and the letters that fold to one letter each, as above or to themselves: all that `written` knows.
_SIGNS: Final = (
    "\u00a0-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6\u00b8\u00bb\u00bf\u00d7\u00f7\u2000-\u200a\u2012-\u2027\u202f-\u205f"
    "\u20a0-\u20bf\u2190-\u23ff\u25a0-\u27bf\u3000-\u3003\u3008-\u301f\u30fb\uff01-\uff0f\uff1a-\uff20\u060c\u061b\u061f\u06d4"
)
_LETTERS: Final = (
    "\u00c0-\u00c5\u00c7-\u00d6\u00d8-\u00dd\u00e0-\u00e5\u00e7-\u00f6\u00f8-\u00fd\u00ff-\u0131\u0134-\u013e\u0141-\u0148"
    "\u014a-\u0151\u0154-\u017f\u0218-\u021b\u1ea0-\u1ef9\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f"
    "\u0490\u0491\u05d0-\u05ea\u0621-\u063f\u0641-\u064a\u0671-\u0673\u0679-\u06d3"
)


def beginnings(words: Iterable[str], whole: Iterable[str], language: str) -> re.Pattern[str] | None:
    """Return a pattern of how a word begins in a text, as it is written, that may be looked for; None for any word.

    `words` are folded, or stems of that language, given by its code; `whole` are folded and not for stems.
    """
    if language in _ANY_LETTER:
        return None
    known = [*_PARTICLES.get(language, ""), *(one[: _kept(one, language)] for one in words)]
    known += [one[:_MOST] for one in whole]
    by_first = [(first, list(ones)) for first, ones in groupby(sorted(set(known)), key=lambda one: one[0])]
    # One set of letters to begin with, for which SRE searches quickly; what comes before is looked at only then.
    firsts = "".join(written(first) for first, _ in by_first)
    rests = [_rest(first, ones, language) for first, ones in by_first]
    return re.compile(rf"[{firsts}](?<!\w.)(?:{'|'.join(rests)})" if firsts else r"(?!)")


def first_letters(words: Iterable[str], language: str) -> frozenset[str] | None:
    """Return the folded letters that a word may begin with of which `words` are stems or forms; None for any letter."""
    if language in _ANY_LETTER:
        return None
    return frozenset((*(word[0] for word in words), *_PARTICLES.get(language, "")))


def written(letter: str) -> str:
    """Return the ways to write a folded letter that fold to it alone, as the inside of a pattern's character class."""
    forms = [form for one in (letter, *_ALIKE.get(letter, "")) for form in (one, one.upper()) if len(form) == 1]
    return re.escape("".join(dict.fromkeys(forms)))


@cache
def unknown(language: str, *, ascii_alone: bool) -> re.Pattern[str]:
    """Return a pattern of what may be in a word that `beginnings` does not find.

    That is signs that hold words together, and letters that `written` does not know.
    """
    signs = joiners(language)
    if ascii_alone:
        return re.compile("[" + "".join(re.escape(sign) for sign in "-'\"" if sign in signs) + "]")
    return re.compile(rf"[^\s\x00-\x9f{_SIGNS}{_LETTERS}]|[{signs}]")


def _kept(word: str, language: str) -> int:
    """Return how many of a stem's first letters are those of every word that has it."""
    if language not in _ENDS_ALONE or len(word) < 4:  # dying has the stem die
        return 1
    return max(2, min(_MOST, len(word) - _CHANGED))


def _rest(first: str, beginnings: Iterable[str], language: str) -> str:
    """Return the pattern of what follows on a first letter."""
    found = ["".join(_letters(one, language)) for one in beginnings]
    return f"(?<=[{written(first)}])(?:{'|'.join(found)})"


def _letters(beginning: str, language: str) -> Iterator[str]:
    more = _TWO_LETTERS.get(language, {})
    for place, letter in enumerate(beginning):
        if place:
            yield f"[{written(letter)}]"
        if place < len(beginning) - 1:
            yield more.get(letter, "")

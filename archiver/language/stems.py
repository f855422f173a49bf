"""The stems of a word in one language: Snowball's, of the word as it is written and as it is folded, and light ones.

Both, since accents tell Snowball more (élus, Häuser), but only the folded word is the same whether somebody wrote
them or not. Words and queries are stemmed alike, so what they share is found. Texts are in `streams.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import Stemmer

from archiver.language.endings import LIGHT
from archiver.language.fold import fold
from archiver.language.spelling import BEFORE, lower

SNOWBALL: Final[Mapping[str, str]] = {
    "ar": "arabic", "bs": "serbian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "eo": "esperanto", "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian",
    "fr": "french", "ga": "irish", "hi": "hindi", "hr": "serbian", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "st": "sesotho", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The algorithm for each language, by its ISO 639 code.

Not for Finnish, which `endings.py` stems: Snowball takes off neither the vowel that vaalit and vaaleissa differ in nor
what cases do to pankki and pankin. Where that file has a language too, the stems of both are taken.
"""

_ALIASES: Final = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr", "me": "sr"}

# Longer ones are addresses and keys, not words.
_LONGEST: Final = 64


def primary(language: str | None) -> str | None:
    """Return the language that a tag names ("en-US" → "en", "nb" → "no"); None for none, and tags of no language."""
    code = (language or "").replace("_", "-").split("-")[0].strip().lower()
    if not (code.isascii() and code.isalpha() and len(code) in (2, 3)) or code in ("und", "mul", "zxx"):
        return None
    return _ALIASES.get(code, code)


@dataclass(frozen=True, slots=True)
class Stemming:
    """What stems the words of one language. Not for several threads at a time, for Snowball's stemmers are not."""

    language: str
    _snowball: Callable[[str], str] | None
    _light: Callable[[str], tuple[str, ...]] | None
    _before: Callable[[str], str] | None

    def stems(self, word: str) -> tuple[str, ...]:
        """Return the stems of a word as it is written, folded, but for such as are the folded word itself."""
        folded = fold(word)
        if not folded or len(folded) > _LONGEST or folded[0].isdecimal():
            return ()
        found: tuple[str, ...] = ()
        if self._snowball:
            found = (self._of(folded, self._snowball),)
            if word != folded and (lowered := lower(word)) != folded:
                found = (*found, self._of(lowered, self._snowball))
        if self._light:
            found += self._light(folded)
        if len(found) == 1:  # as a rule; all here is done for each new word of an archive
            return found if found[0] != folded and len(found[0]) > 1 else ()
        return tuple(dict.fromkeys([stem for stem in found if stem != folded and len(stem) > 1]))

    def stem(self, folded: str) -> str:
        """Return the first stem of a folded word: what all its forms have in common, with accents or without."""
        if self._light:
            return self._light(folded)[0]
        return self._of(folded, self._snowball) if self._snowball else folded

    def _of(self, form: str, snowball: Callable[[str], str]) -> str:
        return fold(snowball(self._before(form) if self._before else form))


def stemming(language: str | None) -> Stemming:
    """Return what stems a language, given by its tag; for one that nobody stems, what finds no stem in any word."""
    code = primary(language) or ""
    algorithm = SNOWBALL.get(code)
    # No memory of its own: whoever stems whole texts remembers words with their stems.
    snowball = Stemmer.Stemmer(algorithm, 0).stemWord if algorithm else None
    return Stemming(code, snowball, LIGHT.get(code), BEFORE.get(code))

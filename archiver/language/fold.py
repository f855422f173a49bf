"""Folding: one form for all the ways in which a word may be written, so that who searches need not know which it is.

Case, compatibility forms, marks, ligatures and digits go. What a script counts as a letter stays, though Unicode
writes it with a mark: й, ї and ў, the vowel signs of India and Thailand, が. No words are cut here, and no language is
known: what one language alone writes in two ways (German ü and ue) is for `stems.py`.
"""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not take apart, as people write them who lack the key.
_PLAIN: Final = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th", "ħ": "h", "ŧ": "t", "ŋ": "n",
    "ə": "e", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ƒ": "f", "ʻ": "'", "ʼ": "'", "ʹ": "'",
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ک": "ك", "ـ": "",
    "װ": "וו", "ױ": "וי", "ײ": "יי",
}  # fmt: skip

# Unicode takes these apart, but nobody who writes the language does: each has its own key and its own place in the
# alphabet, none is ever written without its mark, and мой and мои, їх and іх are different words. Not so ё, which
# most Russian texts write as е, nor the accents that teach where the stress is.
_LETTERS: Final = frozenset("йўїѓќ")

# Kept are the marks of all scripts that are not named here: they are their vowels.
_STRIPPED: Final = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
    (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7),  # Hebrew
    (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06E8),
    (0x06EA, 0x06ED), (0x0898, 0x089F), (0x08CA, 0x08FF),  # Arabic
    (0xFE00, 0xFE0F), (0xE0100, 0xE01EF), (0x180B, 0x180F),  # variation selectors
)  # fmt: skip


# Letters and digits that folding leaves as they are, whatever stands beside them: most words are of nothing else.
_KEPT: Final = re.compile("[a-z0-9α-ρσ-ωа-яђѓєіїјљњќўџґא-תءابت-غف-نهوي]*")


class _Characters(dict[int, str]):
    """What each character becomes; filled as they come, for most of Unicode is in no archive."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _folded(chr(code))
        return found


_CHARACTERS: Final = _Characters()


def fold(text: str) -> str:
    """Return a text in the one form that is indexed and looked for; what is folded stays as it is.

    Its length may change. NFC and NFD come out the same, as NFC.
    """
    if text.isascii():
        return text.lower()
    if is_folded(text):
        return text
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).translate(_CHARACTERS))


def is_folded(text: str) -> bool:
    """Return True for a text of letters and digits that stay as they are; of others, it may be folded all the same."""
    return _KEPT.fullmatch(text) is not None


def _folded(character: str) -> str:
    lowered = unicodedata.normalize("NFKC", character.casefold())
    return "".join(_base(c) for c in lowered)


def _base(character: str) -> str:
    if character in _LETTERS:
        return character
    taken_apart = unicodedata.normalize("NFKD", character)
    return "".join(_PLAIN.get(c, c) if c in _PLAIN else _part(c) for c in taken_apart)


def _part(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or (category[0] == "M" and any(low <= ord(character) <= high for low, high in _STRIPPED)):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    return character.casefold()

"""Which characters words are made of, as the insides of regular expressions' character classes, and as patterns.

Scripts without spaces between words are told from the others, for their words are cut otherwise. What is done with
the characters is in `fold.py` and `tokens.py`.
"""

import re
from functools import cache
from typing import Final

SPACELESS: Final = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ece\u0edc-\u0edf"  # Thai, Lao; not their digits
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a-\uaa7f"  # Myanmar
    "\u1780-\u17d3\u17d7\u17dc\u17dd"  # Khmer
    "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uffa0-\uffdc"  # Hangul
    "\u3041-\u3096\u3099\u309a\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors, of Han above all
    "\u2f00-\u2fd5\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
"""Han, kana, Hangul, Thai, Lao, Khmer and Myanmar. Korean has spaces, but hangs its particles on its words."""

IGNORED: Final = (
    "\u00ad\u034f\u061c\u200d-\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # soft hyphens, joiners, directions
    "\u180b-\u180e\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
)
"""What is in words but is no part of them. Not the zero-width space, which parts words, nor the non-joiner."""

# Blocks of scripts that write vowels as marks are taken whole: what is no letter in them is sorted out in `tokens.py`.
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u0816-\u082d\u0859-\u085b\u0890-\u089f\u08ca-\u0903\u093a-\u094f\u0951-\u0957"
    "\u0962\u0963\u0980-\u0dff\u0f18-\u0f3f\u0f71-\u0fbc\u0fc6\u135d-\u135f\u1712-\u1773"
    "\u1885\u1886\u18a9\u1920-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1aff\u1b00-\u1b44\u1b6b-\u1b73"
    "\u1b80-\u1bad\u1be6-\u1bf3\u1c24-\u1c37\u1cd0-\u1cf9\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2d7f\u2de0-\u2dff"
    "\u302a-\u302f\u3099\u309a\u3300-\u33ff\ua66f-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802-\ua827\ua82c\ua880-\ua8f1"
    "\ua8ff\ua926-\ua953\ua980-\ua9c0\uaa29-\uaa36\uaa43-\uaa4d\uaab0-\uaac1\uaaeb-\uaaf6\uabe3-\uabed\ufb1e\ufe20-\ufe2f"
    "\U000101fd-\U00011fff\U00016af0-\U00016f92\U0001d165-\U0001d1ad\U0001e000-\U0001e94a"
)

WORDLY: Final = r"\w" + _MARKS + IGNORED
"""Letters, digits and marks of all scripts, and what is ignored; the underscore too, which a caller takes out before.

The square units of Japanese (㎏) are among them.
"""

EDGES: Final = '.,;:!?"“”„«»()[]{}…–—'
"""What stands at the edge of a word and is never of it: a word with a full stop behind it is that word."""

JOINERS: Final = "\\-\u2010\u2011\u00b7\u058a\u05be\u200c"
"""Hyphens, of which Hebrew and Armenian have their own; the middle dot of Catalan (col·legi); Persia's non-joiner."""

ARABIC_NON_JOINER: Final = re.compile("(?<=[\u0600-\u06ff])\u200c")
"""The non-joiner as Persian has it, between the parts of a word; India's scripts have it between letters."""

_LATER: Final = re.compile("[^\x00-\u0e00\u2000-\u2e7f]")  # scripts without spaces are all among these


@cache
def spaceless_run() -> re.Pattern[str]:
    """A run of a script without spaces, captured, so that `split` gives the other text at even places.

    Compiled when first asked for: the class is so large that it takes milliseconds.
    """
    return re.compile(f"([{SPACELESS}]+)")


def has_spaceless(text: str) -> bool:
    """Return whether anything in a text is of a script without spaces. Most texts are told by two ranges alone."""
    return not text.isascii() and bool(_LATER.search(text) and spaceless_run().search(text))


@cache
def word_run() -> re.Pattern[str]:
    """A word in any other script, with what is ignored in it."""
    return re.compile(f"[{WORDLY}]+")


@cache
def compound_run(joiners: str = JOINERS) -> re.Pattern[str]:
    """A word in any other script with all that is joined to it."""
    return re.compile(f"[{WORDLY}]+(?:[{joiners}][{WORDLY}]+)*")


@cache
def unfolded() -> re.Pattern[str]:
    """What folding may change in scripts without spaces.

    Half-width forms, letters of Hangul, voicing apart, other forms of Han; am of Thai and Lao, and marks with an order.
    """
    return re.compile(
        "[\u0e33\u0e38-\u0e3a\u0e48-\u0e4b\u0eb3\u0eb8-\u0eba\u0ec8-\u0ecb\u0edc\u0edd\u1037\u1039\u103a\u108d\u17d2\u17dd"
        "\u1100-\u11ff\u2f00-\u2fd5\u3099\u309a\u309f\u30ff\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb"
        "\uf900-\ufaff\ufe00-\ufe0f\uff66-\uffdc\U0002f800-\U0002fa1d\U000e0100-\U000e01ef]"
    )


@cache
def cluster() -> re.Pattern[str]:
    """A character with what folding puts together with it: marks, vowels and finals of Hangul, voicing signs."""
    return re.compile(
        "(?s:.)[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u093c\u1160-\u11ff\u3099\u309a\u314f-\u3163\uff9e\uff9f"
        "\uffc2-\uffdc\ufe00-\ufe0f\u00ad\u200b-\u200f\u2060]*"
    )

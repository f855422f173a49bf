"""A clean text as paragraphs, and a paragraph as words: the pieces that texts are compared by.

Nothing is compared here. A word carries the space before it, so that words put side by side are the paragraph again.
"""

import re
from typing import Final

# Scripts that leave no spaces between words: Thai to Khmer, kana, ideographs. A character is a word there, with the
# vowels and tones that stand on it.
_DENSE: Final = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u312f\u31a0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_ON_IT: Final = (
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u0f8d-\u0fbc\u102b-\u103e"
    "\u17b4-\u17d3\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
# Not "\\w": to Python the vowel signs of Hindi or Tamil are no part of a word.
_MARK: Final = (
    r"!-/:-@\[-^`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u055a-\u055f\u0589\u05be"
    r"\u060c\u061b\u061f\u066a-\u066c\u06d4\u0964\u0965\u2010-\u2027\u2030-\u205e\u2190-\u2bff\u3001-\u3004\u3008-\u3020"
    r"\u30fb\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_LETTER: Final = rf"[^\s{_MARK}{_DENSE}]"
_TOKEN: Final = re.compile(
    rf" ?(?:(?=[{_DENSE}])[^{_MARK}][{_ON_IT}]*|{_LETTER}+(?:['’.,\u2010\u2011-]{_LETTER}+)*|\S)|\s"
)
_WRITTEN: Final = re.compile(rf"[^\s{_MARK}]")
_IS_DENSE: Final = re.compile(f"[{_DENSE}]")


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold anything, with single spaces between words and none around them."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return tuple(line for line in lines if line)


def tokens(text: str) -> list[str]:
    """Return words and marks in their order, each with the space before it; joined they are `text`.

    "don't", "1,000.50" and "face-to-face" are one word each; in Chinese, Japanese, Thai and their like each character
    is one.
    """
    return _TOKEN.findall(text)


def begins_line(token: str) -> bool:
    """Whether a line may be broken before a word or mark: at a space, or before a character that is a word itself."""
    return token.startswith(" ") or _IS_DENSE.match(token) is not None


def count_words(text: str) -> int:
    """Return how many words a text has, marks left out; in scripts without spaces two characters count as one."""
    words = [token for token in tokens(text) if _WRITTEN.search(token)]
    dense = sum(1 for word in words if _IS_DENSE.search(word))
    return len(words) - dense + (dense + 1) // 2

"""A text as the words that its copies have in common, whatever became of its marks, letters' case and line breaks.

Scripts without spaces give a word for every character (Chinese, Japanese) or cluster of characters (Thai, Khmer). These
are not words to a linguist; all that is needed is that a copy gives the same.
Sources: Unicode Standard Annex 15 (NFKC), The Unicode Standard 3.13 (case folding).
"""

import re
import unicodedata
from typing import Final

# Ideographs, kana and their marks of repetition: each a word. Blocks and not properties, which change with Unicode.
_SPACELESS: Final = (
    "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# The scripts of India, whose vowel signs part no words; the dandas end sentences.
_INDIC: Final = "\u0900-\u0963\u0966-\u0dff"
_APART: Final = re.compile(f"[{_SPACELESS}{_INDIC}]")
_PLAIN: Final = re.compile(r"\w+")  # the same where there is nothing of these, in half the time
_WORD: Final = re.compile(rf"[{_SPACELESS}]|[{_INDIC}]+|[^\W{_SPACELESS}{_INDIC}]+")
# Soft hyphens, joiners and byte order marks; the points of Hebrew and Arabic. One copy has them and the next has not.
_OPTIONAL: Final = re.compile("[\u00ad\u0591-\u05c7\u0640\u064b-\u065f\u0670\u200b-\u200d\u2060\ufeff]")


def words(text: str) -> list[str]:
    """Return the words and numbers of `text` in order, in NFKC and case-folded, without anything between them."""
    if text.isascii():
        return _PLAIN.findall(text.lower())
    text = unicodedata.normalize("NFKC", _OPTIONAL.sub("", text)).casefold()
    return (_WORD if _APART.search(text) else _PLAIN).findall(text)

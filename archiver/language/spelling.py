"""What one language alone writes in two ways: one of them, for its stemmer.

Folding is for what is the same in all languages; but aa is å in Danish only.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_PERSIAN: Final = str.maketrans("يك", "یک")  # as its stemmer has them; folding has them as Arabic does
_NUKTA: Final = "\u093c"

# A nasal before a stop of its own place is written as a letter or as a dot: हिन्दी, हिंदी.
_NASAL: Final = re.compile("[ङञणनम]\u094d(?=[क-घच-झट-ढत-धप-भ])")

# The article of skolan is no ending to Snowball, that of huset is.
_ARTICLE: Final = re.compile(r"(?<=\w{3})an(?=s?$)")


def _hindi(word: str) -> str:
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace(_NUKTA, ""))
    return _NASAL.sub("\u0902", plain.replace("\u0901", "\u0902"))


BEFORE: Final[dict[str, Callable[[str], str]]] = {
    "da": lambda word: word.replace("aa", "å"),
    "fa": lambda word: word.translate(_PERSIAN),
    "hi": _hindi,
    "ne": _hindi,
    "no": lambda word: word.replace("aa", "å"),
    "sv": lambda word: _ARTICLE.sub("a", word),
}
"""By language: one spelling of a lower-case word for its stemmer."""


def lower(word: str) -> str:
    """Return a word in small letters, as NFC, with its accents."""
    return unicodedata.normalize("NFC", word).lower()

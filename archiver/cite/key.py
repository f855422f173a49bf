"""Keys by which a text refers to a source: family name, year, and the first word of the title that says something.

In small Latin letters and digits, which every program for bibliographies takes. They are made of what is cited alone,
so an article has the same key each time; only where two would share one, both have their numbers at the end.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from archiver.cite.citable import Citable
from archiver.cite.when import parts_of

_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_LEAST: Final = 3  # letters of a word that says something
_SMALL_WORDS: Final = frozenset(
    "the and are but can did does for from had has have her his how into its not now off our out over that their "
    "them they this was were what when where which who why will with you your about after all been more new one "
    "than two der die das den dem des ein eine und von vom mit ist für wie les une des dans sur pour par aux est "
    "que qui los las del una uno por con para gli nel dei che non het een van voor met dos das".split()
)


def keys_of(cited: Sequence[Citable]) -> tuple[str, ...]:
    """Return the key of each, in order; different articles have different keys."""
    plain = [_key(one) for one in cited]
    times = Counter(plain)
    return tuple(f"{key}-{one.id}" if times[key] > 1 else key for key, one in zip(plain, cited, strict=True))


def _key(one: Citable) -> str:
    year = next(iter(parts_of(one.published)), None)
    word = next((word for word in _words(one.title or "") if len(word) >= _LEAST and word not in _SMALL_WORDS), None)
    start = f"{_who(one)}{f'{year:04d}' if year else 'nd'}"
    return f"{start}{word}" if word else f"{start}-{one.id}"


def _who(one: Citable) -> str:
    """The first author's family name, or the first word of the whole name; without one, the site's own word."""
    name = one.authors[0].family or one.authors[0].literal if one.authors else ""
    return next(iter(_words(name)), "") or _site(one.url)


def _site(url: str) -> str:
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        labels = []
    found = "".join(_words(max(labels[:-1], key=len, default="")))
    return found or "anon"


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter) and letter not in "'’")
    return [word for word in re.split(r"[\W_]+", bare) if re.fullmatch("[a-z0-9]+", word)]

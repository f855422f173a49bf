"""All class and id words of a rulebook, indexed so that a name is taken apart once and looked up word by word.

What a name's meaning is worth on a page is decided in judge/naming.py.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from archiver.rules.pack import Vocabulary

_TOKEN = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HASHED = re.compile(r"\d[A-Za-z]|[A-Za-z]\d+[A-Za-z]")
_LONGEST = 200  # characters; what is longer is no name, and is not to be remembered
_DIGIT = re.compile(r"\d")
_REMEMBERED = 1 << 14  # names, and words in them; a site's pages share theirs


@dataclass(frozen=True, eq=False, slots=True)
class WordIndex:
    """By word and by beginning of a word: the first vocabulary that has it. Equal to itself alone: it is a key.

    `heads` are the first two letters of the beginnings, which tell nearly all other words from theirs.
    """

    books: tuple[Vocabulary, ...] = ()
    words: dict[str, int] = field(default_factory=dict)
    stems: tuple[str, ...] = ()
    heads: frozenset[str] = frozenset()

    @classmethod
    def of(cls, books: Iterable[Vocabulary]) -> "WordIndex":
        """Index `books`; of several that know a word the first one counts."""
        books = tuple(books)
        words: dict[str, int] = {}
        for number, book in enumerate(books):
            for word in book.words:
                words.setdefault(word, number)
        stems = tuple(stem for book in books for stem in book.stems)
        return cls(books, words, stems, frozenset(stem[:2] for stem in stems))

    def find(self, name: str) -> tuple[Vocabulary, str] | None:
        """Return the first vocabulary that knows a word of the class or id `name`, with that word."""
        return _find(self, name) if len(name) <= _LONGEST else None

    def number(self, word: str) -> int:
        """The place of the first book that knows `word`, or else a number past the last."""
        number = self.words.get(word, len(self.books))
        if number and (word[:2] in self.heads or word[:1] in self.heads) and word.startswith(self.stems):
            fitting = (at for at, book in enumerate(self.books[:number]) if word.startswith(book.stems or ("\n",)))
            return next(fitting, number)
        return number


@lru_cache(maxsize=_REMEMBERED)
def _find(index: WordIndex, name: str) -> tuple[Vocabulary, str] | None:
    if _DIGIT.search(name) and _HASHED.search(name):
        name = " ".join([token for token in _TOKEN.findall(name) if not _HASHED.search(token)])
    words = [word.lower() for word in _WORD.findall(name)]
    best, known = len(index.books), ""
    for word in words if len(words) < 2 else (*words, *[f"{one}-{two}" for one, two in pairwise(words)]):
        number = _number(index, word)
        if number < best:
            best, known = number, word
    return (index.books[best], known) if known else None


@lru_cache(maxsize=_REMEMBERED)
def _number(index: WordIndex, word: str) -> int:
    return index.number(word)

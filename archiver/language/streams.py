"""What a text brings into the full-text index: its words, and the stems that are not words of it already.

Both are tokens joined by single spaces, for FTS5's `ascii` tokenizer. Whoever indexes a million articles keeps one
`Analyser`, which remembers words it has met. What a query looks for in this is in `wanted.py`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import Stemmer

from archiver.language.compounds import COMPOUNDING, LONG, tail_by
from archiver.language.fold import fold, is_folded
from archiver.language.guess import guess
from archiver.language.joins import acronyms, joined, joiners, parts
from archiver.language.scripts import EDGES, JOINERS, compound_run, spaceless_run, unfolded, word_run
from archiver.language.stems import primary, stemming
from archiver.language.tokens import bigrams, cut, runs

VERSION: Final = 1
"""Raise it with every change of what comes out: an index made before is then of another analysis."""

_ROOM: Final = 400_000  # chunks of the last texts that are remembered in one language, and as many of before
_LONGEST: Final = 40  # characters of a run that is remembered
_TAGS: Final = 500  # tags of languages that are remembered

_OWN_CASE: Final = frozenset(("az", "tr"))  # their İ and I are two letters, which only their own lower case tells apart
_LATE: Final = re.compile("[\u0e00-\U0010ffff]")  # no script before Thai is written without spaces

# All of ASCII but letters, digits and the hyphen parts words.
_SEPARATORS: Final = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "-")}

# What parts words in most texts, but for such as hold them together in a language. To replace these one after another
# takes a tenth of the time of looking at each word's edges, and what is left of most texts in Latin letters is ASCII.
_PARTING: Final = EDGES + "'’‘/\u00a0\u060c"


@dataclass(frozen=True, slots=True)
class Streams:
    """Tokens joined by single spaces: all that a text has, in order; and their stems, as often as they occur.

    `language` is the code of the language whose stems they are; None where it is not known.
    """

    words: str
    stems: str
    language: str | None


def signature() -> str:
    """Return what an index depends on: one made under another signature has to be made anew."""
    return f"{VERSION}/{Stemmer.version()}"


class Analyser:
    """Makes streams of texts, one after another; not for several threads at a time."""

    def __init__(self) -> None:
        self._words = _Memory(_words)
        self._primary = lru_cache(_TAGS)(primary)
        self._languages: dict[str, _Language] = {}

    def streams(self, text: str, language: str | None) -> Streams:
        """Return the words and stems of a text.

        `language` is a tag such as "en-US"; for None or none that is known it is guessed.
        """
        code = self._primary(language) or guess(text) or ""
        own = self._own(code)
        if text.isascii():
            chunks = _plain(text)
            words = " ".join(chunks).replace("-", " ")
        else:
            chunks = own.parted(text)
            words = self._joined(chunks, own)
        if "  " in words or words[:1] == " " or words[-1:] == " ":  # a hyphen that held nothing together
            words = " ".join(words.split())
        found = [*filter(None, map(own.stems.__getitem__, chunks)), *acronyms(text)]
        return Streams(words, " ".join(found), code or None)

    def _joined(self, chunks: list[str], own: "_Language") -> str:
        words = self._words
        if own.has_own_case:
            return " ".join(map(words.__getitem__, chunks))
        # To ask twice what a word is takes half the time of looking it up: a memory of words is in no cache.
        return " ".join([one if one.isascii() and one.isalnum() else words[one] for one in chunks])

    def tails(self, words: str, language: str | None) -> frozenset[str]:
        """Return what the table of endings has for `Streams.words`; see `compounds.tail`."""
        code = self._primary(language) or ""
        if code not in COMPOUNDING:
            return frozenset()
        tails = self._own(code).tails
        return frozenset([tails[token] for token in set(words.split()) if len(token) >= LONG]) - {""}

    def _own(self, code: str) -> "_Language":
        found = self._languages.get(code)
        if found is None:
            found = self._languages[code] = _Language(code)
        return found


class _Language:
    """What is remembered of one language, and what parts its words."""

    def __init__(self, code: str) -> None:
        stemmer = stemming(code)
        self.stems = _Memory(_Stems(code))
        self.tails = _Memory(lambda token: tail_by(stemmer, token) or "")
        self.has_own_case = code in _OWN_CASE
        self._has_own_joiners = joiners(code) != JOINERS
        self._parting = [sign for sign in _PARTING if sign not in joiners(code)]

    def parted(self, text: str) -> list[str]:
        """Return what stands between spaces, and most other signs that part words; in small letters."""
        # Small letters first: which sigma is the last of its word, the signs behind it tell as well.
        text = text if self.has_own_case else text.lower()
        for sign in self._parting:
            text = text.replace(sign, " ")
        return _plain(text) if text.isascii() and not self._has_own_joiners else text.split()


def _plain(text: str) -> list[str]:
    """Return what stands between all signs but single hyphens, in small letters, of a text in ASCII."""
    return text.replace("--", " ").lower().translate(_SEPARATORS).split()


class _Memory(dict[str, str]):
    """What a function returns, by what it was given; of long stretches, which do not come again, nothing is kept.

    When there is no more room, what is in it becomes what was before, and only what is asked for again comes back.
    """

    def __init__(self, made: Callable[[str], str]) -> None:
        super().__init__()
        self._made = made
        self._before: dict[str, str] = {}

    def __missing__(self, run: str) -> str:
        found = self._before.get(run)
        if found is None:
            found = self._made(run)
        if len(run) <= _LONGEST:
            if len(self) >= _ROOM:
                self._before = dict(self)
                self.clear()
            self[run] = found
        return found


def _words(chunk: str) -> str:
    """Return the tokens of what stands between two spaces."""
    if is_folded(chunk):
        return chunk
    if chunk.isalpha() and not _LATE.search(chunk) and (folded := fold(chunk)).isalpha():
        return folded
    tokens: list[str] = []
    search = unfolded().search
    for place, piece in enumerate(spaceless_run().split(chunk)):
        if place % 2 and not search(piece):
            tokens += bigrams(piece)
        elif place % 2 or len(piece) > 1 or word_run().match(piece):
            for _, run in runs(piece):
                tokens += cut(fold(run))
    return " ".join(tokens)


class _Stems:
    """Finds the stems of what stands between two spaces, in one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._stems = stemming(language).stems
        self._run = compound_run(joiners(language))

    def __call__(self, chunk: str) -> str:
        if is_folded(chunk) or (chunk.isalpha() and not _LATE.search(chunk)):
            return " ".join(self._stems(chunk))
        text = chunk if chunk.isascii() else spaceless_run().sub(" ", chunk)
        runs = self._run.findall(text.replace("_", " "))
        return " ".join([stem for run in runs for stem in self._of(run)])

    def _of(self, run: str) -> list[str]:
        """Return the stems of what a run holds together and, where it does, its joined form with its stems."""
        if run.isalpha():
            return list(self._stems(run))
        found = [stem for part in parts(run, self._language) for stem in self._of_part(part)]
        whole = joined(run, self._language)
        return [*found, fold(whole), *self._stems(whole)] if whole else found

    def _of_part(self, part: str) -> list[str]:
        tokens = cut(fold(part))
        forms = [part] if len(tokens) == 1 else tokens
        return [stem for form in forms for stem in self._stems(form)]

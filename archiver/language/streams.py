"""What a text brings into the full-text index: its words, and the stems that are not words of it already.

Both are tokens joined by single spaces, for FTS5's `ascii` tokenizer. Whoever indexes a million articles keeps one
`Analyser`, which remembers words it has met. What a query looks for in this is in `wanted.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import Stemmer

from archiver.language.compounds import COMPOUNDING, tail
from archiver.language.fold import fold
from archiver.language.guess import guess
from archiver.language.joins import acronyms, joined, joiners, parts
from archiver.language.scripts import ARABIC_NON_JOINER, compound_run, spaceless_run
from archiver.language.stems import Stemming, primary, stemming
from archiver.language.tokens import bigrams, cut

VERSION: Final = 1
"""Raise it with every change of what comes out: an index made before is then of another analysis."""

_ROOM: Final = 250_000  # runs remembered, of all languages; some 50 MB
_LONGEST: Final = 64  # characters of a run that is remembered

# All of ASCII but letters, digits and the hyphen parts words.
_SEPARATORS: Final = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "-")}

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
        self._stems: dict[str, _Memory] = {}
        self._tails: dict[str, _Memory] = {}

    def streams(self, text: str, language: str | None) -> Streams:
        """Return the words and stems of a text.

        `language` is a tag such as "en-US"; for None or none that is known it is guessed.
        """
        code = primary(language) or guess(text) or ""
        if code not in self._stems:
            self._stems[code] = _Memory(partial(_stems, stemming(code)))
        stems = self._stems[code]
        words, found = self._ascii(text, stems) if text.isascii() else self._any(text, code, stems)
        found += acronyms(text)
        self._forget()
        return Streams(words, " ".join(found), code or None)

    def tails(self, words: str, language: str | None) -> frozenset[str]:
        """Return what the table of endings has for `Streams.words`; see `compounds.tail`."""
        code = primary(language) or ""
        if code not in COMPOUNDING:
            return frozenset()
        tails = self._tails.setdefault(code, _Memory(lambda token: tail(token, code) or ""))
        return frozenset(tails[token] for token in set(words.split(" ")) if len(token) > 8) - {""}

    def _ascii(self, text: str, stems: "_Memory") -> tuple[str, list[str]]:
        runs = text.replace("--", " ").lower().translate(_SEPARATORS).split()
        words = " ".join(runs)
        if "-" in words:
            words = " ".join(words.replace("-", " ").split())
        return words, list(filter(None, map(stems.__getitem__, runs)))

    def _any(self, text: str, code: str, stems: "_Memory") -> tuple[str, list[str]]:
        words: list[str] = []
        found: list[str] = []
        pattern = compound_run(joiners(code))
        for place, piece in enumerate(spaceless_run().split(text.replace("_", " "))):
            if place % 2:
                words += _pairs(piece)
            else:
                runs = pattern.findall(piece)
                words += filter(None, map(self._words.__getitem__, runs))
                found += filter(None, map(stems.__getitem__, runs))
        return " ".join(words), found

    def _forget(self) -> None:
        memories = (self._words, *self._stems.values(), *self._tails.values())
        if sum(map(len, memories)) > _ROOM:
            for memory in memories:
                memory.clear()


class _Memory(dict[str, str]):
    """What a function returns, by what it was given. Whoever holds it bounds it."""

    def __init__(self, made: Callable[[str], str]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, run: str) -> str:
        found = self._made(run)
        if len(run) <= _LONGEST:
            self[run] = found
        return found


def _words(run: str) -> str:
    return " ".join(cut(fold(ARABIC_NON_JOINER.sub(" ", run))))


def _stems(stemmer: Stemming, run: str) -> str:
    """Return the stems of what a run holds together and, where it does, its joined form with its stems."""
    found = [stem for part in parts(run, stemmer.language) for stem in _stems_of_part(stemmer, part)]
    whole = joined(run, stemmer.language)
    if whole:
        found += [fold(whole), *stemmer.stems(whole)]
    return " ".join(found)


def _stems_of_part(stemmer: Stemming, part: str) -> list[str]:
    tokens = cut(fold(part))
    forms = [part] if len(tokens) == 1 else tokens
    return [stem for form in forms for stem in stemmer.stems(form)]


def _pairs(run: str) -> list[str]:
    """Return the tokens of a run of a script without spaces."""
    folded = fold(run)
    return bigrams(folded) if spaceless_run().fullmatch(folded) else cut(folded)

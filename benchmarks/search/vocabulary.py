"""The words of one language: from a rank, or the number of a name, to what stands in the text.

The commonest words are the language's own. The others are made: a stem of syllables that a hash of its number chooses,
in one of the forms of the language, so that stemmers find forms of one word and a prefix finds what begins alike. No
list of words is kept but of the commoner ones: a rare word is made when it comes. Frequencies are in `ranks.py`.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.language import SYLLABLES, Language
from benchmarks.search.ranks import Ranks

Words = NDArray[np.object_]

KEPT: Final = 60_000
"""Ranks whose words are made in advance, with the forms of each stem where their frequency puts them."""

_FORM_COST: Final = (1, 1.8, 2.6, 4, 6, 9, 13, 18, 25, 35, 50, 70, 100, 140)  # how much rarer each form is
_BITS: Final = SYLLABLES.bit_length() - 1
_NAMES: Final = 2**41  # names are made as stems of these numbers are, which no rank reaches
_FIRST_NAMES: Final = 300
_NUMBERS: Final = 37  # every so many ranks stands a number: a year, a sum
_FOREIGN: Final = 5  # every so many stems is written in the other script


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of `language`; `kept` are those of the first KEPT ranks."""

    language: Language
    kept: Words = field(repr=False)

    def words(self, ranks: Ranks) -> Words:
        """Return the word of each rank, however rare."""
        found: Words = self.kept[np.minimum(ranks, KEPT - 1)]
        far = np.flatnonzero(ranks >= KEPT)
        found[far] = _rare(self.language, ranks[far])
        return found

    def persons(self, numbers: NDArray[Any]) -> list[tuple[str, str]]:
        """Return whole name and last name of persons."""
        first = stems(self.language, _NAMES + _mixed(numbers) % _FIRST_NAMES, 1 + numbers % 2)
        last = stems(self.language, _NAMES + _FIRST_NAMES + numbers, np.full(numbers.size, 2))
        space = self.language.space
        pairs = zip(first.tolist(), last.tolist(), strict=True)
        return [(f"{one.capitalize()}{space}{two.capitalize()}", two.capitalize()) for one, two in pairs]

    def names(self, numbers: NDArray[Any]) -> list[tuple[str, str]]:
        """Return how persons, places and bodies in the news are named at first, and after that."""
        return [
            (whole, short) if number % 3 else (short, short)
            for number, (whole, short) in zip(numbers.tolist(), self.persons(numbers), strict=True)
        ]


def vocabulary(language: Language) -> Vocabulary:
    """Make the words of a language."""
    forms = len(language.forms)
    costs = np.array(_FORM_COST[:forms])
    many = int(KEPT / (1 / costs).sum()) + 2
    # A form of a stem is as often as a stem of `cost` times its rank.
    order = np.argsort(((np.arange(many) + 1)[:, None] * costs[None, :]).ravel(), kind="stable")[:KEPT]
    kept = _inflected(language, stems(language, order // forms), order % forms)
    kept = np.concatenate((np.array(language.common, dtype=object), kept))[:KEPT]
    for rank in range(2 * _NUMBERS, KEPT, _NUMBERS):
        kept[rank] = str(1990 + rank // _NUMBERS % 40) if rank % 2 else str(rank // _NUMBERS)
    return Vocabulary(language, kept)


def stems(language: Language, numbers: NDArray[Any], syllables: NDArray[Any] | None = None) -> Words:
    """Return the stem of each number: the higher it is, the longer; always the same one."""
    mixed = _mixed(numbers)
    counts = _lengths(language, numbers) if syllables is None else syllables
    found = _put_together(language.syllables, mixed, counts)
    if language.foreign:
        abroad = numbers % _FOREIGN == _FOREIGN - 1
        found[abroad] = _put_together(language.foreign, mixed[abroad], counts[abroad] + 2)
    return found


def _put_together(parts: tuple[str, ...], mixed: NDArray[np.uint64], counts: NDArray[Any]) -> Words:
    table = np.array(parts, dtype=object)
    found: Words = np.full(mixed.size, "", dtype=object)
    for place in range(int(counts.max(initial=0))):
        long = counts > place
        which = (mixed[long] >> np.uint64(_BITS * place)) & np.uint64(SYLLABLES - 1)
        found[long] = found[long] + table[(which % len(parts)).astype(np.int64)]
    return found


def _lengths(language: Language, numbers: NDArray[Any]) -> NDArray[Any]:
    if language.dense:
        return 1 + (numbers > 120).astype(np.int64) + (numbers > 20_000)
    longest = (numbers > 200_000) & (numbers % 2 == 1)
    found: NDArray[Any] = 1 + (numbers > 150).astype(np.int64) + (numbers > 6_000) + longest
    return found


def _inflected(language: Language, stems: Words, which: NDArray[Any]) -> Words:
    before, after = zip(*(form.split("-", 1) for form in language.forms), strict=True)
    found: Words = np.array(before, dtype=object)[which] + stems + np.array(after, dtype=object)[which]
    return found


def _rare(language: Language, ranks: Ranks) -> Words:
    """Return words behind the kept ones: each has a stem of its own; some are numbers."""
    mixed = _mixed(ranks)
    which = (mixed >> np.uint64(52)).astype(np.int64) % len(language.forms)
    found = _inflected(language, stems(language, ranks), which)
    for place in np.flatnonzero(mixed % 8 == 0).tolist():
        found[place] = str(int(mixed[place]) >> 8 & 0xFFFFF)
    return found


def _mixed(numbers: NDArray[Any]) -> NDArray[np.uint64]:
    """Return 64 bits for each number that look like chance (the finaliser of SplitMix64, Steele and others, 2014)."""
    mixed = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ mixed >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)

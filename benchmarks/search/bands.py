"""The words of a corpus by how many of its articles have them, and articles to take phrases, authors and sites from.

Counted in a sample: some batches, spread over the whole corpus. What is asked with them is in `questions.py`.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from benchmarks.search.corpus import Corpus
from benchmarks.search.made import Made

SAMPLE: Final = 5
"""Batches that are counted."""
COMMONEST: Final = 100

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_RUN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_MID: Final = 0.001, 0.01  # of the articles have a mid word
_JOINED: Final = ("zh", "ja")


@dataclass(frozen=True, slots=True)
class Bands:
    """Words in lower case: the COMMONEST, those in a thousandth to a hundredth of all articles, and those in one only.

    `runs` are stretches of characters in languages that put no spaces between words.
    """

    common: tuple[str, ...]
    mid: tuple[str, ...] = field(repr=False)
    rare: tuple[str, ...] = field(repr=False)
    articles: tuple[Made, ...] = field(repr=False)
    runs: tuple[str, ...] = field(repr=False)
    known: frozenset[str] = field(repr=False)

    def sentence(self, chance: random.Random) -> list[str]:
        """Return the words of a part of some text that no mark interrupts, five of them at least."""
        while True:
            text = chance.choice(chance.choice(self.articles).paragraphs)
            words = words_of(chance.choice(re.split(r"[.,?،؟]", text)))
            if len(words) >= 5:
                return words


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without numbers."""
    return _WORD.findall(text.lower())


def bands(corpus: Corpus) -> Bands:
    """Count the words of a sample of a corpus."""
    every = tuple(_sample(corpus))
    spaced = tuple(made for made in every if made.language not in _JOINED)
    counts = Counter(word for made in spaced for word in set(words_of(made.searched)))
    least, most = (max(2, round(share * len(every))) for share in _MID)
    return Bands(
        common=tuple(word for word, _ in counts.most_common(COMMONEST)),
        mid=tuple(sorted(word for word, count in counts.items() if least <= count <= max(most, least))),
        rare=tuple(sorted(word for word, count in counts.items() if count == 1)),
        articles=spaced,
        runs=tuple(run for made in every if made.language in _JOINED for run in _RUN.findall(made.searched)),
        known=frozenset(counts),
    )


def _sample(corpus: Corpus) -> Iterator[Made]:
    step = max(1, corpus.batches // SAMPLE)
    for number in range(0, corpus.batches, step):
        yield from corpus.batch(number)

"""The made corpus: articles as a news archive would have them, as many as asked for, always the same ones.

A dozen languages, two hundred sites, twenty years; skewed as real text is. It is made in batches, each from the seed
and its own number, so that any part of a corpus can be made without the rest. Nothing of it is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from benchmarks.search.batch import put_together, written
from benchmarks.search.days import Calendar, calendar
from benchmarks.search.draft import draft
from benchmarks.search.language import languages
from benchmarks.search.made import Made
from benchmarks.search.press import Press, press
from benchmarks.search.vocabulary import vocabulary

BATCH: Final = 2_000
"""Articles made at a time; copies and versions are in the same batch as what they follow."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """`count` articles made from `seed`."""

    count: int
    seed: int
    press: tuple[Press, ...] = field(repr=False)
    calendar: Calendar = field(repr=False)

    @property
    def batches(self) -> int:
        """How many batches there are."""
        return -(-self.count // BATCH)

    def batch(self, number: int) -> Iterator[Made]:
        """Yield the articles of one batch, from 0 on."""
        first = number * BATCH
        chance = np.random.default_rng([self.seed, 3, number])
        plan = draft(chance, self.press, self.calendar, first, min(BATCH, self.count - first), self.count)
        yield from put_together(self.press, plan, written(chance, self.press, plan), first)

    def articles(self) -> Iterator[Made]:
        """Yield all articles, in the order in which they were captured."""
        for number in range(self.batches):
            yield from self.batch(number)


def corpus(count: int, seed: int) -> Corpus:
    """Return the corpus of `count` articles of this seed."""
    words = [vocabulary(language) for language in languages()]
    return Corpus(count, seed, tuple(press(one, seed) for one in words), calendar(seed))


def articles(count: int, seed: int) -> Iterator[Made]:
    """Yield the articles of a corpus, in the order in which they were captured."""
    yield from corpus(count, seed).articles()

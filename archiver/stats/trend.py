"""How often words are used over time: in what share of a period's articles.

A share, for an archive grows: twice as many articles with a word, of twice as many articles, are no trend. A period
without articles says nothing, and is left out, which is another thing than a share of nought.
How words are found in texts is not known here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archiver.stats.period import By, counted

DaysOf = Callable[[str], Iterable[tuple[str, int]]]
"""From a word to days and how many articles of each day hold it; a day is ISO 8601, maybe a month or year alone."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day that has articles: how many, and how many of them hold each word."""

    name: str
    articles: int
    counts: tuple[int, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """Which share of the articles hold each word, from 0 to 1."""
        return tuple(count / self.articles for count in self.counts)


@dataclass(frozen=True, slots=True)
class Trend:
    """The words, and every period that has articles, in order. `inexact` articles have dates that do not say in which
    period they belong, and are left out of all counts."""

    words: tuple[str, ...]
    by: By
    periods: tuple[Period, ...]
    inexact: int

    @property
    def articles(self) -> int:
        """How many articles were looked at."""
        return sum(period.articles for period in self.periods)

    def total(self, word: int) -> int:
        """Return how many articles hold the word at this place."""
        return sum(period.counts[word] for period in self.periods)


def trend(words: Sequence[str], days_of: DaysOf, all_days: Iterable[tuple[str, int]], by: By) -> Trend:
    """Return in how many articles of each period each word is; `all_days` says how many articles there are of each day.

    A day that is less exact than the periods, "2024" where they are months, is counted by the year only: by month or
    day it is left out of a word's count and of all articles alike.
    """
    articles, inexact = counted(all_days, by)
    found = [counted(days_of(word), by)[0] for word in words]
    periods = tuple(
        Period(name, count, tuple(days.get(name, 0) for days in found)) for name, count in articles.items() if count
    )
    return Trend(tuple(words), by, periods, inexact)

"""What an archive holds, as values: articles by site and time, languages, and what stood around the articles.

Where the numbers come from is reading.py's business; how they are shown, the command's and plot.py's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from archiver.labels import RESIDUE, Label
from archiver.stats.period import By


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many blocks have a label, and how many characters of text are in them."""

    label: Label
    blocks: int
    characters: int


@dataclass(frozen=True, slots=True)
class Site:
    """The articles of one site; `host` is None for articles without an address.

    `partial` ones end at a paywall; `paywalled` are those whose pages say so themselves. `languages` are the most
    common first, None where a page does not say. `periods` has every period that has articles, in order.
    """

    host: str | None
    articles: int
    words: int
    partial: int
    paywalled: int
    languages: tuple[tuple[str | None, int], ...]
    periods: tuple[tuple[str, int], ...]
    labels: tuple[LabelCount, ...]

    @property
    def residue(self) -> float | None:
        """Which share of the text on its pages, in characters, was not the articles'; None where none was looked at."""
        return residue(self.labels)


@dataclass(frozen=True, slots=True)
class Stats:
    """All sites, the one with the most articles first, and the whole of them as one site without a host.

    `inexact` articles have dates that are less exact than the periods, and are in none. Labels were counted in
    `looked_at` of the articles.
    """

    by: By
    whole: Site
    sites: tuple[Site, ...]
    inexact: int
    looked_at: int


def residue(labels: Iterable[LabelCount]) -> float | None:
    """Return which share of the characters is in blocks that are not the article's; None where there is no text."""
    every = tuple(labels)
    total = sum(one.characters for one in every)
    return sum(one.characters for one in every if one.label in RESIDUE) / total if total else None


def merged(sites: Iterable[Site], host: str | None = None) -> Site:
    """Return several sites as one."""
    every = tuple(sites)
    labels: dict[Label, LabelCount] = {}
    for one in (one for site in every for one in site.labels):
        known = labels.get(one.label, LabelCount(one.label, 0, 0))
        labels[one.label] = LabelCount(one.label, known.blocks + one.blocks, known.characters + one.characters)
    return Site(
        host,
        articles=sum(site.articles for site in every),
        words=sum(site.words for site in every),
        partial=sum(site.partial for site in every),
        paywalled=sum(site.paywalled for site in every),
        languages=most_common(pair for site in every for pair in site.languages),
        periods=tuple(sorted(_added(pair for site in every for pair in site.periods).items())),
        labels=tuple(sorted(labels.values(), key=lambda one: (-one.characters, -one.blocks, one.label))),
    )


def most_common(languages: Iterable[tuple[str | None, int]]) -> tuple[tuple[str | None, int], ...]:
    """Return each language with the sum of its numbers, the largest first."""
    return tuple(sorted(_added(languages).items(), key=lambda pair: (-pair[1], pair[0] or "")))


_Key = TypeVar("_Key")


def _added(pairs: Iterable[tuple[_Key, int]]) -> dict[_Key, int]:
    found: dict[_Key, int] = {}
    for key, count in pairs:
        found[key] = found.get(key, 0) + count
    return found

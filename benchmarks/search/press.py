"""Who publishes: two hundred sites with what stands around their articles, and the authors of each language.

A site's newsletter or fund-raising appeal is the same on all of its pages, and like no other site's. What an article
itself says is not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from archiver.labels import Label
from benchmarks.search.language import Language
from benchmarks.search.ranks import drawn
from benchmarks.search.vocabulary import Vocabulary

Piece = tuple[Label, str]
"""A stretch of text and what it is."""

SITES: Final = 200
AUTHORS: Final = 300
"""Authors of each language."""
VARIANTS: Final = 6
"""What may stand around an article of a site, so many different ways."""

SECTIONS: Final = ("World", "Politics", "Business", "Culture", "Sport", "Science", "Opinion", "Local")

_BEFORE: Final[tuple[tuple[Label, float], ...]] = (("navigation", 0.95), ("ad", 0.35), ("social", 0.5))
_AFTER: Final[tuple[tuple[Label, float], ...]] = (
    ("newsletter", 0.6), ("fundraising", 0.35), ("related", 0.7), ("social", 0.3), ("ad", 0.3), ("legal", 0.95),
)  # fmt: skip
_SYLLABLES: Final = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
_KINDS: Final = ("post", "times", "news", "herald", "online", "tribune", "weekly", "24")
_COUNTRIES: Final = {"en": "com", "zh": "cn", "ja": "jp", "ko": "kr", "ar": "example"}


@dataclass(frozen=True, slots=True)
class Site:
    """One site; `around` are VARIANTS of what stands before and after its articles."""

    name: str
    host: str
    around: tuple[tuple[tuple[Piece, ...], tuple[Piece, ...]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Press:
    """What is published in one language: its words, sites and authors, those with the most articles first."""

    words: Vocabulary = field(repr=False)
    sites: tuple[Site, ...] = field(repr=False)
    authors: tuple[str, ...] = field(repr=False)

    @property
    def language(self) -> Language:
        """The language."""
        return self.words.language


def press(words: Vocabulary, seed: int) -> Press:
    """Make the sites and authors of a language."""
    language = words.language
    chance = np.random.default_rng([seed, 2, *language.code.encode()])
    count = max(2, round(SITES * language.share / 100))
    authors = [whole for whole, _ in words.persons(np.arange(AUTHORS) + 1_000_000)]
    return Press(words, tuple(_site(words, chance) for _ in range(count)), tuple(dict.fromkeys(authors)))


def _site(words: Vocabulary, chance: np.random.Generator) -> Site:
    language = words.language
    title = "".join(chance.choice(_SYLLABLES, 3).tolist())
    kind = _KINDS[int(chance.integers(len(_KINDS)))]
    name = f"{title.capitalize()} {kind.capitalize()}"
    own: dict[Label, str] = {label: _own(label, name, words, chance) for label, _ in _BEFORE + _AFTER}
    around = tuple((_some(_BEFORE, own, chance), _some(_AFTER, own, chance)) for _ in range(VARIANTS))
    prefix = "m." if chance.random() < 0.08 else "www."
    return Site(name, f"{prefix}{title}-{kind}.{_COUNTRIES.get(language.code, language.code)}", around)


def _own(label: Label, name: str, words: Vocabulary, chance: np.random.Generator) -> str:
    """Return the site's text for a label: what its language says there, and words of its own."""
    language = words.language
    text = language.residue[label].format(name)
    if label in ("newsletter", "fundraising", "navigation", "legal"):
        more = language.space.join(words.words(drawn(chance, int(chance.integers(4, 14)))).tolist())
        text = f"{text} {more}"
    return text


def _some(
    labels: Sequence[tuple[Label, float]], own: dict[Label, str], chance: np.random.Generator
) -> tuple[Piece, ...]:
    return tuple((label, own[label]) for label, share in labels if chance.random() < share)

"""What is decided about each article of a batch before a word of it is written: in columns, an article a row.

Whose it is, in which language, when, how long, whether it is a copy or a later version of another. The words come in
`prose.py`, the article in `batch.py`.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.days import Calendar
from benchmarks.search.press import AUTHORS, SECTIONS, VARIANTS, Press
from benchmarks.search.prose import NAMES
from benchmarks.search.ranks import zipf

Role = Literal["own", "copy", "version"]

COPIES: Final = 0.043
"""Of all articles tell a story that another told: with those, 6% are of stories that came more than once."""
VERSIONS: Final = 0.04
"""Of all articles are at the address of an earlier one."""

_MEDIAN, _SIGMA = 550, 0.694  # words; the mean is 700
_SHORTEST, _LONGEST = 40, 8_000
_ASIDE: Final = 90  # words that a copy is edited with
_STORY: Final = 10  # times that one story comes, at most
_NEW_STORY: Final = 0.45  # of the copies are the first one of their story
_RECENT: Final = 300  # articles of a language among which a copy's original is
_WEEK: Final = 7 * 86_400
_NAMES_A_WEEK: Final = 40  # that come into the news, in each language
_LASTING: Final = 2_000  # names that are always in the news


@dataclass(frozen=True, slots=True)
class Draft:
    """The columns. `leads` is the row of the article that is copied or followed, -1 for one with a story of its own.

    `captured` and `published` are in seconds after the calendar's beginning. `names` has NAMES numbers a row. `luck`
    has eight numbers from 0 to 1 a row, for the single decisions.
    """

    languages: NDArray[np.int64]
    captured: NDArray[np.int64]
    published: NDArray[np.int64]
    lengths: NDArray[np.int64]
    roles: list[Role]
    leads: list[int]
    names: NDArray[np.int64]
    sites: list[int]
    authors: list[int]
    sections: list[int]
    variants: list[int]
    luck: list[list[float]]
    identities: bytes


def draft(
    chance: np.random.Generator, press: Sequence[Press], calendar: Calendar, first: int, size: int, count: int
) -> Draft:
    """Decide on `size` articles, of `count` in the whole corpus, the first of which has the number `first`."""
    shares = np.array([one.language.share for one in press])
    languages = chance.choice(len(press), size, p=shares / shares.sum())
    captured = np.sort(calendar.seconds((first + np.arange(size) + chance.random(size)) / (count + 1)))
    published = _published(chance, captured)
    roles, leads = _relations(chance, languages.tolist())
    lengths = np.clip(chance.lognormal(np.log(_MEDIAN), _SIGMA, size), _SHORTEST, _LONGEST).astype(np.int64)
    many = np.array([len(one.sites) for one in press])[languages]
    return Draft(
        languages=languages,
        captured=captured,
        published=published,
        lengths=np.where(np.array(leads) >= 0, np.minimum(lengths, _ASIDE), lengths),
        roles=roles,
        leads=leads,
        names=_names(chance, published),
        sites=(np.exp(chance.random(size) * np.log(many + 1)) - 1).astype(np.int64).tolist(),
        authors=zipf(chance, size, AUTHORS).tolist(),
        sections=zipf(chance, size, len(SECTIONS)).tolist(),
        variants=chance.integers(0, VARIANTS, size).tolist(),
        luck=chance.random((size, 8)).tolist(),
        identities=chance.bytes(36 * size),
    )


def _published(chance: np.random.Generator, captured: NDArray[np.int64]) -> NDArray[np.int64]:
    """Most are captured within hours, a fifth years later, when somebody archives what a site has."""
    soon = captured - chance.exponential(6 * 3600, captured.size).astype(np.int64)
    late = (captured * np.sqrt(chance.random(captured.size))).astype(np.int64)
    found: NDArray[np.int64] = np.maximum(np.where(chance.random(captured.size) < 0.2, late, soon), 0)
    return found


def _relations(chance: np.random.Generator, languages: list[int]) -> tuple[list[Role], list[int]]:
    """Say of each article what it is to an earlier one of its language, and to which."""
    roles: list[Role] = []
    leads: list[int] = []
    recent: dict[int, deque[int]] = {language: deque(maxlen=_RECENT) for language in set(languages)}
    told: dict[int, tuple[int, int]] = {}
    for row, (language, kind, which) in enumerate(
        zip(languages, chance.random(len(languages)).tolist(), chance.random(len(languages)).tolist(), strict=True)
    ):
        before = recent[language]
        role: Role = "copy" if kind < COPIES else "version" if kind < COPIES + VERSIONS else "own"
        lead = -1
        if role != "own" and before:
            lead = before[int(which * len(before))]
            if role == "copy":
                story, times = told.get(language, (lead, _STORY))
                lead = story if times < _STORY and which > _NEW_STORY else lead
                told[language] = (lead, times + 1 if lead == story and times < _STORY else 2)
        else:
            role = "own"
            before.append(row)
        roles.append(role)
        leads.append(lead)
    return roles, leads


def _names(chance: np.random.Generator, published: NDArray[Any]) -> NDArray[np.int64]:
    """Choose whom each article is about: half of them are always in the news, half for some weeks."""
    shape = (published.size, NAMES)
    lasting = (np.exp(chance.random(shape) * np.log(_LASTING + 1)) - 1).astype(np.int64)
    newest = (published / _WEEK * _NAMES_A_WEEK)[:, None]
    passing = np.maximum(newest - chance.exponential(3 * _NAMES_A_WEEK, shape), 0).astype(np.int64) + _LASTING
    return np.where(chance.random(shape) < 0.5, lasting, passing)

"""Stories: words put into sentences and paragraphs, with capitals, punctuation and the names of those it is about.

Many at a time, for numpy is quick with many and slow with few. Whose story it is, when and where, is not known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.search.language import Language
from benchmarks.search.ranks import CONTENT, Ranks, drawn, recurring, zipf
from benchmarks.search.vocabulary import Vocabulary, Words

NAMES: Final = 5
"""Persons, places and bodies that a story is about."""

Names = Sequence[tuple[str, str]]
"""How a story names what it is about: at first, and after that."""

_NAMED: Final = 0.03  # of all words are names
_COMMA: Final = 1 / 13
_QUESTION: Final = 0.03  # of all sentences
_SENTENCE, _SPREAD = 17, 0.5  # words, median and sigma
_PARAGRAPH: Final = 1 / 2.8  # of all sentences end one
_OPENING: Final = 80  # words that a title is made of


@dataclass(frozen=True, slots=True)
class Story:
    """What somebody wrote. `dek` is a sentence that sums it up."""

    title: str
    dek: str
    paragraphs: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where in a row of words sentences begin, words have a comma behind them, paragraphs begin; and what ends each
    sentence. The last of the beginnings is the end of all."""

    sentences: NDArray[np.int64]
    commas: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    stops: Words


def stories(
    chance: np.random.Generator, words: Vocabulary, lengths: NDArray[np.int64], names: Sequence[Names]
) -> list[Story]:
    """Write a story of each length, in words, about each of `names`."""
    if not lengths.size:
        return []
    edges = np.concatenate(([0], np.cumsum(lengths)))
    starts = np.repeat(edges[:-1], lengths)
    ranks = recurring(chance, drawn(chance, int(edges[-1])), starts)
    plain = words.words(ranks)
    named = np.flatnonzero(chance.random(ranks.size) < _NAMED)
    owners = np.searchsorted(edges, named, "right") - 1
    plain[named] = _named(owners.tolist(), zipf(chance, named.size, NAMES).tolist(), names)
    ranks[named] = CONTENT
    layout = _layout(chance, edges, words.language)
    found = _paragraphs(plain, words.language, layout)
    telling = _telling(ranks, edges)
    places = np.searchsorted(layout.paragraphs, edges).tolist()
    return [
        Story(
            _line(plain[telling[number]].tolist(), words.language),
            _line(plain[start + 5 : min(end, start + 21)].tolist(), words.language) + words.language.marks[1],
            tuple(found[places[number] : places[number + 1]]),
        )
        for number, (start, end) in enumerate(pairwise(edges.tolist()))
    ]


def _named(owners: list[int], chosen: list[int], names: Sequence[Names]) -> Words:
    """Return the name at each place of a story: whole where one comes for the first time."""
    seen: set[tuple[int, int]] = set()
    found = np.empty(len(owners), dtype=object)
    for place, pair in enumerate(zip(owners, chosen, strict=True)):
        found[place] = names[pair[0]][pair[1]][pair in seen]
        seen.add(pair)
    return found


def _layout(chance: np.random.Generator, edges: NDArray[np.int64], language: Language) -> _Layout:
    size = int(edges[-1])
    lengths = np.clip(chance.lognormal(np.log(_SENTENCE), _SPREAD, 2 + size // _SENTENCE * 2), 3, 60)
    cuts = np.cumsum(lengths).astype(np.int64)
    sentences = np.union1d(cuts[cuts < size], edges)
    last = sentences[1:] - 1
    marked = chance.random(size) < _COMMA
    marked[last] = False
    _, stop, question = language.marks
    return _Layout(
        sentences=sentences,
        commas=np.flatnonzero(marked),
        paragraphs=np.union1d(sentences[chance.random(sentences.size) < _PARAGRAPH], edges),
        stops=np.array([stop, question], dtype=object)[(chance.random(last.size) < _QUESTION).astype(np.int64)],
    )


def _paragraphs(plain: Words, language: Language, layout: _Layout) -> list[str]:
    written, starts, last = plain.copy(), layout.sentences[:-1], layout.sentences[1:] - 1
    written[starts] = [word[:1].upper() + word[1:] for word in written[starts].tolist()]
    written[layout.commas] += language.marks[0]
    written[last] += layout.stops
    words, join = written.tolist(), language.space.join
    return [join(words[start:end]) for start, end in pairwise(layout.paragraphs.tolist())]


def _telling(ranks: Ranks, edges: NDArray[np.int64]) -> list[list[int]]:
    """Return the places of up to eight words near the beginning of each story that say what it is about."""
    places = np.flatnonzero(ranks >= CONTENT)
    first = np.searchsorted(places, edges[:-1])
    last = np.searchsorted(places, np.minimum(edges[:-1] + _OPENING, edges[1:]))
    every = places.tolist()
    return [every[start:end][:: max(1, (end - start) // 7)][:8] for start, end in zip(first, last, strict=True)]


def _line(words: list[str], language: Language) -> str:
    line = language.space.join(words)
    return line[:1].upper() + line[1:]

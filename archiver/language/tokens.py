"""Cutting a text into tokens, folded, with their places in it.

A token is a run of letters, digits and marks. Apostrophes and hyphens part tokens: what they held together is put
together again in `streams.py`. Scripts without spaces are cut into pairs of neighbours, with the last character of
each run alone, so that one character is found as the beginning of a token, two as a token and more as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import add
from typing import Final

from archiver.language.fold import fold
from archiver.language.scripts import ARABIC_NON_JOINER, cluster, compound_run, spaceless_run, word_run

_VOICING: Final = "\u3099\u309a"  # of the character before, which may be one of another script
_ASCII: Final = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A token, folded, and where it stands in the text that it is of: from `start` up to `end`, in characters."""

    start: int
    end: int
    text: str


def tokenise(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in their order. Pairs of neighbours overlap."""
    if text.isascii():
        for found in _ASCII.finditer(text):
            yield Token(found.start(), found.end(), found.group().lower())
        return
    for start, run in runs(text):
        yield from _placed(start, run)


def runs(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each run of one kind of script begins, and the run: a word as a rule, or a stretch of Chinese."""
    offset = 0
    for place, piece in enumerate(spaceless_run().split(text.replace("_", " "))):
        if place % 2:
            bare = piece.lstrip(_VOICING)
            if bare:
                yield offset + len(piece) - len(bare), bare
        else:
            for found in compound_run("\u200c").finditer(piece):
                yield from _parts(offset + found.start(), found.group())
        offset += len(piece)


def cut(folded: str) -> list[str]:
    """Return the tokens of a text that is folded already."""
    if folded.isascii():
        return _ASCII.findall(folded)
    return [folded[start:end] for start, end in _spans(folded)]


def bigrams(run: str) -> list[str]:
    """Return the pairs of neighbours in a run without spaces, and its last character: 東京都 → 東京 京都 都."""
    return [*map(add, run, run[1:]), run[-1]]


def _parts(start: int, run: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a word of Persian that the non-joiner parts; in other scripts it is within words."""
    for part in ARABIC_NON_JOINER.split(run):
        yield start, part
        start += len(part) + 1


def _placed(start: int, run: str) -> Iterator[Token]:
    folded = fold(run)
    at = places(run, folded)
    for first, last in _spans(folded):
        yield Token(start + at[first][0], start + at[last - 1][1], folded[first:last])


def places(run: str, folded: str) -> list[tuple[int, int]]:
    """Return for each character of `folded` from where to where it stands in `run`."""
    if len(folded) == len(run):
        return [(place, place + 1) for place in range(len(run))]
    clusters = cluster().findall(run)
    parts = [fold(cluster) for cluster in clusters]
    if "".join(parts) != folded:  # put together by a rule that `cluster` does not know
        return [(0, len(run))] * len(folded)
    ends = list(accumulate(map(len, clusters)))
    spans = zip([0, *ends], ends, strict=False)
    return [span for span, part in zip(spans, parts, strict=True) for _ in part]


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    offset = 0
    for place, piece in enumerate(spaceless_run().split(folded)):
        if place % 2:
            last = offset + len(piece)
            yield from ((start, min(start + 2, last)) for start in range(offset, last))
        else:
            for found in word_run().finditer(piece.replace("_", " ")):
                yield from _words(offset + found.start(), found.group())
        offset += len(piece)


def _words(offset: int, run: str) -> Iterator[tuple[int, int]]:
    """Yield where the words in a run are: more than one where a sign stands in the middle of a block of marks."""
    if run.isalnum():
        yield offset, offset + len(run)
        return
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in run)
    for found in re.finditer(r"\S+", kept):
        if any(map(str.isalnum, found.group())):
            yield offset + found.start(), offset + found.end()

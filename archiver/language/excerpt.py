"""Cutting a passage out of a text: where it begins and ends, and the pieces it is shown in.

Words are counted as a reader would: what stands between spaces is one, and so are two characters of Chinese or the
like. What is worth showing is decided in `passage.py`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby, islice
from operator import itemgetter
from typing import Final

from archiver.language.scripts import has_spaceless, spaceless_run

Span = tuple[int, int]
Pieces = tuple[tuple[str, bool], ...]

_BEFORE: Final = 10  # characters to look at for each word that may stand before
_AFTER: Final = 20  # and after, where an address may be among them
_CUT: Final = "…"
_UNSEEN: Final = re.compile(r"[\s\x00-\x1f\x7f]+")  # control characters could pass for a terminal's commands
_CHUNK: Final = re.compile(r"\S*[^\W_]\S*")  # a dash alone is no word
_OPENING: Final = "\"'“”„‘‚«»‹›([¿¡「『（《"
_BEGINNING: Final = re.compile(r"(?:[.!?…।۔؟][\"'”’»)\]]*\s+|[。！？][」』”]*|\n\s*)(?=\S)")


def excerpt(text: str, spans: Iterable[Span], best: Span, words: int) -> Pieces:
    """Return about `words` words of a text from `best` on, in pieces: True where they are of `spans`.

    `spans` are in order, and none overlaps the next; those after the passage are not asked for.
    The passage begins with a sentence, where one begins near.
    """
    begin = _begin(text, best, words)
    before = text[max(0, begin - 9) : begin]
    begin -= len(before) - len(before.rstrip(_OPENING))
    end = _end(text, begin, words)
    cut_before, cut_after = bool(text[:begin].strip()), bool(text[end:].strip())
    pieces = [(_CUT, False)] * cut_before + [*_pieces(text, spans, begin, end)] + [(_CUT, False)] * cut_after
    return tuple(_put_together(pieces))


def _begin(text: str, best: Span, words: int) -> int:
    start, end = best
    room = words - sum(weight for _, weight in _units(text[start:end]))
    earliest = max(0, start - _BEFORE * words)
    before = text[earliest:start]
    farthest = start - _back(before, room)
    if not text[:farthest].strip():
        return farthest  # what comes before is shown whole
    sentences = [found.end() for found in _BEGINNING.finditer(text, max(0, farthest - 9), start + 1)]
    near = [place for place in sentences if farthest <= place <= start]
    return near[-1] if near else start - _back(before, room / 3)


def _end(text: str, begin: int, words: int) -> int:
    piece = text[begin : begin + _AFTER * words]
    if not has_spaceless(piece):
        found = next(islice(_CHUNK.finditer(piece), words, None), None)
        return begin + (found.start() if found else len(piece))
    left = float(words)
    for place, weight in _units(piece):
        left -= weight
        if left < 0:
            return begin + place
    return begin + len(piece)


def _back(text: str, room: float) -> int:
    """Return how many characters up to `room` words have at the end of a text."""
    begin = len(text)
    for place, weight in _units_back(text):
        room -= weight
        if room < 0:
            break
        begin = place
    return len(text) - begin


def _units(text: str) -> Iterator[tuple[int, float]]:
    """Yield where each word begins, or character of a script without spaces, and how much of a word it is."""
    for offset, piece, is_spaceless in _stretches(text):
        yield from _characters(offset, piece, range(len(piece))) if is_spaceless else _words(offset, piece)


def _units_back(text: str) -> Iterator[tuple[int, float]]:
    """Yield the same from the last one on."""
    for offset, piece, is_spaceless in reversed(_stretches(text)):
        if is_spaceless:
            yield from _characters(offset, piece, range(len(piece) - 1, -1, -1))
        else:
            yield from reversed(list(_words(offset, piece)))


def _words(offset: int, piece: str) -> Iterator[tuple[int, float]]:
    return ((offset + found.start(), 1.0) for found in _CHUNK.finditer(piece))


def _characters(offset: int, piece: str, places: range) -> Iterator[tuple[int, float]]:
    return ((offset + n, 0.5) for n in places if unicodedata.category(piece[n])[0] != "M")


def _stretches(text: str) -> list[tuple[int, str, bool]]:
    """Return where each stretch of a text begins, the stretch, and whether it is of a script without spaces."""
    if not has_spaceless(text):
        return [(0, text, False)]
    pieces = spaceless_run().split(text)
    offsets = accumulate(map(len, pieces), initial=0)
    return [
        (offset, piece, bool(place % 2)) for place, (offset, piece) in enumerate(zip(offsets, pieces, strict=False))
    ]


def _pieces(text: str, spans: Iterable[Span], begin: int, end: int) -> Iterator[tuple[str, bool]]:
    end = begin + len(text[begin:end].rstrip())
    place = begin
    for start, stop in spans:
        if start >= end:
            break
        start, stop = max(start, begin), min(stop, end)
        if start < stop:
            yield text[place:start], False
            yield text[start:stop], True
            place = stop
    yield text[place:end], False


def _put_together(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Put pieces of a kind together, each with its line breaks as spaces, and leave out empty ones."""
    found = [
        (_seen("".join(text for text, _ in group)), matched) for matched, group in groupby(pieces, key=itemgetter(1))
    ]
    return [(text, matched) for text, matched in found if text]


def _seen(text: str) -> str:
    if text.isprintable() and "  " not in text:
        return text
    return _UNSEEN.sub(" ", text)

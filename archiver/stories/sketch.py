"""A text's sketch: some hundred bytes by which its copies, whole, edited or cut short, are known.

Overlapping shingles of words are hashed, and of every few neighbours in a row the least is kept ("winnowing"). What is
kept depends on a handful of words around it alone, so that a part's sample lies in the whole's, and no long passage
goes without one. The head is sampled more closely, for a teaser is a head. Some pairs of neighbours in the sample,
again told by winnowing, are the prints by which candidates are found. Comparing is done in `likeness.py`.
Sources: Schleimer, Wilkerson, Aiken, "Winnowing", SIGMOD 2003; CRC-32 of ISO 3309, as in zlib.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from sys import byteorder
from typing import Final
from zlib import crc32

from archiver.errors import StoreError
from archiver.stories.numerals import numerals
from archiver.stories.words import words

FORMAT: Final = 1
"""The first byte of every sketch that is not empty. Raise it with every change of what a text's sketch is."""


@dataclass(frozen=True, slots=True)
class Grain:
    """How closely a text is sampled, in words: the length of a shingle, the shingles in a row of which one is kept, the
    same for the head, and where the head ends."""

    shingle: int
    window: int
    head_window: int
    head: int


_WORDS: Final = Grain(shingle=5, window=18, head_window=6, head=48)
_CHARACTERS: Final = Grain(shingle=8, window=36, head_window=12, head=96)
_SHORT_WORDS: Final = 2.5  # letters, on average: what are called words are characters, or clusters of them

# Pairs in a row of which one is a print. A short text has prints closer together, lest it have too few; those of the
# same passage in a longer text are still among them.
_HEAD_PAIRS: Final = 5
_BODY_PAIRS: Final = 14
_BODY_PRINTS: Final = 8

_MIXER: Final = 0x9E3779B1  # odd: pairs are shuffled, and no two become one
_BIAS: Final = 1 << 31  # SQLite keeps a signed number of 32 bits in four bytes


@dataclass(frozen=True, slots=True)
class Sketch:
    """A sketch, unpacked. Samples are numbers of 16 bits, prints of 32 bits, signed.

    `body` samples the whole text, `head` its head more closely. `numerals` has what `numerals.py` tells of the numbers.
    """

    body: frozenset[int]
    head: frozenset[int]
    numerals: frozenset[int]


def sketch(text: str) -> bytes:
    """Return the sketch of a text; empty where that is too short to be told from others, under some ten words.

    It is the same everywhere; only letters that are newer than Unicode 14 depend on Python's own tables.
    """
    found = words(text)
    grain = _CHARACTERS if sum(map(len, found)) < _SHORT_WORDS * len(found) else _WORDS
    hashes = _shingles(found, grain.shingle)
    head = _samples(hashes[: grain.head], grain.head_window)
    return pack(head, _samples(hashes, grain.window), numerals(found)) if head else b""


def unpack(data: bytes) -> Sketch:
    """Return what `sketch` packed. Raises StoreError for what another version made, or what is no sketch."""
    heads, samples, start, _ = _layout(data)
    found = _little(array("H", data[start:]))
    return Sketch(frozenset(found[heads:samples]), frozenset(found[:heads]), frozenset(found[samples:]))


def prints(data: bytes) -> list[int]:
    """Return the prints of a packed sketch, one that it has twice twice. Raises StoreError as `unpack` does."""
    _, _, start, marks = _layout(data)
    found, kept = _little(array("H", data[start:])), []
    while marks:
        place = (marks & -marks).bit_length() - 1
        kept.append((found[place] << 16 | found[place + 1]) - _BIAS)
        marks &= marks - 1
    return kept


def count_prints(data: bytes) -> int:
    """Return how many prints a packed sketch has. Raises StoreError as `unpack` does."""
    return _layout(data)[-1].bit_count()


def _shingles(found: Sequence[str], size: int) -> list[int]:
    """Return the hash of every `size` words in a row."""
    encoded = [word.encode() + b" " for word in found]
    text = b"".join(encoded)
    starts = list(accumulate(map(len, encoded), initial=0))
    return [crc32(text[start:end]) for start, end in zip(starts, starts[size:], strict=False)]


def _samples(hashes: list[int], window: int) -> list[int]:
    """Return 16 bits of the least of every `window` hashes in a row, once for all that share it."""
    return [value & 0xFFFF for value in _least(hashes, window)]


def _least(values: list[int], window: int) -> list[int]:
    """Return the least of every `window` values in a row, once for all that share it; none where there are fewer."""
    if len(values) < window or not values:
        return []
    least, place = _last_least(values, 0, window)
    kept = [least]
    for end in range(window, len(values)):
        if values[end] <= least:
            found, place = values[end], end
        elif place == end - window:
            found, place = _last_least(values, place + 1, end + 1)
        else:
            continue
        if found != least:
            least = found
            kept.append(least)
    return kept


def _last_least(values: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the least of the values from `start` to before `end`, and the last place where it stands."""
    part = values[start:end]
    least = min(part)
    return least, end - 1 - part[::-1].index(least)


def pack(head: list[int], body: list[int], numbers: list[int]) -> bytes:
    """Format, how many samples of the head and how many numbers, which samples begin a print, and all of them."""
    window = max(1, min(_BODY_PAIRS, 2 * len(body) // _BODY_PRINTS - 1))
    marks = _marks(head, _HEAD_PAIRS) + _marks(body, window)
    bits = int("".join(map(str, reversed(marks))), 2).to_bytes((len(marks) + 7) // 8, "little")
    return bytes((FORMAT, len(head), len(numbers))) + bits + _little(array("H", head + body + numbers)).tobytes()


def _marks(samples: list[int], window: int) -> list[int]:
    """Return 1 for each sample that makes a print with the next one, else 0."""
    mixed = [pair * _MIXER & 0xFFFFFFFF for pair in _pairs(samples)]
    kept = set(_least(mixed, min(window, len(mixed))))
    return [int(value in kept) for value in mixed] + [0] * bool(samples)


def _layout(data: bytes) -> tuple[int, int, int, int]:
    """Return how many samples are the head's, how many there are, where they start, and which of them begin a print."""
    if not data:
        return 0, 0, 0, 0
    version, heads, numbers = data[:3] if len(data) > 3 else (0, 0, 0)
    samples = (len(data) - 3 - 2 * numbers) * 8 // 17  # two bytes and a bit each
    start = 3 + (samples + 7) // 8
    if version != FORMAT or len(data) != start + 2 * (samples + numbers):
        raise StoreError("a text's sketch is of another version; run `archiver index --rebuild`")
    return heads, samples, start, int.from_bytes(data[3:start], "little")


def _pairs(samples: Sequence[int]) -> list[int]:
    return [first << 16 | second for first, second in pairwise(samples)]


def _little(numbers: "array[int]") -> "array[int]":
    if byteorder == "big":
        numbers.byteswap()
    return numbers

"""Sketches drawn and not made of texts, a million of them in minutes: what a large archive's would be like."""

from collections.abc import Iterator
from random import Random
from typing import Final

from archiver.stories.item import Item
from archiver.stories.sketch import pack

WORDS: Final = 700  # that a sketch of this size stands for
BYTES: Final = 4400  # of such a text, as UTF-8

_HEAD: Final = 13
_BODY: Final = 73
_NUMERALS: Final = 12
_SITE: Final = 20_000  # pages a site
_FORMULAS: Final = 6  # a site has so many, of three samples each, and a page up to two of them
_COPIES: Final = 0.15  # of the articles are an edited copy of one of the last ten thousand
_EDITED: Final = 0.2  # of the samples of a copy are others


def items(random: Random, count: int) -> Iterator[Item]:
    """Yield so many articles with addresses: sites with formulas, copies of some articles of the last days."""
    recent: list[list[int]] = []
    formulas: list[list[int]] = []
    for number in range(1, count + 1):
        if number % _SITE == 1:
            formulas = [_drawn(random, 3) for _ in range(_FORMULAS)]
        samples = _drawn(random, _HEAD + _BODY)
        if recent and random.random() < _COPIES:
            original = random.choice(recent)
            samples = [new if random.random() < _EDITED else old for old, new in zip(original, samples, strict=True)]
        for place in random.sample((20, 40, 60), random.randint(0, 2)):
            samples[place : place + 3] = random.choice(formulas)
        recent = [*recent[-9_999:], samples] if number % 50 == 0 else recent
        yield Item(
            number, pack(samples[:_HEAD], samples[_HEAD:], _drawn(random, _NUMERALS)), f"https://example.org/{number}"
        )


def _drawn(random: Random, count: int) -> list[int]:
    return [random.getrandbits(16) for _ in range(count)]

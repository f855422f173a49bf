"""Which word stands where, as numbers: a word is its rank among the words of its language, 0 the commonest.

The frequencies are those of Zipf and Mandelbrot, in two regimes: a kernel vocabulary whose words are as often as
1/(rank + 1), and behind it words that thin out faster and never end. Drawing from a tail that has no end gives Heaps'
law by itself: n words of text have about n to the power 1/TAIL different ones. What the words look like is not known
here. (Ferrer i Cancho and Solé, Two regimes in the frequency of words, 2001; the tail's exponent is theirs.)
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.int64]

KERNEL: Final = 8_000
"""Words of the kernel vocabulary."""
TAIL: Final = 1.9
"""The exponent behind the kernel."""
CONTENT: Final = 150
"""The rank from which on a word says what an article is about."""

_FLAT: Final = 1.0  # Mandelbrot's constant: how flat the distribution begins
_AGAIN: Final = 0.4  # of the content words of an article are some that it had already
_LAST: Final = 2.0**40


def drawn(chance: np.random.Generator, count: int) -> Ranks:
    """Draw `count` ranks; the inverse of the distribution function, so that any number of words costs the same."""
    kernel = np.log((KERNEL + _FLAT) / _FLAT)
    at = chance.random(count) * (kernel + 1 / (TAIL - 1))
    near = _FLAT * np.exp(np.minimum(at, kernel)) - _FLAT
    left = 1 - np.maximum(at - kernel, 0) * (TAIL - 1)
    far = (KERNEL + _FLAT) * np.maximum(left, 1e-12) ** (-1 / (TAIL - 1)) - _FLAT
    found: Ranks = np.minimum(np.where(at < kernel, near, far), _LAST).astype(np.int64)
    return found


def recurring(chance: np.random.Generator, ranks: Ranks, starts: NDArray[Any]) -> Ranks:
    """Return `ranks` with content words that come again, as words do that an article is about.

    `starts` is, for each place, where its article begins.
    """
    places = np.flatnonzero((ranks >= CONTENT) & (chance.random(ranks.size) < _AGAIN))
    since = places - starts[places]
    earlier = starts[places] + (since * chance.random(places.size) ** 2).astype(np.int64)
    found = ranks.copy()
    found[places] = np.where(ranks[earlier] >= CONTENT, ranks[earlier], ranks[places])
    return found


def zipf(chance: np.random.Generator, count: int, many: int) -> Ranks:
    """Draw `count` numbers below `many`, each as often as 1/(number + 1)."""
    found: Ranks = (np.exp(chance.random(count) * np.log(many + 1)) - 1).astype(np.int64)
    return found

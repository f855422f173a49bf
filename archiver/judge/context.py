"""What a first look at every block says of each one's surroundings, as named features for the second look.

A paragraph among paragraphs is text; a sentence among things that are none mostly is not.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from archiver.judge.shape import Scale, on, scale

_LIKELY: Final = (0.05, 0.15, 0.3, 0.5, 0.7, 0.85, 0.95)
_WINDOW = 6  # blocks
_SURE = 8  # words; what is shorter marks no end of the text
_NEAR = tuple(
    (step, scale(f"likely text {name}", _LIKELY))
    for step, name in ((-1, "in the block before"), (1, "in the block after"), (-2, "two before"), (2, "two after"))
)
_WINDOWS = scale("likely text in the six before", _LIKELY), scale("likely text in the six after", _LIKELY)
_DEPTHS = tuple(
    (
        scale(f"likely text in the rest of ancestor {depth}", _LIKELY),
        scale(f"share of all likely text in ancestor {depth}", _LIKELY),
    )
    for depth in (1, 2, 3)
)
_PASSED = scale("likely text before it", (0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999))
_AWAY = (2, 3, 5, 9)
_BEFORE, _AFTER = scale("blocks before the likely text", _AWAY), scale("blocks after the likely text", _AWAY)
_COUNT = scale("blocks of likely text", (1, 3, 6, 12, 25))
_MOST = 0.75  # of all likely text
_FAR = 9  # levels up; so much is nowhere


class Context:
    """The likely text of one page, by the number of words in each block and its probability at the first look."""

    def __init__(self, words: Sequence[int], chances: Sequence[float]) -> None:
        self.chances, self.lengths = chances, words
        self.steps = [bisect_right(_LIKELY, chance) if chance else 0 for chance in chances]
        self.mass = [chance * length for chance, length in zip(chances, words, strict=True)]
        self.held, self.words = [0.0, *accumulate(self.mass)], [0, *accumulate(words)]
        self.total = self.held[-1] or 1.0
        sure = [i for i, one in enumerate(chances) if one > 0.5 and words[i] >= _SURE]
        self.first, self.last = (sure[0], sure[-1]) if sure else (len(chances), len(chances))
        self.count = on(_COUNT, len(sure))

    def shared(self, boxes: Sequence[range]) -> list[str]:
        """Return the features that all blocks in the same `boxes` have, innermost first."""
        shares = self.shares(boxes)
        most, half = _level(shares, _MOST), _level(shares, 0.5)
        names = [f"most likely text is {min(most, 6)} up", f"half of the likely text is {min(half, 6)} up"]
        return [*names, *[on(scales[1], share) for scales, share in zip(_DEPTHS, shares, strict=False)], self.count]

    def shares(self, boxes: Sequence[range]) -> list[float]:
        """Return how much of all likely text each box holds."""
        return [(self.held[box.stop] - self.held[box.start]) / self.total for box in boxes]

    def most(self, boxes: Sequence[range]) -> int:
        """Return how many levels up most of the likely text is."""
        return _level(self.shares(boxes), _MOST)

    def of(self, index: int, boxes: Sequence[range]) -> list[str]:
        """Return the features of block `index`, which lies in `boxes`."""
        steps, size = self.steps, len(self.steps)
        near = [likely[1][steps[index + step]] for step, likely in _NEAR if 0 <= index + step < size]
        rest = [self.rest(scales[0], box, index) for scales, box in zip(_DEPTHS, boxes, strict=False)]
        place, name = self.where(index)
        return [on(_PASSED, self.held[index] / self.total), *near, *rest, *self.windows(index), name or place]

    def look(self, index: int, most: int) -> tuple[str, str]:
        """Return what the first look said, by itself and with where the block stands to the likely text.

        These sum up other features, so they are no reasons. `most` is how many levels up most of that text is.
        """
        chance = self.chances[index]
        level = f"first look {20 * int(chance * 4.99)}%, {self.where(index)[0]}, {min(most, 3)} up"
        return f"first look {5 * min(19, int(chance * 20))}%", level

    def rest(self, likely: Scale, box: range, index: int) -> str:
        """How likely the rest of a box around a block is text."""
        start, stop = box.start, box.stop
        words = self.words[stop] - self.words[start] - self.lengths[index]
        if words <= 0:
            return likely[1][0].replace("below 0.05", "nothing")
        held = self.held[stop] - self.held[start] - self.mass[index]
        return on(likely, (held + 0.5) / (words + 1))

    def windows(self, index: int) -> list[str]:
        """How likely the blocks right before and after one are text."""
        before, after = max(0, index - _WINDOW), min(len(self.chances), index + 1 + _WINDOW)
        return [self.window(_WINDOWS[0], before, index), self.window(_WINDOWS[1], index + 1, after)]

    def window(self, likely: Scale, start: int, stop: int) -> str:
        """How likely the blocks from `start` to before `stop` are text."""
        return on(likely, (self.held[stop] - self.held[start]) / (self.words[stop] - self.words[start] + 1))

    def where(self, index: int) -> tuple[str, str]:
        """Where a block stands to the likely text, and how far from it; nothing, where it is among it."""
        if index < self.first:
            return "before", on(_BEFORE, self.first - index)
        if index > self.last:
            return "after", on(_AFTER, index - self.last)
        return "among the likely text", ""


def _level(shares: Sequence[float], enough: float) -> int:
    """The first of the levels up that holds `enough`."""
    for level, share in enumerate(shares):
        if share >= enough:
            return level
    return _FAR

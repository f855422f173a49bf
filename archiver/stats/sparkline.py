"""A row of numbers as a row of little bars, in characters: ▁▂▃▄▅▆▇█.

Eight characters of Unicode, and so no library: the one there is brings colours along, and takes a gap for a nought.
"""

from collections.abc import Sequence
from math import ceil
from typing import Final

_BARS: Final = "▂▃▄▅▆▇█"
_NOUGHT: Final = "▁"
_GAP: Final = " "


def sparkline(values: Sequence[float | None]) -> str:
    """Return one character a value, higher for a higher one; the lowest for 0 alone, a space for None."""
    most = max((value for value in values if value), default=0)
    return "".join(_bar(value, most) for value in values)


def binned(values: Sequence[tuple[int, float]], first: int, last: int, columns: int) -> list[float | None]:
    """Return the sums of values in at most so many equal stretches from `first` to `last`; None for one without any.

    Each value comes with its place. Stretches are whole numbers of places long.
    """
    step = max(1, -(-(last - first + 1) // max(1, columns)))
    found: list[float | None] = [None] * -(-(last - first + 1) // step)
    for place, value in values:
        index = (place - first) // step
        found[index] = (found[index] or 0) + value
    return found


def _bar(value: float | None, most: float) -> str:
    if value is None:
        return _GAP
    if not value:
        return _NOUGHT
    return _BARS[min(max(1, ceil(value / most * len(_BARS))), len(_BARS)) - 1]

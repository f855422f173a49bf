"""When articles come out: over twenty years, more each year, fewer at weekends, many at once when something happens.

A calendar is a distribution over days. What came out is not known here.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FIRST: Final = datetime(2005, 1, 3, tzinfo=UTC)
"""The calendar's first moment, a Monday."""

_DAYS: Final = 7305
_GROWTH: Final = 8.0  # times as many articles a day at the end as at the beginning
_WEEKEND: Final = 0.55
_BURSTS: Final = 120  # days on which something happens; it is in the papers for about a week
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which share of all articles has come out by the end of each day."""

    shares: NDArray[np.float64] = field(repr=False)

    def seconds(self, shares: NDArray[Any]) -> NDArray[np.int64]:
        """Return by which second after FIRST each of these shares (0 to 1) of all articles has come out."""
        before = np.concatenate(([0.0], self.shares))
        days = np.minimum(np.searchsorted(self.shares, shares, "right"), _DAYS - 1)
        within = (shares - before[days]) / (before[days + 1] - before[days])
        found: NDArray[np.int64] = (days * _DAY + np.clip(within, 0, 0.9999) * _DAY).astype(np.int64)
        return found


def calendar(seed: int) -> Calendar:
    """Make a calendar."""
    chance = np.random.default_rng([seed, 1])
    days = np.arange(_DAYS)
    weights = _GROWTH ** (days / _DAYS) * np.where(days % 7 >= 5, _WEEKEND, 1.0) * chance.lognormal(0, 0.2, _DAYS)
    for day, size in zip(chance.integers(0, _DAYS, _BURSTS), chance.pareto(2, _BURSTS) + 0.5, strict=True):
        weights[day:] *= 1 + size * np.exp(-(days[day:] - day) / 3)
    shares = np.cumsum(weights)
    return Calendar(shares / shares[-1])

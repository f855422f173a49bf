"""How long questions take: each once for the first time, then warm; and what of that is too long.

Percentiles are of the warm runs of all questions of a kind. How questions are answered is in `adapter.py`.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from benchmarks.search.adapter import Unsupported
from benchmarks.search.questions import KINDS, Question

OVERALL: Final = 50.0
"""Milliseconds that the 95th percentile over the mix may take."""
OF_A_KIND: Final = 150.0
"""Milliseconds that the 95th percentile of one kind may take."""


@dataclass(frozen=True, slots=True)
class Times:
    """The milliseconds that questions of one kind took, and how many articles they found, in the middle."""

    kind: str
    cold: tuple[float, ...] = field(repr=False)
    warm: tuple[float, ...] = field(repr=False)
    found: int

    def warm_at(self, share: float) -> float:
        """Return how long no more than `share` of the warm runs took."""
        return percentile(self.warm, share)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the least of `values` that `share` of them (0 to 1) do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def timed(ask: Callable[[Question], int], asked: Iterable[Question], rounds: int) -> list[Times | str]:
    """Ask all questions, kind by kind; return the times of each kind, or its name where the index cannot do it.

    `ask` returns how many articles there are. After the first run of each question come `rounds` warm ones.
    """
    kinds: dict[str, list[Question]] = defaultdict(list)
    for question in asked:
        kinds[question.kind].append(question)
    return [_of_a_kind(kind, ask, every, rounds) for kind, every in kinds.items()]


def _of_a_kind(kind: str, ask: Callable[[Question], int], every: list[Question], rounds: int) -> Times | str:
    try:
        cold = [_one(ask, question) for question in every]
    except Unsupported:
        return kind
    warm = [_one(ask, question)[0] for _ in range(rounds) for question in every]
    return Times(
        kind, tuple(taken for taken, _ in cold), tuple(warm), sorted(found for _, found in cold)[len(cold) // 2]
    )


def _one(ask: Callable[[Question], int], question: Question) -> tuple[float, int]:
    begun = time.perf_counter()
    found = ask(question)
    return 1000 * (time.perf_counter() - begun), found


def overall(times: Iterable[Times], share: float) -> float:
    """Return the percentile over the mix: each kind counts as often as it is asked, not as it was measured."""
    shares = {kind.name: kind.share for kind in KINDS}
    weighed = sorted((taken, shares[one.kind] / len(one.warm)) for one in times for taken in one.warm)
    left = share * sum(weight for _, weight in weighed)
    for taken, weight in weighed:
        left -= weight
        if left <= 1e-9:
            return taken
    return weighed[-1][0]

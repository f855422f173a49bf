"""Which articles are compared at all: those that share enough prints.

A print that a hundred thousand pages have, a formula of their site, must not make everybody a candidate of everybody.
So only its `VOUCHING` smallest holders vouch for it: a pair counts it where one of the two is among these. That is told
by the set of articles, not by the order they came in, and whoever comes later changes nothing among the earlier. Only
when one of the vouching goes, or comes, the next in line is compared with all holders, which may be a second's work.
The price: two copies are not compared that share only prints whose first holders are all other texts.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

VOUCHING: Final = 3
"""How many holders of a print vouch for it."""

_ONE_IN: Final = 6  # of its prints that the shorter text must share; copies at the limit of likeness share a quarter


def is_candidate(shared: int, first: int, second: int) -> bool:
    """Return whether two texts are compared that share so many prints, of so many each."""
    return shared >= max(1, min(first, second) // _ONE_IN)


def pairs(holders: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs that count a print which these have, the smallest first."""
    vouching = holders[:VOUCHING]
    yield from combinations(vouching, 2)
    for other in holders[VOUCHING:]:
        for one in vouching:
            yield one, other

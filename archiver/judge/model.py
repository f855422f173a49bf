"""A trained model of what is an article's text: two logistic regressions on named features.

The first looks at each block by itself and at the markup around it, the second also at what the first said of its
neighbours. A block's log odds are a sum of its features' weights, so the largest of them are the reason. The weights
are data, model.json, which benchmarks/train.py makes; no word of any page is among the features. Some weigh otherwise
on pages that call themselves news.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from math import exp
from typing import Final, NamedTuple

from archiver.judge.boxes import Surroundings
from archiver.judge.context import Context
from archiver.judge.evidence import Evidence
from archiver.judge.features import Row, Seen, look
from archiver.model import Page
from archiver.page.lineage import Lineage

LIKELY: Final = 0.5
"""The probability above which a block is text."""
_AGREED: Final = 0.3  # the same where the signs agree; pages that are no news have text of many kinds
_REASONS: Final = 3
_LITTLE: Final = 0.25  # a weight below this is no reason


class Estimate(NamedTuple):
    """The probability that a block is the article's text, its features (its own, and those that it shares with the
    others of its parent), and what they were weighed by."""

    probability: float
    own: Sequence[str]
    shared: Sequence[str]
    looks: "Looks"

    @property
    def enough(self) -> float:
        """The probability from which it is enough where the signs take the block for text as well."""
        return self.looks.enough

    @property
    def because(self) -> str:
        """The probability and the weightiest reasons, in words."""
        telling, weights = self.looks.telling[self.probability > LIKELY], self.looks.second
        names = telling.intersection(self.own) | telling.intersection(self.shared)
        speaking = sorted([(-abs(weights[name]), name) for name in names])
        reasons = "; ".join([name for _, name in speaking[:_REASONS]])
        return f"text with a probability of {self.probability:.0%}: {reasons}".rstrip(": ")


class _Shared(NamedTuple):
    """What the blocks of one parent share at the second look: features, the sum of their weights, and how many levels
    up most of the likely text is."""

    names: Sequence[str]
    odds: float
    most: int


@dataclass(frozen=True, slots=True)
class Looks:
    """The weights, by feature, of the first and of the second look; "" has the constants.

    `telling` are the features that can be a reason at the second: those that speak against text, and those for it.
    """

    first: Mapping[str, float] = field(repr=False)
    second: Mapping[str, float] = field(repr=False)
    enough: float = LIKELY
    telling: tuple[frozenset[str], frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pairs = [(name, weight) for name, weight in self.second.items() if name]
        against = frozenset([name for name, weight in pairs if weight < -_LITTLE])
        object.__setattr__(self, "telling", (against, frozenset([name for name, weight in pairs if weight > _LITTLE])))

    def weigh(self, seen: Seen) -> dict[int, Estimate]:
        """Return an estimate for each block in `seen`."""
        context = Context(seen.words, chances(self.first, seen))
        shared: dict[Surroundings, _Shared] = {}
        estimates = {}
        for index, row in seen.rows.items():
            if row.shared not in shared:
                shared[row.shared] = self._shared(row.shared, context)
            estimates[index] = self._estimate(index, row, shared[row.shared], context)
        return estimates

    def _shared(self, around: Surroundings, context: Context) -> _Shared:
        names = [*around.names, *context.shared(around.boxes)]
        return _Shared(names, _sum(map(self.second.get, names)), context.most(around.boxes))

    def _estimate(self, index: int, row: Row, shared: _Shared, context: Context) -> Estimate:
        names = row.own + context.of(index, row.shared.boxes)
        looked = map(self.second.get, ("", *context.look(index, shared.most)))
        odds = shared.odds + _sum(map(self.second.get, names)) + _sum(looked)
        return Estimate(logistic(odds), names, shared.names, self)


@dataclass(frozen=True, slots=True)
class Model:
    """The weights for pages that call themselves news, and for all others."""

    general: Looks
    news: Looks

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[float]]) -> "Model":
        """Return the model with these weights by feature: of the first and of the second look, and what is to be added
        to each of them on a page of news."""
        full = {name: (*some, *[0.0] * (4 - len(some))) for name, some in weights.items()}
        return cls(
            Looks({name: one[0] for name, one in full.items()}, {name: one[1] for name, one in full.items()}, _AGREED),
            Looks(
                {name: one[0] + one[2] for name, one in full.items()},
                {name: one[1] + one[3] for name, one in full.items()},
            ),
        )

    def estimate(
        self, page: Page, lineage: Lineage, evidence: Evidence, candidates: Iterable[int]
    ) -> dict[int, Estimate]:
        """Return an estimate for each of `candidates`, the blocks of an HTML page that can be text."""
        seen = look(page, lineage, evidence, candidates)
        return (self.news if seen.is_news else self.general).weigh(seen)


def chances(weights: Mapping[str, float], seen: Seen) -> list[float]:
    """Return the probability that `weights` give each block of a page; 0 for those that cannot be text."""
    get, found = weights.get, [0.0] * len(seen.words)
    shared: dict[Surroundings, float] = {}
    for index, row in seen.rows.items():
        if row.shared not in shared:
            shared[row.shared] = get("", 0.0) + _sum(map(get, row.shared.names))
        found[index] = logistic(shared[row.shared] + _sum(map(get, row.own)))
    return found


def _sum(weights: Iterable[float | None]) -> float:
    """The sum of weights; most features have none."""
    return sum(filter(None, weights))


def logistic(odds: float) -> float:
    """Return the probability for log odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """Return the model that ships with the package."""
    text = resources.files("archiver.judge").joinpath("model.json").read_text(encoding="utf-8")
    return Model.of(json.loads(text)["weights"])

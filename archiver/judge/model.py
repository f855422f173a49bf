"""A trained model of what is an article's text: two logistic regressions on named features.

The first looks at each block by itself and at the markup around it, the second also at what the first said of its
neighbours. A block's log odds are a sum of its features' weights, so the largest of them are the reason. The weights
are data, model.json, which benchmarks/train.py makes; no word of any page is among the features.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import islice
from math import exp, fsum
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from archiver.judge.context import Boxes, Context
from archiver.judge.evidence import Evidence
from archiver.judge.features import candidates, features
from archiver.model import Page
from archiver.page.lineage import Lineage, ancestry

_REASONS: Final = 3
_NEAREST: Final = 7  # ancestors; farther ones count as one
_LITTLE: Final = 0.25  # a weight below this is no reason
_LOOK: Final = "first look"  # the sum of other features is no reason


class Estimate(NamedTuple):
    """The probability that a block is the article's text, and the weightiest reasons."""

    probability: float
    because: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model sees of one page: how many words each block has; of those that can be text the features, and the
    boxes they lie in."""

    words: tuple[int, ...]
    rows: dict[int, list[str]]
    boxes: dict[int, Boxes]


def look(page: Page, lineage: Lineage, evidence: Evidence) -> Seen:
    """Gather what the model sees of an HTML page."""
    wanted = candidates(page, evidence)
    around: dict[HtmlElement | None, Boxes] = {None: ()}
    boxes: dict[int, Boxes] = {}
    for index in wanted:
        parent = page.nodes[index].getparent()
        if parent is not None and parent not in around:
            around[parent] = tuple([lineage.blocks[element] for element in islice(ancestry(parent), _NEAREST)])
        boxes[index] = around[parent]
    rows = features(page, lineage, evidence, wanted)
    return Seen(lineage.words, dict(zip(wanted, rows, strict=True)), boxes)


@dataclass(frozen=True, slots=True)
class Model:
    """The weights, by feature, of the first and of the second look; "" has the constants."""

    first: Mapping[str, float]
    second: Mapping[str, float]

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[float]]) -> "Model":
        """Return the model whose two weights by feature are `weights`."""
        return cls({name: both[0] for name, both in weights.items()}, {name: both[1] for name, both in weights.items()})

    def estimate(self, page: Page, lineage: Lineage, evidence: Evidence) -> dict[int, Estimate]:
        """Return an estimate for each block of an HTML page that can be text at all."""
        return self.weigh(look(page, lineage, evidence))

    def weigh(self, seen: Seen) -> dict[int, Estimate]:
        """Return an estimate for each block in `seen`."""
        odds = [0.0] * len(seen.words)
        for index, names in seen.rows.items():
            odds[index] = chance(self.first, names)
        context = Context(seen.words, odds)
        return {
            index: self.second_look([*names, *context.of(index, seen.boxes[index])])
            for index, names in seen.rows.items()
        }

    def second_look(self, names: list[str]) -> Estimate:
        """Return the estimate for a block with all these features."""
        get = self.second.get
        weights = [get(name, 0.0) for name in names]
        odds = get("", 0.0) + fsum(weights)  # the same in whatever order the names come: sets have none
        sign = 1 if odds > 0 else -1
        speaking = [(-sign * one, name) for one, name in zip(weights, names, strict=True) if sign * one > _LITTLE]
        reasons = [name for _, name in sorted(speaking) if not name.startswith(_LOOK)][:_REASONS]
        probability = logistic(odds)
        return Estimate(probability, f"text with a probability of {probability:.0%}: {'; '.join(reasons)}".rstrip(": "))


def chance(weights: Mapping[str, float], names: Sequence[str]) -> float:
    """Return the probability that `weights` give a block with the features `names`."""
    get = weights.get
    return logistic(get("", 0.0) + fsum([get(name, 0.0) for name in names]))


def logistic(odds: float) -> float:
    """Return the probability for log odds."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """Return the model that ships with the package."""
    text = resources.files("archiver.judge").joinpath("model.json").read_text(encoding="utf-8")
    return Model.of(json.loads(text)["weights"])

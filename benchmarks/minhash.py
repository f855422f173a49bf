"""The sketches of this project beside MinHash, on pairs: two texts each, copies or not; for `stories.py`.

MinHash estimates how much of two texts together they share. How much of the shorter one that is, follows from the
estimate and the number of shingles in each. Both are given the threshold that is best on these very pairs.
Needs datasketch (MIT, with numpy and scipy) and rensa (MIT, compiled, without dependencies), where they are installed.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import combinations
from statistics import mean
from typing import Any

from archiver.stories.likeness import is_copy
from archiver.stories.sketch import sketch, unpack
from archiver.stories.words import words
from benchmarks.newsstand import Printed

_PERMUTATIONS = 128  # of 32 bits each: 512 bytes
_SHINGLE = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, whether they are copies, and of which kind."""

    first: str
    second: str
    copies: bool
    kind: str


def pairs_of(printed: Sequence[Printed]) -> list[Pair]:
    """Return two texts of each story that has copies; and each two of different stories that share something."""
    stories, beside = defaultdict(list), defaultdict(list)
    for text in printed:
        stories[text.story].append(text)
    for texts in stories.values():
        beside[texts[0].occasion].append(texts[0])
    found = [Pair(texts[0].text, texts[1].text, True, texts[0].kind) for texts in stories.values() if len(texts) > 1]
    unlike = [two for texts in beside.values() for two in combinations(texts, 2)]
    return found + [Pair(one.text, two.text, False, f"{one.kind} and {two.kind}") for one, two in unlike]


def report(printed: Sequence[Printed]) -> None:
    """Print precision, and recall of each kind, of the sketches and of the libraries that are installed."""
    pairs = [pair for pair in pairs_of(printed) if "version" not in pair.kind and "round-up" not in pair.kind]
    kinds = sorted({pair.kind for pair in pairs if pair.copies})
    print(
        f"{'pairs by themselves':32}{'ms':>7}{'bytes':>7}{'precision':>11}" + "".join(f"{kind:>18}" for kind in kinds)
    )
    _print("archiver", pairs, kinds, *_timed(lambda text: unpack(sketch(text)), pairs), is_copy)
    for name, make in (("datasketch", _datasketch), ("rensa", _rensa)):
        try:
            made = make()
        except ImportError:
            print(f"not installed: {name}")
            continue
        made_of, taken = _timed(made, pairs)
        for what, liking in (("Jaccard", _jaccard), ("shorter text", _containment)):
            limit = _best(pairs, made_of, liking)
            title = f"{name} {version(name)}, {what} {limit:.2f}"
            _print(title, pairs, kinds, made_of, taken, lambda a, b, f=liking, at=limit: f(a, b) >= at)


def _timed(make: Callable[[str], Any], pairs: Sequence[Pair]) -> tuple[dict[str, Any], float]:
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair.first, pair.second)))
    begun = time.process_time()
    made = {text: make(text) for text in texts}
    return made, 1000 * (time.process_time() - begun) / len(texts)


def _print(
    title: str, pairs: Sequence[Pair], kinds: Sequence[str], made: dict[str, Any], taken: float, same: Any
) -> None:
    said = [(pair, same(made[pair.first], made[pair.second])) for pair in pairs]
    right, wrong = (sum(yes for pair, yes in said if pair.copies is copies) for copies in (True, False))
    size = mean(len(sketch(text)) for text in made) if title == "archiver" else 4 * _PERMUTATIONS
    recalls = [mean(yes for pair, yes in said if pair.kind == kind) for kind in kinds]
    row = "".join(f"{recall:18.3f}" for recall in recalls)
    print(f"{title:32}{taken:7.2f}{size:7.0f}{right / max(1, right + wrong):11.4f}{row}")


def _best(pairs: Sequence[Pair], made: dict[str, Any], liking: Callable[[Any, Any], float]) -> float:
    """Return the threshold at which fewest pairs are taken for what they are not."""
    likings = [(liking(made[pair.first], made[pair.second]), pair.copies) for pair in pairs]
    limits = [step / 100 for step in range(2, 100)]
    return min(limits, key=lambda limit: sum((value >= limit) is not copies for value, copies in likings))


def _shingles(text: str) -> set[str]:
    found = words(text)
    size = _SHINGLE if sum(map(len, found)) >= 2.5 * len(found) else 8
    return {" ".join(found[start : start + size]) for start in range(max(1, len(found) - size + 1))}


def _datasketch() -> Callable[[str], tuple[Any, int]]:
    from datasketch import MinHash  # type: ignore[import-not-found]

    def make(text: str) -> tuple[Any, int]:
        shingles, made = _shingles(text), MinHash(num_perm=_PERMUTATIONS)
        made.update_batch([shingle.encode() for shingle in shingles])
        return made, len(shingles)

    return make


def _rensa() -> Callable[[str], tuple[Any, int]]:
    from rensa import RMinHash  # type: ignore[import-not-found]

    def make(text: str) -> tuple[Any, int]:
        shingles, made = _shingles(text), RMinHash(num_perm=_PERMUTATIONS, seed=1)
        made.update(sorted(shingles))
        return made, len(shingles)

    return make


def _jaccard(first: tuple[Any, int], second: tuple[Any, int]) -> float:
    return float(first[0].jaccard(second[0]))


def _containment(first: tuple[Any, int], second: tuple[Any, int]) -> float:
    shared = _jaccard(first, second)
    return shared / (1 + shared) * (first[1] + second[1]) / min(first[1], second[1])

"""What stands word for word in several articles of a site, and so belongs to none of them.

Pages that hold the same article say nothing: duplicates, reprints, other languages' versions of it.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from archiver.labels import TEXT
from archiver.learning.sample import Sample
from archiver.rules.pack import fold

ENOUGH: Final = 3
"""Different articles in which a block must stand to be held for the template's."""

_SAME: Final = 0.5  # of the shorter text's stretches of four words
_WORDS: Final = 5  # of a block; shorter ones may well come again
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())


def articles(samples: Sequence[Sample]) -> list[int]:
    """Return for each sample the number of its article: the same for pages that hold the same one."""
    own = _own_shingles(samples)
    found: list[int] = []
    for at, sample in enumerate(samples):
        same = (n for n in range(at) if _is_same(sample, samples[n]) or _is_shared(own[at], own[n]))
        found.append(next((found[n] for n in same), at))
    return found


def repeated(samples: Sequence[Sample]) -> list[frozenset[int]]:
    """Return for each sample which of its blocks, kept as text, stand in at least ENOUGH different articles."""
    numbers = articles(samples)
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for sample, number in zip(samples, numbers, strict=True):
        for text in set(sample.folded):
            holders[text].add(number)
    return [
        frozenset(
            index
            for index, text in enumerate(sample.folded)
            if sample.judged[index] in TEXT and len(holders[text]) >= ENOUGH and _counts(sample, index)
        )
        for sample in samples
    ]


def _counts(sample: Sample, index: int) -> bool:
    """Headings such as "What we know so far" are the text's own, however often they come."""
    return sample.lineage.words[index] >= _WORDS and sample.page.blocks[index].tag not in _HEADINGS


def _is_same(one: Sample, other: Sample) -> bool:
    mine, its = one.page.metadata, other.page.metadata
    if mine.canonical and mine.canonical == its.canonical:
        return True
    if not (mine.image and mine.published):
        return False
    return mine.image == its.image and mine.published == its.published  # a translation came out with the same picture


def _is_shared(one: frozenset[int], other: frozenset[int]) -> bool:
    least = min(len(one), len(other))
    return least > 0 and len(one & other) >= _SAME * least


def _own_shingles(samples: Sequence[Sample]) -> list[frozenset[int]]:
    """Each text's stretches of words without those that stand under several headlines: an appeal for donations may be
    longer than the news above it."""
    headlines: defaultdict[int, set[str]] = defaultdict(set)
    for sample in samples:
        title = fold(sample.page.metadata.title or sample.name)
        for shingle in sample.shingles:
            headlines[shingle].add(title)
    return [frozenset(one for one in sample.shingles if len(headlines[one]) < ENOUGH) for sample in samples]

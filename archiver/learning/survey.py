"""What a site's captures say without anybody's help: what repeats in them, and names that mean residue everywhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from archiver.errors import RuleError
from archiver.labels import RESIDUE, Label
from archiver.learning.generalise import generalise
from archiver.learning.marks import PLAIN, marks_of
from archiver.learning.proposal import Proposal, guard
from archiver.learning.repeats import ENOUGH, articles, repeated
from archiver.learning.sample import Sample

_MOSTLY: Final = 0.8  # of the words that a name holds: residue, by the judges


@dataclass(frozen=True, slots=True)
class Learned:
    """What was found: the proposals, the most useful first, from how many captures and different articles."""

    proposals: tuple[Proposal, ...]
    captures: int
    articles: int


def survey(site: str, samples: Sequence[Sample]) -> Learned:
    """Propose rules for `site` from `samples`. Raises RuleError where they hold fewer than three articles."""
    count = len(set(articles(samples)))
    if count < ENOUGH:
        held = "no capture" if not samples else f"{len(samples)} capture{'s' * (len(samples) > 1)}, {count} different"
        raise RuleError(
            f"{site}: the archive holds {held}; what a template repeats shows in {ENOUGH} different articles or more: "
            "save more of them, or label one page by `archiver explain PAGE --edit` and learn from it with --from"
        )
    told = [
        sample.labelled(dict.fromkeys(blocks, "boilerplate"))
        for sample, blocks in zip(samples, repeated(samples), strict=True)
    ]
    found = _joined([*_from_repeats(told), *_from_names(told)], len(samples))
    return Learned(tuple(found), len(samples), count)


def _from_repeats(told: Sequence[Sample]) -> list[Proposal]:
    """Rules for what repeats, learned on the page that has most of it not yet covered, until there is no more."""
    found: list[Proposal] = []
    for page in sorted(told, key=lambda one: -one.lineage.count(one.leaked)):
        left = page.leaked.difference(*(one.on(page).blocks for one in found if not one.refused))
        if not left:
            continue
        others = [other for other in told if other is not page]
        for one in generalise(page, others, leaks_only=True):
            if one.words and one.on(page).blocks & left:
                found.append(replace(one, because=f"stands word for word in {ENOUGH} different articles or more"))
    return found


def _from_names(told: Sequence[Sample]) -> Iterator[Proposal]:
    """Names that the judges find residue under nearly everywhere, and now and then keep something of."""
    seen: defaultdict[str, list[tuple[Sample, frozenset[int], int]]] = defaultdict(list)
    for sample in told:
        for name, (blocks, largest) in _named(sample).items():
            seen[name].append((sample, frozenset(blocks), largest))
    for name, places in seen.items():
        if len(places) < ENOUGH:
            continue
        residue = sum(sample.lineage.count(blocks & sample.residue) for sample, blocks, _ in places)
        kept = sum(sample.lineage.count(blocks & sample.text) for sample, blocks, _ in places)
        fields = sum(sample.lineage.count(blocks & sample.wanted) for sample, blocks, _ in places) - kept
        if kept and not fields and residue >= _MOSTLY * (residue + kept):
            label = _label(places)
            if label != "boilerplate":
                yield _by_name(name, label, places, kept)


def _by_name(name: str, label: Label, places: Sequence[tuple[Sample, frozenset[int], int]], kept: int) -> Proposal:
    sure = [(sample, sample.lineage.count(blocks & sample.sure)) for sample, blocks, _ in places]
    cost = sum(words for _, words in sure)
    worst = max(sure, key=lambda one: one[1])[0]
    return Proposal(
        "remove",
        label,
        selector=name,
        max_words=guard(max(largest for _, _, largest in places)),
        words=kept,
        captures=tuple((sample.name, sample.lineage.count(blocks & sample.text)) for sample, blocks, _ in places),
        because=f"the judges find {label} in it on most pages",
        refused=f"it would cost {cost} words of what is surely the text, as on {worst.name}" if cost else "",
    )


def _named(sample: Sample) -> dict[str, tuple[set[int], int]]:
    found: dict[str, tuple[set[int], int]] = {}
    for element, blocks in sample.lineage.blocks.items():
        words = sample.lineage.count(blocks)
        for mark in marks_of(element):
            if mark.trust == PLAIN:
                known, largest = found.get(mark.selector, (set[int](), 0))
                found[mark.selector] = known | set(blocks), max(largest, words)
    return found


def _label(places: Iterable[tuple[Sample, frozenset[int], int]]) -> Label:
    said: Counter[Label] = Counter()
    for sample, blocks, _ in places:
        for index in blocks:
            if sample.labels[index] in RESIDUE:
                said[sample.labels[index]] += sample.lineage.words[index]
    return said.most_common(1)[0][0] if said else "boilerplate"


def _joined(proposals: Iterable[Proposal], captures: int) -> list[Proposal]:
    """Those that say the same as one, the more useful of them; the most useful first, the refused ones last."""
    best: dict[tuple[str, str], Proposal] = {}
    for one in proposals:
        words = max(one.words, sum(count for _, count in one.captures))
        mine = replace(one, words=words)
        known = best.get((one.kind, one.what))
        if known is None or (bool(known.refused), -known.words) > (bool(mine.refused), -mine.words):
            best[one.kind, one.what] = mine
    return sorted(best.values(), key=lambda one: (bool(one.refused), -one.words, one.what))

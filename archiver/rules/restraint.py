"""How far rules that nobody here has tried may go: only as far as the judges do not say the contrary.

Rules that were imported are of every age, and many no longer fit. So a layout of theirs is a limit and no claim: what
lies outside its body is no text, what lies inside is what the judges say. By benchmarks/rot.py that is better than no
such rule, and to take all that such a body holds is worse.
What the rules find on a page is match.py's business.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from archiver.labels import TEXT
from archiver.model import Verdict, Vote
from archiver.page.lineage import Lineage
from archiver.rules.match import Ballot, Body
from archiver.rules.pack import RANKS, UNTRIED

_INSIDE: Final = 0.7  # of the words that are text so far; a body that holds fewer is another one's
_BY_ONE: Final = 0.3  # of the words that the judges call text; a removal that takes more has lost its meaning
_BY_ALL: Final = 0.5  # the same, for all removals and fields together
_OURS: Final = {RANKS[level] + step for level in UNTRIED for step in (0, 1, 2)}  # body, field, removal

Count = Callable[[Iterable[int]], int]


def restrain(
    verdicts: tuple[Verdict, ...], ballot: Ballot, lineage: Lineage
) -> tuple[tuple[Verdict, ...], tuple[str, ...]]:
    """Return the verdicts as they are after untried rules stepped aside and their layout set its limit, and the notes.

    `verdicts` are those that `ballot`'s votes led to, one for each block in order.
    """
    if ballot.hint is None and not any(vote.rank in _OURS for votes in ballot.votes.values() for vote in votes):
        return verdicts, ballot.notes
    verdicts, notes = _without_the_greedy(verdicts, lineage.count)
    verdicts = tuple([_named(one) for one in verdicts])
    if ballot.hint is not None and ballot.body is None:
        verdicts, more = _limited(verdicts, ballot.hint, lineage.count)
        notes += more
    return verdicts, (*ballot.notes, *notes)


def _without_the_greedy(verdicts: tuple[Verdict, ...], count: Count) -> tuple[tuple[Verdict, ...], list[str]]:
    """The verdicts without the rules that take too much of what the judges call text."""
    text = [one for one in verdicts if _judged(one).label in TEXT]
    total = count(one.block for one in text)
    taken: dict[str, int] = {}
    for one in text:
        if one.votes[0].rank in _OURS and one.label not in TEXT:
            taken[one.by] = taken.get(one.by, 0) + count([one.block])
    greedy = {by: words for by, words in taken.items() if words > _BY_ONE * total}
    if sum(taken.values()) - sum(greedy.values()) > _BY_ALL * total:
        greedy = taken
    notes = [f"{by}: stepped aside; it would remove {words} of {total} words of text" for by, words in greedy.items()]
    return tuple([_without(one, greedy) for one in verdicts]) if greedy else verdicts, notes


def _limited(verdicts: tuple[Verdict, ...], body: Body, count: Count) -> tuple[tuple[Verdict, ...], list[str]]:
    """The verdicts with no text outside `body`, if that holds nearly all of it. Corrections are never dropped."""
    text = [one.block for one in verdicts if one.label in TEXT]
    inside, total = count(body.blocks.intersection(text)), count(text)
    if inside < _INSIDE * total:
        return verdicts, [f"{body.by}: stepped aside; its body has {inside} of {total} words of text"]
    return tuple([_within(one, body) for one in verdicts]), []


def _named(one: Verdict) -> Verdict:
    """A verdict by which a rule removes what it has no name for: what that is, the judges may know."""
    first, judged = one.votes[0], _judged(one)
    if first.rank not in _OURS or first.label != "boilerplate" or judged.label is None or judged.label in TEXT:
        return one
    vote = replace(first, label=judged.label, because=f"{judged.because}; {first.because}")
    return replace(one, label=judged.label, votes=(vote, *one.votes[1:]))


def _within(one: Verdict, body: Body) -> Verdict:
    """A verdict with the layout's vote: it decides outside its body, and inside says no more than that it fits."""
    if one.label not in TEXT:
        return one
    if one.block in body.blocks:
        fits = Vote(body.by, one.label, 0, "in the body that an imported layout names")
        return replace(one, votes=(*one.votes, fits))
    if one.label == "correction" or one.votes[0].rank >= body.rank:
        return one
    vote = Vote(body.by, "boilerplate", body.rank, "outside the body that an imported layout names")
    return replace(one, label="boilerplate", votes=(vote, *one.votes))


def _judged(one: Verdict) -> Vote:
    """The judges' word on a block: the strongest vote below all rules'."""
    return next((vote for vote in one.votes if vote.rank < RANKS["generic"]), one.votes[-1])


def _without(one: Verdict, rules: Iterable[str]) -> Verdict:
    votes = tuple([vote for vote in one.votes if vote.by not in rules or vote.rank not in _OURS])
    label = votes[0].label if votes else None
    return one if label is None or len(votes) == len(one.votes) else replace(one, label=label, votes=votes)

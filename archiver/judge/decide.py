"""From votes to verdicts: rules first, by their rank, then the judges; the first vote decides.

Nothing is dropped here. A verdict says what a block is, and every vote on it is kept.
"""

from archiver.judge.generic import judge, text_label
from archiver.judge.model import Model
from archiver.judge.readability import Choice, choice
from archiver.labels import FIELDS, RESIDUE, Label
from archiver.model import Block, Page, Verdict, Vote
from archiver.page.lineage import Lineage
from archiver.rules.book import Rulebook
from archiver.rules.match import Ballot, Body
from archiver.rules.pack import RANKS

_BELOW_VENDORS = RANKS["platform"] - 1


def decide(
    page: Page, lineage: Lineage, ballot: Ballot, rulebook: Rulebook, ask: Choice = choice, model: Model | None = None
) -> tuple[Verdict, ...]:
    """Return one verdict a block, in the blocks' order.

    readability-lxml is asked, by `ask`, only where no layout of a site named the body and the other judges doubt.
    `model` replaces the shipped one.
    """
    judged = judge(page, lineage, rulebook, ask if ballot.body is None else None, model)
    return tuple(_verdict(block, ballot, judged[block.index]) for block in page.blocks)


def _verdict(block: Block, ballot: Ballot, judged: list[Vote]) -> Verdict:
    if ballot.body is None and block.index not in ballot.votes and block.index not in ballot.keeps:
        return _settled(block, judged)
    votes = sorted(ballot.votes.get(block.index, ()), key=_rank, reverse=True)
    keeps = [_as_text(block, vote) for vote in ballot.keeps.get(block.index, ())]
    layout = [_by_layout(block, ballot.body, [*votes, judged[0]])] if ballot.body else []
    return _settled(block, sorted([*votes, *keeps, *layout, *judged], key=_rank, reverse=True))


def _settled(block: Block, ordered: list[Vote]) -> Verdict:
    label = ordered[0].label  # every rank above a single sign's says what the block is
    assert label is not None
    return Verdict(block.index, label, tuple(ordered))


def _is_a_vendor_s(vote: Vote) -> bool:
    """Whether a rule of a platform or a mirror calls a block residue: it knows its own box in whatever site's body."""
    return _BELOW_VENDORS < vote.rank < RANKS["learned"] and vote.label in RESIDUE


def _rank(vote: Vote) -> int:
    return vote.rank


def _as_text(block: Block, vote: Vote) -> Vote:
    return Vote(vote.by, text_label(block), vote.rank, vote.because)


def _by_layout(block: Block, body: Body, votes: list[Vote]) -> Vote:
    """A layout knows what is body and what is not; what the rest is, weaker rules and judges know better."""
    if block.index in body.blocks:
        is_a_box = body.rank < RANKS["user"] and any(_is_a_vendor_s(vote) for vote in votes)
        label: Label = "correction" if votes[-1].label == "correction" else text_label(block)
        rank = _BELOW_VENDORS if is_a_box else body.rank
        return Vote(body.by, label, rank, "in the body that the site's layout names")
    outside = "outside the body that the site's layout names"
    other = next((vote for vote in votes if vote.label in RESIDUE or vote.label in FIELDS), None)
    if other is None:
        return Vote(body.by, "boilerplate", body.rank, outside)
    return Vote(other.by, other.label, body.rank, f"{other.because}; {outside}")

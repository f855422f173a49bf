"""A rule that is proposed: what it would say, what it would take, and why it is refused where it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from archiver.labels import Label
from archiver.learning.sample import Sample
from archiver.learning.weigh import Reach, compiled, reach, reach_of_line
from archiver.rules.pack import Line, fold

Kind = Literal["remove", "keep", "line"]
_ROOM: Final = 3  # times the words that an element had on the page where it was learned
_LEAST: Final = 60
_LINES: Final = 0.1  # of what is surely text: lines that a person named stand beside paragraphs, and look like them


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule: a selector that removes or keeps, or lines of text.

    `words` are those that it takes out of the text, or puts back, where it was learned; `captures` are the pages that
    speak for it, with how many words it would take on each that were kept as text; `refused` says why it is not to
    be used, and is empty where it is. `because` says by what it was found.
    """

    kind: Kind
    label: Label
    selector: str = ""
    equals: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    max_words: int = _LEAST
    words: int = 0
    captures: tuple[tuple[str, int], ...] = field(default=(), repr=False)
    because: str = ""
    refused: str = ""
    example: str = ""

    @property
    def what(self) -> str:
        """The selector or the lines, on one line."""
        lines = (*(f"“{one}”" for one in self.equals), *(f"“{one} …”" for one in self.starts))
        return self.selector or ", ".join(lines)

    def on(self, sample: Sample) -> Reach:
        """Return what the rule would take on a page."""
        if self.kind == "line":
            return reach_of_line(self.line("learned"), sample)
        selector = compiled(self.selector)
        return reach(selector, sample) if selector else Reach()

    def line(self, rule_id: str) -> Line:
        """The rule on lines."""
        starts = tuple(map(fold, self.starts))
        return Line(rule_id, self.label, ("any", 0), frozenset(map(fold, self.equals)), starts, self.max_words)


def guard(largest: int) -> int:
    """Return how many words an element may hold for a rule to take it, if it held `largest` where it was learned."""
    return max(_LEAST, -(-largest * _ROOM // 10) * 10)


def tried(proposal: Proposal, others: Sequence[Sample]) -> Proposal:
    """The proposal, tried on captures that nobody labelled: refused where it takes what the judges are sure of."""
    captures = list(proposal.captures)
    for other in others:
        found = proposal.on(other)
        if not found.blocks or found.largest > proposal.max_words:
            continue
        lost = found.sure if proposal.kind != "keep" else 0
        if lost > (_LINES * other.lineage.count(other.sure) if proposal.kind == "line" else 0):
            why = f"on {other.name} it would take {lost} words of what is surely the text"
            return replace(proposal, refused=why)
        captures.append((other.name, found.kept))
    return replace(proposal, captures=tuple(captures))

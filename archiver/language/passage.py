"""The passage of a text to show with a hit: where most of what was looked for stands together, and what of it that is.

What matches is found in `hits.py`; how a passage is cut out of the text is in `excerpt.py`.
"""

from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Final

from archiver.language.excerpt import Pieces, Span, excerpt
from archiver.language.hits import Hit, find
from archiver.language.scripts import spaceless_run
from archiver.language.wanted import Sought

_WORD: Final = 6  # characters of a word with its space, to see whether two stand in one passage


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was looked for, a term each, and the text's language, as `Streams` has it; None for no stems."""

    terms: tuple[Sought, ...]
    language: str | None = None


def passage(text: str, wanted: Wanted, words: int = 32) -> Pieces:
    """Return the best passage of about `words` words, in pieces of the text: True where they are what was looked for.

    Best is where the most terms stand together, phrases counting more, and the first of such places; where there is
    none, the text's beginning. It begins with a sentence if one begins near. "…" is where the text is cut, and line
    breaks are spaces.
    """
    hits = find(text, wanted.terms, wanted.language)
    best = _best(text, hits, words)
    return excerpt(text, _merged(hits), best, words)


def _best(text: str, hits: list[Hit], words: int) -> Span:
    """Return from where to where the hits stand that are to be shown."""
    most, best = 0, (0, 0)
    worth = {hit.term: hit.weight for hit in sorted(hits, key=attrgetter("weight"))}
    for place, first in enumerate(hits):
        width = words * (2 if spaceless_run().match(text[first.start]) else _WORD)
        found: dict[int, int] = {}
        end = first.end
        for hit in islice(hits, place, None):
            if hit.end - first.start > width and hit is not first:
                break
            if hit.weight > found.get(hit.term, 0):
                found[hit.term] = hit.weight
                end = max(end, hit.end)
        if sum(found.values()) > most:
            most, best = sum(found.values()), (first.start, end)
        if most == sum(worth.values()):
            break
    return best


def _merged(hits: list[Hit]) -> list[Span]:
    spans: list[Span] = []
    for hit in hits:
        if spans and hit.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], hit.end))
        else:
            spans.append((hit.start, hit.end))
    return spans

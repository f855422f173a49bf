"""The passage of a text to show with a hit: where most of what was looked for stands together, and what of it that is.

What matches is found in `hits.py`; how a passage is cut out of the text is in `excerpt.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archiver.language.excerpt import Pieces, Span, excerpt
from archiver.language.hits import Finder, Hit
from archiver.language.scripts import spaceless_run
from archiver.language.wanted import Sought

_WORD: Final = 6  # characters of a word with its space, to see whether two stand in one passage


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was looked for, a term each, and the text's language, as `Streams` has it; None for no stems."""

    terms: tuple[Sought, ...]
    language: str | None = None


class Passages:
    """Finds the passages of many texts in which the same is wanted: what is known of one text's words is kept."""

    def __init__(self, wanted: Wanted) -> None:
        self._finder = Finder(wanted.terms, wanted.language)

    def of(self, text: str, words: int = 32) -> Pieces:
        """Return the best passage of about `words` words, in pieces of the text: True for what was looked for.

        Best is where the most terms stand together, phrases counting more, and the first of such places; where there is
        none, the text's beginning. It begins with a sentence if one begins near. "…" is where the text is cut, and line
        breaks are spaces.
        """
        hits = _Hits(self._finder.hits(text))
        best = _best(text, hits, words, self._finder.worth)
        return excerpt(text, _merged(hits.since(0)), best, words)


def passage(text: str, wanted: Wanted, words: int = 32) -> Pieces:
    """Return the best passage of one text, as `Passages` does."""
    return Passages(wanted).of(text, words)


class _Hits:
    """The hits of a text, found only as far as they were asked for; `worth` is what they are worth together so far."""

    def __init__(self, hits: Iterator[Hit]) -> None:
        self._more = hits
        self._found: list[Hit] = []
        self._weights: dict[int, int] = {}
        self.worth = 0

    def since(self, place: int) -> Iterator[Hit]:
        """Yield the hits from one on, by its place among them."""
        while place < len(self._found) or self._next():
            yield self._found[place]
            place += 1

    def next_of_worth(self) -> Hit | None:
        """Find hits until one adds to `worth`, and return that; None where no other one does."""
        worth = self.worth
        while hit := self._next():
            if self.worth > worth:
                return hit
        return None

    def _next(self) -> Hit | None:
        hit = next(self._more, None)
        if hit:
            self._found.append(hit)
            more = hit.weight - self._weights.get(hit.term, 0)
            if more > 0:
                self._weights[hit.term] = hit.weight
                self.worth += more
        return hit


def _best(text: str, hits: _Hits, words: int, limit: int) -> Span:
    """Return from where to where the hits stand that are to be shown; no place can be worth more than `limit`."""
    most, best = 0, (0, 0)
    rare: Hit | None = None
    for place, first in enumerate(hits.since(0)):
        if rare and first is not rare and rare.end - first.start > words * _WORD:
            continue  # what would make it the best is too far away
        worth, end = _window(hits.since(place), words * (2 if spaceless_run().match(text[first.start]) else _WORD))
        if worth > most:
            most, best = worth, (first.start, end)
        if most == limit:
            break
        if most == hits.worth:
            rare = hits.next_of_worth()
            if rare is None:
                break
    return best


def _window(hits: Iterator[Hit], width: int) -> tuple[int, int]:
    """Return what the hits are worth that stand within as many characters as the first, and where they end."""
    first = next(hits)
    found = {first.term: first.weight}
    end = first.end
    for hit in hits:
        if hit.end - first.start > width:
            break
        if hit.weight > found.get(hit.term, 0):
            found[hit.term] = hit.weight
            end = max(end, hit.end)
    return sum(found.values()), end


def _merged(hits: Iterator[Hit]) -> Iterator[Span]:
    """Yield where hits stand, those that touch or overlap as one."""
    first = next(hits, None)
    if first is None:
        return
    start, end = first.start, first.end
    for hit in hits:
        if hit.start > end:
            yield start, end
            start, end = hit.start, hit.end
        else:
            end = max(end, hit.end)
    yield start, end

"""All cues of a rulebook, indexed so that a block is compared with the few phrases that can be in it.

A page is searched as a whole, for the few phrases all of whose words are on it; then a block that has one is looked
at by itself, for the order of its phrases. Whole lines are a dictionary look-up.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from archiver.rules.pack import Cue

_WORD = re.compile(r"[^\W_]+")  # what _joins() takes for one word
_SPACELESS = "\u0e00"  # from Thai on, scripts that are written without spaces are common
_IN_SPACELESS = re.compile(f"[{_SPACELESS}-\U0010ffff]")
_SEAM = "\x00"  # between the blocks of a page; no word goes on across it


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases by their first word and by their longest (with all words that a page with one must have), whole lines
    by their text, and phrases of scripts without spaces or without any word."""

    by_word: dict[str, list[tuple[str, Cue]]] = field(default_factory=dict)
    by_longest: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    lines: dict[str, list[Cue]] = field(default_factory=dict)
    anywhere: list[tuple[str, Cue]] = field(default_factory=list)

    @classmethod
    def of(cls, cues: Iterable[Cue]) -> "PhraseIndex":
        """Index `cues`; of several phrases of one cue the longest is found first."""
        index = cls()
        for cue in cues:
            for line in sorted(cue.equals):
                index.lines.setdefault(line, []).append(cue)
            for phrase in sorted(cue.phrases, key=len, reverse=True):
                first = _WORD.search(phrase)
                if first is None or first[0][0] >= _SPACELESS:
                    index.anywhere.append((phrase, cue))
                else:
                    index.by_word.setdefault(first[0], []).append((phrase, cue))
                    words = _WORD.findall(phrase)
                    longest = max(words, key=len)
                    # the last word goes on after a phrase that begins with a sign of a script without spaces
                    needed = frozenset(words if phrase[0] < _SPACELESS else (longest,))
                    index.by_longest.setdefault(longest, []).append((phrase, needed))
        return index

    def whole(self, folded: str) -> list[Cue]:
        """Return the cues of which `folded`, a folded text, is a whole line."""
        return self.lines.get(folded, [])

    def spots(self, folded: Sequence[str]) -> dict[int, set[str]]:
        """Return which phrases are in each of `folded`, the folded texts of a page's blocks, that has one."""
        page = _SEAM.join(folded)
        words = _words(page)
        pairs = [pair for word in self.by_longest.keys() & words for pair in self.by_longest[word]]
        phrases = [phrase for phrase, needed in pairs if needed <= words]
        if page.isascii() or not _IN_SPACELESS.search(page):
            phrases += [one for one, _ in self.anywhere if one[0] < _SPACELESS]
        else:
            phrases += [one for one, _ in self.anywhere]
        found: dict[int, set[str]] = {}
        ends = list(accumulate([len(text) + len(_SEAM) for text in folded]))
        for phrase in phrases:
            if phrase in page:
                for place in _places(phrase, page):
                    found.setdefault(bisect_right(ends, place), set()).add(phrase)
        return found

    def inside(self, folded: str, known: Collection[str] | None = None) -> Iterator[tuple[str, Cue]]:
        """Yield each cue that `folded` has a phrase of, once, with that phrase; `known` are those in it, if known."""
        seen: set[str] = set()
        candidates = [pair for word in dict.fromkeys(_WORD.findall(folded)) for pair in self.by_word.get(word, ())]
        for phrase, cue in (*candidates, *self.anywhere):
            if cue.id not in seen and (_stands_in(phrase, folded) if known is None else phrase in known):
                seen.add(cue.id)
                yield phrase, cue


def _words(page: str) -> set[str]:
    """Return all words on a page, each taken apart once."""
    tokens = set(page.split())
    mixed = [token for token in tokens if not token.isalnum()]
    return tokens.union(_WORD.findall(" ".join(mixed)))


def _stands_in(phrase: str, text: str) -> bool:
    """True where `phrase` is in `text` at the edges of words; in scripts without spaces, anywhere."""
    return next(_places(phrase, text), None) is not None


def _places(phrase: str, text: str) -> Iterator[int]:
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if phrase[0] >= _SPACELESS or not (_joins(text, start) or _joins(text, end)):
            yield start
        start = text.find(phrase, start + 1)


def _joins(text: str, at: int) -> bool:
    """True where one word goes on across position `at`."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()

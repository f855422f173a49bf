"""All cues of a rulebook, indexed so that a block is compared with the few phrases that can be in it.

A phrase is looked for only where the block has its first word; whole lines are a dictionary look-up.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archiver.rules.pack import Cue

_WORD = re.compile(r"[^\W_]+")  # what _joins() takes for one word
_SPACELESS = "\u0e00"  # from Thai on, scripts that are written without spaces are common


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases by their first word, whole lines by their text, and phrases of scripts without spaces."""

    by_word: dict[str, list[tuple[str, Cue]]] = field(default_factory=dict)
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
        return index

    def whole(self, folded: str) -> list[Cue]:
        """Return the cues of which `folded`, a folded text, is a whole line."""
        return self.lines.get(folded, [])

    def inside(self, folded: str) -> Iterator[tuple[str, Cue]]:
        """Yield each cue that `folded` has a phrase of, once, with that phrase."""
        seen: set[str] = set()
        candidates = [pair for word in dict.fromkeys(_WORD.findall(folded)) for pair in self.by_word.get(word, ())]
        for phrase, cue in (*candidates, *self.anywhere):
            if cue.id not in seen and _stands_in(phrase, folded):
                seen.add(cue.id)
                yield phrase, cue


def _stands_in(phrase: str, text: str) -> bool:
    """True where `phrase` is in `text` at the edges of words; in scripts without spaces, anywhere."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if phrase[0] >= _SPACELESS or not (_joins(text, start) or _joins(text, end)):
            return True
        start = text.find(phrase, start + 1)
    return False


def _joins(text: str, at: int) -> bool:
    """True where one word goes on across position `at`."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()

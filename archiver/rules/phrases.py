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
_IN_SPACELESS = re.compile("[\u0e00-\u1cff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff]")  # other than their signs
_SEAM = "\x00"  # between the blocks of a page; no word goes on across it


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Phrases by their first word and by their longest (with all their words), those of scripts without spaces by
    their first character, whole lines by their text, and phrases without any word."""

    by_word: dict[str, list[tuple[str, Cue]]] = field(default_factory=dict)
    by_longest: dict[str, list[tuple[str, frozenset[str]]]] = field(default_factory=dict)
    by_character: dict[str, list[tuple[str, Cue]]] = field(default_factory=dict)
    lines: dict[str, list[Cue]] = field(default_factory=dict)
    anywhere: list[tuple[str, Cue]] = field(default_factory=list)

    @classmethod
    def of(cls, cues: Iterable[Cue]) -> "PhraseIndex":
        """Index `cues`; of several phrases of one cue the longest is found first."""
        index = cls()
        for cue in cues:
            for line in sorted(cue.equals):
                index.lines.setdefault(line, []).append(cue)
            for phrase in sorted((*cue.phrases, *sorted(cue.starts)), key=len, reverse=True):
                index.add(phrase, cue)
        return index

    def add(self, phrase: str, cue: Cue) -> None:
        """Enter one phrase."""
        words = _WORD.findall(phrase)
        if _IN_SPACELESS.search(phrase):
            self.by_character.setdefault(phrase[0], []).append((phrase, cue))
        elif not words:
            self.anywhere.append((phrase, cue))
        else:
            self.by_word.setdefault(words[0], []).append((phrase, cue))
            self.by_longest.setdefault(max(words, key=len), []).append((phrase, frozenset(words)))

    def whole(self, folded: str) -> list[Cue]:
        """Return the cues of which `folded`, a folded text, is a whole line."""
        return self.lines.get(folded, [])

    def spots(self, folded: Sequence[str]) -> dict[int, set[str]]:
        """Return which phrases are in each of `folded`, the folded texts of a page's blocks, that has one."""
        page = _SEAM.join(folded)
        words = _words(page)
        pairs = [pair for word in self.by_longest.keys() & words for pair in self.by_longest[word]]
        phrases = [phrase for phrase, needed in pairs if needed <= words]
        phrases += [phrase for phrase, _ in self.anywhere]
        if not page.isascii() and _IN_SPACELESS.search(page):
            phrases += [one for sign in self.by_character.keys() & set(page) for one, _ in self.by_character[sign]]
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
        if not folded.isascii() and self.by_character.keys() & set(folded):
            candidates += [pair for sign in dict.fromkeys(folded) for pair in self.by_character.get(sign, ())]
        for phrase, cue in (*candidates, *self.anywhere):
            if cue.id in seen or (known is not None and phrase not in known):
                continue
            first = phrase in cue.starts
            if (known is not None and not first) or _stands_in(phrase, folded, first):
                seen.add(cue.id)
                yield phrase, cue


def _words(page: str) -> set[str]:
    """Return all words on a page, each taken apart once."""
    tokens = set(page.split())
    mixed = [token for token in tokens if not token.isalnum()]
    return tokens.union(_WORD.findall(" ".join(mixed)))


def _stands_in(phrase: str, text: str, first: bool) -> bool:
    """True where `phrase` is in `text` at the edges of words, in scripts without spaces anywhere; where `first` is
    True only at the beginning."""
    place = next(_places(phrase, text), None)
    return place == 0 if first else place is not None


def _places(phrase: str, text: str) -> Iterator[int]:
    free = phrase[0] >= _SPACELESS or phrase[-1] >= _SPACELESS
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        if free or not (_joins(text, start) or _joins(text, end)):
            yield start
        start = text.find(phrase, start + 1)


def _joins(text: str, at: int) -> bool:
    """True where one word goes on across position `at`."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()

"""Where in a text what was looked for stands: by its tokens, its joined form or its stems, as an index would say.

Most words are passed over by their first letter, so that a long text takes no longer than it must. Which of the
places are shown is for `passage.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import attrgetter
from typing import Final

from archiver.language.fold import fold
from archiver.language.joins import joined, joiners
from archiver.language.scripts import EDGES, compound_run, spaceless_run, unfolded
from archiver.language.stems import primary, stemming
from archiver.language.tokens import places, tokenise
from archiver.language.wanted import Phrase, Sought

_PHRASE: Final = 2  # times as much as a word
_LONGEST: Final = 64  # characters of a token

# Where stemming takes off what a word begins with, the first letter does not tell whether it may be one that is
# looked for: it may be a particle's, or in some languages any.
_PARTICLES: Final = {"ar": "وابكفل", "he": "והבלמשכ", "nl": "g"}
_ANY_LETTER: Final = frozenset("bs ga id sr st ta yi".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text where a term stands, by the term's number; and what that is worth."""

    start: int
    end: int
    term: int
    weight: int


def find(text: str, terms: Sequence[Sought], language: str | None) -> list[Hit]:
    """Return where the terms stand in a text, in order; `language` is the text's."""
    finder = _Finder(primary(language) or "")
    for number, sought in enumerate(terms):
        for phrase in sought.alternatives:
            if not phrase.languages or finder.language in phrase.languages:
                finder.add(phrase, number)
    return sorted(finder.hits(text), key=attrgetter("start", "end"))


class _Finder:
    """What is looked for, sorted by how it is found."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._stems = stemming(language).stems
        self._words: dict[str, list[int]] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._literals: list[tuple[str, int, int]] = []
        self._phrases: dict[str, list[tuple[Phrase, int]]] = {}

    def add(self, phrase: Phrase, term: int) -> None:
        literal = _literal(phrase)
        first = phrase.tokens[0]
        if literal:
            self._literals.append((literal, term, _PHRASE if len(phrase.tokens) > 1 else 1))
        elif len(phrase.tokens) > 1:
            self._phrases.setdefault(first, []).append((phrase, term))
        elif phrase.prefix:
            self._prefixes.append((first, term))
        else:
            self._words.setdefault(first, []).append(term)

    def hits(self, text: str) -> Iterator[Hit]:
        blank = text.replace("_", " ")
        if not text.isascii() and spaceless_run().search(text):
            yield from self._in_spaceless(text)
            blank = spaceless_run().sub(lambda run: " " * len(run[0]), blank)
        if self._words or self._phrases or self._prefixes:
            yield from self._in_words(text, blank)

    def _in_words(self, text: str, blank: str) -> Iterator[Hit]:
        """Yield what is found in a text of which scripts without spaces are blanked out.

        Each word is looked at once, however often it occurs.
        """
        firsts = _Firsts(self._begun_with())
        for chunk in set(blank.split()):
            bare = chunk.strip(EDGES)  # most signs stand at the edge of a word, which is a word for all that
            if bare and (firsts[bare[0]] or not bare.isalpha()):
                hits, begun = list(self._in_chunk(chunk, firsts)), list(self._begun(chunk))
                for offset in _standing(chunk, blank) if hits or begun else ():
                    yield from (Hit(offset + hit.start, offset + hit.end, hit.term, hit.weight) for hit in hits)
                    for place, phrase, term in begun:
                        yield from _followed(text, offset + place, phrase, term)

    def _begun_with(self) -> frozenset[str] | None:
        """Return the folded letters that a word may begin with that is looked for; None for any letter."""
        if self.language in _ANY_LETTER:
            return None
        tokens = (*self._words, *self._phrases, *(prefix for prefix, _ in self._prefixes))
        return frozenset((*(token[0] for token in tokens), *_PARTICLES.get(self.language, "")))

    def _in_chunk(self, chunk: str, firsts: "_Firsts") -> Iterator[Hit]:
        """Yield what is looked for between two spaces: what a sign holds together as a whole, or its parts."""
        if chunk.isalpha():
            yield from (Hit(0, len(chunk), term, 1) for term in self._terms(chunk))
            return
        for found in compound_run(joiners(self.language)).finditer(chunk):
            run, start = found.group(), found.start()
            if run.isalpha():
                if firsts[run[0]]:
                    yield from (Hit(start, start + len(run), term, 1) for term in self._terms(run))
                continue
            whole = joined(run, self.language)
            terms = self._terms(whole) if whole else set()
            yield from (Hit(start, start + len(run), term, 1) for term in terms)
            for token in tokenise(run):
                others = self._terms(run[token.start : token.end]) - terms
                yield from (Hit(start + token.start, start + token.end, term, 1) for term in others)

    def _terms(self, word: str) -> set[int]:
        folded = fold(word)
        found = {term for form in (folded, *self._stems(word)) for term in self._words.get(form, ())}
        return found | {term for prefix, term in self._prefixes if folded.startswith(prefix)}

    def _begun(self, chunk: str) -> Iterator[tuple[int, Phrase, int]]:
        """Yield where in a chunk a phrase may begin, by its first token."""
        if self._phrases:
            for token in tokenise(chunk):
                yield from ((token.start, phrase, term) for phrase, term in self._phrases.get(token.text, ()))

    def _in_spaceless(self, text: str) -> Iterator[Hit]:
        for literal, term, weight in self._literals:
            yield from (Hit(start, end, term, weight) for start, end in _found(literal, text))
        for first, phrases in self._phrases.items():
            if spaceless_run().match(first):
                for start, _ in _found(first, text):
                    for phrase, term in phrases:
                        yield from _followed(text, start, phrase, term)


class _Firsts(dict[str, bool]):
    """Whether a word that begins with a letter, as it is written, may be one that is looked for."""

    def __init__(self, folded: frozenset[str] | None) -> None:
        super().__init__()
        self._folded = folded

    def __missing__(self, letter: str) -> bool:
        found = self[letter] = self._folded is None or fold(letter)[:1] in self._folded
        return found


def _standing(chunk: str, text: str) -> Iterator[int]:
    """Yield where a chunk stands in a text between spaces."""
    start = text.find(chunk)
    while start >= 0:
        end = start + len(chunk)
        if text[max(0, start - 1) : start].strip() == text[end : end + 1].strip() == "":
            yield start
        start = text.find(chunk, end)


def _literal(phrase: Phrase) -> str | None:
    """Return what a phrase is in a script without spaces, where it is of one run: 東京 京都 is 東京都."""
    tokens = phrase.tokens
    if not all(map(spaceless_run().fullmatch, tokens)):
        return None
    if any(len(token) != 2 or token[1] != following[0] for token, following in pairwise(tokens)):
        return None
    return tokens[0] + "".join(token[1:] for token in tokens[1:])


def _found(literal: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where characters of a script without spaces stand in a text, however it writes them."""
    if unfolded().search(text):
        for run in spaceless_run().finditer(text):
            folded = fold(run[0])
            at = places(run[0], folded) if literal in folded else []
            offset = run.start()
            yield from ((offset + at[a][0], offset + at[b - 1][1]) for a, b in _occurring(literal, folded))
    else:
        yield from _occurring(literal, text)


def _occurring(literal: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(literal)
    while start >= 0:
        yield start, start + len(literal)
        start = text.find(literal, start + 1)


def _followed(text: str, start: int, phrase: Phrase, term: int) -> Iterator[Hit]:
    """Yield a hit where a phrase whose first token begins at `start` goes on to its end."""
    tokens = list(islice(tokenise(text[start : start + _LONGEST * len(phrase.tokens)]), len(phrase.tokens)))
    texts = tuple(token.text for token in tokens)
    last = phrase.tokens[-1]
    if texts == phrase.tokens or (phrase.prefix and texts[:-1] == phrase.tokens[:-1] and texts[-1].startswith(last)):
        one = phrase.prefix and spaceless_run().fullmatch(last)
        yield Hit(start, start + (tokens[-1].start + 1 if one else tokens[-1].end), term, _PHRASE)

"""Where in a text what was looked for stands: by its tokens, its joined form or its stems, as an index would say.

Most words are passed over by how they begin, so that a long text takes no longer than it must; and what stands in a
text is found only as far as somebody asks. Which of the places are shown is for `passage.py`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Final

from archiver.language.fold import fold
from archiver.language.joins import joined, joiners
from archiver.language.literals import found_in, literal_of
from archiver.language.pieces import Pieces
from archiver.language.scripts import EDGES, compound_run, has_spaceless, spaceless_run
from archiver.language.stems import primary, stemming
from archiver.language.tokens import tokenise
from archiver.language.wanted import Phrase, Sought

_PHRASE: Final = 2  # times as much as a word
_LONGEST: Final = 64  # characters of a token
_REMEMBERED: Final = 50_000  # words

_BETWEEN: Final = " \n.,;:'-"

_ORDER: Final = attrgetter("start", "end")


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a text where a term stands, by the term's number; and what that is worth."""

    start: int
    end: int
    term: int
    weight: int


Begun = tuple[int, int, Phrase, int]
"""From where to where the first token of a phrase stands; the phrase, and its term's number."""


class Finder:
    """Finds terms in texts of one language, given by a tag; best one for many texts, for it remembers their words.

    `worth` is the most that a passage can be worth: all terms, each at its best.
    """

    def __init__(self, terms: Sequence[Sought], language: str | None) -> None:
        self._language = primary(language) or ""
        self._stems = stemming(self._language).stems
        self._words: dict[str, list[int]] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._literals: list[tuple[str, int, int]] = []
        self._phrases: dict[str, list[tuple[Phrase, int]]] = {}
        weights: dict[int, int] = {}
        for number, sought in enumerate(terms):
            for phrase in sought.alternatives:
                if not phrase.languages or self._language in phrase.languages:
                    weight = self._add(phrase, number)
                    weights[number] = max(weight, weights.get(number, 0))
        self.worth = sum(weights.values())
        self._pieces = Pieces(self._words, [*self._phrases, *(prefix for prefix, _ in self._prefixes)], self._language)
        self._firsts = _Firsts(self._pieces.firsts)
        self._known: dict[str, tuple[list[Hit], list[Begun]]] = {}
        self._holding: set[str] = set()

    def _add(self, phrase: Phrase, term: int) -> int:
        """Sort a phrase by how it is found, and return what it is worth."""
        literal = literal_of(phrase)
        first = phrase.tokens[0]
        weight = _PHRASE if len(phrase.tokens) > 1 else 1
        if literal:
            self._literals.append((literal, term, weight))
        elif len(phrase.tokens) > 1:
            self._phrases.setdefault(first, []).append((phrase, term))
        elif phrase.prefix:
            self._prefixes.append((first, term))
        else:
            self._words.setdefault(first, []).append(term)
        return weight

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield where the terms stand in a text, in order."""
        has_words = bool(self._words or self._phrases or self._prefixes)
        if not has_spaceless(text):
            return self._in_words(text, text) if has_words else iter(())
        found = list(self._in_spaceless(text))
        if has_words:
            found += self._in_words(text, spaceless_run().sub(lambda run: " " * len(run[0]), text))
        return iter(sorted(found, key=_ORDER))

    def _in_words(self, text: str, spaced: str) -> Iterator[Hit]:
        """Yield what is found in a text of which scripts without spaces are blanked out in `spaced`."""
        blank = spaced.replace("_", " ")
        for start, chunk in self._among_all(blank) if self._pieces.are_many else self._where_pieces_are(blank):
            hits, begun = self._in_chunk(chunk)
            if hits or begun:
                found = [Hit(start + hit.start, start + hit.end, hit.term, hit.weight) for hit in hits]
                for first, end, phrase, term in begun:
                    if not chunk[first:end].isascii() or _may_follow(text, start + end, phrase):  # ½ is two tokens
                        found += _followed(text, start + first, phrase, term)
                yield from sorted(found, key=_ORDER) if len(found) > 1 else found

    def _where_pieces_are(self, blank: str) -> Iterator[tuple[int, str]]:
        """Yield the chunks between two spaces, and where they begin, that may have in them what is looked for."""
        one, other = self._pieces.known(blank).finditer(blank), self._pieces.unknown(blank).finditer(blank)
        known, unknown = next(one, None), next(other, None)
        last = 0
        while found := known if known and not (unknown and unknown.start() < known.start()) else unknown:
            if found is known:
                known = next(one, None)
            else:
                unknown = next(other, None)
            start, end = found.span()
            if end > last:
                last = end
                while start and not blank[start - 1].isspace():
                    start -= 1
                yield start, blank[start:end]

    def _among_all(self, blank: str) -> Iterator[tuple[int, str]]:
        """Yield the same where most chunks would have to be looked at: each only once, however often it occurs."""
        chunks = set(blank.split())
        for chunk in chunks.difference(self._known):
            self._in_chunk(chunk)
        found = [(start, chunk) for chunk in chunks & self._holding for start in _standing(chunk, blank)]
        yield from sorted(found)

    def _in_chunk(self, chunk: str) -> tuple[list[Hit], list[Begun]]:
        """Return what is looked for between two spaces, and which phrases may begin there."""
        found = self._known.get(chunk)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[chunk] = self._looked_at(chunk)
            if any(found):
                self._holding.add(chunk)
        return found

    def _looked_at(self, chunk: str) -> tuple[list[Hit], list[Begun]]:
        bare = chunk.strip(EDGES)  # most signs stand at the edge of a word, which is a word for all that
        if not bare or (bare.isalpha() and not self._may_be(bare)):
            return [], []
        return list(self._runs(chunk)), list(self._begun(chunk))

    def _may_be(self, word: str) -> bool:
        folded = fold(word)
        # What is a letter to Unicode may part words when it is folded: oʼclock.
        return self._firsts[word[0]] and (self._pieces.may_be(folded) or not folded.isalnum())

    def _runs(self, chunk: str) -> Iterator[Hit]:
        """Yield what is looked for in a chunk: what a sign holds together as a whole, or its parts."""
        if chunk.isalpha():
            yield from (Hit(0, len(chunk), term, 1) for term in self._terms(chunk))
            return
        for found in compound_run(joiners(self._language)).finditer(chunk):
            run, start = found.group(), found.start()
            if run.isalpha():
                if self._firsts[run[0]]:
                    yield from (Hit(start, start + len(run), term, 1) for term in self._terms(run))
                continue
            whole = joined(run, self._language)
            terms = self._terms(whole) if whole else set()
            yield from (Hit(start, start + len(run), term, 1) for term in terms)
            for token in tokenise(run):
                others = self._terms(run[token.start : token.end]) - terms
                yield from (Hit(start + token.start, start + token.end, term, 1) for term in others)

    def _terms(self, word: str) -> set[int]:
        folded = fold(word)
        if not self._pieces.may_be(folded):
            return set()  # stemming takes far longer
        found = {term for form in (folded, *self._stems(word)) for term in self._words.get(form, ())}
        return found | {term for prefix, term in self._prefixes if folded.startswith(prefix)}

    def _begun(self, chunk: str) -> Iterator[Begun]:
        """Yield where in a chunk a phrase may begin, by its first token."""
        if self._phrases:
            for token in tokenise(chunk):
                yield from ((token.start, token.end, *phrase) for phrase in self._phrases.get(token.text, ()))

    def _in_spaceless(self, text: str) -> Iterator[Hit]:
        for literal, term, weight in self._literals:
            yield from (Hit(start, end, term, weight) for start, end in found_in(literal, text))
        for first, phrases in self._phrases.items():
            if spaceless_run().match(first):
                for start, _ in found_in(first, text):
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


def _may_follow(text: str, place: int, phrase: Phrase) -> bool:
    """Return whether a phrase may go on where its first token ends, by the next letter; to cut tokens takes longer."""
    while place < len(text) and text[place] in _BETWEEN:
        place += 1
    letter = text[place : place + 1]
    return not (letter.isascii() and letter.isalnum()) or letter.lower() == phrase.tokens[1][0]


def _followed(text: str, start: int, phrase: Phrase, term: int) -> Iterator[Hit]:
    """Yield a hit where a phrase whose first token begins at `start` goes on to its end."""
    tokens = list(islice(tokenise(text[start : start + _LONGEST * len(phrase.tokens)]), len(phrase.tokens)))
    texts = tuple(token.text for token in tokens)
    last = phrase.tokens[-1]
    if texts == phrase.tokens or (phrase.prefix and texts[:-1] == phrase.tokens[:-1] and texts[-1].startswith(last)):
        one = phrase.prefix and spaceless_run().fullmatch(last)
        yield Hit(start, start + (tokens[-1].start + 1 if one else tokens[-1].end), term, _PHRASE)

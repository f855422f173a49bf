"""How passages are found where nobody minds the time: every word is stemmed, every place is weighed.

What the archive does in a fraction of that time must come out the same.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archiver.language.excerpt import Pieces, excerpt
from archiver.language.fold import fold
from archiver.language.hits import Hit
from archiver.language.joins import joined, joiners
from archiver.language.passage import Wanted
from archiver.language.scripts import compound_run, spaceless_run
from archiver.language.stems import primary, stemming
from archiver.language.tokens import tokenise
from archiver.language.wanted import Phrase


def hits(text: str, wanted: Wanted) -> list[Hit]:
    """Return all places where something wanted stands, in order, each once."""
    language = primary(wanted.language) or ""
    found: set[Hit] = set()
    for number, sought in enumerate(wanted.terms):
        phrases = [one for one in sought.alternatives if not one.languages or language in one.languages]
        words = [one for one in phrases if len(one.tokens) == 1 and not spaceless_run().fullmatch(one.tokens[0])]
        found |= {Hit(start, end, number, 1) for start, end in _words(text, words, language)}
        found |= {hit for phrase in phrases if phrase not in words for hit in _phrases(text, phrase, number)}
    return sorted(found, key=lambda hit: (hit.start, hit.end, hit.term))


def passage(text: str, wanted: Wanted, words: int) -> Pieces:
    """Return the passage that `archiver.language.passage` is to find."""
    found = hits(text, wanted)
    most, best = 0, (0, 0)
    for place, first in enumerate(found):
        width = words * (2 if spaceless_run().match(text[first.start]) else 6)
        worth: dict[int, int] = {}
        end = first.end
        for hit in found[place:]:
            if hit.end - first.start > width and hit is not first:
                break
            if hit.weight > worth.get(hit.term, 0):
                worth[hit.term] = hit.weight
                end = max(end, hit.end)
        if sum(worth.values()) > most:
            most, best = sum(worth.values()), (first.start, end)
    return excerpt(text, _merged(found), best, words)


def _phrases(text: str, phrase: Phrase, term: int) -> Iterator[Hit]:
    tokens = list(tokenise(text))
    last = phrase.tokens[-1]
    for place in range(len(tokens)):
        run = tokens[place : place + len(phrase.tokens)]
        texts = tuple(token.text for token in run)
        if texts == phrase.tokens or (
            phrase.prefix
            and texts[:-1] == phrase.tokens[:-1]
            and len(run) == len(phrase.tokens)
            and texts[-1].startswith(last)
        ):
            of_one = phrase.prefix and spaceless_run().fullmatch(last)
            end = run[-1].start + 1 if of_one else run[-1].end
            yield Hit(run[0].start, end, term, 2 if len(phrase.tokens) > 1 else 1)


def _words(text: str, wanted: Sequence[Phrase], language: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where a word stands: what a sign holds together as one, or else its parts."""
    blank = spaceless_run().sub(lambda run: " " * len(run[0]), text).replace("_", " ")
    for found in compound_run(joiners(language)).finditer(blank):
        run, start = found[0], found.start()
        whole = run if run.isalpha() else joined(run, language)
        if whole and _is(whole, wanted, language):
            yield found.span()
        elif not run.isalpha():
            parts = [(start + token.start, start + token.end) for token in tokenise(run)]
            yield from ((a, b) for a, b in parts if _is(blank[a:b], wanted, language))


def _is(word: str, wanted: Sequence[Phrase], language: str) -> bool:
    folded = fold(word)
    forms = {folded, *stemming(language).stems(word)}
    return any(folded.startswith(one.tokens[0]) if one.prefix else one.tokens[0] in forms for one in wanted)


def _merged(found: Sequence[Hit]) -> list[tuple[int, int]]:
    marked = sorted({place for hit in found for place in range(hit.start, hit.end)})
    ends = [a for a, b in pairwise(marked) if b > a + 1]
    starts = [b for a, b in pairwise(marked) if b > a + 1]
    return list(zip([*marked[:1], *starts], [end + 1 for end in (*ends, *marked[-1:])], strict=True))

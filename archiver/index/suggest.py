"""Did you mean: words of the archive that look like one that is not in it, or hardly; and what else would find more.

Of words that begin alike, those are near that take few changes of a letter (Damerau and Levenshtein's distance, as
rapidfuzz counts it); of several that are equally near the one in most articles is likeliest. Words that begin otherwise
are looked for by each single change of the first two letters.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from archiver.index.engine import Engine
from archiver.index.search import EVERYTHING, Narrowed, read_query
from archiver.index.store import Store
from archiver.language.fold import fold
from archiver.query.describe import describe
from archiver.query.leaves import filters_of, without_filters
from archiver.query.rewrite import replaced
from archiver.query.tree import And, Field, Node, Or, Phrase, Term, Word, both, either

_MOST: Final = 3
_SCANNED: Final = 60_000  # words that are looked at: those of a shard or two, in a very large archive
_SHORTEST: Final = 3
_LONG: Final = 6  # letters of a word in which two may be wrong
_RARE: Final = 3
_MANY_TIMES: Final = 20


def meant(store: Store, query: str, narrowed: Narrowed = EVERYTHING) -> tuple[str, ...]:
    """Return queries that may have been meant where words of `query` are in no article: the likeliest first, three at
    most.

    So it is with a word in three articles at most, where one that differs in one letter is in many times as many. None
    where all words are known, or nothing is like those that are not.
    """
    tree, _ = read_query(query)
    if tree is None:
        return ()
    with store.searching():
        engine = store.engine
        counts = {word: _few(engine, word) for word in _words(tree)}
        likely = {word: near(engine, fold(word.text)) for word, count in counts.items() if count == 0}
        for word, count in counts.items():
            if 0 < count <= _RARE and (better := _commoner(engine, fold(word.text), count)):
                likely[word] = better
    if not likely or not all(likely.values()):
        return ()
    return tuple(dict.fromkeys(describe(one) for one in _rewritten(tree, likely)))


def wider(store: Store, query: str, narrowed: Narrowed = EVERYTHING) -> tuple[tuple[str, int], ...]:
    """Return queries that ask for less than `query` and find something, three at most, each with how many it finds.

    One filter less, then no filter, then any of the words instead of all.
    """
    tree, _ = read_query(query, narrowed)
    if not isinstance(tree, And):
        return ()
    found = []
    with store.searching():
        engine = store.engine
        for one in _wider(tree):
            if total := engine.finding(one).total:
                found.append((describe(one), total))
    return tuple(found[:_MOST])


def _wider(tree: And) -> Iterable[Node]:
    filters, rest = filters_of(tree), without_filters(tree)
    for one in filters:
        yield both([part for part in tree.parts if part is not one])
    if len(filters) > 1 and rest:
        yield rest
    words = [part for part in tree.parts if isinstance(part, Term)]
    if len(words) > 1:
        yield both([either(words), *(part for part in tree.parts if part not in words)])


def near(engine: Engine, word: str, farthest: int | None = None) -> list[str]:
    """Return the words of the archive that look most like `word`, folded, the likeliest first."""
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST:
        return []
    farthest = farthest or (1 if len(word) < _LONG else 2)
    found: dict[str, tuple[int, int]] = {}
    left = _SCANNED
    for words in engine.vocabulary(_beginnings(word)):
        for term, count in islice(words, left):
            left -= 1
            distance = OSA.distance(word, term, score_cutoff=farthest)
            if 0 < distance <= farthest:
                found[term] = (distance, -count)
        if found or not left:
            break
    return sorted(found, key=lambda term: found[term])[:_MOST]


def _beginnings(word: str) -> tuple[str, ...]:
    """Return what a word that was meant may begin with: the same, its first letters swapped, or one of them wrong."""
    first, second, third = word[0], word[1], word[2]
    return tuple(dict.fromkeys((first + second, second + first, first + third, second + third)))


def _commoner(engine: Engine, word: str, count: int) -> list[str]:
    """Return the words that differ from a rare one in one letter and are in many times as many articles."""
    if len(word) < _LONG:
        return []
    found = []
    for term in near(engine, word, farthest=1):
        if engine.finding(Phrase(term)).is_more_than(count * _MANY_TIMES - 1):
            found.append(term)
    return found


def _words(tree: Node) -> Iterable[Word]:
    """Yield the words that are looked for in the articles themselves."""
    match tree:
        case Word():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from _words(part)
        case Field("title" | "author", what):
            yield from _words(what)


def _few(engine: Engine, word: Word) -> int:
    """Return in how many articles a word is, counted as far as what is rare goes."""
    found = engine.finding(word)
    return _RARE + 1 if found.is_more_than(_RARE) else found.exact()


def _rewritten(tree: Node, likely: dict[Word, list[str]]) -> Iterable[Node]:
    for place in range(_MOST):
        chosen: dict[Term, Term] = {word: Word(terms[min(place, len(terms) - 1)]) for word, terms in likely.items()}
        yield replaced(tree, chosen)

"""Did you mean: words of the archive that look like one that is not in it, or hardly; and what else would find more.

Of words that begin alike, those are near that take few changes of a letter (Damerau and Levenshtein's distance, as
rapidfuzz counts it); of several that are equally near the one in most articles is likeliest. Words that begin otherwise
are looked for by each single change of the first two letters.
"""

import sqlite3
from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from archiver.index.compile import Compiler
from archiver.index.expression import token
from archiver.index.matches import Matches
from archiver.index.plan import Plan
from archiver.index.ranking import Ranking
from archiver.index.search import EVERYTHING, Narrowed, read_query
from archiver.index.shards import Shard, shards_of
from archiver.index.store import Store
from archiver.language.fold import fold
from archiver.query.describe import describe
from archiver.query.leaves import filters_of, without_filters
from archiver.query.rewrite import replaced
from archiver.query.tree import And, Field, Node, Or, Term, Word, both, either

_MOST: Final = 3
_SCANNED: Final = 60_000  # words that are looked at: those of a shard or two, in a very large archive
_SHORTEST: Final = 3
_NEXT: Final = chr(0x10FFFF)
_BEGINNING: Final = "SELECT term, doc FROM fulltext.{vocabulary} WHERE term >= ? AND term < ? AND col = 'text'"
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
        db = store.connection
        compiler = Compiler(db)
        counts = {word: _few(db, compiler, word) for word in _words(tree)}
        likely = {word: near(db, fold(word.text)) for word, count in counts.items() if count == 0}
        for word, count in counts.items():
            if 0 < count <= _RARE and (better := _commoner(db, fold(word.text), count)):
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
        for one in _wider(tree):
            if total := Ranking(store.connection, one).total:
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


def near(db: sqlite3.Connection, word: str, farthest: int | None = None) -> list[str]:
    """Return the words of the archive that look most like `word`, folded, the likeliest first."""
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST:
        return []
    farthest = farthest or (1 if len(word) < _LONG else 2)
    found: dict[str, tuple[int, int]] = {}
    left = _SCANNED
    for shard in shards_of(db):
        for term, count in _words_like(db, shard, word, left):
            left -= 1
            distance = OSA.distance(word, term, score_cutoff=farthest)
            if 0 < distance <= farthest:
                found[term] = (distance, -count)
        if found or not left:
            break
    return sorted(found, key=lambda term: found[term])[:_MOST]


def _words_like(db: sqlite3.Connection, shard: Shard, word: str, most: int) -> Iterable[tuple[str, int]]:
    """Yield words of a shard that begin somewhat like `word`, and in how many of its articles they are."""
    sql = _BEGINNING.format(vocabulary=shard.vocabulary)
    return islice(chain.from_iterable(db.execute(sql, [one, one + _NEXT]) for one in _beginnings(word)), most)


def _beginnings(word: str) -> Iterable[str]:
    """Yield what a word that was meant may begin with: the same, or its first letters swapped, or one of them wrong."""
    first, second, third = word[0], word[1], word[2]
    return dict.fromkeys((first + second, second + first, first + third, second + third))


def _commoner(db: sqlite3.Connection, word: str, count: int) -> list[str]:
    """Return the words that differ from a rare one in one letter and are in many times as many articles."""
    if len(word) < _LONG:
        return []
    found = []
    for term in near(db, word, farthest=1):
        if Matches(db, Plan(token(term))).is_more_than(count * _MANY_TIMES - 1):
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


def _few(db: sqlite3.Connection, compiler: Compiler, word: Word) -> int:
    """Return in how many articles a word is, counted as far as what is rare goes."""
    matches = Matches(db, compiler.plan(word))
    if not matches.plan.match:
        return 0
    return _RARE + 1 if matches.is_more_than(_RARE) else matches.exact()


def _rewritten(tree: Node, likely: dict[Word, list[str]]) -> Iterable[Node]:
    for place in range(_MOST):
        chosen: dict[Term, Term] = {word: Word(terms[min(place, len(terms) - 1)]) for word, terms in likely.items()}
        yield replaced(tree, chosen)

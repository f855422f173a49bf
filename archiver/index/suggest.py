"""Did you mean: words of the archive that look like one that is not in it.

Of words that begin alike, those are near that take few changes of a letter (Damerau and Levenshtein's distance, as
rapidfuzz counts it); of several that are equally near the one in most articles is likeliest. Words that begin otherwise are
looked for by each single change of the first two letters.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final

from archiver.index.compile import Compiler
from archiver.index.search import EVERYTHING, Narrowed, read_query
from archiver.index.store import Store
from archiver.language.fold import fold
from archiver.query.describe import describe
from archiver.query.leaves import words_of
from archiver.query.tree import Node, Word
from archiver.query.rewrite import replaced

_MOST: Final = 3
_SCANNED: Final = 60_000
_SHORTEST: Final = 3
_NEXT: Final = chr(0x10FFFF)
_BEGINNING: Final = "SELECT term, doc FROM fulltext.vocabulary WHERE term >= ? AND term < ? AND col = 'text' LIMIT ?"
_KNOWN: Final = "SELECT EXISTS (SELECT 1 FROM fulltext.articles_fts WHERE articles_fts MATCH ?)"


def meant(store: Store, query: str, narrowed: Narrowed = EVERYTHING) -> tuple[str, ...]:
    """Return queries that may have been meant where words of `query` are in no article: the likeliest first, three at most.

    None where all words are known, or nothing is like those that are not.
    """
    tree, _ = read_query(query)
    if tree is None:
        return ()
    with store.searching():
        db = store.connection
        compiler = Compiler(db)
        unknown = [one for one in words_of(tree) if isinstance(one, Word) and not _is_known(db, compiler, one)]
        likely = {word: near(db, fold(word.text)) for word in unknown}
    if not unknown or not all(likely.values()):
        return ()
    return tuple(dict.fromkeys(describe(one) for one in _rewritten(tree, likely)))


def near(db: sqlite3.Connection, word: str) -> list[str]:
    """Return the words of the archive that look most like `word`, folded, the likeliest first."""
    from rapidfuzz.distance import OSA

    if len(word) < _SHORTEST:
        return []
    farthest = 1 if len(word) < 6 else 2
    found: dict[str, tuple[int, int]] = {}
    for start in _beginnings(word):
        for term, count in db.execute(_BEGINNING, [start, start + _NEXT, _SCANNED]):
            distance = OSA.distance(word, term, score_cutoff=farthest)
            if distance <= farthest:
                found[term] = (distance, -count)
    return sorted(found, key=lambda term: found[term])[:_MOST]


def _beginnings(word: str) -> Iterable[str]:
    """Yield what a word that was meant may begin with: as this one does, or with its first letters swapped or one wrong."""
    first, second, third = word[0], word[1], word[2]
    return dict.fromkeys((first + second, second + first, first + third, second + third))


def _is_known(db: sqlite3.Connection, compiler: Compiler, word: Word) -> bool:
    match = compiler.plan(word).match
    return bool(match and db.execute(_KNOWN, [match]).fetchone()[0])


def _rewritten(tree: Node, likely: dict[Word, list[str]]) -> Iterable[Node]:
    for place in range(_MOST):
        chosen = {word: Word(terms[min(place, len(terms) - 1)]) for word, terms in likely.items()}
        yield replaced(tree, chosen)

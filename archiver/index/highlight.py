"""The passages that are shown of hits: of the article's text, of its dek, or of the blocks that were searched.

Which passage of a text is the best is found in `archiver.language.passage`; here, which text, and what is looked for in it.
"""

import sqlite3
from collections.abc import Sequence
from typing import Final

from archiver.index.expression import Expressions
from archiver.language.passage import Wanted, passage
from archiver.query.tree import And, Field, Labelled, Near, Node, Or, Phrase, Prefix, Term, Word

Pieces = tuple[tuple[str, bool], ...]
"""A passage in pieces, True where one is what was looked for."""

_WORDS: Final = 32
_TEXT: Final = "SELECT text, dek FROM main.articles WHERE id = ?"
_BLOCKS: Final = """
SELECT group_concat(text, ' … ') FROM
    (SELECT text FROM main.blocks WHERE article_id = ? AND label IN ({labels}) ORDER BY position)
"""


def shown_in(
    db: sqlite3.Connection, tree: Node | None, articles: Sequence[tuple[int, str | None]], expressions: Expressions
) -> dict[int, Pieces]:
    """Return for each article, given by number and language, the passage that says why it was found."""
    labels, scoped = _scoped(tree)
    sought = tuple(map(expressions.sought, scoped))
    found = {}
    for number, language in articles:
        text, dek = db.execute(_TEXT, [number]).fetchone()
        if labels:
            text, dek = _blocks(db, number, labels) or "", None
        found[number] = _best(text, dek, Wanted(sought, language))
    return found


def _best(text: str, dek: str | None, wanted: Wanted) -> Pieces:
    pieces = passage(text, wanted, _WORDS)
    if dek and not any(marked for _, marked in pieces):
        of_dek = passage(dek, wanted, _WORDS)
        if any(marked for _, marked in of_dek):
            return of_dek
    return pieces


def _scoped(tree: Node | None) -> tuple[tuple[str, ...], tuple[Term, ...]]:
    """Return the labels in whose blocks is searched, none for the article's text, and the terms to be marked there."""
    if isinstance(tree, Labelled):
        return tree.labels, _terms(tree.what) if tree.what else ()
    if isinstance(tree, And):
        for part in tree.parts:
            if isinstance(part, Labelled):
                return part.labels, _terms(part.what) if part.what else ()
    return (), _terms(tree) if tree else ()


def _terms(tree: Node) -> tuple[Term, ...]:
    match tree:
        case Word() | Phrase() | Prefix():
            return (tree,)
        case And(parts) | Or(parts) | Near(parts):
            return tuple(term for part in parts for term in _terms(part))
        case Field("title", what):
            return _terms(what)
    return ()


def _blocks(db: sqlite3.Connection, number: int, labels: Sequence[str]) -> str | None:
    sql = _BLOCKS.format(labels=", ".join("?" * len(labels)))
    found: str | None = db.execute(sql, [number, *labels]).fetchone()[0]
    return found

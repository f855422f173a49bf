"""The passages that are shown of hits: of the article's text, of its dek, or of the blocks that were searched.

Which passage of a text is the best is found in `archiver.language.passage`; here, which text, and what is looked for.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from archiver.index.wording import Wording
from archiver.labels import Label
from archiver.language.passage import Passages, Wanted
from archiver.language.wanted import Sought
from archiver.query.tree import And, Field, Labelled, Near, Node, Or, Phrase, Prefix, Term, Word

Pieces = tuple[tuple[str, bool], ...]
"""A passage in pieces, True where one is what was looked for."""

Labels = tuple[Label, ...]
Scope = tuple[Labels, tuple[Sought, ...]]
"""The labels in whose blocks is searched, and what is looked for there."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The passage that is shown of a hit, and the label of the blocks that it is from; None for the article itself."""

    pieces: Pieces
    label: Label | None = None


_WORDS: Final = 32
_TEXT: Final = "SELECT text, dek FROM main.articles WHERE id = ?"
_BLOCKS: Final = "SELECT label, text FROM main.blocks WHERE article_id = ? AND label IN ({labels}) ORDER BY position"
_GAP: Final = " … "


def shown_in(
    db: sqlite3.Connection, tree: Node | None, articles: Sequence[tuple[int, str | None]], wording: Wording
) -> dict[int, Shown]:
    """Return for each article, given by number and language, the passage that says why it was found."""
    own = _terms(tree)
    scopes = [one for one in _scopes(tree) if one[1] or not own]
    sought = _sought(own, wording)
    scoped = [(labels, _sought(terms, wording)) for labels, terms in scopes]
    by_language = {language: _Of(sought, scoped, language) for language in {language for _, language in articles}}
    found = {}
    for number, language in articles:
        of = by_language[language]
        shown = _of_blocks(db, number, of.blocks) if of.blocks else None
        if shown is None or (isinstance(tree, Or) and not _marks(shown.pieces)):
            text, dek = db.execute(_TEXT, [number]).fetchone()
            shown = Shown(_best(text, dek, of.articles))
        found[number] = shown
    return found


class _Of:
    """What finds the passages in one language: of the articles themselves, and of blocks by their labels."""

    def __init__(self, sought: tuple[Sought, ...], scoped: Iterable[Scope], language: str | None) -> None:
        self.articles = Passages(Wanted(sought, language))
        self.blocks = [(labels, Passages(Wanted(terms, language))) for labels, terms in scoped]


def _best(text: str, dek: str | None, passages: Passages) -> Pieces:
    pieces = passages.of(text, _WORDS)
    if dek and not _marks(pieces):
        of_dek = passages.of(dek, _WORDS)
        if _marks(of_dek):
            return of_dek
    return pieces


def _of_blocks(db: sqlite3.Connection, number: int, scopes: Sequence[tuple[Labels, Passages]]) -> Shown | None:
    """Return the passage in blocks of some labels that has the most of what is looked for; None for no such block."""
    found = [
        Shown(passages.of(text, _WORDS), label)
        for labels, passages in scopes
        for label, text in _blocks(db, number, labels).items()
    ]
    return max(found, key=lambda one: _marks(one.pieces), default=None)


def _marks(pieces: Pieces) -> int:
    """Return how many different words are marked."""
    return len({text.casefold() for text, is_marked in pieces if is_marked})


def _sought(terms: Iterable[Term], wording: Wording) -> tuple[Sought, ...]:
    return tuple(map(wording.sought, terms))


def _scopes(tree: Node | None) -> list[tuple[Labels, tuple[Term, ...]]]:
    """Return the labels in whose blocks is searched, and the terms to be marked there."""
    if isinstance(tree, Labelled):
        return [(tree.labels, _terms(tree.what))]
    if isinstance(tree, And | Or):
        return [scope for part in tree.parts for scope in _scopes(part)]
    return []


def _terms(tree: Node | None) -> tuple[Term, ...]:
    """Return the terms to be marked in the article itself."""
    match tree:
        case Word() | Phrase() | Prefix():
            return (tree,)
        case And(parts) | Or(parts) | Near(parts):
            return tuple(term for part in parts for term in _terms(part))
        case Field("title", what):
            return _terms(what)
    return ()


def _blocks(db: sqlite3.Connection, number: int, labels: Sequence[Label]) -> dict[Label, str]:
    """Return the text of an article's blocks with these labels, by their labels."""
    found: dict[Label, str] = {}
    for label, text in db.execute(_BLOCKS.format(labels=", ".join("?" * len(labels))), [number, *labels]):
        found[label] = f"{found[label]}{_GAP}{text}" if label in found else text
    return found

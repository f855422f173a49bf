"""What a query means, in plain Python: a tree is looked through for each article, with no index and no SQL.

What a term stands for is taken from `Wording.sought`; which tokens an article has, from `Documents`. All the rest,
from phrases to fields and dates, is said here a second time, as slowly and plainly as can be.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

from archiver.index.document import Document, Documents, days
from archiver.index.facts import labels_in
from archiver.index.fulltext import COLUMNS, PARTED
from archiver.index.wording import Wording, exact_of
from archiver.labels import Label
from archiver.language.stems import primary
from archiver.language.streams import Analyser
from archiver.language.wanted import Phrase
from archiver.query import tree
from archiver.query.tree import (
    After,
    And,
    Before,
    Captured,
    Field,
    Has,
    Is,
    Labelled,
    Lang,
    Near,
    Node,
    Not,
    Or,
    Site,
    Tag,
    Term,
)

WRITTEN = ("text", "title", "dek", "byline")
OWN = {
    "title": (("title",), ("title", "title_stems")),
    "author": (("byline",), ("byline",)),
    "body": (("text",), ("text", "stems")),
    "list": (("text",), ("text", "stems")),
    "dek": (("dek",), ("dek", "stems")),
    "byline": (("byline",), ("byline",)),
}

ANY = "*"
"""The language of parts, in which a stem is taken for any word that has it."""

TAGS = "SELECT name FROM main.tags JOIN main.article_tags ON tag_id = tags.id WHERE article_id = ?"

Tokens = dict[str, list[str]]


@dataclass(frozen=True, repr=False)
class Known:
    """All that is known of one article."""

    document: Document
    labels: frozenset[Label]
    access: str | None
    tags: frozenset[str]
    notes: tuple[str, ...]

    @property
    def tokens(self) -> Tokens:
        return {name: words.split() for name, words in zip(COLUMNS, self.document.columns, strict=True)}

    @property
    def parts(self) -> dict[Label, Tokens]:
        return {label: {"words": w.split(), "stems": s.split()} for label, w, s in self.document.parts}


def all_known(db: sqlite3.Connection) -> dict[int, Known]:
    """Return what the catalog knows of its articles, by their numbers."""
    db.row_factory = sqlite3.Row
    try:
        return {known.document.article: known for known in _known(db)}
    finally:
        db.row_factory = None


def _known(db: sqlite3.Connection) -> Iterator[Known]:
    documents = Documents(Analyser())
    for row in db.execute("SELECT * FROM main.articles").fetchall():
        number = [row["id"]]
        blocks = db.execute("SELECT label, text FROM main.blocks WHERE article_id = ? ORDER BY position", number)
        tags = db.execute(TAGS, number)
        notes = db.execute("SELECT words FROM main.notes WHERE article_id = ?", number)
        yield Known(
            documents.of(dict(row), [(label, text) for label, text in blocks]),
            frozenset(labels_in(row["labels"])),
            row["access"],
            frozenset(name for (name,) in tags),
            tuple(words for (words,) in notes),
        )


class Reader:
    """Says whether an article is what a tree asks for, where `words` say what a term stands for."""

    def __init__(self, words: Wording) -> None:
        self._words = words

    def finds(self, node: Node, known: Known) -> bool:
        match node:
            case And(parts):
                return all(self.finds(part, known) for part in parts)
            case Or(parts):
                return any(self.finds(part, known) for part in parts)
            case Not(what):
                return not self.finds(what, known)
            case Field("note", what):
                return self._is_noted(what, [words.split() for words in known.notes])
            case Field(name, what):
                return self._is_true(what, known.tokens, *OWN[name], known.document.language)
            case Labelled(labels, what):
                return any(self._is_labelled(label, what, known) for label in labels)
            case tree.Word() | tree.Phrase() | tree.Prefix() | Near():
                return self._is_true(node, known.tokens, WRITTEN, COLUMNS, known.document.language)
        return _passes(node, known)

    def _is_labelled(self, label: Label, what: Node | None, known: Known) -> bool:
        if label not in known.labels or what is None:
            return label in known.labels
        if label in PARTED:
            return self._is_true(what, known.parts[label], ("words",), ("words", "stems"), ANY)
        return self._is_true(what, known.tokens, *OWN.get(label, (WRITTEN, COLUMNS)), known.document.language)

    def _is_true(self, node: Node, tokens: Tokens, written: tuple[str, ...], forms: tuple[str, ...], lang: Any) -> bool:
        match node:
            case And(parts):
                return all(self._is_true(part, tokens, written, forms, lang) for part in parts)
            case Or(parts):
                return any(self._is_true(part, tokens, written, forms, lang) for part in parts)
            case Not(what):
                return not self._is_true(what, tokens, written, forms, lang)
            case Near(parts, distance):
                phrases = [found.alternatives[0] for one in parts if (found := exact_of(one)).alternatives]
                return any(_are_near(phrases, distance, tokens[name]) for name in written)
        assert isinstance(node, Term)
        return self._has_term(node, tokens, written, forms, lang)

    def _is_noted(self, node: Node, notes: list[list[str]]) -> bool:
        """Each word may be in another note, and as well in any form of any language."""
        match node:
            case And(parts) | Near(parts):
                return all(self._is_noted(part, notes) for part in parts)
            case Or(parts):
                return any(self._is_noted(part, notes) for part in parts)
            case Not(what):
                return not self._is_noted(what, notes)
        assert isinstance(node, Term)
        forms = self._words.sought(node).alternatives
        return any(next(_places(one, words), None) is not None for one in forms for words in notes)

    def _has_term(self, term: Term, tokens: Tokens, written: Any, forms: Any, language: str | None) -> bool:
        for one in self._words.sought(term).alternatives:
            if self._is_narrowed(one, language):
                continue
            is_form = isinstance(term, tree.Word) or "-" in term.text or "'" in term.text
            columns = forms if is_form and len(one.tokens) == 1 and not one.prefix else written
            if any(next(_places(one, tokens[name]), None) is not None for name in columns):
                return True
        return False

    def _is_narrowed(self, one: Phrase, language: str | None) -> bool:
        """A stem counts in its own languages alone, but for the archive's chief language, and for parts."""
        if language == ANY or not one.languages or self._words.chief in one.languages:
            return False
        return language not in one.languages


def _places(phrase: Phrase, tokens: list[str]) -> Iterator[int]:
    length = len(phrase.tokens)
    for start in range(len(tokens) - length + 1):
        *found, last = tokens[start : start + length]
        is_last = last.startswith(phrase.tokens[-1]) if phrase.prefix else last == phrase.tokens[-1]
        if is_last and tuple(found) == phrase.tokens[:-1]:
            yield start


def _are_near(phrases: list[Phrase], distance: int, tokens: list[str]) -> bool:
    if not phrases:
        return False
    for starts in product(*(list(_places(one, tokens)) for one in phrases)):
        last = max(starts)
        if all(last - start - len(one.tokens) <= distance for start, one in zip(starts, phrases, strict=True)):
            return True
    return False


def _passes(node: Node, known: Known) -> bool:
    document = known.document
    match node:
        case Site(hosts):
            return any(document.host == host or (document.host or "").endswith(f".{host}") for host in hosts)
        case Lang(codes):
            return document.language in {primary(code) for code in codes}
        case Tag(names):
            return bool(known.tags & set(names))
        case After(date):
            return document.last >= days(date)[0]
        case Before(date):
            return document.first <= days(date)[1]
        case Captured(start, end):
            captured = datetime.fromtimestamp(document.captured, UTC).isoformat()
            after = start is None or captured[: len(start)] >= start
            return after and (end is None or captured[: len(end)] <= end)
        case Is("partial"):
            return bool(document.flags)
        case Is("paywalled"):
            return known.access == "paywalled" or "paywall" in known.labels
        case Has("correction"):
            return "correction" in known.labels
        case Has("tag"):
            return bool(known.tags)
        case Has("note"):
            return bool(known.notes)
    raise AssertionError(node)

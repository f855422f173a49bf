"""From the tree of a query to what SQLite is asked: one FTS5 expression, and conditions on document numbers.

Words, titles, sites, languages and what an article is are all words of the full-text index, so that most queries are
one expression. Dates are ranges of document numbers; tags, notes and times of capture are looked up in tables. Where a
query joins the two by OR, the expression becomes a condition too. A plan is for any shard of the index, and run in
`matches.py`; nothing is run here but the small questions that tell ranges.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from archiver.index import fulltext
from archiver.index.compounds import Compounds
from archiver.index.dates import DayRanges
from archiver.index.facts import fact
from archiver.index.fts5.expression import (
    PART_WRITTEN,
    Expressions,
    all_of,
    apart,
    but_not,
    one_of,
    token,
    within,
)
from archiver.index.fts5.plan import MATCH, Plan, Where, both_of, condition, listed, of_days, of_moments, one_or_other
from archiver.index.fts5.tables import PART_BITS
from archiver.index.listings import hosts as hosts_of
from archiver.index.listings import newer, noted, tagged, with_note, with_tag
from archiver.index.wording import Wording, exact_of, tokens_of
from archiver.labels import Label
from archiver.language.stems import primary
from archiver.query.leaves import words_of
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
    Newer,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Site,
    Tag,
    Term,
    Word,
)

_COLUMNS: Final = {
    name: (f"{{{' '.join(own.written)}}}", f"{{{' '.join(own.forms)}}}") for name, own in fulltext.OWN.items()
}
"""By field or label: in which columns are its words, and in which their forms."""
_PARTS: Final = f"{{id}} IN (SELECT rowid >> {PART_BITS} FROM fulltext.{{parts}} WHERE {{parts}} MATCH ?)"
_NEWER_THEN: Final = "EXISTS (SELECT 1 FROM fulltext.docs AS own WHERE own.docid = {id} AND own.article > ?)"


@dataclass(frozen=True, slots=True)
class _Joined:
    """Terms joined by AND, OR and NOT as one expression, or where `is_negated` the contrary of it; an empty one is
    never
    true. FTS5 knows no NOT that stands alone."""

    match: str
    is_negated: bool = False

    def contrary(self) -> "_Joined":
        return _Joined(self.match, not self.is_negated)


def _joined(node: Node, words: Expressions) -> _Joined:
    """Return what asks for terms alone, as `words` writes them."""
    match node:
        case And(parts):
            return _all_joined([_joined(part, words) for part in parts])
        case Or(parts):
            return _all_joined([_joined(part, words).contrary() for part in parts]).contrary()
        case Not(what):
            return _joined(what, words).contrary()
        case Word() | Phrase() | Prefix() | Near():
            return _Joined(words.of(node))
    raise AssertionError(node)


def _all_joined(parts: Iterable[_Joined]) -> _Joined:
    every = list(parts)
    wanted = [one.match for one in every if not one.is_negated]
    unwanted = [one.match for one in every if one.is_negated]
    if not wanted:
        return _Joined(one_of(unwanted), is_negated=True)
    return _Joined(but_not(all_of(wanted), unwanted) if all(wanted) else "")


class Compiler:
    """Compiles queries for the full-text index that is attached to `db`; with `compounds`, for words in compounds,
    too, but for those in `common`."""

    def __init__(
        self, db: sqlite3.Connection, *, compounds: bool = False, common: frozenset[str] = frozenset()
    ) -> None:
        self._db = db
        languages = fulltext.languages(db)
        plain = Wording(languages, chief=languages[0] if languages else None)
        self._anywhere = Expressions(plain, ranked=True)
        self._part_words = Expressions(plain, PART_WRITTEN, ranked=True)
        parts = Compounds(db, languages)
        self.has_compounds = bool(parts.languages)
        is_wide = compounds and self.has_compounds
        self.words = Expressions(replace(plain, compounds=parts, common=common) if is_wide else plain)

    @cached_property
    def _days(self) -> DayRanges:
        return DayRanges(self._db)  # which looks into the index: few queries name a day

    def plan(self, tree: Node | None, common: frozenset[str] = frozenset()) -> Plan:
        """Return the plan for a tree, of none for all there is. Words in `common` tell no hit from another."""
        if tree is None:
            return Plan("", (Where("1"),))
        parts = tree.parts if isinstance(tree, And) else (tree,)
        match, where = self._all(parts, common)
        terms = tuple(filter(None, dict.fromkeys(map(self._anywhere.of, _in_titles(tree)))))
        title = within(_COLUMNS["title"][1], one_of(terms)) if terms else ""
        rank = self._ranked(tree, common) if common or _excludes(tree) else ""
        return Plan(match, where, len(words_of(tree)), rank, title, self._scattered(tree))

    def _scattered(self, tree: Node) -> str:
        """Return the expression with the words of phrases in any order; empty where there are none."""
        if not _has_phrases(tree):
            return ""
        other = copy(self)
        other.words = replace(self.words, is_scattered=True)
        return other._all(tree.parts if isinstance(tree, And) else (tree,))[0]

    def _compiled(self, node: Node) -> str | Where:
        """Return the expression for a node or, where FTS5 cannot be asked for it, a condition."""
        match node:
            case Word() | Phrase() | Prefix() | Near():
                return self.words.of(node) or Where("0")
            case Field(name, what):
                return self._field(name, what)
            case Labelled(labels, what):
                return self._labelled(labels, what)
            case Site(hosts):
                return one_of(f'"{fact("site", host)}"' for host in hosts_of(self._db, hosts)) or Where("0")
            case Lang(codes):
                return one_of(f'"{fact("lang", primary(code) or code)}"' for code in codes)
            case Is(what):
                return f'"{fact("is", what)}"'
            case And(parts):
                match, where = self._all(parts)
                return both_of(([condition(match)] if match else []) + list(where)) if where else match
            case Or(parts):
                return self._either(parts)
            case Not(what):
                found = condition(self._compiled(what))
                return Where(f"NOT ({found.sql})", found.values)
            case _:
                return self._filter(node)

    def _filter(self, node: Node) -> str | Where:
        match node:
            case After(date):
                return of_days(self._days.after(date))
            case Before(date):
                return of_days(self._days.before(date))
            case Captured(start, end):
                return of_moments(self._days.captured(start, end))
            case Tag(names):
                return listed(tagged(names))
            case Newer(number):
                return replace(listed(newer(number)), single=_NEWER_THEN)
            case Has("correction"):
                return f'"{fact("has", "correction")}"'
            case Has("tag"):
                return listed(with_tag())
            case Has("note"):
                return listed(with_note())
        raise AssertionError(node)

    def _field(self, name: str, what: Node) -> str | Where:
        if name == "note":
            return self._noted(what)
        found = _joined(what, self._within(name))
        if not found.is_negated:
            return found.match or Where("0")
        return Where(f"NOT ({MATCH})", (found.match,)) if found.match else Where("1")

    def _within(self, name: str) -> Expressions:
        """Return what writes expressions for a field, or a label, that has columns of its own; else for all of the
        article."""
        if name not in _COLUMNS:
            return self.words
        written, forms = _COLUMNS[name]
        return replace(self.words, written=written, forms=forms)

    def _noted(self, what: Node) -> Where:
        if isinstance(what, And | Or):
            parts = [self._noted(part) for part in what.parts]
            return both_of(parts) if isinstance(what, And) else one_or_other(parts)
        if isinstance(what, Not):
            inner = self._noted(what.what)
            return Where(f"NOT ({inner.sql})", inner.values)
        terms = what.parts if isinstance(what, Near) else (what,)
        words: list[Where] = []
        for term in terms:
            assert isinstance(term, Term)
            forms = self.words.wording.sought(term).alternatives
            if not forms:
                return Where("0")
            words.append(listed(noted(forms)))
        return both_of(words)

    def _labelled(self, labels: Sequence[Label], what: Node | None) -> str | Where:
        if what is None:
            return _marks(labels)
        own = [label for label in labels if label not in fulltext.PARTED]
        found = [one for label in own if (one := _with_marks([label], _joined(what, self._within(label))))]
        parts = _with_marks([label for label in labels if label in fulltext.PARTED], _joined(what, self._part_words))
        if not parts:
            return one_of(found) or Where("0")
        conditions = [Where(_PARTS, (parts,)), *([condition(one_of(found))] if found else [])]
        return conditions[0] if len(conditions) == 1 else one_or_other(conditions)

    def _all(self, parts: Sequence[Node], common: frozenset[str] = frozenset()) -> tuple[str, tuple[Where, ...]]:
        wanted: list[str] = []
        frequent: list[str] = []
        unwanted: list[str] = []
        where: list[Where] = []
        for part in parts:
            found = self._compiled(part.what if isinstance(part, Not) else part)
            if isinstance(found, Where):
                where.append(Where(f"NOT ({found.sql})", found.values) if isinstance(part, Not) else found)
            else:
                is_common = isinstance(part, Word) and part.text in common
                (unwanted if isinstance(part, Not) else frequent if is_common else wanted).append(found)
        if wanted or frequent:
            if len(wanted) > 1 and frequent:
                wanted = [apart(all_of(wanted))]
            return but_not(all_of([*wanted, *frequent]), unwanted), tuple(where)
        where += [Where(f"NOT ({condition(one).sql})", (one,)) for one in unwanted]
        return "", tuple(where)

    def _either(self, parts: Sequence[Node]) -> str | Where:
        found = [self._compiled(part) for part in parts]
        expressions = [one for one in found if isinstance(one, str)]
        if len(expressions) == len(found):
            return one_of(expressions)
        return one_or_other([condition(one) for one in found])

    def _ranked(self, node: Node, common: frozenset[str]) -> str:
        """Return what of a tree the hits are ranked by: words that are wanted, and none in `common`."""
        match node:
            case Word(text) if text in common:
                return ""
            case Phrase() if rarer := [one for one in tokens_of(node) if one not in common]:
                # Words of a phrase that is found are as rare as it is, and far sooner counted.
                return self._anywhere.of(node) if len(rarer) == len(tokens_of(node)) else all_of(map(token, rarer))
            case Word() | Phrase() | Prefix() | Near():
                return self._anywhere.of(node)
            case Field(name, what) if name != "note":
                return within(_COLUMNS[name][1], self._ranked(what, common))
            case And(parts):
                return all_of(self._ranked(part, common) for part in parts)
            case Or(parts):
                ranked = [self._ranked(part, common) for part in parts]
                return one_of(ranked) if all(ranked) else ""
        return ""


def _in_titles(node: Node) -> Iterable[Term]:
    """Yield the terms that are wanted in the article's text, and are quickly found in titles."""
    match node:
        case Word() | Phrase():
            yield node
        case And(parts) | Or(parts):
            for part in parts:
                yield from _in_titles(part)


def _excludes(node: Node) -> bool:
    return isinstance(node, And) and any(isinstance(part, Not) for part in node.parts)


def _has_phrases(node: Node) -> bool:
    match node:
        case Near():
            return True
        case Phrase():
            return any(len(one.tokens) > 1 for one in exact_of(node).alternatives)
        case And(parts) | Or(parts):
            return any(map(_has_phrases, parts))
        case Not(what) | Field(_, what):
            return _has_phrases(what)
    return False


def _marks(labels: Iterable[Label]) -> str:
    return one_of(f'"{fact("label", label)}"' for label in labels)


def _with_marks(labels: Sequence[Label], words: _Joined) -> str:
    """Return what asks for words where one of the labels is; empty where there is nothing to be found."""
    marks = _marks(labels)
    if not marks:
        return ""
    if words.is_negated:
        return but_not(marks, [words.match])
    return all_of([marks, words.match]) if words.match else ""

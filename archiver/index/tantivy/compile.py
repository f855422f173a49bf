"""From the tree of a query to what tantivy is asked.

Words score by BM25 in each field, weighted; everything else must be so, or must not, and scores nothing. Tags, notes
and dates that have changed are known to the tables alone: they become sets of document numbers.
"""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from heapq import nlargest
from itertools import permutations
from operator import itemgetter
from typing import Final

import tantivy
from tantivy import FieldType, Occur, Query

from archiver.index import fulltext, listings
from archiver.index.dates import DayRanges, Days
from archiver.index.facts import fact
from archiver.index.fulltext import ANYWHERE, OWN, Columns
from archiver.index.listings import Listing
from archiver.index.tantivy import fields
from archiver.index.tantivy.nearness import Nearness
from archiver.index.wording import Wording, exact_of, has_forms
from archiver.labels import Label
from archiver.language.stems import primary
from archiver.language.wanted import Phrase
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
    Prefix,
    Site,
    Tag,
    Term,
    Word,
)
from archiver.query.tree import Phrase as PhraseTerm

_WEIGHTS: Final = {"text": 1.0, "stems": 0.5, "title": 3.0, "title_stems": 2.0, "dek": 1.5, "byline": 1.5}
"""What the score of a word in each field counts. BM25 gives a word in a short field more by itself."""

_LISTED: Final = 1000  # documents up to which each is looked up by itself; more are looked for in one go
_PARTS: Final = Columns((fields.PARTS,), (fields.PARTS, fields.PART_STEMS))
_LOOKED_AT: Final = 1000  # texts, at about a millisecond each
_BEGINNINGS: Final = 5_000  # words with one beginning that are looked at
_SCORED: Final = 32  # of them, that articles are weighed by
_IN_ORDER: Final = 3  # words that are looked for near each other, up to which each order of them is


class Compiler:
    """Compiles queries for the index that `searcher` searches, with the tables attached to `db`, where `wording` says
    what words stand for.

    Where very many texts would have to be looked at, only the newest are: `since` is then the number of the oldest of
    those; 0 where that was not so. One that is `thorough` looks at all.
    """

    def __init__(
        self, db: sqlite3.Connection, schema: tantivy.Schema, searcher: tantivy.Searcher, wording: Wording
    ) -> None:
        self._db, self._schema, self._searcher, self.wording = db, schema, searcher, wording
        self._bare = replace(wording, compounds=None)
        self._most = _LOOKED_AT
        self.since = 0

    def thorough(self) -> "Compiler":
        """Return a compiler that leaves nothing out."""
        other = copy(self)
        other._most = max(1, int(self._searcher.num_docs))
        return other

    @cached_property
    def _days(self) -> DayRanges:
        return DayRanges(self._db)  # which looks into the tables: few queries name a day

    def query(self, node: Node | None) -> Query:
        """Return what asks for a tree; of none, for all there is."""
        match node:
            case None:
                return _unscored(Query.all_query())
            case And(parts):
                wanted = [self.query(part) for part in parts if not isinstance(part, Not)]
                unwanted = [self.thorough().query(part.what) for part in parts if isinstance(part, Not)]
                return but_not(all_of(wanted), unwanted)
            case Or(parts):
                return one_of(map(self.query, parts))
            case Not(what):
                return but_not(all_of(()), [self.thorough().query(what)])
            case Word() | PhraseTerm() | Prefix() | Near():
                return self._words(node, ANYWHERE)
            case Field(name, what):
                return self._noted(what) if name == "note" else self._words(what, OWN[name])
            case Labelled(labels, what):
                return one_of(self._labelled(label, what) for label in labels)
            case _:
                return _unscored(self._filter(node))

    def _filter(self, node: Node) -> Query:
        match node:
            case Site(hosts):
                return self._facts("site", listings.hosts(self._db, hosts))
            case Lang(codes):
                return self._facts("lang", [primary(code) or code for code in codes])
            case Is(what):
                return self._facts("is", [what])
            case Has("correction"):
                return self._facts("has", ["correction"])
            case Has("tag"):
                return self.listed(listings.with_tag())
            case Has("note"):
                return self.listed(listings.with_note())
            case Tag(names):
                return self.listed(listings.tagged(names))
            case Newer(number):
                return self.listed(listings.newer(number))
            case After(date):
                return self._of_days(self._days.after(date))
            case Before(date):
                return self._of_days(self._days.before(date))
            case Captured(start, end):
                moments = self._days.captured(start, end)
                return self.between(fields.CAPTURED, moments.start, moments.end - 1)
        raise AssertionError(node)

    def _words(self, node: Node, columns: Columns, label: Label | None = None) -> Query:
        """Return what asks for terms joined by And, Or and Not in some columns, or in blocks with a label."""
        match node:
            case And(parts):
                wanted = [self._words(part, columns, label) for part in parts if not isinstance(part, Not)]
                every = self.thorough()
                unwanted = [every._words(part.what, columns, label) for part in parts if isinstance(part, Not)]
                return but_not(all_of(wanted), unwanted)
            case Or(parts):
                return one_of(self._words(part, columns, label) for part in parts)
            case Not(what):
                return but_not(all_of(()), [self.thorough()._words(what, columns, label)])
            case Near(parts, distance):
                phrases = [found.alternatives[0] for one in parts if (found := exact_of(one)).alternatives]
                return one_of(self._near(phrases, distance, name, label) for name in columns.written)
        assert isinstance(node, Term)
        return self._term(node, columns, label)

    def _term(self, term: Term, columns: Columns, label: Label | None) -> Query:
        found: list[Query] = []
        wording = self._bare if label else self.wording
        for one in wording.sought(term).alternatives:
            is_form = has_forms(term) and len(one.tokens) == 1 and not one.prefix
            places = [self._phrase(one, name, label) for name in (columns.forms if is_form else columns.written)]
            # A stem counts in its own languages alone. What parts of pages are in is not known.
            languages = () if label else wording.narrowed(one)
            found += [all_of([one_of(places), self._facts("lang", languages)])] if languages else places
        return one_of(found)

    def _phrase(self, phrase: Phrase, name: str, label: Label | None = None) -> Query:
        """Return what asks for tokens that follow each other in a field."""
        tokens = [fields.marked(token, label) if label else token for token in phrase.tokens]
        if phrase.prefix:
            patterns = [re.escape(token) for token in tokens]
            patterns[-1] += ".*"
            if len(patterns) == 1:
                return self._beginning(tokens[0], patterns[0], name)
            found = Query.regex_phrase_query(self._schema, name, [*patterns])
        elif len(tokens) > 1:
            found = Query.phrase_query(self._schema, name, [*tokens])
        else:
            found = Query.term_query(self._schema, name, tokens[0])
        return Query.boost_query(found, _WEIGHTS.get(name, 1.0))

    def _beginning(self, start: str, pattern: str, name: str) -> Query:
        """Return what asks for words that begin alike in a field.

        Tantivy gives all that a pattern finds the same score. So the commonest words that it finds are looked for by
        themselves besides, to see in which articles there is most of them.
        """
        with fields.reading():
            words = self._searcher.terms_with_prefix(name, start, limit=_BEGINNINGS)
        common = nlargest(_SCORED, words, key=itemgetter(1))
        scored = [Query.term_query(self._schema, name, word) for word, _ in common]
        wanted = [(Occur.Must, _unscored(Query.regex_query(self._schema, name, pattern)))]
        every = Query.boolean_query([*wanted, *((Occur.Should, one) for one in scored)])
        return Query.boost_query(every, _WEIGHTS.get(name, 1.0))

    def _near(self, phrases: Sequence[Phrase], distance: int, name: str, label: Label | None) -> Query:
        """Return what asks for phrases near each other in a field.

        Tantivy knows how far words of one order may be pulled apart, which for two is all there is to know. Of more,
        and of phrases, it finds too many, so that the texts themselves have to be looked at.
        """
        phrases = list(dict.fromkeys(phrases))
        if not phrases:
            return Query.empty_query()
        every = all_of(self._phrase(one, name, label) for one in phrases)
        if len(phrases) == 1:
            return every
        if all(len(one.tokens) == 1 and not one.prefix for one in phrases) and len(phrases) <= _IN_ORDER:
            room = distance - len(phrases) + 2  # words between the first and the last that are none of those
            every = one_of(self._apart(order, room, name, label) for order in permutations(phrases))
            if len(phrases) == 2:
                return every
        found = fields.searched(self._searcher, every, self._most, count=True, order_by_field=fields.DOCID)
        if fields.count(found) > len(found.hits):
            self.since = max(self.since, found.hits[-1][0])
        nearness = Nearness(self._db, phrases, distance)
        near = [number for number, _ in found.hits if nearness.holds(number, name, label)]
        return all_of([every, _unscored(self._among(near))])

    def _apart(self, phrases: Iterable[Phrase], room: int, name: str, label: Label | None) -> Query:
        if room < 0:
            return Query.empty_query()
        tokens = [fields.marked(one.tokens[0], label) if label else one.tokens[0] for one in phrases]
        return Query.phrase_query(self._schema, name, [*tokens], slop=room)

    def _labelled(self, label: Label, what: Node | None) -> Query:
        mark = _unscored(self._facts("label", [label]))
        if what is None:
            return mark
        parted = label in fulltext.PARTED
        words = self._words(what, _PARTS, label) if parted else self._words(what, OWN.get(label, ANYWHERE))
        return all_of([mark, words])

    def _noted(self, what: Node) -> Query:
        match what:
            case And(parts):
                return all_of(map(self._noted, parts))
            case Or(parts):
                return one_of(map(self._noted, parts))
            case Not(inner):
                return but_not(all_of(()), [self._noted(inner)])
            case Near(parts):
                return all_of(map(self._noted, parts))
        assert isinstance(what, Term)
        forms = self.wording.sought(what).alternatives
        return _unscored(self.listed(listings.noted(forms))) if forms else Query.empty_query()

    def _facts(self, name: str, values: Iterable[str]) -> Query:
        words = [fact(name, value) for value in values]
        return _unscored(one_of(Query.term_query(self._schema, "facts", word) for word in words))

    def _of_days(self, days: Days) -> Query:
        found = one_of(self.between(fields.DOCID, start, end) for start, end in days.spans)
        if days.any_moved:
            found = but_not(found, [self.listed(days.moved)])
        return one_of([found, self.listed(days.loose)]) if days.any_moved or days.any_later else found

    def between(self, name: str, low: int, high: int) -> Query:
        """Return what asks for documents of which a number is from `low` to `high`."""
        return _unscored(Query.range_query(self._schema, name, FieldType.Integer, low, high))

    def listed(self, listing: Listing) -> Query:
        """Return what asks for the documents that a SELECT finds."""
        return self._among([number for (number,) in self._db.execute(listing.sql, listing.values)])

    def _among(self, numbers: Sequence[int]) -> Query:
        if len(numbers) > _LISTED:
            return _unscored(Query.term_set_query(self._schema, fields.DOCID, list(numbers)))
        return _unscored(one_of(Query.term_query(self._schema, fields.DOCID, number) for number in numbers))


def all_of(queries: Iterable[Query]) -> Query:
    """Return what asks for all of the queries; of none, for all there is."""
    found = list(queries)
    if len(found) == 1:
        return found[0]
    return Query.boolean_query([(Occur.Must, one) for one in found]) if found else _unscored(Query.all_query())


def one_of(queries: Iterable[Query]) -> Query:
    """Return what asks for one of the queries; of none, for nothing."""
    found = list(queries)
    if len(found) == 1:
        return found[0]
    return Query.boolean_query([(Occur.Should, one) for one in found]) if found else Query.empty_query()


def but_not(query: Query, excluded: Iterable[Query]) -> Query:
    """Return what asks for `query` and for none of `excluded`."""
    without = [(Occur.MustNot, one) for one in excluded]
    return Query.boolean_query([(Occur.Must, query), *without]) if without else query


def _unscored(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)

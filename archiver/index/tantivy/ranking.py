"""In which order the documents of a query come, where tantivy finds them.

Relevance is BM25 as tantivy computes it (Robertson and Walker, k1 = 1.2, b = 0.75), of each field by itself, and over
the whole archive: it skips what cannot come among the first, so that nothing has to be left out, and counts what is
found to the last. The one exception are phrases of words that are everywhere, which it has to look for in very many
texts: of those the newest are ranked, and `Ranked.since` says so.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, Literal

import tantivy
from tantivy import Query

from archiver.index import fulltext
from archiver.index.compounds import Compounds
from archiver.index.engine import Ranked, Scored, Sort
from archiver.index.listings import LOOSE, UNSWEPT, Listing
from archiver.index.ordering import in_order, rounded
from archiver.index.tantivy import fields
from archiver.index.tantivy.compile import Compiler, all_of, but_not
from archiver.index.wording import Wording, exact_of
from archiver.query.leaves import all_words, is_only_filters, placed_in
from archiver.query.tree import Near, Node, Phrase

_FEW: Final = 5_000  # articles with a word itself; where there are more, nobody comes to its compounds
_WORK: Final = 60_000  # texts with all words of a phrase that are looked at before that is enough
_APART: Final = 6  # as long takes it to see whether words are near each other as whether one follows the other


class Ranking:
    """Orders what a tree finds in the index that `searcher` searches, with the tables attached to `db`.

    `in_step` says that these know of all that there is in it.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        tree: Node | None,
        *,
        in_step: bool,
    ) -> None:
        self._db, self._searcher, self._tree, self._in_step = db, searcher, tree, in_step
        self._compiler = Compiler(db, schema, searcher, self.wording)

    @cached_property
    def wording(self) -> Wording:
        """What the words of the tree stand for: with compounds, where the word itself is in few articles."""
        languages = fulltext.languages(self._db)
        compounds = Compounds(self._db, languages)
        words = {word.text for word in all_words(self._tree)} if self._tree and compounds.languages else ()
        common = frozenset(word for word in words if self._frequency(word) > _FEW)
        return Wording(languages, next(iter(languages), None), compounds if compounds.languages else None, common)

    def first(self, limit: int, sort: Sort = "relevance") -> Ranked:
        """Return the first `limit` documents."""
        if limit and sort == "relevance" and self._tree and not is_only_filters(self._tree):
            return self._relevant(limit)
        if not limit:
            found = []
        elif sort == "captured":
            found = self._captured(limit)
        else:
            found = self._dated(limit, "oldest" if sort == "oldest" else "newest")
        return Ranked(tuple(found), self.total, about=self._compiler.since > 0)

    @cached_property
    def total(self) -> int:
        """How many documents there are."""
        return fields.count(self._find(self._query, 1, count=True))

    def numbers(self) -> list[int]:
        """Return the numbers of all documents found."""
        return [number for number, _ in self._by(fields.DOCID, self._query, self._all, tantivy.Order.Desc)]

    def drawn(self, few: int, most: int) -> tuple[list[int], float]:
        """Return the numbers of all documents, or of the `most` that were drawn where there are more than `few`."""
        result = self._find(self._query, few, count=True, order_by_field=fields.DRAW, order=tantivy.Order.Asc)
        self.total = fields.count(result)
        hits = result.hits if self.total <= few else result.hits[:most]
        return self._numbers(hits), max(1, self.total / most) if self.total > few else 1

    def exact(self) -> int:
        """Return how many documents there are, however many texts have to be looked at."""
        query = but_not(self._compiler.thorough().query(self._tree), self._unknown())
        return fields.count(self._find(query, 1, count=True))

    def is_more_than(self, most: int) -> bool:
        """Return whether more documents than `most` are found."""
        return self.total > most

    @property
    def _all(self) -> int:
        return max(1, int(self._searcher.num_docs))

    @cached_property
    def _query(self) -> Query:
        """What asks for the tree, in documents that the tables know and do not call dead."""
        return but_not(self._compiler.query(self._tree), self._unknown())

    def _unknown(self) -> Iterator[Query]:
        if self._is_any(UNSWEPT):
            yield self._compiler.listed(UNSWEPT)
        if not self._in_step:
            yield self._compiler.between(fields.DOCID, fulltext.last(self._db) + 1, 2**62)

    def _is_any(self, listing: Listing) -> bool:
        return bool(self._db.execute(f"SELECT EXISTS ({listing.sql})", listing.values).fetchone()[0])

    def _relevant(self, limit: int) -> Ranked:
        last = fulltext.last(self._db)
        share = _WORK / max(1, self._work)
        if share < 1 and limit <= _WORK // 100:
            since = last - int(last * share)
            newest = all_of([self._query, self._compiler.between(fields.DOCID, since, last)])
            found, count = self._best(newest, limit)
            if count >= limit:
                return Ranked(found, rounded(count / share), about=True, since=since)
        found, self.total = self._best(self._query, limit)
        return Ranked(found, self.total, about=self._compiler.since > 0, since=self._compiler.since)

    def _best(self, query: Query, limit: int) -> tuple[tuple[Scored, ...], int]:
        result = self._find(query, limit, count=True)
        scores = (-score for score, _ in result.hits)
        found = zip(self._numbers(result.hits), scores, strict=True)
        return tuple(sorted(found, key=lambda one: (one[1], -one[0]))), fields.count(result)

    @property
    def _work(self) -> int:
        """In about how many texts it has to be looked where words stand, for a phrase or for words near each other."""
        return max((self._looked_at(one) for one in placed_in(self._tree)), default=0) if self._tree else 0

    def _looked_at(self, one: Phrase | Near) -> int:
        terms = one.parts if isinstance(one, Near) else (one,)
        tokens = [token for term in terms for found in exact_of(term).alternatives for token in found.tokens]
        if len(tokens) < 2:
            return 0
        return min(map(self._frequency, tokens)) * (_APART if isinstance(one, Near) else 1)

    def _frequency(self, token: str) -> int:
        with fields.reading():
            return int(self._searcher.doc_freq("text", token))

    def _dated(self, limit: int, sort: Literal["newest", "oldest"]) -> list[Scored]:
        order = tantivy.Order.Asc if sort == "oldest" else tantivy.Order.Desc
        query = self._query
        found: list[Scored] = []
        if self._is_any(LOOSE):
            out_of_order = self._compiler.listed(LOOSE)
            found = self._by(fields.DOCID, all_of([query, out_of_order]), self._all, order)
            query = but_not(query, [out_of_order])
        found += self._by(fields.DOCID, query, limit, order)
        return in_order(self._db, found, "first", newest=sort == "newest")[:limit]

    def _captured(self, limit: int) -> list[Scored]:
        """Return the last captured."""
        order = tantivy.Order.Desc
        result = self._find(self._query, limit, count=False, order_by_field=fields.CAPTURED, order=order)
        found = [(number, 0.0) for number in self._numbers(result.hits)]
        return in_order(self._db, found, "captured", newest=True)

    def _numbers(self, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        with fields.reading():
            numbers = self._searcher.fast_field_values(fields.DOCID, [address for _, address in hits])
        return [int(number or 0) for number in numbers]

    def _by(self, field: str, query: Query, limit: int, order: tantivy.Order) -> list[Scored]:
        result = self._find(query, limit, count=False, order_by_field=field, order=order)
        return [(int(number), 0.0) for number, _ in result.hits]

    def _find(self, query: Query, limit: int, **options: Any) -> tantivy.SearchResult:
        return fields.searched(self._searcher, query, limit, **options)

"""In which order the articles of a query come: by relevance, by date, or by when they were captured.

Relevance is BM25 with weights of the columns, as FTS5 computes it (Robertson and Walker, k1 = 1.2, b = 0.75), each
shard by itself. FTS5 takes a microsecond or two for each match. Where a query has very many, the newest of them are
ranked and those, from further back, that have its words in their title; `Ranked.since` says so.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from heapq import nsmallest
from typing import Final, Literal

from archiver.index import fulltext
from archiver.index.engine import Ranked, Scored, Sort
from archiver.index.fts5.compile import Compiler
from archiver.index.fts5.expression import token
from archiver.index.fts5.matches import ALL, Asked, Matches
from archiver.index.fts5.plan import Plan
from archiver.index.fts5.shards import Shard
from archiver.index.ordering import in_order
from archiver.index.wording import Wording, tokens_of
from archiver.query.leaves import all_words, words_of
from archiver.query.tree import Node, Phrase, Word

WEIGHTS: Final = "1.0, 0.5, 8.0, 6.0, 4.0, 4.0, 0.0"
"""What a word counts in each of `fulltext.COLUMNS`: in the title it says more of an article than somewhere in its
text."""

_RANKED: Final = 5_000
"""Matches, times the words that were looked for, that are ranked: of more, only the newest."""
_COMMON: Final = 0.2
"""The share of articles from which on a word tells little beside rarer ones."""
_WORK: Final = 50_000  # documents that FTS5 looks at for a phrase whose words are everywhere, before that is enough
_TITLES: Final = 32_000  # documents before those in which titles are looked at
_TITLES_RANKED: Final = 2_000
_FEW: Final = 5_000  # articles with a word itself; where there are more, nobody comes to its compounds
_PROBED: Final = 200


class Ranking:
    """Orders what a query finds in the full-text index attached to `db`."""

    def __init__(self, db: sqlite3.Connection, tree: Node | None) -> None:
        self._db, self._tree = db, tree
        self._compiler = Compiler(db)
        self._known: dict[int, int] = {}

    @cached_property
    def _matches(self) -> Matches:
        return Matches(self._db, self._compiler.plan(self._tree, self._common))

    def first(self, limit: int, sort: Sort = "relevance") -> Ranked:
        """Return the first `limit` documents."""
        since = 0
        if not limit:
            found = []
        elif sort == "captured":
            found = self._captured(limit)
        elif sort == "relevance" and self._matches.plan.match and self._matches.plan.terms:
            found, since = self._relevant(limit)
        else:
            found = self._dated(limit, "oldest" if sort == "oldest" else "newest")
        return Ranked(tuple(found[:limit]), self.total, self.about, since)

    @property
    def total(self) -> int:
        """How many documents there are; where they are very many, about how many."""
        return self._total[0]

    @property
    def about(self) -> bool:
        """Whether `total` is an estimate."""
        return self._total[1]

    @property
    def wording(self) -> Wording:
        """What the words of the query stand for."""
        return (self._wide if self._all is not self._matches else self._compiler).words.wording

    def numbers(self) -> list[int]:
        """Return the numbers of all documents found."""
        return self._all.numbers()

    def drawn(self, few: int, most: int) -> tuple[list[int], float]:
        """Return the numbers of all documents, or of every so-manieth where by one shard there are more than `few`."""
        guess = int(self._all.share * self._all.last)
        step = max(1, guess // most) if guess > few else 1
        return self._all.numbers(step), step

    def exact(self) -> int:
        """Return how many documents have the words themselves, however long it takes."""
        return self._bare.exact()

    def is_more_than(self, most: int) -> bool:
        """Return whether more documents than `most` have the words themselves."""
        return self._bare.is_more_than(most)

    @cached_property
    def _bare(self) -> Matches:
        return Matches(self._db, self._compiler.plan(self._tree))  # which words tell most is not asked

    @cached_property
    def _total(self) -> tuple[int, bool]:
        if self._all is not self._matches:
            return self._all.exact(), False  # they are few
        return self._matches.total(self._known)

    @cached_property
    def _wide(self) -> Compiler:
        most = _FEW / max(1, self._matches.last)
        frequent = frozenset(word for word, share in self._shares.items() if share > most)
        return Compiler(self._db, compounds=True, common=frequent)

    @cached_property
    def _shares(self) -> dict[str, float]:
        """About which share of all articles each word of the query is in, those that must not be there too."""
        words = dict.fromkeys(all_words(self._tree)) if self._tree else ()
        return {one.text: Matches(self._db, self._compiler.plan(one)).share for one in words}

    @cached_property
    def _common(self) -> frozenset[str]:
        """The words that are left out of the ranking, since others tell more: each is in very many articles."""
        words = words_of(self._tree) if self._tree else ()
        tokens = {one for term in words if isinstance(term, Phrase) for one in tokens_of(term)}
        if len(words) + len(tokens) < 2:
            return frozenset()
        shares = {one: Matches(self._db, Plan(token(one))).share for one in tokens}
        found = frozenset(word for word, share in (self._shares | shares).items() if share > _COMMON)
        is_all = all(isinstance(one, Word) and one.text in found for one in words)
        return frozenset() if is_all else found

    @cached_property
    def _wider(self) -> Matches | None:
        """What finds articles that have the words in compounds alone, too; None where there are no compounds of them,
        or where it is not the articles themselves that are searched.

        What must not be there is looked for in compounds as well, so that less may be found than without.
        """
        plan = self._matches.plan
        if not (plan.match and self._compiler.has_compounds and self._any_compounds()):
            return None
        wider = self._wide.plan(self._tree, self._common)
        return Matches(self._db, wider) if (wider.match, wider.where) != (plan.match, plan.where) else None

    def _any_compounds(self) -> bool:
        """Whether any article has a compound of any of the words. In most there is none, and this is soon seen."""
        within = filter(None, (self._wide.words.of_compounds(Word(word)) for word in self._shares))
        return any(Matches(self._db, Plan(one)).is_more_than(0) for one in within)

    @cached_property
    def _all(self) -> Matches:
        """What finds all documents: with compounds, where the words themselves are in few."""
        return self._matches if self._wider is None or self._matches.is_more_than(_FEW) else self._wider

    def _relevant(self, limit: int) -> tuple[list[Scored], int]:
        found, since = self._newest_scored(limit)
        if since or len(found) > _FEW or self._wider is None:
            self._all = self._matches
        else:
            self._all = self._wider
            every = set(self._all.numbers())
            found = [one for one in found if one[0] in every]
            self._total = len(every), False
        if since:
            found += self._titles(since)
        elif self._all is self._matches:
            self._total = len(found), False
        ordered = nsmallest(limit, found, key=lambda one: (one[1], -one[0]))
        return ordered + (self._rest(ordered, limit) if len(ordered) < limit else []), since

    def _newest_scored(self, limit: int) -> tuple[list[Scored], int]:
        """Return the newest matches, as many as are ranked, and the oldest of them where there are more."""
        found: list[Scored] = []
        room, work, most = max(_RANKED // self._matches.plan.terms, limit * 2), 0, _WORK
        if limit > _RANKED // 5:  # who wants them all gets them all ranked
            room = most = self._matches.last * 2
        for shard in self._matches.shards:
            some = self._scored(shard, room + 1 - len(found))
            found += some
            if len(found) > room:
                return found[:room], found[room - 1][0]
            self._known[shard.number] = len(some)
            work += self._matches.work(shard, len(some))
            if work > most and len(found) >= limit and shard != self._matches.shards[-1]:
                return found, shard.first
        return found, 0

    def _titles(self, since: int) -> list[Scored]:
        """Return matches before `since` that have the words in their title."""
        plan = self._matches.plan
        found: list[Scored] = []
        work = 0
        # To look for phrases of words that are everywhere takes too long for what it may bring.
        if plan.title and not (plan.scattered and self._matches.work(self._matches.shards[0], 0) > _WORK // 5):
            asked = Asked(low=since - _TITLES, high=since - 1, match=f"({plan.match} AND {plan.title})")
            for shard in self._matches.shards:
                if shard.first < since and work < _WORK:
                    found += self._scored(shard, _TITLES_RANKED, asked)
                    work += self._matches.work(shard, self._known.get(shard.number, 0))
        return found

    def _scored(self, shard: Shard, most: int, asked: Asked = ALL) -> list[Scored]:
        asked = replace(asked, weights=WEIGHTS, tail=f"ORDER BY rowid DESC LIMIT {most}")
        return self._matches.rows(shard, asked)

    def _rest(self, found: Sequence[Scored], limit: int) -> list[Scored]:
        """Return what is found and not among `found`, the newest first."""
        known = {number for number, _ in found}
        if self._total == (len(known), False):
            return []
        return [one for one in self._dated(limit + len(known), "newest") if one[0] not in known]

    def _dated(self, limit: int, sort: Literal["newest", "oldest"]) -> list[Scored]:
        order = "ASC" if sort == "oldest" else "DESC"
        ordered = fulltext.value(self._db, "sorted")
        any_moved = self._any_loose(f"loose AND +docid <= {ordered}")
        moved = (
            f"+rowid NOT IN (SELECT docid FROM fulltext.docs WHERE loose AND +docid <= {ordered})" if any_moved else ""
        )
        found: list[Scored] = []
        for shard in self._all.shards if order == "DESC" else reversed(self._all.shards):
            if shard.first <= ordered and len(found) < limit:
                tail = f"ORDER BY rowid {order} LIMIT {limit - len(found)}"
                found += self._all.rows(shard, Asked("rowid, 0.0", high=ordered, tail=tail, extra=moved))
        if self._any_loose("loose"):
            loose = Asked("rowid, 0.0", extra="+rowid IN (SELECT docid FROM fulltext.docs WHERE loose)")
            for shard in self._all.shards:
                if any_moved or shard.last > ordered:
                    found += self._all.rows(shard, loose)
        return in_order(self._db, found, "first", newest=order == "DESC")[:limit]

    def _any_loose(self, condition: str) -> bool:
        return bool(self._db.execute(f"SELECT EXISTS (SELECT 1 FROM fulltext.docs WHERE {condition})").fetchone()[0])

    def _captured(self, limit: int) -> list[Scored]:
        """Return the last captured. They are looked for among the last captured of all, then among many more of
        them."""
        probed = max(_PROBED, limit)
        while True:
            sql = "SELECT docid FROM fulltext.docs ORDER BY captured DESC, docid DESC LIMIT ?"
            among = sorted(number for (number,) in self._db.execute(sql, [probed])) if probed < self._all.last else None
            asked = Asked("rowid, 0.0")
            found = [one for shard in self._all.shards for one in self._all.rows(shard, asked, among)]
            if len(found) >= limit or among is None:
                return in_order(self._db, found, "captured", newest=True)[:limit]
            probed *= 5

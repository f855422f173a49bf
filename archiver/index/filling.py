"""Filling the full-text index from the catalog: what has changed since, or all of it, in the order of its dates.

The catalog's `changes` say which articles are new, other or gone; `state.synced` is the last of them that is known
here. The catalog is committed first. A crash between the two leaves an index that is behind, and that catches up the
next time.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from archiver.index import fulltext, schema
from archiver.index.analysis import Analysis, Source
from archiver.index.beside import Progress
from archiver.index.document import Document, Documents
from archiver.index.engine import Words
from archiver.labels import Label
from archiver.language.streams import Analyser

_CHUNK: Final = 500
_ROWS: Final = """
SELECT id, title, dek, byline, text, day, captured_at, language, host, partial, access, labels
FROM main.articles WHERE id IN ({ids}) ORDER BY day, id
"""
_IN_ORDER: Final = """
SELECT id, title, dek, byline, text, day, captured_at, language, host, partial, access, labels
FROM main.articles ORDER BY day, id
"""
# The plus sign keeps SQLite from the index of labels, which is of all articles.
_BLOCKS: Final = """
SELECT article_id, label, text FROM main.blocks
WHERE article_id IN ({ids}) AND +label IN ({labels}) ORDER BY article_id, position
"""
_PARTED: Final = ", ".join(f"'{label}'" for label in sorted(fulltext.PARTED))
_DOC: Final = """
INSERT INTO fulltext.docs(docid, article, first, last, captured, language, flags, labels, digest, site, loose, format)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_MOVED: Final = "UPDATE fulltext.docs SET first = ?, last = ?, loose = ? WHERE article = ?"
_GONE: Final = """
UPDATE fulltext.languages SET articles = articles - 1
WHERE language = (SELECT language FROM fulltext.docs WHERE docid = ?)
"""
_KNOWN: Final = (
    "SELECT article, docid, digest, captured, first, last, loose FROM fulltext.docs WHERE article IN ({ids})"
)
_MET: Final = """
INSERT INTO fulltext.languages VALUES (?, ?) ON CONFLICT DO UPDATE SET articles = articles + excluded.articles
"""

_STALE: Final = 1000
_STALE_SHARE: Final = 0.2
"""Documents that are dead or loose, and their share of all, from which on the index is worth making anew."""


class Filler:
    """Fills the full-text index that is attached to `db`, a connection that may write, and whose words `words`
    writes."""

    def __init__(self, db: sqlite3.Connection, analyser: Analyser, words: Words) -> None:
        self._db, self._words = db, words
        self._documents = Documents(analyser)
        self._sites: dict[str, int] = {}

    def catch_up(self, progress: Progress = lambda done, of: None) -> int:
        """Take in what changed in the catalog since the last time; return how many articles that were.

        The caller holds a transaction on `fulltext`.
        """
        last = schema.last_change(self._db)
        self._words.begin()
        # Anew each time: another writer may have met sites, or the transaction in which one was met have failed.
        self._sites = dict(self._db.execute("SELECT host, id FROM fulltext.hosts"))
        sql = "SELECT DISTINCT article_id FROM main.changes WHERE number > ? ORDER BY 1"
        changed = [number for (number,) in self._db.execute(sql, [fulltext.value(self._db, "synced")])]
        for start in range(0, len(changed), _CHUNK):
            self._update(changed[start : start + _CHUNK])
            progress(min(start + _CHUNK, len(changed)), len(changed))
        self._words.commit()
        fulltext.set_state(self._db, synced=last)
        return len(changed)

    def build(self, progress: Progress = lambda done, of: None) -> int:
        """Put all articles into an empty index, in the order of their dates; return how many they are."""
        last = schema.last_change(self._db)
        (total,) = self._db.execute("SELECT count(*) FROM main.articles").fetchone()
        docid = latest = 0
        with closing(Analysis(self._documents, total)) as analysis:
            for documents in analysis.of(map(self._sources, _chunks(self._db.execute(_IN_ORDER)))):
                for is_late, some in groupby(_with_latest(documents, latest), key=itemgetter(0)):
                    docid = self._insert([document for _, document in some], docid, loose=int(is_late))
                latest = max(latest, *(one.first for one in documents))
                progress(docid, total)
        self._words.commit()
        fulltext.set_state(self._db, synced=last, sorted=docid)
        return docid

    @property
    def is_stale(self) -> bool:
        """Whether so much of the index is out of date, or out of order, that it is worth making it anew."""
        counts = "SELECT (SELECT count(*) FROM fulltext.dead), (SELECT count(*) FROM fulltext.docs WHERE loose)"
        stale = int(sum(self._db.execute(counts).fetchone()))
        return stale > _STALE and stale > _STALE_SHARE * fulltext.value(self._db, "sorted")

    def _update(self, numbers: Sequence[int]) -> None:
        rows = _rows(self._db.execute(_ROWS.format(ids=_listed(numbers))))
        known = self._known(numbers)
        self._bury(known[number] for number in set(known) - {row["id"] for row in rows})
        documents = self._made(rows)
        same = [
            one for one in documents if one.article in known and known[one.article][1:3] == (one.digest, one.captured)
        ]
        self._db.executemany(_MOVED, (self._moved(one, known[one.article]) for one in same))
        kept = {one.article for one in same}
        self._bury(entry for number, entry in known.items() if number in {one.article for one in documents} - kept)
        top = fulltext.highest(self._db)
        self._insert([one for one in documents if one.article not in kept], top, loose=1)

    def _known(self, numbers: Sequence[int]) -> dict[int, tuple[int, ...]]:
        found = self._db.execute(_KNOWN.format(ids=_listed(numbers)))
        return {article: tuple(rest) for article, *rest in found}

    @staticmethod
    def _moved(one: Document, known: tuple[int, ...]) -> tuple[Any, ...]:
        *_, first, last, loose = known
        moved = (first, last) != (one.first, one.last)
        return one.first, one.last, int(loose or moved), one.article

    def _bury(self, entries: Iterable[tuple[int, ...]]) -> None:
        numbers = [(entry[0],) for entry in entries]
        self._db.executemany(_GONE, numbers)
        self._db.executemany("INSERT OR IGNORE INTO fulltext.dead(docid) VALUES (?)", numbers)
        self._db.executemany("DELETE FROM fulltext.docs WHERE docid = ?", numbers)

    def _made(self, rows: Sequence[dict[str, Any]]) -> list[Document]:
        return [self._documents.of(row, blocks) for row, blocks in self._sources(rows)]

    def _sources(self, rows: Sequence[dict[str, Any]]) -> list[Source]:
        """Return rows of `articles`, each with label and text of its blocks."""
        blocks = self._blocks([row["id"] for row in rows])
        return [(row, blocks.get(row["id"], ())) for row in rows]

    def _blocks(self, numbers: Sequence[int]) -> dict[int, list[tuple[Label, str]]]:
        found = self._db.execute(_BLOCKS.format(ids=_listed(numbers), labels=_PARTED))
        return {
            number: [(label, text) for _, label, text in rows] for number, rows in groupby(found, key=itemgetter(0))
        }

    def _insert(self, documents: Sequence[Document], docid: int, loose: int) -> int:
        """Add documents under the numbers after `docid`; return the last one."""
        numbered = list(enumerate(documents, docid + 1))
        self._db.executemany(
            _DOC, ((number, *one.row, self._site(one.host), loose, fulltext.FORMAT) for number, one in numbered)
        )
        self._words.add(numbered)
        self._meet(Counter(one.language for one in documents if one.language))
        tails = {tail for one in documents for tail in one.tails}
        self._db.executemany("INSERT OR IGNORE INTO fulltext.endings VALUES (?)", ((tail,) for tail in tails))
        return docid + len(documents)

    def _site(self, host: str | None) -> int | None:
        if host is None:
            return None
        if host not in self._sites:
            cursor = self._db.execute("INSERT INTO fulltext.hosts(host) VALUES (?)", [host])
            self._sites[host] = int(cursor.lastrowid or 0)
        return int(self._sites[host])

    def _meet(self, languages: Counter[str]) -> None:
        """Count the articles of each language: by them it is decided how a word is looked for."""
        self._db.executemany(_MET, languages.items())


def _with_latest(documents: Iterable[Document], latest: int) -> Iterator[tuple[bool, Document]]:
    """Yield each document, True with one that is out of order: whose date is written so that its text sorts
    elsewhere."""
    for one in documents:
        yield one.first < latest, one
        latest = max(latest, one.first)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _rows(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _chunks(cursor: sqlite3.Cursor) -> Iterator[list[dict[str, Any]]]:
    names = [column[0] for column in cursor.description]
    while rows := cursor.fetchmany(_CHUNK):
        yield [dict(zip(names, row, strict=True)) for row in rows]

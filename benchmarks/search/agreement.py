"""Whether the catalog and the full-text index beside it say the same: of each article, and of each word of it.

FTS5 cannot tell, for its tables hold no text: so the words are made again from the catalog, put into tables of their
own and compared, place by place, at some milliseconds an article.
What tantivy holds is looked into in `held.py`; whether the files are whole, in `integrity.py`.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any, Final

from archiver.folder import fulltext_of, index_of
from archiver.index import fulltext
from archiver.index.document import Document, Documents, part_word
from archiver.index.fts5.shards import Shard, shards_of
from archiver.index.fts5.tables import PART_BITS
from archiver.index.fulltext import COLUMNS
from archiver.labels import LABELS, Label
from archiver.language.streams import Analyser

_NONE_OF: Final = {
    "article without a document": "SELECT id FROM articles EXCEPT SELECT article FROM fulltext.docs",
    "document without an article": "SELECT article FROM fulltext.docs EXCEPT SELECT id FROM articles",
    "document dead and alive": "SELECT docid FROM fulltext.docs INTERSECT SELECT docid FROM fulltext.dead",
    "change not taken in": """SELECT number FROM changes
                              WHERE number > (SELECT value FROM fulltext.state WHERE name = 'synced')""",
    "article without a sketch": "SELECT id FROM articles EXCEPT SELECT article FROM sketches",
    "sketch without an article": "SELECT article FROM sketches EXCEPT SELECT id FROM articles",
    "story without an article": "SELECT article FROM stories EXCEPT SELECT id FROM articles",
}
_NONE_OF_SHARD: Final = {
    "document without words": """SELECT docid FROM fulltext.docs WHERE docid BETWEEN {first} AND {last}
                                 EXCEPT SELECT id FROM fulltext.{articles}_docsize""",
    "words without a document": """SELECT id FROM fulltext.{articles}_docsize EXCEPT SELECT docid FROM fulltext.docs
                                   EXCEPT SELECT docid FROM fulltext.dead""",
}
_TABLES: Final = {"articles_fts": COLUMNS, "parts_fts": ("words", "stems", "label")}
_LIVE: Final = {"articles_fts": "doc", "parts_fts": f"doc >> {PART_BITS}"}
_DIFFERENT: Final = """
SELECT count(*), min(term), min(doc) FROM (
    SELECT term, doc, col, offset FROM temp.{one}
    WHERE {live} IN (SELECT docid FROM fulltext.docs) AND {live} BETWEEN {first} AND {last}
    EXCEPT SELECT term, doc, col, offset FROM temp.{other}
)
"""


def disagreements(home: Path) -> Iterator[str]:
    """Yield what the two files of the archive in the folder `home` say differently; nothing where they agree."""
    with closing(sqlite3.connect(index_of(home))) as db:
        db.execute("ATTACH ? AS fulltext", [str(fulltext_of(index_of(home)))])
        words = fulltext.text(db, "words")
        shards = () if words else shards_of(db)
        for what, sql in chain(_NONE_OF.items(), *map(_none_of, shards)):
            if numbers := [str(number) for (number,) in db.execute(sql)]:
                yield f"{what}: {', '.join(numbers)}"
        numbers = dict(db.execute("SELECT article, docid FROM fulltext.docs"))
        documents = {numbers[one.article]: one for one in _documents(db) if one.article in numbers}
        yield from _other_facts(db, documents)
        if words:
            yield from _held_otherwise(db, home / words, documents)
        else:
            _write(db, documents)
        for shard in reversed(shards):
            yield from _other_words(db, shard)


def _held_otherwise(db: sqlite3.Connection, folder: Path, documents: dict[int, Document]) -> Iterator[str]:
    from benchmarks.search.held import held_otherwise  # which needs tantivy

    dead = frozenset(number for (number,) in db.execute("SELECT docid FROM fulltext.dead WHERE NOT swept"))
    return held_otherwise(folder, documents, dead)


def _none_of(shard: Shard) -> Iterable[tuple[str, str]]:
    """Return what must find nothing in a shard."""
    bounds = {"first": shard.first, "last": shard.last, "articles": shard.articles}
    return [(what, sql.format(**bounds)) for what, sql in _NONE_OF_SHARD.items()]


def _documents(db: sqlite3.Connection) -> Iterator[Document]:
    """Yield the documents as they should be."""
    blocks: defaultdict[int, list[tuple[Label, str]]] = defaultdict(list)
    for article, label, text in db.execute("SELECT article_id, label, text FROM blocks ORDER BY article_id, position"):
        blocks[article].append((label, text))
    documents = Documents(Analyser())
    cursor = db.execute("SELECT * FROM articles")
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        yield documents.of(row, blocks[row["id"]])


def _other_facts(db: sqlite3.Connection, documents: dict[int, Document]) -> Iterator[str]:
    sql = """SELECT docid, article, first, last, captured, language, flags, labels, digest, host
             FROM fulltext.docs LEFT JOIN fulltext.hosts ON hosts.id = site"""
    for docid, *found in db.execute(sql):
        if docid in documents and tuple(found) != (*documents[docid].row, documents[docid].host):
            yield f"article {documents[docid].article}: the full text has other facts of it"


def _write(db: sqlite3.Connection, documents: dict[int, Document]) -> None:
    """Put all words as they should be into tables in memory."""
    for table, columns in _TABLES.items():
        names = ", ".join(columns)
        db.execute(f"CREATE VIRTUAL TABLE temp.{table} USING fts5({names}, content='', tokenize='ascii')")
        db.execute(f"CREATE VIRTUAL TABLE temp.{table}_temp USING fts5vocab('temp', '{table}', 'instance')")
    _insert(db, "articles_fts", ((docid, *one.columns) for docid, one in documents.items()))
    _insert(db, "parts_fts", (row for docid, one in documents.items() for row in _parts(docid, one)))
    db.commit()


def _other_words(db: sqlite3.Connection, shard: Shard) -> Iterator[str]:
    for table, live in _LIVE.items():
        of_shard = f"{table}_{shard.number}"
        db.execute(f"CREATE VIRTUAL TABLE temp.{of_shard}_own USING fts5vocab('fulltext', '{of_shard}', 'instance')")
        own, wanted = f"{of_shard}_own", f"{table}_temp"
        for what, one, other in (("without", wanted, own), ("with", own, wanted)):
            sql = _DIFFERENT.format(one=one, other=other, live=live, first=shard.first, last=shard.last)
            count, word, docid = db.execute(sql).fetchone()
            if count:
                yield f"{of_shard}: {what} {count} words against the catalog, such as {word!r} of document {docid}"


def _insert(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = ("rowid", *_TABLES[table])
    db.executemany(f"INSERT INTO temp.{table}({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", rows)


def _parts(docid: int, document: Document) -> Iterator[tuple[Any, ...]]:
    for label, words, stems in document.parts:
        yield (docid << PART_BITS) + LABELS.index(label), words, stems, part_word(label)

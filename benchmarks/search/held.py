"""Whether a tantivy index beside a catalog holds what that says: each article once, with each of its words.

Tantivy keeps no list of a document's words, so they are looked for: all words of a document at once, field by field.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from tantivy import Occur, Query

from archiver.index.document import Document
from archiver.index.fulltext import COLUMNS
from archiver.index.tantivy import fields

_MOST = 1000  # words of a field that are looked for


def held_otherwise(folder: Path, documents: Mapping[int, Document], dead: frozenset[int]) -> Iterator[str]:
    """Yield where the index in `folder` differs from `documents`, by their numbers; those in `dead` may still be there.

    What is wanted in a document is not there, or a document is there twice, or is none.
    """
    index = fields.opened(folder)
    schema, searcher = index.schema, index.searcher()
    every = searcher.search(Query.all_query(), limit=max(1, searcher.num_docs), order_by_field=fields.DOCID)
    held = Counter(number for number, _ in every.hits)
    yield from (f"document {number}: there {count} times" for number, count in held.items() if count > 1)
    yield from (f"document {number}: not in the catalog" for number in sorted(held.keys() - documents.keys() - dead))
    for docid, document in documents.items():
        itself = Query.term_query(schema, fields.DOCID, docid)
        for name, text in _texts(document):
            words = [Query.term_query(schema, name, word) for word in dict.fromkeys(text.split()[:_MOST])]
            wanted = Query.boolean_query([(Occur.Must, one) for one in (itself, *words)])
            if not searcher.search(wanted, limit=1).hits:
                yield f"document {docid}: not all of its words are in {name}"


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    yield from ((name, words) for name, words in zip(COLUMNS, document.columns, strict=True) if words)
    for label, words, stems in document.parts:
        yield fields.PARTS, fields.marked(words, label)
        if stems:
            yield fields.PART_STEMS, fields.marked(stems, label)

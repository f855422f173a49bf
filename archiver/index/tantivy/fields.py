"""The fields of a tantivy index, and the folder that it lies in.

Tantivy gets the same tokens as FTS5 does, parted by spaces, each column in a field of its own. What stands in blocks of
one label is in one field for all labels: each token is marked with its label's character, so that words of different
labels neither match nor follow each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import tantivy

from archiver.errors import StoreError
from archiver.index.engine import Damaged
from archiver.index.fulltext import COLUMNS
from archiver.labels import LABELS, Label

PARTS: Final = "parts"
PART_STEMS: Final = "part_stems"

POSITIONS: Final = frozenset(("text", "title", "dek", "byline", PARTS))
"""Fields in which words follow each other. Of the others it is known how often a word is in them, or whether it is."""
_UNCOUNTED: Final = frozenset(("facts", PART_STEMS))

DOCID: Final = "docid"
CAPTURED: Final = "captured"
DRAW: Final = "draw"
"""A number of each document that knows no order: those with the lowest ones are from all over the archive."""

_SPREAD: Final = 2654435761  # Knuth's multiplier: numbers that follow each other come far from each other
_TOKENS: Final = "spaces"
_EXPANDED: Final = "max expansions"  # 16,384, and nobody can ask for more
_PANIC: Final = "PanicException"  # which is no Exception: what Rust's programs end with
_REMEDY: Final = "delete `fulltext.sqlite`, then run `archiver index`, which makes both anew from the catalog"
_MARKS: Final = {label: chr(0xE000 + place) for place, label in enumerate(LABELS)}
"""Characters of private use, one for each label; folded text has none."""


def schema() -> tantivy.Schema:
    """Return the fields: words, and three numbers of each document."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field(DOCID, indexed=True, fast=True)
    builder.add_integer_field(CAPTURED, fast=True)
    builder.add_integer_field(DRAW, fast=True)
    for name in (*COLUMNS, PARTS, PART_STEMS):
        option = "position" if name in POSITIONS else "basic" if name in _UNCOUNTED else "freq"
        builder.add_text_field(name, tokenizer_name=_TOKENS, index_option=option)
    return builder.build()


def draw(docid: int) -> int:
    """Return the draw of a document."""
    return docid * _SPREAD % 2**32


def marked(words: str, label: Label) -> str:
    """Return tokens, joined by spaces, as they are kept of blocks with a label."""
    mark = _MARKS[label]
    return mark + words.replace(" ", f" {mark}") if words else ""


def make(folder: Path) -> tantivy.Index:
    """Make an empty index in a new folder. Raises OSError where that cannot be made."""
    folder.mkdir()
    return _with_tokens(tantivy.Index(schema(), path=str(folder), reuse=False))


def opened(folder: Path) -> tantivy.Index:
    """Open the index in a folder. Raises StoreError where it is not there, or damaged."""
    try:
        return _with_tokens(tantivy.Index.open(str(folder)))
    except ValueError as error:
        raise Damaged(f"{folder}: the full-text index is damaged or cannot be read ({error}); {_REMEDY}") from error


def linked(folder: Path, links: Path) -> Path:
    """Put links to all files of the index in `folder`, which cannot be written, into the empty folder `links`; return
    that. Raises StoreError where that cannot be."""
    try:
        for path in folder.iterdir():
            if not path.name.endswith(".lock"):
                (links / path.name).symlink_to(path.absolute())
    except OSError as error:
        raise Damaged(f"{folder}: cannot be read ({error.strerror}); {_REMEDY}") from error
    return links


@contextmanager
def reporting(folder: Path) -> Iterator[None]:
    """Raise what tantivy says of writing into `folder` as StoreError."""
    try:
        yield
    except (ValueError, OSError) as error:
        what = f"cannot be written ({error}); see whether the disk is full; if it is not, {_REMEDY}"
        raise StoreError(f"{folder}: {what}") from error


def searched(searcher: tantivy.Searcher, query: tantivy.Query, limit: int, **options: Any) -> tantivy.SearchResult:
    """Return what a query finds. Raises StoreError where tantivy cannot read what it finds it in."""
    most = max(1, min(limit, int(searcher.num_docs)))  # tantivy takes memory for as many as are asked for
    with reading():
        return searcher.search(query, limit=most, **options)


@contextmanager
def reading() -> Iterator[None]:
    """Raise what tantivy says of reading as StoreError."""
    try:
        yield
    except ValueError as error:
        if _EXPANDED in str(error):
            raise StoreError("too many words begin like the last one of the phrase; write more of it") from error
        raise Damaged(f"the full-text index cannot be read ({error}); {_REMEDY}") from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise Damaged(f"the full-text index is damaged; {_REMEDY}") from error


def count(result: tantivy.SearchResult) -> int:
    """Return how many documents were found in all, which was to be counted."""
    return int(result.count)  # type: ignore[attr-defined]  # which the types that come with tantivy forget


def _with_tokens(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer(_TOKENS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index

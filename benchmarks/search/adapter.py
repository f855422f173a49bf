"""The one place that knows how the index is filled, asked, edited and read; the rest of the benchmark asks here.

What an index cannot do yet raises Unsupported, and is said in the tables. Rows are made in `entries.py`.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archiver.folder import index_of
from archiver.index.annotations import Annotations
from archiver.index.facets import facets_of
from archiver.index.rows import Entry
from archiver.index.search import search
from archiver.index.store import Store
from archiver.index.suggest import meant

if TYPE_CHECKING:  # those need numpy, and not all that comes here does
    from benchmarks.search.made import Made
    from benchmarks.search.questions import Question

TOGETHER: Final = 32
"""Articles that are added in one transaction, as the archiver's own indexing does it."""


class Unsupported(Exception):
    """What the index cannot do."""


def fill(home: Path, articles: Iterable[tuple["Made", Entry]]) -> None:
    """Make the index of the archive in the folder `home` anew, of these articles alone."""
    from benchmarks.search.made import RULEBOOK, capture_of

    rest = iter(articles)
    with Store.replacing(index_of(home)) as store:
        while group := list(islice(rest, TOGETHER)):
            with store.together():
                for made, entry in group:
                    outcome = "partial" if entry.article["partial"] else "article"
                    store.add(capture_of(made), outcome, entry, RULEBOOK)


def opened(home: Path) -> Store:
    """Open the index for asking, as commands that read do; a context manager."""
    return Store.open(index_of(home), create=False)


def ask(index: Store, question: "Question") -> tuple[int, tuple[int, ...]]:
    """Answer a question; return how many articles there are in all, and the numbers of those that are shown."""
    found = search(index, question.text, sort=question.sort, limit=question.hits)
    if question.facets:
        facets_of(index, question.text)
    if question.kind == "misspelt" and not found.total:
        meant(index, question.text)
    return found.total, tuple(hit.id for hit in found.hits)


def total(index: Store, words: str) -> int:
    """Return how many articles have these words."""
    return search(index, words, limit=0).total


def command(question: "Question") -> list[str]:
    """Return the arguments of the `archiver` command that asks this."""
    return ["search", question.text]


def records(home: Path) -> frozenset[str]:
    """Return the ids of the WARC records that the index knows."""
    with opened(home) as store:
        return frozenset(row["record_id"] for row in store.rows("SELECT record_id FROM captures", {}))


def edits() -> Mapping[str, Callable[[Path, int], None]]:
    """Return ways to edit what is known of the article with a number, which must not touch the full text."""
    return {
        "metadata: section": _set_section,
        "tag": lambda home, number: tag(home, number, "read"),
        "note": lambda home, number: note(home, number, "to be cited"),
    }


def tag(home: Path, number: int, word: str) -> None:
    """Put a tag on an article."""
    with Store.open(index_of(home), create=True) as store:
        Annotations(store).tag(number, word)


def note(home: Path, number: int, text: str) -> None:
    """Put a note on an article."""
    with Store.open(index_of(home), create=True) as store:
        Annotations(store).note(number, text)


def tags(home: Path) -> Iterator[tuple[int, str]]:
    """Yield the articles' numbers and the tags on them."""
    with opened(home) as store:
        yield from ((row["article_id"], row["tag"]) for row in store.rows("SELECT article_id, tag FROM tagged", {}))


def _set_section(home: Path, number: int) -> None:
    with closing(sqlite3.connect(index_of(home))) as db, db:
        db.execute("UPDATE articles SET section = section || '+' WHERE id = ?", [number])

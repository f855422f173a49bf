"""The one place that knows how the index is filled, asked, edited and read; the rest of the benchmark asks here.

What an index cannot do yet raises Unsupported, and is said in the tables. Rows are made in `entries.py`.
"""

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from archiver.folder import index_of
from archiver.index.search import search
from archiver.index.rows import Entry
from archiver.index.store import Store

if TYPE_CHECKING:  # those need numpy, and not all that comes here does
    from benchmarks.search.made import Made
    from benchmarks.search.questions import Question

TOGETHER: Final = 32
"""Articles that are added in one transaction, as the archiver's own indexing does it."""

_NAMED: Final = re.compile(r'([a-z]+):("[^"]*"|\S+)')
_FILTERS: Final = ("site", "after", "before")
_OPERATORS: Final = re.compile(r"\b(?:AND|OR|NOT)\b|NEAR\(")


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
    given = {name: value.strip('"') for name, value in _NAMED.findall(question.text)}
    if set(given) - set(_FILTERS) or question.sort != "relevance" or question.facets or question.kind == "misspelt":
        raise Unsupported(question.kind)
    words = _NAMED.sub(" ", question.text).strip()
    if not words or _OPERATORS.search(words):
        raise Unsupported(question.kind)
    found = search(
        index,
        words,
        site=given.get("site"),
        after=given.get("after"),
        before=given.get("before"),
        limit=question.hits,
    )
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
    return {"metadata: section": _set_section}


def tag(home: Path, number: int, word: str) -> None:
    """Put a tag on an article."""
    raise Unsupported("tags")


def tags(home: Path) -> Iterator[tuple[int, str]]:
    """Yield the articles' numbers and the tags on them."""
    yield from ()


def _set_section(home: Path, number: int) -> None:
    with closing(sqlite3.connect(index_of(home))) as db, db:
        db.execute("UPDATE articles SET section = section || '+' WHERE id = ?", [number])

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
from archiver.index.annotations import Annotations, notes_of
from archiver.index.engine import EngineName
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


def fill(home: Path, articles: Iterable[tuple["Made", Entry]], engine: EngineName = "fts5") -> None:
    """Make the index of the archive in the folder `home` anew, of these articles alone, with an engine."""
    from benchmarks.search.made import RULEBOOK, capture_of

    rest = iter(articles)
    with Store.replacing(index_of(home)) as store:
        store.choose_engine(engine)
        while group := list(islice(rest, TOGETHER)):
            with store.together():
                for made, entry in group:
                    store.add(capture_of(made), made.outcome, entry, RULEBOOK)


def search_by(home: Path, engine: EngineName) -> None:
    """Have the archive in the folder `home` searched by an engine, whose index is made where it was another's."""
    with Store.open(index_of(home), create=True) as store:
        store.choose_engine(engine)
        store.catch_up(settle=True)


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


def numbers(home: Path) -> dict[str, int]:
    """Return the ids of the WARC records that the index knows, with the numbers that it gave them."""
    with opened(home) as store:
        return {row["record_id"]: row["id"] for row in store.rows("SELECT record_id, id FROM captures", {})}


def tags(home: Path) -> Iterator[tuple[int, str]]:
    """Yield the articles' numbers and the tags on them, as a command that shows them would."""
    with opened(home) as store:
        Annotations(store)  # takes from the journal what the catalog lacks
        yield from ((row["article_id"], row["tag"]) for row in store.rows("SELECT article_id, tag FROM tagged", {}))


def notes(home: Path) -> Iterator[tuple[int, str]]:
    """Yield the articles' numbers and the notes on them, as a command that shows them would."""
    with opened(home) as store:
        Annotations(store)
        yield from ((row["article_id"], row["text"]) for row in store.rows("SELECT article_id, text FROM notes", {}))


def tag(home: Path, number: int, word: str) -> None:
    """Put a tag on an article."""
    with Store.open(index_of(home), create=True) as store:
        Annotations(store).tag(number, word)


def untag(home: Path, number: int, word: str) -> None:
    """Take a tag from an article."""
    with Store.open(index_of(home), create=True) as store:
        Annotations(store).untag(number, word)


def note(home: Path, number: int, text: str) -> None:
    """Put a note on an article."""
    with Store.open(index_of(home), create=True) as store:
        Annotations(store).note(number, text)


def forget(home: Path, number: int, text: str) -> None:
    """Take a note from an article."""
    with Store.open(index_of(home), create=True) as store:
        (found,) = (one.id for one in notes_of(store, number) if one.text == text)
        Annotations(store).forget_note(found)


ANNOTATING: Final[Mapping[str, Callable[[Path, int, str], None]]] = {
    "tag": tag, "untag": untag, "note": note, "forget": forget,
}  # fmt: skip
"""The ways to add something to an article and to take it away, each with the tag or the note."""


def edits() -> Mapping[str, Callable[[Path, int], None]]:
    """Return ways to edit what is known of the article with a number, which must not touch the full text."""
    return {
        "tag": lambda home, number: tag(home, number, "read"),
        "tag taken away": lambda home, number: untag(home, number, "read"),
        "note": lambda home, number: note(home, number, "to be cited"),
        "note taken away": lambda home, number: forget(home, number, "to be cited"),
        "metadata: section": lambda home, number: _set(home, number, "section = section || '+'"),
        "metadata: modified": lambda home, number: _set(home, number, "modified = '2024-05-06T07:08:09+00:00'"),
        "metadata: image": lambda home, number: _set(home, number, "image = 'https://made.example/image.jpg'"),
    }


def redate(home: Path, number: int) -> None:
    """Have an article published a year earlier, which must not touch the words of the full text."""
    earlier = "printf('%04d', substr(day, 1, 4) - 1) || substr(day, 5)"
    _set(home, number, f"published = {earlier}, day = {earlier}")


def settle(home: Path) -> None:
    """Open and close the index as the next one who writes does, and have the full text follow the catalog."""
    with Store.open(index_of(home), create=True):
        pass


def _set(home: Path, number: int, assignment: str) -> None:
    with closing(sqlite3.connect(index_of(home))) as db, db:
        db.execute(f"UPDATE articles SET {assignment} WHERE id = ?", [number])

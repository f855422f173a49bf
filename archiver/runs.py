"""What was done to an archive, and when: a row in `runs` for each saving, import and indexing. One without an end was
broken off. It is made from nothing, so a rebuild takes it over."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from archiver.errors import StoreError
from archiver.index.store import Store

if TYPE_CHECKING:
    from archiver.indexer import Indexed, Saved

_BEGIN: Final = "INSERT INTO runs(what, began) VALUES (?, ?)"
_END: Final = "UPDATE runs SET ended = ?, captures = ?, articles = ?, outcome = ? WHERE id = ?"


class Runs:
    """Notes one run in the catalog that `store` opens: nothing before there is something to note.

    What comes of it passes through, and is counted.
    """

    def __init__(self, what: str, store: Callable[[], Store]) -> None:
        self._what, self._store = what, store
        self._began = _now()
        self._number: int | None = None
        self._captures = self._articles = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._number is not None:
            outcome = "done" if kind is None else "stopped" if kind in (GeneratorExit, KeyboardInterrupt) else "failed"
            with suppress(StoreError, sqlite3.Error), self._store().together():
                values = [_now(), self._captures, self._articles, outcome, self._number]
                self._store().connection.execute(_END, values)

    def saved(self, results: "Iterable[Saved]") -> "Iterator[Saved]":
        """Pass results of saving on."""
        for one in results:
            self._count(int(one.file is not None), int(one.id is not None))
            yield one

    def indexed(self, results: "Iterable[Indexed]") -> "Iterator[Indexed]":
        """Pass results of indexing on."""
        for one in results:
            self._count(one.captures, one.articles)
            yield one

    def _count(self, captures: int, articles: int) -> None:
        if self._number is None and captures:
            with self._store().together():
                cursor = self._store().connection.execute(_BEGIN, [self._what, self._began])
            self._number = cursor.lastrowid
        self._captures += captures
        self._articles += articles


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

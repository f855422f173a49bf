"""Documents in the order of what the tables say of them."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

from archiver.index.engine import Scored


def in_order(
    db: sqlite3.Connection, found: Sequence[Scored], column: Literal["first", "captured"], *, newest: bool
) -> list[Scored]:
    """Return documents by the day on which they came out, or by when they were captured; those that are not in the
    tables, which `db` has attached, are left out."""
    keys = dict(_looked_up(db, column, (number for number, _ in found)))
    living = [one for one in found if one[0] in keys]
    return sorted(living, key=lambda one: (keys[one[0]], one[0]), reverse=newest)


def _looked_up(db: sqlite3.Connection, column: str, numbers: Iterable[int]) -> Iterator[tuple[int, Any]]:
    every = list(numbers)
    for start in range(0, len(every), 500):
        some = ", ".join(map(str, every[start : start + 500]))
        yield from db.execute(f"SELECT docid, {column} FROM fulltext.docs WHERE docid IN ({some})")


def rounded(estimate: float) -> int:
    """Return a number to its first two digits."""
    return int(round(estimate, 2 - len(str(int(estimate)))))

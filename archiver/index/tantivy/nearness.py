"""Whether phrases stand near each other in one document, by its text in the catalog: what tantivy cannot tell alone."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any, Final

from archiver.index.document import Documents
from archiver.index.fulltext import COLUMNS
from archiver.labels import Label
from archiver.language.streams import Analyser
from archiver.language.wanted import Phrase

_ROW: Final = "SELECT * FROM main.articles WHERE id = (SELECT article FROM fulltext.docs WHERE docid = ?)"
_BLOCKS: Final = "SELECT label, text FROM main.blocks WHERE article_id = ? AND label = ? ORDER BY position"


class Nearness:
    """Says whether phrases are within `distance` words of each other in a document of the catalog `db`."""

    def __init__(self, db: sqlite3.Connection, phrases: Sequence[Phrase], distance: int) -> None:
        self._db, self._phrases, self._distance = db, phrases, distance

    @cached_property
    def _documents(self) -> Documents:
        return Documents(Analyser())

    def holds(self, number: int, name: str, label: Label | None) -> bool:
        """Whether it is so in a column of the document, or in its blocks with a label."""
        tokens = self._tokens(number, name, label)
        places = [list(_places(one, tokens)) for one in self._phrases]
        return any(map(self._are_near, product(*places)))

    def _are_near(self, starts: Sequence[int]) -> bool:
        last = max(starts)
        ends = (start + len(one.tokens) for start, one in zip(starts, self._phrases, strict=True))
        return all(last - end <= self._distance for end in ends)

    def _tokens(self, number: int, name: str, label: Label | None) -> Sequence[str]:
        cursor = self._db.execute(_ROW, [number])
        found = cursor.fetchone()
        if found is None:
            return ()
        row: Mapping[str, Any] = dict(zip([column[0] for column in cursor.description], found, strict=True))
        if label is None:
            return self._documents.of(row, ()).columns[COLUMNS.index(name)].split()
        blocks = [(label, text) for _, text in self._db.execute(_BLOCKS, [row["id"], label])]
        return [token for _, words, _ in self._documents.of(row, blocks).parts for token in words.split()]


def _places(phrase: Phrase, tokens: Sequence[str]) -> Iterator[int]:
    *first, last = phrase.tokens
    for start in range(len(tokens) - len(first)):
        end = tokens[start + len(first)]
        if list(tokens[start : start + len(first)]) == first and (
            end.startswith(last) if phrase.prefix else end == last
        ):
            yield start

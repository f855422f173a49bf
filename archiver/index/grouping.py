"""Copies and versions of one story, grouped while a catalog is filled: with each transaction, or all at the end.

What makes two articles copies of one is in `archiver.stories`; here, when it is asked.
"""

import sqlite3
from typing import TYPE_CHECKING, Final

from archiver.index.rows import Entry

if TYPE_CHECKING:
    from archiver.stories.register import Stories

_STAGE: Final = "CREATE TEMP TABLE staged (article INTEGER PRIMARY KEY, sketch BLOB, address TEXT)"


class Grouping:
    """Groups what is added to the catalog open as `db`, at the end of each of its transactions."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._added: dict[int, Entry] = {}
        self._stories: Stories | None = None

    def add(self, article: int, entry: Entry) -> None:
        """An article is new, or another; its old one was removed before."""
        self._added[article] = entry

    def remove(self, article: int) -> None:
        """An article is gone."""
        self._added.pop(article, None)
        self._register().remove(article)

    def settle(self) -> None:
        """Group what was added. The caller holds the transaction."""
        from archiver.stories.item import Item

        if self._added:
            items = [Item(number, entry.sketch, entry.article["address"]) for number, entry in self._added.items()]
            self._register().add(items)
            self._added.clear()

    def forget(self) -> None:
        """What was added since the last transaction is undone."""
        self._added.clear()

    def finish(self) -> None:
        """Nothing more is added."""
        self.settle()

    def _register(self) -> "Stories":
        from archiver.stories.register import Stories

        if self._stories is None:
            self._stories = Stories(self._db)
        return self._stories


class GroupingAll(Grouping):
    """Groups all articles of a new catalog at its end, which takes far less time than one after another."""

    def __init__(self, db: sqlite3.Connection) -> None:
        super().__init__(db)
        db.execute(_STAGE)

    def remove(self, article: int) -> None:
        """An article is gone."""
        self._db.execute("DELETE FROM temp.staged WHERE article = ?", [article])

    def add(self, article: int, entry: Entry) -> None:
        """An article is new."""
        values = [article, entry.sketch, entry.article["address"]]
        self._db.execute("INSERT OR REPLACE INTO temp.staged VALUES (?, ?, ?)", values)

    def finish(self) -> None:
        """Group all. The caller holds the transaction."""
        from archiver.stories.item import Item

        staged = self._db.execute("SELECT article, sketch, address FROM temp.staged ORDER BY article")
        self._register().build(Item(number, sketch, address) for number, sketch, address in staged)
        self._db.execute("DROP TABLE temp.staged")

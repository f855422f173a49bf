"""The full-text index beside an open catalog: attaching it, seeing whether it can be used, having it follow.

It is disposable: where it is missing, damaged, of another format or another catalog's, whoever may write makes it anew.
What is in it is in `fulltext.py`, what is put into it in `filling.py`.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from archiver.errors import StoreError
from archiver.index import file, fulltext
from archiver.language.streams import Analyser, signature

if TYPE_CHECKING:
    from archiver.index.filling import Filler

Progress = Callable[[int, int], None]
"""Is told how many articles of how many are in."""

_NAME: Final = "fulltext"
_OFTEN: Final = 2.0
"""Seconds between two times that the index follows a catalog that is being filled."""
_MANY: Final = 1000
"""Changed articles after which it follows at once: what waits has to fit into a page cache."""
_SOON: Final = 20_000
"""Articles of an archive whose index is made anew in passing, where much of it is out of order: a few seconds' work."""


class Unsearchable(StoreError):
    """The full-text index is missing or unusable; whoever may write can make it anew from the catalog."""


class Beside:
    """The full-text index in the file `path` of the catalog open as `db`; followed up where `writes` says so."""

    def __init__(self, db: sqlite3.Connection, path: Path, *, writes: bool) -> None:
        self._db, self.path, self._writes = db, path, writes
        self._attached = False
        self._filler: Filler | None = None
        self._last: float | None = None

    @staticmethod
    def make(db: sqlite3.Connection, path: Path, progress: Progress) -> None:
        """Make an index of the catalog open as `db` in the new file `path`."""
        from archiver.index.filling import Filler

        file.attach(db, path, _NAME)
        try:
            # What a power cut spoils is thrown away, so nothing needs to be synced, or undone, until it is done.
            db.execute("PRAGMA fulltext.journal_mode = OFF")
            db.execute("PRAGMA fulltext.synchronous = OFF")
            with file.writing(db):
                fulltext.create(db, signature())
                Filler(db, Analyser()).build(progress)
            file.share(db, _NAME)
        finally:
            db.execute(f"DETACH {_NAME}")

    def ready(self) -> Self:
        """Return this index, attached. Raises Unsearchable where it cannot be used."""
        if not self._attach() or fulltext.state_of(self._db, signature()) == "unusable":
            raise Unsearchable(f"{self.path}: missing, or not of this catalog; run `archiver index`")
        return self

    @property
    def is_behind(self) -> bool:
        """Whether there is no index, or one that does not know all that the catalog has."""
        return not self._attach() or fulltext.state_of(self._db, signature()) != "current"

    def notice(self) -> None:
        """Follow the catalog, which was just changed, if that is due: at first, and then when some time or much has passed."""
        if not self._writes:
            return
        if self._last is None or time.monotonic() - self._last > _OFTEN or self._waiting() >= _MANY:
            self.catch_up()

    def catch_up(self, progress: Progress | None = None, *, settle: bool = False) -> None:
        """Take in what changed in the catalog. With `settle`, bring what is out of order into it, however long that takes.

        Nothing is done where only reading was asked for.
        """
        if not self._writes:
            return
        tell = progress or (lambda done, of: None)
        state = fulltext.state_of(self._db, signature()) if self._attach() else "unusable"
        if state == "unusable":
            self._remake(tell)
        elif state == "behind":
            self._follow(tell)
        filler = self._filling()
        if filler.is_stale and (settle or fulltext.value(self._db, "sorted") < _SOON):
            self._remake(tell)
        self._last = time.monotonic()

    def _follow(self, progress: Progress) -> None:
        with file.writing(self._db):
            self._filling().catch_up(progress)
        with file.writing(self._db):
            self._db.execute("DELETE FROM main.changes WHERE number <= ?", [fulltext.value(self._db, "synced")])

    def _remake(self, progress: Progress) -> None:
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        file.discard(new)
        self._detach()
        try:
            self.make(self._db, new, progress)
            file.install(new, self.path, 30)
        finally:
            file.discard(new)
        self._attach()

    def _filling(self) -> "Filler":
        from archiver.index.filling import Filler

        if self._filler is None:
            self._filler = Filler(self._db, Analyser())
        return self._filler

    def _waiting(self) -> int:
        (first, last) = self._db.execute("SELECT min(number), max(number) FROM main.changes").fetchone()
        return last - first + 1 if last else 0

    def _attach(self) -> bool:
        if self._attached or not (self._writes or self.path.exists()):
            return self._attached
        try:
            file.attach(self._db, self.path, _NAME)
        except sqlite3.DatabaseError as error:
            if not file.is_ruined(error):
                raise
            return False
        if self._writes:
            self._db.execute("PRAGMA fulltext.synchronous = NORMAL")
        self._attached = True
        return True

    def _detach(self) -> None:
        if self._attached:
            self._db.execute(f"DETACH {_NAME}")
        self._attached, self._filler = False, None

"""The full-text index beside an open catalog: attaching it, seeing whether it can be used, having it follow.

It is disposable: where it is missing, damaged, of another format or another catalog's, whoever may write makes it anew.
What is in it is in `fulltext.py`, what is put into it in `filling.py`.
"""

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
_KEPT: Final = 32 * 1024 * 1024
"""Bytes of the index that are kept in memory: of a million articles, their lengths alone are 18 million."""
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
        file.remember(db, "main", "fulltext")
        try:
            # What a power cut spoils is thrown away, so nothing needs to be synced, or undone, until it is done.
            db.execute("PRAGMA fulltext.journal_mode = OFF")
            db.execute("PRAGMA fulltext.synchronous = OFF")
            with file.writing(db, at_once=False):
                fulltext.create(db, signature())
                Filler(db, Analyser()).build(progress)
            file.share(db, _NAME)
        finally:
            db.execute(f"DETACH {_NAME}")

    def ready(self) -> Self:
        """Return this index, attached. Raises Unsearchable where it cannot be used."""
        if not self._attach() or fulltext.state_of(self._db, signature()) == "unusable":
            what = "not a full-text index of this catalog" if self.path.exists() else "there is no full-text index"
            raise Unsearchable(f"{self.path}: {what}; run `archiver index`, which makes it")
        return self

    @property
    def is_behind(self) -> bool:
        """Whether there is no index, or one that does not know all that the catalog has."""
        return not self._attach() or fulltext.state_of(self._db, signature()) != "current"

    def begin(self) -> None:
        """See to it, before the catalog is changed, that an index of another past of it is not taken for its own.

        A power cut can set the catalog back, and what is then added has the numbers of changes that the index knows
        already. An archive without articles gets its index at once.
        """
        if not self._writes:
            return
        if self._attach() and fulltext.is_ahead(self._db):
            fulltext.set_state(self._db, identity=0)
        elif not self._db.execute("SELECT EXISTS (SELECT 1 FROM main.articles)").fetchone()[0]:
            self.catch_up_if_free()
            self._last = None  # what comes first is found at once

    def notice(self) -> None:
        """Follow the catalog, which was just changed, if that is due: at first, and then when some time or much has
        passed.

        Where somebody else is at work on the index, that has time: the catalog is written.
        """
        if not self._writes:
            return
        if self._last is None or time.monotonic() - self._last > _OFTEN or self._waiting() >= _MANY:
            self.catch_up_if_free()

    def catch_up_if_free(self) -> None:
        """Follow the catalog, unless somebody else is at work on the index: then whoever comes next will do it."""
        try:
            self.catch_up()
        except sqlite3.OperationalError as error:
            if not file.is_busy(error):
                raise
            self._last = time.monotonic()

    def catch_up(self, progress: Progress | None = None, *, settle: bool = False) -> None:
        """Take in what changed in the catalog. With `settle`, bring what is out of order into it, however long that
        takes.

        Nothing is done where only reading was asked for.
        """
        if not self._writes:
            return
        tell = progress or (lambda done, of: None)
        try:
            is_good = self._follow(tell, settle=settle)
        except sqlite3.IntegrityError:  # FTS5's own tables contradict each other
            is_good = False
        except sqlite3.DatabaseError as error:
            if not file.is_ruined(error):
                raise
            is_good = False
        if not is_good:
            self._remake(tell)
        self._last = time.monotonic()

    def _follow(self, progress: Progress, *, settle: bool) -> bool:
        """Take in what changed; return whether that makes an index that is as good as a new one."""
        state = fulltext.state_of(self._db, signature()) if self._attach() else "unusable"
        if state == "unusable" or (state == "behind" and not fulltext.can_follow(self._db)):
            return False
        if state == "behind":
            self._take_in(progress)
        return not (self._filling().is_stale and (settle or fulltext.value(self._db, "sorted") < _SOON))

    def _take_in(self, progress: Progress) -> None:
        with file.writing(self._db):
            self._filling().catch_up(progress)
        with file.writing(self._db):
            self._db.execute("DELETE FROM main.changes WHERE number <= ?", [fulltext.value(self._db, "synced")])

    def _remake(self, progress: Progress) -> None:
        self._detach()
        with file.fresh(self.path) as new:
            try:
                self.make(self._db, new, progress)
            except sqlite3.DatabaseError as error:
                if file.is_ruined(error):  # what is made is not: what it is made from is
                    raise file.damaged(self._catalog()) from error
                raise
            file.install(new, self.path, 30)
        self._attach()

    def _catalog(self) -> Path:
        (found,) = (path for _, name, path in self._db.execute("PRAGMA database_list") if name == "main")
        return Path(found)

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
        self._db.execute(f"PRAGMA fulltext.cache_size = {-_KEPT // 1024}")
        if self._writes:
            self._db.execute("PRAGMA fulltext.synchronous = NORMAL")
        self._attached = True
        return True

    def _detach(self) -> None:
        if self._attached:
            self._db.execute(f"DETACH {_NAME}")
        self._attached, self._filler = False, None

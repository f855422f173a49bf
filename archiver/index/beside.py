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
from archiver.index import engines, file, fulltext
from archiver.index.engine import Damaged, Engine
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
        self._filler: tuple[str, Filler] | None = None
        self._engine: tuple[str, Engine] | None = None
        self._last: float | None = None

    @staticmethod
    def make(db: sqlite3.Connection, path: Path, progress: Progress) -> str:
        """Make an index of the catalog open as `db` in the new file `path`; return the name of the folder of its
        words, empty where it has none."""
        from archiver.index.filling import Filler

        name = engines.new_name(db)
        file.attach(db, path, _NAME)
        file.remember(db, "main", "fulltext")
        try:
            # What a power cut spoils is thrown away, so nothing needs to be synced, or undone, until it is done.
            db.execute("PRAGMA fulltext.journal_mode = OFF")
            db.execute("PRAGMA fulltext.synchronous = OFF")
            with file.writing(db, at_once=False):
                fulltext.create(db, signature(), name)
                Filler(db, Analyser(), engines.words_of(db, path.parent, bulk=True)).build(progress)
            file.share(db, _NAME)
        except BaseException:
            engines.discard(path.parent, name)
            raise
        finally:
            db.execute(f"DETACH {_NAME}")
        return name

    def ready(self) -> Self:
        """Return this index, attached and searchable. Raises Unsearchable where it cannot be used."""
        if not self._attach() or self._state() == "unusable":
            what = "not a full-text index of this catalog" if self.path.exists() else "there is no full-text index"
            raise Unsearchable(f"{self.path}: {what}; run `archiver index`, which makes it")
        return self

    @property
    def engine(self) -> Engine:
        """What searches this index, which is `ready`."""
        name = fulltext.text(self._db, "words")
        if self._engine is None or self._engine[0] != name:
            self._engine = name, engines.engine_of(self._db, self.path.parent)
        return self._engine[1]

    @property
    def is_behind(self) -> bool:
        """Whether there is no index, or one that does not know all that the catalog has."""
        if not self._attach() or self._state() != "current":
            return True
        return not engines.is_in_step(self._db, self.path.parent)

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
        """Follow the catalog, unless somebody else is at work on the index: then whoever comes next will do it.

        So it is where the engine is missing here: what is saved is safe in the catalog, and not searched.
        """
        if not engines.is_installed(engines.wanted(self._db)):
            return
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
        except (Damaged, sqlite3.IntegrityError):  # or FTS5's own tables contradict each other
            is_good = False
        except sqlite3.DatabaseError as error:
            if not file.is_ruined(error):
                raise
            is_good = False
        if not is_good:
            self._remake(tell)
        elif settle:
            engines.discard_others(self.path.parent, fulltext.text(self._db, "words"))  # left by who was killed
        self._last = time.monotonic()

    def _follow(self, progress: Progress, *, settle: bool) -> bool:
        """Take in what changed; return whether that makes an index that is as good as a new one."""
        state = self._state() if self._attach() else "unusable"
        if state == "unusable" or (state == "behind" and not fulltext.can_follow(self._db)):
            return False
        if state == "behind" or not engines.is_in_step(self._db, self.path.parent):
            self._take_in(progress)
        return not (self._filling().is_stale and (settle or fulltext.value(self._db, "sorted") < _SOON))

    def _state(self) -> fulltext.State:
        """Say whether this index, which is attached, can be searched, and whether it knows all of the catalog."""
        state = fulltext.state_of(self._db, signature())
        if state != "unusable" and not engines.is_wanted(self._db, self.path.parent):
            return "unusable"
        return state

    def _take_in(self, progress: Progress) -> None:
        try:
            with file.writing(self._db):
                self._filling().catch_up(progress)
        except BaseException:
            self._filler = None  # with what it holds of the index
            raise
        with file.writing(self._db):
            self._db.execute("DELETE FROM main.changes WHERE number <= ?", [fulltext.value(self._db, "synced")])

    def _remake(self, progress: Progress) -> None:
        self._detach()
        with file.fresh(self.path) as new:
            try:
                name = self.make(self._db, new, progress)
            except sqlite3.DatabaseError as error:
                if file.is_ruined(error):  # what is made is not: what it is made from is
                    raise file.damaged(self._catalog()) from error
                raise
            file.install(new, self.path, 30)
        engines.discard_others(self.path.parent, name)
        self._attach()

    def _catalog(self) -> Path:
        (found,) = (path for _, name, path in self._db.execute("PRAGMA database_list") if name == "main")
        return Path(found)

    def _filling(self) -> "Filler":
        from archiver.index.filling import Filler

        name = fulltext.text(self._db, "words")  # another one, where somebody has made the index anew
        if self._filler is None or self._filler[0] != name:
            self._filler = name, Filler(self._db, Analyser(), engines.words_of(self._db, self.path.parent))
        return self._filler[1]

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
        self._attached, self._filler, self._engine = False, None, None

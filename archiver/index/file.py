"""The catalog and its full-text index as files: connecting to them, SQLite's errors in our words, and putting new ones
in their place.

Knows nothing of articles. The tables are in `schema.py` and `fulltext.py`.
"""

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from archiver.errors import StoreError
from archiver.index import schema

_REBUILD: Final = "run `archiver index --rebuild`"
_ANEW: Final = "delete this file, then run `archiver index`, which makes it anew from the catalog"
_BUSY: Final = "in use by another archiver; try again when that one has finished"
_CLOSED: Final = "cannot be opened and written; check the permissions of the file and its folder"
_UNREADABLE: Final = "cannot be opened and read; check the permissions of the file and its folder"
_UNFINISHED: Final = (
    "cannot be read here: its last changes are still in the -wal file beside it, and only where both can be written "
    "are they put together; copy the folder to such a place"
)
_REMEDIES: Final = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PERM: _CLOSED,
    sqlite3.SQLITE_READONLY: _CLOSED,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_FULL: "the disk is full; make room and try again",
    sqlite3.SQLITE_IOERR: "the disk cannot be read or written; check it and try again",
    sqlite3.SQLITE_CORRUPT: f"the catalog is damaged; {_REBUILD}",
    sqlite3.SQLITE_NOTADB: f"not a catalog; {_REBUILD}",
}
_OF_FULLTEXT: Final = {
    sqlite3.SQLITE_CORRUPT: f"the full-text index is damaged; {_ANEW}",
    sqlite3.SQLITE_NOTADB: f"not a full-text index; {_ANEW}",
}
_KILLED: Final = re.compile(r"\.(\d+)\.new(?:-wal|-shm|-journal)?")
_REMEMBERED: Final = 256 * 1024 * 1024
_MAPPED: Final = 2**31 - 2**16  # as much as SQLite maps at most

_REFUSED: Final = (sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


@contextmanager
def reporting(path: Path, *, reading: bool = False, is_fulltext: bool = False) -> Iterator[None]:
    """Raise SQLite's errors about the file at `path` as StoreError; an error in our own SQL stays what it is.

    `reading` says that nothing was to be written, and `is_fulltext` that it is not the catalog, for the words of the
    message.
    """
    try:
        yield
    except sqlite3.Error as error:
        remedy = (_OF_FULLTEXT if is_fulltext else {}).get(_code(error), _REMEDIES.get(_code(error)))
        if reading and _code(error) in _REFUSED:
            remedy = _UNFINISHED if _has_log(path) and os.access(path, os.R_OK) else _UNREADABLE
        if remedy is None:
            raise
        raise StoreError(f"{path}: {remedy}") from error


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """Connect to the file at `path`, making an empty one where there is none.

    `timeout` is how many seconds to wait while another connection writes.
    """
    return _connected(path, timeout)


def connect_to_read(path: Path, timeout: float) -> sqlite3.Connection:
    """Connect to the file at `path`, which must be there, for reading alone; its folder may be on a read-only medium.

    `mode=rw` and not `ro`: SQLite reads what it must not write all the same, and a connection that may write takes
    away the files of the write-ahead log when it closes, which a read-only one leaves behind. The log needs a place
    beside the file; where it can have none, and there is none of somebody who is writing, the file is read as it
    lies there (`immutable=1`).
    """
    uri = path.absolute().as_uri()
    db = _connected(f"{uri}?mode=rw", timeout, uri=True)
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # SQLite opens the log when it first reads
    except sqlite3.Error as error:
        db.close()
        if _code(error) not in _REFUSED or _has_log(path):
            raise
        db = _connected(f"{uri}?mode=ro&immutable=1", timeout, uri=True)
        db.execute("PRAGMA query_only = ON")
    return db


def attach(db: sqlite3.Connection, path: Path, name: str) -> None:
    """Attach the file at `path`, made where it is missing, under `name`; as `connect_to_read` does where `db` only
    reads."""
    uri = path.absolute().as_uri()
    if not db.execute("PRAGMA query_only").fetchone()[0]:
        db.execute(f"ATTACH ? AS {name}", [f"{uri}?mode=rwc"])
        return
    try:
        db.execute(f"ATTACH ? AS {name}", [f"{uri}?mode=rw"])  # refused where `db` itself was opened with mode=ro
        db.execute(f"SELECT count(*) FROM {name}.sqlite_master").fetchone()
    except sqlite3.Error as error:
        if any(one == name for _, one, _ in db.execute("PRAGMA database_list")):
            db.execute(f"DETACH {name}")
        if _code(error) not in _REFUSED or _has_log(path):
            raise
        db.execute(f"ATTACH ? AS {name}", [f"{uri}?mode=ro&immutable=1"])


def _connected(place: str | Path, timeout: float, uri: bool = False) -> sqlite3.Connection:
    place = place if uri else Path(place).absolute().as_uri()
    # Transactions are begun and ended here alone, never by the driver.
    connection = sqlite3.connect(place, timeout=timeout, uri=True, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _has_log(path: Path) -> bool:
    """True where changes are in the write-ahead log that may not be in the file at `path` yet."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def remember(db: sqlite3.Connection, *names: str) -> None:
    """Keep much of these databases in memory while all of one is gone through in another order than it was written.

    By default SQLite keeps two megabytes; with a million articles each page was then read dozens of times.
    """
    for name in names:
        db.execute(f"PRAGMA {name}.cache_size = {-_REMEMBERED // 1024}")
        db.execute(f"PRAGMA {name}.mmap_size = {_MAPPED}")


def share(db: sqlite3.Connection, name: str = "main") -> None:
    """Let others read while one writes, by SQLite's write-ahead log; the file stays so.

    SQLite will not wait for that: where somebody else is at work, it is left to the next one that asks.
    """
    try:
        db.execute(f"PRAGMA {name}.journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if _code(error) != sqlite3.SQLITE_BUSY:
            raise


@contextmanager
def writing(db: sqlite3.Connection, *, at_once: bool = True) -> Iterator[None]:
    """Hold one write transaction: committed at the end, undone by any exception.

    IMMEDIATE, since a transaction that begins by reading cannot wait for another writer later: SQLite refuses it. That
    keeps writers out of all that is attached. Not `at_once` is for a file that nobody else knows, made from others that
    are only read.
    """
    db.execute("BEGIN IMMEDIATE" if at_once else "BEGIN")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.commit()


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers that a catalog has given: by record id, and the highest one ever given."""

    known: Mapping[str, int] = field(default_factory=dict)
    last: int = 0


@contextmanager
def held(path: Path, timeout: float) -> Iterator[Numbers]:
    """Keep other writers away from the catalog at `path` and yield the numbers it has given; reading goes on.

    None are known where the file is missing or ruined. Raises StoreError where somebody else is writing,
    or where the file is some other program's database.
    """
    if not path.exists():
        yield Numbers()
        return
    with closing(connect(path, timeout)) as db:
        yield _numbers(db, path)


def _numbers(db: sqlite3.Connection, path: Path) -> Numbers:
    try:
        db.execute("BEGIN IMMEDIATE")
        if schema.is_empty(db):
            return Numbers()
        schema.check_owner(db, path)
        return Numbers(dict(db.execute("SELECT record_id, id FROM captures")), schema.last_id(db))
    except sqlite3.DatabaseError as error:
        if is_ruined(error):
            return Numbers()
        raise


@contextmanager
def fresh(path: Path) -> Iterator[Path]:
    """Yield where to make a database that is to take the place of `path`; nothing is left there in the end."""
    clear(path)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    discard(new)
    try:
        yield new
    finally:
        discard(new)


def clear(path: Path) -> None:
    """Remove what was to take the place of `path` and was left half made by a process that was killed."""
    for left in path.parent.glob(f"{path.name}.*.new*"):
        found = _KILLED.fullmatch(left.name.removeprefix(path.name))
        if found and not is_running(int(found[1])):
            with suppress(OSError):  # on Windows, a file in use
                left.unlink()


def is_running(process: int) -> bool:
    """Whether a process with this number is running, as far as that can be told."""
    if os.name == "nt":  # there this signal ends a process, and what a process has open cannot be removed
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def install(new: Path, path: Path, timeout: float) -> None:
    """Put the finished database `new` in the place of `path`, whole or not at all.

    Where nobody has that open it is renamed. Else SQLite copies it in one transaction: after a rename the `-wal` of
    those who have it open would be taken for the new file's.
    """
    try:
        if path.exists() and not _is_alone(path):
            with closing(connect(new, timeout)) as source, closing(connect(path, timeout)) as target:
                source.backup(target)
                share(target)
            return
    except sqlite3.DatabaseError as error:
        if not is_ruined(error):
            raise
    with new.open("r+b") as file:
        os.fsync(file.fileno())
    # Not the database itself: whoever is killed before the next line would leave an archive without a catalog.
    _discard_logs(path)
    new.replace(path)


def _is_alone(path: Path) -> bool:
    """Whether nobody else has the database at `path` open: only then SQLite ends its write-ahead log."""
    with closing(connect(path, 0)) as db:
        try:
            return bool(db.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete")
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            return False


def discard(path: Path) -> None:
    """Remove a database with the files that SQLite keeps beside it, where they exist."""
    _discard_logs(path)
    path.unlink(missing_ok=True)


def _discard_logs(path: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def is_ruined(error: sqlite3.Error) -> bool:
    """Whether what SQLite says is that the file is damaged, or no database."""
    return _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether what SQLite says is that somebody else is at work on the file."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def damaged(path: Path) -> StoreError:
    """Return the error that says that the catalog at `path` is damaged."""
    return StoreError(f"{path}: {_REMEDIES[sqlite3.SQLITE_CORRUPT]}")


def _code(error: sqlite3.Error) -> int:
    # The low byte is the kind of error; the rest tells variants of it apart.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF

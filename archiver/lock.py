"""One writer at a time: a lock on an archive's folder that lasts as long as its process and no longer.

The kernel holds it, on a file `archiver.lock`, and lets go when the process ends, however it ends: the file of a dead
process is no obstacle. Readers do not ask for it. What is done under the lock is not known here.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from archiver.errors import StoreError

NAME: Final = "archiver.lock"
PATIENCE: Final = 30.0
"""How many seconds to wait for another writer before giving up."""

_STEP: Final = 0.05

Tell = Callable[[str], None]
"""Takes a line that a person should read."""


@contextlib.contextmanager
def locked(folder: Path, tell: Tell = lambda _: None, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock on `folder`, which is made where it is missing and removed again where nothing was put into it.

    Waits up to `patience` seconds for another writer, and says so by `tell`. Raises StoreError where that one goes on
    for longer, or where the lock cannot be had.
    """
    path = folder / NAME
    made = _make(folder)
    try:
        file = _wait(path, tell, patience)
        try:
            yield
        finally:
            # Removed while held, so that whoever waits for it sees that it has become another file.
            with contextlib.suppress(OSError):
                path.unlink()
            file.close()
    finally:
        with contextlib.suppress(OSError):
            for one in made:
                one.rmdir()


def _make(folder: Path) -> list[Path]:
    """Make `folder`; return those that were missing, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made a folder ({error.strerror}); choose another one") from error
    return missing


def _wait(path: Path, tell: Tell, patience: float) -> IO[bytes]:
    end, told = time.monotonic() + patience, False
    while True:
        try:
            file = _open(path)
            if _is_taken(file):
                if _is_still(file, path):
                    file.seek(0)
                    file.truncate()
                    file.write(str(os.getpid()).encode())
                    return file
                file.close()
                continue
        except OSError as error:
            raise StoreError(f"{path}: cannot be locked ({error.strerror}); check the rights of the folder") from error
        who = _owner(file)
        file.close()
        if time.monotonic() >= end:
            raise StoreError(f"{path.parent}: another archiver{who} is writing into it; try again when it has finished")
        if not told:
            tell(f"{path.parent}: waiting up to {patience:.0f} seconds for another archiver{who} that writes into it")
            told = True
        time.sleep(_STEP)


def _open(path: Path) -> IO[bytes]:
    path.parent.mkdir(parents=True, exist_ok=True)  # whoever had the lock may have removed an empty folder
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0)


def _owner(file: IO[bytes]) -> str:
    number = file.read(20).decode("ascii", "replace").strip()
    return f" (process {number})" if number.isdigit() else ""


def _is_still(file: IO[bytes], path: Path) -> bool:
    """False where the one before has removed the file in the meantime: then its lock is worth nothing."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    def _is_taken(file: IO[bytes]) -> bool:
        """Take the lock if it is free; it goes with the file's closing."""
        file.seek(1024)  # behind the number in the file, which others read
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        finally:
            file.seek(0)
        return True

else:

    def _is_taken(file: IO[bytes]) -> bool:
        """Take the lock if it is free; it goes with the file's closing."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

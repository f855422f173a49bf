"""Takes WARC files that another tool made into a folder: byte for byte, whole or not at all.

A copy is checked record by record, and is safe on the disk, before it gets its name; nothing that has a name is ever
replaced, and nothing that is there is copied again. What is wrong with a whole record is said, and the record taken in
all the same. WACZ files are unpack.py's business. Whoever calls must hold the archive's lock.
"""

import filecmp
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import IO, Final

from archiver.errors import WarcError
from archiver.warc.record import WarcFile
from archiver.warc.verify import Verifier
from archiver.warc.write import sync_folder

PART_SUFFIX: Final = ".part"
"""What is being copied in. Not what is being captured: whoever finds such a file may delete it, the source is there."""

ENDINGS: Final = (".warc.gz", ".warc")
_PART: Final = "import-*" + PART_SUFFIX
_GZIP: Final = b"\x1f\x8b"
_STEP: Final = 1024 * 1024
_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Adopted:
    """A WARC file that was taken in. `known` says that it was there already, the same to the byte, under this name.

    `notes` are lines for a person: what is wrong with its records, in words that name the source.
    """

    path: Path
    known: bool = False
    notes: tuple[str, ...] = ()


def adopt_warc(path: Path, folder: Path) -> Adopted:
    """Copy the WARC file at `path` into `folder`.

    Raises WarcError where it is damaged, no WARC file, or cannot be read or written; nothing is left behind then.
    """
    with reading(path):
        if same := same_in(folder, path):
            return Adopted(same, known=True)
        with path.open("rb") as source, growing_in(folder) as growing:
            copy_synced(source, growing)
            check_whole(growing, str(path))
            notes = faults_of(growing, str(path))
            return Adopted(named(growing, folder, path.name), notes=notes)


def check_whole(path: Path, name: str | None = None) -> int:
    """Walk all records of a WARC file, called `name` in errors; return how many there are.

    Raises WarcError where one is not whole.
    """
    try:
        with WarcFile(path) as file:
            offset, records = 0, 0
            while record := file.record(offset):
                offset, records = record.next, records + 1
    except WarcError as error:
        raise WarcError(str(error).replace(str(path), name or str(path))) from None
    return records


def faults_of(path: Path, name: str) -> tuple[str, ...]:
    """Return what is wrong with the records of a WARC file, called `name`: the first of it, and how much more.

    What records say of others is not asked: those may lie in other files.
    """
    faults = [str(fault) for fault in Verifier().file(path, name)]
    more = len(faults) - _TOLD
    rest = [f"{name}: {more} more fault{'s' * (more > 1)}; `archiver check` lists them"] if more > 0 else []
    return (*faults[:_TOLD], *rest)


def same_in(folder: Path, path: Path) -> Path | None:
    """Return the WARC file in `folder` that is the same as that at `path`, to the byte; None where there is none."""
    size = path.stat().st_size
    warcs = (one for one in sorted(folder.glob("*")) if one.name.endswith(ENDINGS) and one.is_file())
    alike = (one for one in warcs if one.stat().st_size == size)
    return next((one for one in alike if filecmp.cmp(path, one, shallow=False)), None)


def discard_parts(folder: Path) -> list[Path]:
    """Delete what a crash left of copies in `folder`; return what that was. The sources are where they were."""
    left = sorted(folder.glob(_PART))
    try:
        for path in left:
            path.unlink()
    except OSError as error:
        raise WarcError(f"{error.filename}: cannot be deleted ({error.strerror}); check its rights") from error
    return left


@contextmanager
def growing_in(folder: Path) -> Iterator[Path]:
    """Make `folder`, and give a path in it to write to; on leaving, that path is gone, and a folder made in vain."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(folder, error) from error
    growing = folder / f"import-{secrets.token_hex(6)}{PART_SUFFIX}"
    try:
        yield growing
    finally:
        growing.unlink(missing_ok=True)
        with suppress(OSError):  # there is something in it: what this was for
            for path in missing:
                path.rmdir()


def copy_synced(source: IO[bytes], growing: Path) -> None:
    """Copy what `source` holds to a new file, and make it safe on the disk."""
    try:
        file = growing.open("xb")
    except OSError as error:
        raise _unwritten(growing.parent, error) from error
    with file:
        shutil.copyfileobj(source, file, _STEP)
        file.flush()
        os.fsync(file.fileno())


def named(growing: Path, folder: Path, name: str) -> Path:
    """Give a copy the first free name like `name`, and make that safe on the disk."""
    ending = next((one for one in ENDINGS if name.endswith(one)), None)
    stem = name.removesuffix(ending) if ending else name
    ending = ".warc.gz" if _is_packed(growing) else ".warc"
    for number in count(1):
        path = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        with suppress(FileExistsError):
            _link(growing, path)
            sync_folder(folder)
            sync_folder(folder.parent)  # it may be new itself
            return path
    raise AssertionError("count() has no end")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what the disk does not let into a WarcError that names the file at `path`, or the one at fault."""
    try:
        yield
    except OSError as error:
        what = (error.strerror or str(error)).lower()
        raise WarcError(f"{error.filename or path}: cannot be copied ({what}); check the path and the room") from None


def _unwritten(folder: Path, error: OSError) -> WarcError:
    return WarcError(f"{folder}: cannot be written ({error.strerror}); make room or check its rights")


def _link(growing: Path, path: Path) -> None:
    """Give a file a further name, which must be free. Raises FileExistsError where it is not."""
    try:
        os.link(growing, path)  # unlike a renaming, it replaces nothing
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise FileExistsError(path) from None
        growing.rename(path)


def _is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == _GZIP

"""Takes WARC files that another tool made into a folder: byte for byte, whole or not at all.

From plain files and from WACZ files, which are ZIP files with WARC files in them. A copy is checked record by record
before it gets its name; nothing that has a name is ever replaced.
Format of WACZ: https://specs.webrecorder.net/wacz/1.1.1/
"""

import filecmp
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import IO, Final

from archiver.errors import WarcError
from archiver.warc.record import WarcFile

PART_SUFFIX: Final = ".part"
"""What is being copied in. Not what is being captured: whoever finds such a file may delete it, the source is there."""

_ENDINGS: Final = (".warc.gz", ".warc")
_GZIP: Final = b"\x1f\x8b"
_STEP: Final = 1024 * 1024


def adopt_warc(path: Path, folder: Path) -> Path:
    """Copy the WARC file at `path` into `folder`; return the copy.

    A file that is in the folder already, under its name and the same to the byte, is not copied again. Raises
    WarcError where it is damaged, no WARC file, or cannot be read or written; nothing is left behind then.
    """
    with _reporting(path), path.open("rb") as source:
        return _adopt(source, path.name, str(path), folder)


def adopt_wacz(path: Path, folder: Path) -> list[Path]:
    """Copy the WARC files in the WACZ file at `path` into `folder`; return the copies. Errors as in `adopt_warc`.

    Where one of them is damaged, those before it stay: they are whole.
    """
    with _reporting(path), zipfile.ZipFile(path) as packed:
        found: list[Path] = []
        for member in warcs_in(packed):
            with packed.open(member) as source:
                found.append(_adopt(source, Path(member).name, f"{path}, {member}", folder))
    if not found:
        raise WarcError(f"{path}: a ZIP file without WARC files in its folder archive/; this is no WACZ file")
    return found


def warcs_in(packed: zipfile.ZipFile) -> list[str]:
    """Return the names of the WARC files in an open WACZ file."""
    return [name for name in packed.namelist() if name.startswith("archive/") and name.endswith(_ENDINGS)]


def check_whole(path: Path) -> int:
    """Walk all records of a WARC file; return how many there are. Raises WarcError where one is not whole."""
    with WarcFile(path) as file:
        offset, records = 0, 0
        while record := file.record(offset):
            offset, records = record.next, records + 1
    return records


@contextmanager
def growing_in(folder: Path) -> Iterator[Path]:
    """Make `folder`, and give a path in it to write to; on leaving, that path is gone, and a folder made in vain."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    growing = folder / f"import-{secrets.token_hex(6)}{PART_SUFFIX}"
    try:
        yield growing
    finally:
        growing.unlink(missing_ok=True)
        with suppress(OSError):  # there is something in it: what this was for
            for path in missing:
                path.rmdir()


def _adopt(source: IO[bytes], name: str, label: str, folder: Path) -> Path:
    with growing_in(folder) as growing:
        with growing.open("xb") as file:
            shutil.copyfileobj(source, file, _STEP)
            file.flush()
            os.fsync(file.fileno())
        try:
            check_whole(growing)
        except WarcError as error:
            raise WarcError(str(error).replace(str(growing), label)) from None
        return _named(growing, folder, name)


def _named(growing: Path, folder: Path, name: str) -> Path:
    """Give a copy the first free name like `name`, or find the file that is the same."""
    ending = next((one for one in _ENDINGS if name.endswith(one)), None)
    stem = name.removesuffix(ending) if ending else name
    ending = ".warc.gz" if _is_packed(growing) else ".warc"
    for number in count(1):
        path = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        try:
            _link(growing, path)
            return path
        except FileExistsError:
            if filecmp.cmp(growing, path, shallow=False):
                return path
    raise AssertionError("count() has no end")


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


@contextmanager
def _reporting(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise WarcError(f"{path}: a WACZ file that cannot be read ({error}); restore it from a copy") from None
    except OSError as error:
        name = error.filename or path
        raise WarcError(
            f"{name}: cannot be copied ({(error.strerror or str(error)).lower()}); check the path"
        ) from None

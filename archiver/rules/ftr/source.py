"""The site files in a folder, an archive or a single file, as names and bytes.

Nothing is unpacked to disk. Names are what comes after the last slash or backslash: an archive that was packed on
Windows, or that hides a path in a name, gives the same files as any other.
"""

import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from archiver.errors import RuleError

_LARGEST: Final = 1 << 20
"""Bytes of a site file; the largest known one has 13,000."""
_MOST: Final = 100_000  # files
_BROKEN: Final = (tarfile.TarError, zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError, RuntimeError)


def site_files(path: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield the name and the bytes of every .txt file in `path`, by name; None for one that is too large to be one.

    `path` is a folder, a tar or zip archive, or a single site file. Raises RuleError where it is none of them, is
    broken, or cannot be read.
    """
    try:
        found = sorted(_found(path), key=lambda one: one[0])
    except OSError as error:
        raise RuleError(f"{path}: cannot be read ({error.strerror or error})") from None
    except _BROKEN as error:
        raise RuleError(f"{path}: the archive is broken ({error}); fetch it again") from None
    yield from found


def _found(path: Path) -> Iterator[tuple[str, bytes | None]]:
    if path.is_dir():
        yield from _in_folder(path)
    elif zipfile.is_zipfile(path):
        yield from _in_zip(path)
    elif tarfile.is_tarfile(path):
        yield from _in_tar(path)
    elif _is_site_file(path.name):
        yield path.name, _read(path)
    else:
        raise RuleError(f"{path}: neither a folder, nor a tar or zip archive, nor a site file (example.org.txt)")


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes | None]]:
    for path in sorted(folder.rglob("*")):
        if _is_site_file(path.name) and path.is_file():
            yield path.name, _read(path)


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.stat().st_size <= _LARGEST else None


def _in_zip(path: Path) -> Iterator[tuple[str, bytes | None]]:
    with zipfile.ZipFile(path) as archive:
        for info in _limited(archive.infolist(), path):
            name = _bare(info.filename)
            if not info.is_dir() and _is_site_file(name):
                yield name, archive.read(info) if info.file_size <= _LARGEST else None


def _in_tar(path: Path) -> Iterator[tuple[str, bytes | None]]:
    with tarfile.open(path) as archive:
        for number, member in enumerate(archive):
            if number == _MOST:
                raise RuleError(f"{path}: over {_MOST:,} files are too many; give a part of it")
            name = _bare(member.name)
            if member.isfile() and _is_site_file(name):
                opened = archive.extractfile(member) if member.size <= _LARGEST else None
                yield name, opened.read() if opened else None


def _limited(infos: list[zipfile.ZipInfo], path: Path) -> list[zipfile.ZipInfo]:
    if len(infos) > _MOST:
        raise RuleError(f"{path}: over {_MOST:,} files are too many; give a part of it")
    return infos


def _bare(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _is_site_file(name: str) -> bool:
    return name.lower().endswith(".txt")

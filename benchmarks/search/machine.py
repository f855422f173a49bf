"""What figures were measured on: processor, memory, disk, Python, SQLite; and how large an index has become."""

import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from archiver.folder import fulltext_of, index_of

_UNCOMPILED: Final = "PYTHONDONTWRITEBYTECODE"
_FULL_TEXT: Final = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5(%'"


def machine(folder: Path) -> str:
    """Describe the machine, and the disk that `folder` lies on."""
    disk = shutil.disk_usage(folder)
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores{load}; {_memory()} of memory; "
        f"{_filesystem(folder)}, {disk.free / 1e9:.0f} GB free; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.release()}"
    )


@contextmanager
def compiled_once() -> Iterator[None]:
    """Have processes that are begun in the block find their modules compiled, as those of an installed program are.

    Where the environment keeps Python from writing them, each process compiles all that it imports: that takes longer
    than many a search. They lie in a folder that is gone with the block, and are made by the first process.
    """
    before = dict(os.environ)
    with TemporaryDirectory() as folder:
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        os.environ.pop(_UNCOMPILED, None)
        try:
            yield
        finally:
            os.environ.pop("PYTHONPYCACHEPREFIX")
            os.environ.update(before)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes the index has: the catalog, the full-text index, and of that what the engine keeps."""

    catalog: int
    full_text: int
    words: int


def sizes(home: Path) -> Sizes:
    """Measure the index in the folder `home`: both of its SQLite files, with their logs, and tantivy's folder."""
    catalog = index_of(home)
    full_text = fulltext_of(catalog)
    folders = sum(one.stat().st_size for one in home.glob("*.tantivy/*"))
    return Sizes(_with_log(catalog), _with_log(full_text) + folders, _words(full_text) + folders)


def _with_log(path: Path) -> int:
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))


def full_text_tables(path: Path) -> list[str]:
    """Return the names of the FTS5 tables in a SQLite file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return [name for (name,) in db.execute(_FULL_TEXT)]


def _words(path: Path) -> int:
    tables = full_text_tables(path)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        pages = dict(db.execute("SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE"))
    return sum(size for name, size in pages.items() if any(name.startswith(f"{table}_") for table in tables))


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", _read("/proc/cpuinfo"), re.MULTILINE)
    return found[1] if found else platform.processor() or platform.machine()


def _memory() -> str:
    found = re.search(r"^MemTotal:\s*(\d+) kB", _read("/proc/meminfo"), re.MULTILINE)
    return f"{int(found[1]) / 1e6:.0f} GB" if found else "? GB"


def _filesystem(folder: Path) -> str:
    """Return the kind of file system that `folder` lies on, and the device."""
    mounts = [line.split()[:3] for line in _read("/proc/mounts").splitlines()]
    over = [mount for mount in mounts if folder.resolve().is_relative_to(mount[1])]
    if not over:
        return "disk"
    device, _, kind = max(over, key=lambda mount: len(mount[1]))
    return f"{kind} on {device}"


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8")
    except OSError:
        return ""

"""What figures were measured on: processor, memory, disk, Python, SQLite; and how large an index has become."""

import os
import platform
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FULL_TEXT: Final = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'"


def machine(folder: Path) -> str:
    """Describe the machine, and the disk that `folder` lies on."""
    disk = shutil.disk_usage(folder)
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {os.cpu_count()} cores{load}; {_memory()} of memory; "
        f"{_filesystem(folder)}, {disk.free / 1e9:.0f} GB free; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.system()} {platform.release()}"
    )


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes the files of an index have, and of those the full-text tables."""

    files: int
    full_text: int


def sizes(home: Path) -> Sizes:
    """Measure the index in the folder `home`: all SQLite files that lie there, with their logs."""
    files = [path for path in home.iterdir() if ".sqlite" in path.name]
    whole = sum(path.stat().st_size for path in files)
    return Sizes(whole, sum(_full_text(path) for path in files if path.suffix == ".sqlite"))


def full_text_tables(path: Path) -> list[str]:
    """Return the names of the FTS5 tables in a SQLite file."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return [name for (name,) in db.execute(_FULL_TEXT)]


def _full_text(path: Path) -> int:
    tables = full_text_tables(path)
    if not tables:
        return 0
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

"""The processes that others of ours begin, for tests that end one or see to it that none is left."""

from pathlib import Path

from archiver.index.analysis import Analysis
from archiver.workers import Workers


def pids(parent: Analysis | Workers) -> list[int]:
    return [process._process.pid for process in parent._running]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False

"""Finishes WARC files that a crash left open: what is whole gets its final name, a torn end goes into a sidecar.

Nothing that came whole to the disk is dropped, and nothing is thrown away: the bytes that are no record lie in
`NAME.torn` beside it. Whoever calls must hold the archive's lock, for a file that still grows looks the same.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archiver.errors import WarcError
from archiver.warc.measure import Measure
from archiver.warc.scan import Piece, scan
from archiver.warc.write import OPEN_SUFFIX, sync_folder

TORN_SUFFIX: Final = ".torn"


@dataclass(frozen=True, slots=True)
class Leftover:
    """What became of a file that was left open.

    `file` is where its whole `records` are now, None where it had none but the one that opens it; `torn` is where the
    last `bytes_torn` bytes went, None where it ended well.
    """

    name: str
    file: Path | None
    records: int
    torn: Path | None
    bytes_torn: int

    def __str__(self) -> str:
        said = f"{self.name}: left open when an archiver was stopped; {self.records} records are whole"
        return f"{said}, {self.bytes_torn} bytes at its end were not and are in {self.torn}" if self.torn else said


def finish(folder: Path) -> list[Leftover]:
    """Finish every file in `folder` that was left open. Raises WarcError where the disk does not let it."""
    return [_finish(path) for path in sorted(folder.glob(f"*{OPEN_SUFFIX}"))]


def _finish(path: Path) -> Leftover:
    final = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    torn = path.with_name(final.name + TORN_SUFFIX)
    with _disk(path):
        size = path.stat().st_size
        records, end = _whole(path, size)
        # First the sidecar is safe, then the end is cut off: a crash in between is made good by the next time.
        if end < size:
            _copy_end(path, end, torn)
        if end:
            with path.open("r+b") as file:
                file.truncate(end)
                os.fsync(file.fileno())
            path.rename(final)
        else:
            path.unlink()
        sync_folder(path.parent)
    return Leftover(str(path), final if end else None, records, torn if end < size else None, size - end)


def _whole(path: Path, size: int) -> tuple[int, int]:
    """Return how many records are whole, and where the last of them ends; 0 where none but the first is.

    An answer at the very end whose request did not come to the disk is not whole: they are written as one.
    """
    pieces = 0
    last, ids = None, set()
    with path.open("rb") as file:
        for part in scan(file, size, Measure()):
            if isinstance(part, Piece):
                pieces, last = pieces + 1, part
                ids.add(part.get("WARC-Record-ID"))
    if last is None:
        return 0, 0
    partner = last.get("WARC-Concurrent-To")
    if partner and partner not in ids:
        pieces, end = pieces - 1, last.offset
    else:
        end = last.next
    return (pieces, end) if pieces > 1 else (0, 0)


def _copy_end(path: Path, start: int, torn: Path) -> None:
    with path.open("rb") as source, torn.open("wb") as target:
        source.seek(start)
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WarcError(f"{path}: cannot be finished ({error.strerror}); make room or check its rights") from error

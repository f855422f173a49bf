"""Recovers every whole record of a damaged WARC file into a new one, and says which bytes were lost.

The damaged file is only read. A gzip member that holds one whole record is copied as it is; a record from a member
with several, or from an uncompressed file, gets a member of its own. Nothing is made up: no digest, no record.
"""

import contextlib
import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Final

from archiver.errors import WarcError
from archiver.warc.measure import Measure
from archiver.warc.message import Headers
from archiver.warc.record import STEP
from archiver.warc.scan import Gap, Piece, scan

_IN_MEMORY: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of a damaged file: how many records are in the new one, and the bytes that are not, with the reason.

    `lost` are in the order of the damaged file, `bytes_lost` is the sum of them.
    """

    records: int
    lost: tuple[Gap, ...]

    @property
    def bytes_lost(self) -> int:
        """How many bytes of the damaged file are in no record of the new one."""
        return sum(gap.end - gap.start for gap in self.lost)


class Spool:
    """Takes records as a sink of `scan`: the one at hand is kept, on the disk where it is large, and measured."""

    def __init__(self, bytes_: IO[bytes]) -> None:
        self.bytes = bytes_
        self.measure = Measure()

    def begin(self, head: bytes, fields: Headers) -> None:
        """Forget the record before, and begin a new one."""
        self.bytes.seek(0)
        self.bytes.truncate()
        self.bytes.write(head)
        self.measure.begin(head, fields)

    def write(self, data: bytes) -> None:
        """Take the next bytes of the block."""
        self.bytes.write(data)
        self.measure.write(data)


def recover(damaged: Path, new: Path) -> Recovered:
    """Write every whole record of the file `damaged` to the file `new`, compressed where that ends in `.gz`.

    Raises WarcError where `damaged` cannot be read or holds no whole record, where `new` exists or cannot be written;
    then there is no new file.
    """
    with _opened(damaged) as source, _created(new) as target:
        with _writing(new), SpooledTemporaryFile(_IN_MEMORY) as bytes_:
            records, lost = _copy(source, target, Spool(bytes_), new.name.endswith(".gz"))
            target.flush()
            os.fsync(target.fileno())
        if not records:
            raise WarcError(f"{damaged}: no whole record in it; nothing to recover")
    return Recovered(records, lost)


def _copy(source: BinaryIO, target: BinaryIO, spool: Spool, packing: bool) -> tuple[int, tuple[Gap, ...]]:
    records = 0
    lost: list[Gap] = []
    for part in scan(source, os.fstat(source.fileno()).st_size, spool):
        if isinstance(part, Gap):
            _lose(lost, part)
        elif why := _spoilt(part, spool.measure):
            _lose(lost, Gap(part.offset, max(part.next, part.offset), why))
        else:
            records += 1
            if packing and part.packed and part.alone and not part.notes:
                place = source.tell()
                source.seek(part.offset)
                pass_on(source, target, part.length)
                source.seek(place)
            else:
                put(spool.bytes, target, packing)
    return records, tuple(lost)


def _spoilt(piece: Piece, measure: Measure) -> str | None:
    """Say why a record that is whole by its form must not be trusted; None where it may be.

    A wrong digest under a right gzip checksum is what some tool wrote, and is kept; elsewhere the bytes have changed.
    """
    right = measure.block_is_right()
    if piece.packed and not piece.sealed and not right:
        return "the gzip data is broken, and no digest proves this record"
    if not piece.packed and right is False:
        return "the block digest is wrong"
    return None


def _lose(lost: list[Gap], gap: Gap) -> None:
    """Add bytes to those that are lost; what touches or covers the last is one with it."""
    if lost and gap.start <= lost[-1].end:
        last = lost.pop()
        why = last.why if gap.why == last.why else f"{last.why}; {gap.why}"
        gap = Gap(last.start, max(last.end, gap.end), why, gap.torn)
    lost.append(gap)


def pass_on(source: BinaryIO, target: BinaryIO, length: int) -> None:
    """Copy `length` bytes from where `source` stands."""
    while length:
        data = source.read(min(length, STEP))
        target.write(data)
        length -= len(data)


def put(record: IO[bytes], target: BinaryIO, packing: bool) -> None:
    """Write the record that was kept, in a gzip member of its own where `packing`."""
    machine = zlib.compressobj(wbits=31)
    record.seek(0)
    if not packing:
        shutil.copyfileobj(record, target, STEP)
        target.write(b"\r\n\r\n")
        return
    while data := record.read(STEP):
        target.write(machine.compress(data))
    target.write(machine.compress(b"\r\n\r\n") + machine.flush())


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise WarcError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from None
    with file:
        yield file


@contextlib.contextmanager
def _created(path: Path) -> Iterator[BinaryIO]:
    """Open a new file, which is removed again after any exception."""
    try:
        file = path.open("xb")
    except FileExistsError:
        raise WarcError(f"{path}: exists already, and nothing is overwritten; name another file") from None
    except OSError as error:
        raise WarcError(f"{path}: cannot be written ({error.strerror}); choose another folder") from None
    try:
        with file:
            yield file
    except BaseException:
        path.unlink()
        raise


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WarcError(f"{path}: cannot be written ({error.strerror}); make room or choose another folder") from error

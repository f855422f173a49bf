"""Walks the records of a WARC file, compressed or not, and hands out only those that are whole.

The fields of a record are read by warcio. Gzip members and the ends of records are walked here, for warcio takes
a torn file for a whole one and cannot tell that a length is wrong. Nothing is repaired or written.
Format: WARC 1.1 (https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/), 1.0 and before.
"""

import contextlib
import io
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final, NoReturn, Self

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from archiver.errors import WarcError
from archiver.warc.message import Headers, header, media_type
from archiver.warc.write import OPEN_SUFFIX

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP: Final = b"\x1f\x8b"
WARC: Final = b"WARC/"
GAP: Final = re.compile(rb"(?:\r\n)+(?:\r\Z)?|\n+|\r\Z")
"""What stands between two records: two CRLF by the standard, more, less or LF in the wild; it may be torn off."""
STEP: Final = 64 * 1024
_LOOK_AHEAD: Final = 64
HEAD_LIMIT: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record of a file.

    `offset` and `length` are in bytes of the file as it lies on the disk, `next` is where the next record begins.
    `block` is kept for records that hold answers, and what a crawler notes of them, and empty for the others.
    """

    offset: int
    length: int
    next: int
    fields: Headers
    block: bytes = field(repr=False)

    def get(self, name: str) -> str:
        """Return the first value of a WARC field; empty where there is none."""
        return header(self.fields, name)

    @property
    def kind(self) -> str:
        """The WARC-Type, in lower case."""
        return self.get("WARC-Type").lower()


class Damaged(Exception):
    """What is wrong with a record; WarcFile adds the file and the place."""


class WarcFile:
    """An open WARC file; a context manager. Every way in which it can be wrong becomes a WarcError that says where."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file: BinaryIO = open_warc(path)
        except FileNotFoundError:
            raise WarcError(f"{path}: no such file; check the path") from None
        except IsADirectoryError:
            raise WarcError(f"{path}: is a folder; name the WARC files in it") from None
        except (OSError, ValueError) as error:
            raise WarcError(f"{path}: cannot be read ({getattr(error, 'strerror', error)})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def fail(self, offset: int, what: str) -> NoReturn:
        """Raise a WarcError that names the file and the place."""
        raise WarcError(f"{self._path}: at offset {offset}: {what}") from None

    def record(self, offset: int) -> Record | None:
        """Return the record that begins at byte `offset`; None at the end of the file."""
        try:
            return self._record(offset)
        except EOFError:
            self.fail(offset, "torn: the file ends within this record; restore it from a copy or capture again")
        except zlib.error:
            self.fail(offset, "damaged: the gzip data is broken; restore the file from a copy or capture again")
        except (Damaged, OSError, ValueError) as error:
            self.fail(offset, str(error))

    def _record(self, offset: int) -> Record | None:
        self._file.seek(offset)
        magic = self._file.read(len(WARC))
        if not magic and offset:
            return None
        if not magic:
            raise Damaged("the file is empty; this file is not a WARC")
        if len(magic) < len(WARC) and (WARC.startswith(magic) or GZIP.startswith(magic[:2])):
            raise EOFError
        if magic.startswith(GZIP):
            return _packed(self._file, offset)
        if magic == WARC:
            return _plain(self._file, offset)
        raise Damaged("no WARC record begins here" + ("" if offset else "; this file is not a WARC"))


def open_warc(path: Path) -> BinaryIO:
    """Open the file, under the name that it has while it grows if it has no other yet. Raises OSError."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        with contextlib.suppress(OSError):
            return path.with_name(path.name + OPEN_SUFFIX).open("rb")
        return path.open("rb")  # between the two it may have got its name; if not, this is the error to raise


class Member(io.RawIOBase):
    """The unpacked bytes of the one gzip member that begins at `offset`.

    Raises EOFError where the file ends before the member does, zlib.error where it is broken or its sum is wrong.
    """

    def __init__(self, file: BinaryIO, offset: int) -> None:
        file.seek(offset)
        self._file = file
        self._machine = zlib.decompressobj(31)

    def readable(self) -> bool:
        """Say that it can be read, as io.BufferedReader asks."""
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Unpack into `buffer`; return how many bytes, 0 at the member's end."""
        room = memoryview(buffer).cast("B")
        while not self._machine.eof:
            data = self._machine.unconsumed_tail or self._file.read(STEP)
            out = self._machine.decompress(data, len(room))
            if out:
                room[: len(out)] = out
                return len(out)
            if not data and not self._machine.eof:
                raise EOFError
        return 0

    @property
    def end(self) -> int:
        """Where the next member begins, once all of this one was read."""
        return self._file.tell() - len(self._machine.unused_data)


def _packed(file: BinaryIO, offset: int) -> Record:
    member = Member(file, offset)
    stream = io.BufferedReader(member, STEP)
    fields, block, _ = _parse(stream)
    # To the very end: only there does gzip's checksum say that the record is whole.
    while rest := stream.read(STEP):
        after = rest[_gap(rest) :]
        if after.startswith(WARC):
            raise Damaged("several records in one gzip member; run `warcio recompress` on the file first")
        if after:
            raise Damaged("the record's Content-Length is wrong")
    return Record(offset, member.end - offset, member.end, fields, block)


def _plain(file: BinaryIO, offset: int) -> Record:
    file.seek(offset)
    fields, block, length = _parse(file)
    tail = file.read(_LOOK_AHEAD)
    gap = _gap(tail)
    # A wrong length shows in what follows. Right is the end of the file, or newlines and then another record.
    if tail and (gap == 0 or not WARC.startswith(tail[gap : gap + len(WARC)])):
        raise Damaged("the record's Content-Length is wrong")
    # As other tools count: the blank lines after an uncompressed record are not of its length.
    return Record(offset, length, offset + length + gap, fields, block)


def _gap(tail: bytes) -> int:
    match = GAP.match(tail)
    return match.end() if match else 0


def _parse(stream: BinaryIO | io.BufferedReader) -> tuple[Headers, bytes, int]:
    """Read a record's fields and block; return them and how many bytes they took."""
    head = _head(stream)
    fields = fields_of(head)
    text = header(fields, "Content-Length")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise Damaged("the record has no right Content-Length")
    return fields, _block(stream, int(text), _is_kept(fields)), len(head) + int(text)


def _is_kept(fields: Headers) -> bool:
    kind = header(fields, "WARC-Type").lower()
    if kind == "metadata":
        return media_type(header(fields, "Content-Type")) == "application/warc-fields"
    return kind in ("response", "resource", "revisit")


def fields_of(head: bytes) -> Headers:
    """Read the fields of a record's head, as warcio reads them."""
    parser = StatusAndHeadersParser(ArcWarcRecordLoader.WARC_TYPES, verify=False)
    try:
        return tuple(parser.parse(io.BytesIO(head)).headers)
    except (EOFError, StatusAndHeadersParserException):
        raise Damaged("the record's header cannot be read") from None


def _head(stream: BinaryIO | io.BufferedReader) -> bytes:
    lines: list[bytes] = []
    room = HEAD_LIMIT
    while line := stream.readline(room):
        if not lines and not line.startswith(WARC):
            raise Damaged("no WARC record, but something else that is gzip-compressed")
        lines.append(line)
        room -= len(line)
        if line in (b"\r\n", b"\n"):
            return b"".join(lines)
        if room <= 0:
            raise Damaged("the record's header does not end")
    raise EOFError


def _block(stream: BinaryIO | io.BufferedReader, length: int, kept: bool) -> bytes:
    """Read `length` bytes, piece by piece: a false length must not claim the memory for it."""
    pieces: list[bytes] = []
    while length:
        piece = stream.read(min(length, STEP))
        if not piece:
            raise EOFError
        length -= len(piece)
        if kept:
            pieces.append(piece)
    return b"".join(pieces)

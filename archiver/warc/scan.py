"""Walks all of a WARC file, damaged or not: every record that is whole, and every stretch of bytes that is not one.

Where record.py stops at the first fault, this goes on behind it: it looks for the next bytes that a record can begin
with, and tries. A record's block goes piece by piece to a sink, so that none has to fit into memory. An uncompressed
record that garbage follows is whole where its digest proves it: nothing else could tell it from a wrong length.
Whether what a record says is true is verify.py's business, what becomes of it recover.py's.
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, Protocol

from archiver.warc.measure import Measure
from archiver.warc.message import Headers, header
from archiver.warc.record import GAP, GZIP, HEAD_LIMIT, STEP, WARC, Damaged, Member, fields_of

_END: Final = b"\r\n\r\n"
_MARK: Final = re.compile(rb"\x1f\x8b\x08|WARC/[0-9]")
_FIRST_LINE: Final = re.compile(rb"WARC/[0-9]\.[0-9]{1,2}\r?\n")
_OVERLAP: Final = 16
_LOOK_AHEAD: Final = 64
_SEARCH_STEP: Final = 1024 * 1024


class Sink(Protocol):
    """Takes the records of a file, one after the other. What it was given is whole only once the piece comes."""

    def begin(self, head: bytes, fields: Headers) -> None: ...  # noqa: D102
    def write(self, data: bytes) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Piece:
    """One record that is whole as far as its form goes.

    `offset` and `length` are in bytes of the file, as an index counts them: a gzip member, or a record without the
    blank lines after it. `next` is where the bytes behind it begin. In a member with several records (`alone` is
    false) all have the member's offset and length 0. `sealed` says that gzip's checksum was right. `notes` are
    faults of form that do no harm.
    """

    offset: int
    length: int
    next: int
    fields: Headers = field(repr=False)
    head: bytes = field(repr=False)
    packed: bool
    alone: bool = True
    sealed: bool = True
    notes: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return the first value of a WARC field; empty where there is none."""
        return header(self.fields, name)

    @property
    def kind(self) -> str:
        """The WARC-Type, in lower case."""
        return self.get("WARC-Type").lower()


@dataclass(frozen=True, slots=True)
class Gap:
    """Bytes from `start` to before `end` that are no whole record, and why. `torn`: the file ends within a record."""

    start: int
    end: int
    why: str
    torn: bool = False


def scan(file: BinaryIO, size: int, sink: Sink) -> Iterator[Piece | Gap]:
    """Yield what the `size` bytes of `file` are, from first to last; each record's bytes go to `sink` before."""
    offset = 0
    while offset < size:
        start, torn = offset, False
        try:
            for piece in _unit(file, start, sink):
                offset = piece.next
                yield piece
            continue
        except EOFError:
            why, torn = "torn: the file ends within this record", True
        except zlib.error:
            why = "the gzip data is broken"
        except (Damaged, ValueError) as error:
            why = str(error)
        offset = _resync(file, start + 1, size)
        yield Gap(start, offset, why, torn and offset == size)


class _Nowhere:
    """Takes records and keeps nothing of them."""

    def begin(self, head: bytes, fields: Headers) -> None: ...
    def write(self, data: bytes) -> None: ...


def piece_at(file: BinaryIO, offset: int, sink: Sink | None = None) -> Piece | None:
    """Return the record that begins at byte `offset` of `file`, after its bytes went to `sink`.

    None where no whole one does.
    """
    try:
        return next(_unit(file, offset, sink or _Nowhere()))
    except (EOFError, zlib.error, Damaged, ValueError):
        return None


def _unit(file: BinaryIO, offset: int, sink: Sink) -> Iterator[Piece]:
    """Yield the records that begin at `offset`: one, or all of a gzip member."""
    file.seek(offset)
    magic = file.read(len(WARC))
    if magic.startswith(GZIP):
        yield from _member(file, offset, sink)
    elif magic == WARC:
        yield _plain(file, offset, sink)
    elif len(magic) < len(WARC) and (WARC.startswith(magic) or GZIP.startswith(magic)):
        raise EOFError
    elif not any(magic):
        raise Damaged("zero bytes where a record should begin")
    else:
        raise Damaged("no record begins here")


def _member(file: BinaryIO, offset: int, sink: Sink) -> Iterator[Piece]:
    member = Member(file, offset)
    stream = io.BufferedReader(member, STEP)
    alone = sealed = True
    begun = b""
    while True:
        head, fields = _record(stream, begun, sink)
        blank, begun = _between(stream)
        if begun and begun != WARC:
            raise Damaged("the record's Content-Length is wrong, or other bytes stand behind its block")
        if begun and alone:
            alone, sealed = False, _is_sealed(file, offset)
        notes = () if blank == _END else ("the record does not end in two CRLF",)
        end = offset if begun else member.end
        yield Piece(offset, end - offset if alone else 0, end, fields, head, True, alone, sealed, notes)
        if not begun:
            return


def _between(stream: io.BufferedIOBase) -> tuple[bytes, bytes]:
    """Read the line ends behind a block, and the first bytes behind them: empty at the end of the member."""
    blank = b""
    while (byte := stream.read(1)) in (b"\r", b"\n") and len(blank) < _LOOK_AHEAD:
        blank += byte
    return blank, byte + stream.read(len(WARC) - 1) if byte else b""


def _is_sealed(file: BinaryIO, offset: int) -> bool:
    """True where the gzip member at `offset` is whole. Leaves the file where it stands."""
    place = file.tell()
    try:
        stream = io.BufferedReader(Member(file, offset), STEP)
        while stream.read(STEP):
            pass
    except (EOFError, zlib.error):
        return False
    finally:
        file.seek(place)
    return True


def _plain(file: BinaryIO, offset: int, sink: Sink) -> Piece:
    file.seek(offset)
    head, fields = _record(file, b"", sink)
    end = file.tell()
    tail = file.read(_LOOK_AHEAD)
    match = GAP.match(tail)
    gap = match.end() if match else 0
    is_followed = not tail or (gap > 0 and _begins(tail[gap : gap + len(WARC)]))
    if not is_followed and not _is_proved(file, head, fields, end):
        raise Damaged("the record's Content-Length is wrong, or other bytes stand behind its block")
    notes = () if tail[:gap] == _END else ("the record does not end in two CRLF",)
    return Piece(offset, end - offset, end + gap, fields, head, False, notes=notes)


def _begins(data: bytes) -> bool:
    """True where the first bytes behind a record are those of another one, or were never written."""
    return WARC.startswith(data) or data.startswith(GZIP) or not any(data)


def _is_proved(file: BinaryIO, head: bytes, fields: Headers, end: int) -> bool:
    """True where the digest that a record declares shows that its block, before `end`, is whole."""
    measure, rest = Measure(), int(header(fields, "Content-Length"))
    measure.begin(head, fields)
    file.seek(end - rest)
    while rest and (data := file.read(min(rest, STEP))):
        measure.write(data)
        rest -= len(data)
    return measure.block_is_right() is True


def _record(stream: BinaryIO | io.BufferedIOBase, begun: bytes, sink: Sink) -> tuple[bytes, Headers]:
    """Read a record up to the end of its block, which goes to `sink`."""
    head = _head(stream, begun)
    fields = fields_of(head)
    text = header(fields, "Content-Length")
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise Damaged("the record has no right Content-Length")
    sink.begin(head, fields)
    rest = int(text)
    while rest:
        data = stream.read(min(rest, STEP))
        if not data:
            if isinstance(stream, io.BufferedReader) and isinstance(stream.raw, Member):
                raise Damaged("the block is shorter than its Content-Length")
            raise EOFError
        sink.write(data)
        rest -= len(data)
    return head, fields


def _head(stream: BinaryIO | io.BufferedIOBase, begun: bytes) -> bytes:
    lines, room = [begun + stream.readline(HEAD_LIMIT)], HEAD_LIMIT
    if not lines[0].startswith(WARC):
        raise Damaged("no WARC record, but something else that is gzip-compressed")
    while lines[-1] not in (b"\r\n", b"\n"):
        lines.append(stream.readline(HEAD_LIMIT))
        room -= len(lines[-1])
        if not lines[-1]:
            raise EOFError
        if room <= 0:
            raise Damaged("the record's header does not end")
    return b"".join(lines)


def _resync(file: BinaryIO, start: int, size: int) -> int:
    """Return the next place at or behind `start` that a record can begin at; `size` where there is none."""
    while start < size:
        file.seek(start)
        data = file.read(_SEARCH_STEP)
        for match in _MARK.finditer(data):
            if _may_begin(file, start + match.start()):
                return start + match.start()
        start += max(1, len(data) - _OVERLAP) if start + len(data) < size else len(data) or size
    return size


def _may_begin(file: BinaryIO, offset: int) -> bool:
    file.seek(offset)
    first = file.read(_OVERLAP)
    if first.startswith(WARC):
        return _FIRST_LINE.match(first) is not None
    try:
        return io.BufferedReader(Member(file, offset), STEP).read(len(WARC)) == WARC
    except (EOFError, zlib.error):
        return False

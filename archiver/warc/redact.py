"""Copies records of a WARC file into a new one, without the credentials in them.

Cookies and authorization values are what lets others in under somebody's name; they do not belong into what is given
away. Their lines are taken out of HTTP heads, and the record's length and block digest are made right; the payload and
its digest stay as they are. Which records are wanted is said by whoever calls.
"""

import base64
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Final

from archiver.warc.message import media_type
from archiver.warc.record import STEP
from archiver.warc.recover import Spool, pass_on, put
from archiver.warc.scan import Gap, Piece, scan

_CREDENTIAL: Final = re.compile(
    rb"^(?:Cookie|Set-Cookie|Authorization|Proxy-Authorization)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*\n", re.I | re.M
)
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_HEAD_LIMIT: Final = 64 * 1024 * 1024
_IN_MEMORY: Final = 4 * 1024 * 1024

Wanted = Callable[[Piece], bool]


@dataclass(frozen=True, slots=True)
class Copied:
    """How many records were copied, answers among them, out of how many credentials were taken, how many bytes lost."""

    records: int
    answers: int
    credentials: int
    bytes_lost: int


def copy(path: Path, target: BinaryIO, wanted: Wanted, with_credentials: bool) -> Copied:
    """Copy the records of the file at `path` that are `wanted` to `target`, each a gzip member.

    `bytes_lost` counts what is no whole record in the file. Raises OSError as files do.
    """
    records = answers = credentials = lost = 0
    with path.open("rb") as source, SpooledTemporaryFile(_IN_MEMORY) as bytes_:
        spool = Spool(bytes_)
        for part in scan(source, os.fstat(source.fileno()).st_size, spool):
            if isinstance(part, Gap):
                lost += part.end - part.start
            elif wanted(part):
                records += 1
                answers += part.kind in ("response", "resource", "revisit")
                found = 0 if with_credentials else _redact(part, spool.bytes)
                credentials += found
                _copy(part, source, spool.bytes, target, as_it_is=not found)
    return Copied(records, answers, credentials, lost)


def _copy(piece: Piece, source: BinaryIO, record: IO[bytes], target: BinaryIO, as_it_is: bool) -> None:
    if not (as_it_is and piece.packed and piece.alone and not piece.notes):
        put(record, target, packing=True)
        return
    place = source.tell()
    source.seek(piece.offset)
    pass_on(source, target, piece.length)
    source.seek(place)


def _redact(piece: Piece, record: IO[bytes]) -> int:
    """Take the credentials out of the record that is kept in `record`; return how many there were."""
    if media_type(piece.get("Content-Type")) != "application/http":
        return 0
    record.seek(len(piece.head))
    block = record.read(_HEAD_LIMIT)
    match = _BLANK_LINE.search(block)
    head = block[: match.end()] if match else block
    clean, count = _CREDENTIAL.subn(b"", head)
    if count:
        _rewrite(piece, record, len(piece.head) + len(head), clean)
    return count


def _rewrite(piece: Piece, record: IO[bytes], body: int, head: bytes) -> None:
    """Put `head` in the place of the HTTP head, whose body begins at byte `body`, and make the record's own right."""
    with SpooledTemporaryFile(_IN_MEMORY) as rest:
        rest.write(head)
        record.seek(body)
        while data := record.read(STEP):
            rest.write(data)
        length = rest.tell()
        rest.seek(0)
        digest = hashlib.sha1(usedforsecurity=False)
        while data := rest.read(STEP):
            digest.update(data)
        named = "sha1:" + base64.b32encode(digest.digest()).decode("ascii")
        record.seek(0)
        record.truncate()
        record.write(_with_fields(piece.head, {"content-length": str(length), "warc-block-digest": named}))
        rest.seek(0)
        while data := rest.read(STEP):
            record.write(data)


def _with_fields(head: bytes, values: dict[str, str]) -> bytes:
    lines = []
    for line in head.split(b"\r\n"):
        name, colon, _ = line.partition(b":")
        value = values.get(name.decode("latin-1").lower()) if colon else None
        lines.append(line if value is None else name + b": " + value.encode("ascii"))
    return b"\r\n".join(lines)

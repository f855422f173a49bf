"""The content codings of HTTP, taken off for reading: gzip, deflate and brotli.

Each gives as much as it can of what is cut short or damaged, and never more than it is told: a few kilobytes can
unpack to terabytes. Formats: RFC 1950 to 1952, RFC 7932. No headers here.
brotlicffi, and not brotli: where that is installed, warcio fails on every record in this coding (warcio#73).
"""

import zlib
from typing import Final

import brotlicffi

_STEP: Final = 64 * 1024
_MEMBERS: Final = 10_000  # of gzip in a row; each takes time, however short it is
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15  # zlib's wbits


def unpack(coding: str, data: bytes, limit: int) -> bytes | None:
    """Take `coding` off `data` and return `limit` bytes at most.

    None where not even the start unpacks, or the coding is none of ours.
    """
    match coding:
        case "gzip" | "x-gzip":
            return _inflate(data, _GZIP, limit)
        case "deflate":
            # Servers send raw deflate under this name as often as the zlib format that is meant.
            unpacked = _inflate(data, _ZLIB, limit)
            return _inflate(data, _RAW_DEFLATE, limit) if unpacked is None else unpacked
        case "br":
            return _unbrotli(data, limit)
        case _:
            return None


def _inflate(data: bytes, wbits: int, limit: int) -> bytes | None:
    """Unpack as far as it goes, several gzip members in a row too."""
    parts: list[bytes] = []
    view, at, room, members = memoryview(data), 0, limit, 1
    machine = zlib.decompressobj(wbits)
    while at < len(view) and room > 0 and members <= _MEMBERS:
        piece = view[at : at + _STEP]
        try:
            part = machine.decompress(piece, room)
        except zlib.error:
            return b"".join(parts) if any(parts) else None
        parts.append(part)
        room -= len(part)
        at += len(piece) - len(machine.unused_data)
        if machine.eof:
            members += 1
            machine = zlib.decompressobj(wbits)
    return b"".join(parts)


def _unbrotli(data: bytes, limit: int) -> bytes | None:
    parts: list[bytes] = []
    room = limit
    machine = brotlicffi.Decompressor()
    view, at = memoryview(data), 0
    while room > 0 and not machine.is_finished():
        piece = b""
        if machine.can_accept_more_data():
            piece = bytes(view[at : at + _STEP])
            at += len(piece)
            if not piece:
                break
        try:
            part = machine.process(piece, output_buffer_limit=min(room, _STEP))
        except brotlicffi.error:
            return b"".join(parts) if any(parts) else None
        parts.append(part[:room])
        room -= len(parts[-1])
    return b"".join(parts)

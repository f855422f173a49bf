"""The chunked transfer coding, taken off a body that comes in pieces.

Lenient, for the bytes are archived as they came whatever they say: a body that breaks off gives what had come, and
from where the chunks are wrong on, bytes are kept as they are. Format: RFC 9112 section 7.1. No input or output here.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal

_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r\n")
_CUT_SIZE: Final = re.compile(rb"[0-9A-Fa-f]{0,16}[ \t]*(?:;[^\r\n]*)?\r?")
_LINE_LIMIT: Final = 1024 * 1024
"""Bytes of a chunk's size line; h11 gives up at the same length."""


class Chunks:
    """Feed it the pieces in their order, then ask for the `end`."""

    def __init__(self) -> None:
        self._state: Literal["size", "data", "gap", "raw", "over"] = "size"
        self._pending = b""  # the beginning of something that is not whole yet
        self._left = 0  # of the chunk
        self._any = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """Yield the data in `piece`; trailers are dropped."""
        data, at = self._pending + piece, 0
        self._pending = b""
        while at < len(data) and self._state != "over":
            match self._state:
                case "data":
                    part = data[at : at + self._left]
                    at += len(part)
                    self._left -= len(part)
                    self._state = "data" if self._left else "gap"
                    yield part
                case "raw":
                    yield data[at:]
                    return
                case _:
                    step = self._gap(data, at) if self._state == "gap" else self._size(data, at)
                    if step is None:
                        self._pending = data[at:]
                        return
                    at += step

    def end(self) -> bytes:
        """Return what was held back: nothing, but where no chunk ever came."""
        return b"" if self._any else self._pending

    def _gap(self, data: bytes, at: int) -> int | None:
        """Pass the line end after a chunk; return how long it is, None where more must come first."""
        end = data[at : at + 2]
        if end == b"\r\n":
            self._state = "size"
            return 2
        if end == b"\r":
            return None
        self._state = "raw"
        return 0

    def _size(self, data: bytes, at: int) -> int | None:
        line = _SIZE.match(data, at)
        if line:
            self._left = int(line[1], 16)
            self._state = "data" if self._left else "over"
            self._any = True
            return line.end() - at
        if len(data) - at <= _LINE_LIMIT and _CUT_SIZE.fullmatch(data, at):
            return None
        self._state = "raw"
        return 0

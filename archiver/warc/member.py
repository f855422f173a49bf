"""One gzip member, as a record is written into it: text is deflated, what is dense already is stored as it is.

Pictures, fonts and answers that the server compressed give nothing to deflate but the time it takes: eight times as
long as to store them. Whether a piece is dense is tried on a sample of it. No record is known here.
Formats: RFC 1952 (gzip), RFC 1951 3.2.4 (stored blocks).
"""

import struct
import zlib
from typing import Final, Protocol

LEVEL: Final = 6
"""Of zlib: level 9 takes half as long again on pages and saves a third of a percent."""

_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_STORED: Final = 0xFFFF  # bytes that one stored block holds
_SAMPLE: Final = 1024
_LARGE: Final = 4096  # bytes of a piece that is worth the trial
_DENSE: Final = 0.95


class Output(Protocol):
    """What records are written to, in order."""

    def write(self, data: bytes, /) -> object: ...  # noqa: D102
    def tell(self) -> int: ...  # noqa: D102


class GzipMember:
    """Packs what is written, up to the `flush` that ends the member, and hands it on; the next write begins another."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self._sum = self._size = 0

    def write(self, data: bytes) -> None:
        """Add `data` to the member."""
        if not data:
            return
        if not self._size:
            self._machine = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            self._out.write(_HEAD)
        self._sum = zlib.crc32(data, self._sum)
        self._size += len(data)
        if len(data) > _LARGE and _is_dense(data):
            self._store(data)
        elif packed := self._machine.compress(data):
            self._out.write(packed)

    def flush(self) -> None:
        """End the member."""
        end = struct.pack("<II", self._sum, self._size & 0xFFFFFFFF)
        self._out.write(self._machine.flush() + end)
        self._sum = self._size = 0

    def _store(self, data: bytes) -> None:
        # A full flush ends on a whole byte, and nothing after it refers to what stands before.
        self._out.write(self._machine.flush(zlib.Z_FULL_FLUSH))
        for at in range(0, len(data), _STORED):
            block = data[at : at + _STORED]
            self._out.write(struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF) + block)


def _is_dense(data: bytes) -> bool:
    start = (len(data) - _SAMPLE) // 2
    return len(zlib.compress(data[start : start + _SAMPLE], 1)) > _DENSE * _SAMPLE

"""The body of an answer: gathered while it arrives, and read again as often as need be.

Small ones stay in memory, larger ones go to a temporary file without a name, so that memory stays flat whatever is
sent. Only bytes as they came: chunks and compression are message.py's business.
"""

import tempfile
import weakref
from collections.abc import Iterator
from threading import Lock
from typing import BinaryIO, Final

from archiver.errors import CaptureError

IN_MEMORY: Final = 1024 * 1024
"""Bytes of a body that are kept in memory; more goes to the disk."""

_STEP: Final = 64 * 1024


class Body:
    """The raw bytes of a body, `size` of them. Its temporary file lives as long as it does."""

    def __init__(self, data: bytes = b"", file: "_File | None" = None, size: int | None = None) -> None:
        """Hold `data`, or the first `size` bytes of `file`."""
        self._data = data
        self._file = file
        self.size: Final = len(data) if size is None else size

    def __repr__(self) -> str:
        return f"<Body of {self.size} bytes>"

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes from the beginning, piece by piece; several readers do not disturb each other."""
        for at in range(0, self.size, _STEP):
            size = min(_STEP, self.size - at)
            yield self._file.read(at, size) if self._file else self._data[at : at + size]

    def read(self) -> bytes:
        """Return all of it. For bodies that are known to be small: what is large belongs in no memory."""
        return b"".join(self.pieces())


class Spool:
    """Takes a body in while it arrives. Raises CaptureError, without a URL, where the disk is full."""

    def __init__(self) -> None:
        self._memory = bytearray()
        self._file: _File | None = None
        self.size = 0

    def write(self, data: bytes) -> None:
        """Add `data` at the end."""
        try:
            if self._file:
                self._file.append(data)
            else:
                self._memory += data
                if len(self._memory) > IN_MEMORY:
                    self._file = _File()
                    self._file.append(bytes(self._memory))
                    self._memory.clear()
        except OSError as error:
            folder = tempfile.gettempdir()
            raise CaptureError(
                f"no room in {folder} for what arrives ({error.strerror}); make room or set TMPDIR"
            ) from None
        self.size += len(data)

    def body(self) -> Body:
        """Return what came so far; nothing may be written after that."""
        return Body(bytes(self._memory), self._file, self.size)


class _File:
    """A temporary file that closes, and so disappears, when nobody holds it any more."""

    def __init__(self) -> None:
        self._file: BinaryIO = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  # closed by the finalizer
        self._lock = Lock()
        weakref.finalize(self, self._file.close)

    def append(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def read(self, at: int, size: int) -> bytes:
        with self._lock:  # the place in the file is shared, with writers of WARC files in other threads too
            self._file.seek(at)
            return self._file.read(size)

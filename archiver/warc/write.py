"""Writes WARC files: when one begins, grows, is safe on the disk, and gets its name.

One file at a time, one gzip member a record, so that each can be read alone. While it grows, the file is named
`NAME.warc.gz.open`; what bears its final name is whole. No file is ever appended to again. What a record says is
pair.py's business.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from archiver.errors import WarcError
from archiver.model import Original, RecordRef
from archiver.warc.pair import Digests, HttpExchange, Notes, digests_of, warcinfo, write_pair

OPEN_SUFFIX: Final = ".open"
SIZE: Final = 1024**3
"""How many bytes a file may have before the next one is begun."""


class WarcWriter:
    """A new WARC file in `folder`, made with the first record written; a context manager.

    Leaving the block, by an exception too, makes the file safe on the disk and gives it its final name.
    Raises WarcError where the disk does not let it.
    """

    def __init__(self, folder: Path, prefix: str = "archiver", software: str | None = None, size: int = SIZE) -> None:
        self._folder = folder
        self._prefix = prefix
        self._size = size
        self._software = software or f"archiver/{version('archiver')}"
        self._name = ""
        self._info = ""
        self._file: FileIO | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(
        self, exchange: HttpExchange, resource: str = "document", *, digests: Digests | None = None,
        original: Original | None = None, notes: Notes | None = None,
    ) -> RecordRef:  # fmt: skip
        """Write the response and its request, and a metadata record with `notes` if there are any.

        Returns where the response lies; `RecordRef.file` is the final name, relative to the parent of the writer's
        folder. `resource` is what it is to a page, "document" for the page itself; `digests` are the response's, where
        they are known. With `original`, whose payload is the same, a revisit is written in the response's place.
        Either all of the records are written or none is.
        """
        digests = digests or digests_of(exchange)
        with self._disk():
            file = self._file or self._create()
            with _all_or_nothing(file) as out:
                pair = write_pair(exchange, digests, self._info, out, resource, original, notes)
            return RecordRef(
                file=f"{self._folder.absolute().name}/{self._name}",
                offset=pair.offset,
                length=pair.length,
                record_id=pair.record_id,
                payload_digest=pair.payload_digest,
            )

    def sync(self) -> None:
        """Make what was written safe on the disk. An index must not name a record before that."""
        if self._file:
            with self._disk():
                getattr(os, "fdatasync", os.fsync)(self._file.fileno())

    def rotate(self) -> None:
        """Close the file where it has its size; the next record begins another.

        To be called when an index knows all that is in it: only a file that is still open is looked through after a
        crash for records that no index knows.
        """
        if self.is_full:
            self.close()

    @property
    def is_full(self) -> bool:
        """True where the file has its size."""
        return self._file is not None and self._file.tell() >= self._size

    def close(self) -> None:
        """Sync, close, and give the file its final name. Does nothing where nothing was written."""
        if not self._file:
            return
        with self._disk():
            try:
                self.sync()
            finally:
                self._file.close()
                self._file = None
            final = self._folder / self._name
            Path(f"{final}{OPEN_SUFFIX}").rename(final)
            sync_folder(self._folder)

    @contextlib.contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            path = self._folder / self._name
            raise WarcError(f"{path}: cannot be written ({error.strerror}); make room or check its rights") from error

    def _create(self) -> FileIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        self._name = f"{self._prefix}-{stamp}-{secrets.token_hex(3)}.warc.gz"
        data, self._info = warcinfo(self._name, self._software)
        path = self._folder / f"{self._name}{OPEN_SUFFIX}"
        file = path.open("xb", buffering=0)
        try:
            with _all_or_nothing(file) as out:
                out.write(data)
        except BaseException:
            file.close()
            path.unlink()
            raise
        self._file = file
        return file


class _Whole:
    """A file that takes all it is given, or raises OSError.

    The file itself is unbuffered: after a full disk, a buffer would try to write its rest with the next record.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._file.write(rest) :]

    def tell(self) -> int:
        return self._file.tell()

    def flush(self) -> None:
        """Nothing waits."""


@contextlib.contextmanager
def _all_or_nothing(file: FileIO) -> Iterator[_Whole]:
    """Take back what was written within the block where it does not end well."""
    start = file.tell()
    try:
        yield _Whole(file)
    except BaseException:
        file.seek(start)
        file.truncate()
        raise


def sync_folder(folder: Path) -> None:
    """Make the new name itself safe; systems that cannot open a folder do without."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

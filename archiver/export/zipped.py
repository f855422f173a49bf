"""A ZIP file whose bytes depend on nothing but its contents: entries have the times that they are given.

What is in the entries is the formats' business.
"""

import shutil
import zipfile
from datetime import UTC, datetime
from types import TracebackType
from typing import BinaryIO, Final, Self

EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that a ZIP file can tell."""

_LAST_YEAR: Final = 2107
_FILE: Final = 0o100644 << 16  # a plain file that its owner may write
_UNIX: Final = 3


class Zip:
    """A ZIP file that is being written. Entries are written as they come; of each only its name and place is kept."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w", compresslevel=6)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, data: bytes, time: datetime = EARLIEST, *, stored: bool = False) -> None:
        """Add `data` as the entry `name`, of the aware `time`; deflated, unless it is to be `stored` as it is."""
        self._zip.writestr(_entry(name, time, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED), data)

    def add_file(self, name: str, source: BinaryIO, size: int, time: datetime = EARLIEST) -> None:
        """Add the `size` bytes of `source`, from where it stands, as the entry `name`, a piece at a time."""
        entry = _entry(name, time, zipfile.ZIP_DEFLATED)
        entry.file_size = size  # by that zipfile knows whether the sizes will need 64 bits
        with self._zip.open(entry, "w") as target:
            shutil.copyfileobj(source, target)


def _entry(name: str, time: datetime, kind: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _zip_time(time))
    entry.create_system, entry.external_attr, entry.compress_type = _UNIX, _FILE, kind
    return entry


def _zip_time(time: datetime) -> tuple[int, int, int, int, int, int]:
    utc = time.astimezone(UTC)
    if not EARLIEST.year <= utc.year <= _LAST_YEAR:
        utc = EARLIEST
    return utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second

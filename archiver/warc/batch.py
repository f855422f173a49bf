"""Groups records into one sync: what was written is held back until it is safe on the disk.

A sync takes the disk some milliseconds, as many for one record as for thirty. So records are written one by one and
made safe together, and only then may an index name them or a person be told of them. What is held back is not known.
"""

import time
from typing import Final, Generic, TypeVar

from archiver.warc.write import WarcWriter

RECORDS: Final = 32
SECONDS: Final = 0.25

T = TypeVar("T")


class Batch(Generic[T]):
    """Holds things back whose records `writer` has written, until it has synced them.

    It is due with `records` of them, or `seconds` after the last sync.
    """

    def __init__(self, writer: WarcWriter, records: int = RECORDS, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._writer = writer
        self._most = records
        self._held: list[T] = []
        self._synced = float("-inf")

    def __len__(self) -> int:
        return len(self._held)

    def add(self, thing: T) -> None:
        """Hold `thing` back, whose records were written."""
        self._held.append(thing)

    @property
    def is_due(self) -> bool:
        """Whether it is time for a sync."""
        return len(self._held) >= self._most or time.monotonic() - self._synced >= self.seconds

    def release(self) -> list[T]:
        """Sync, and return what was held back, in its order. Raises WarcError where the disk does not let it."""
        if self._held:
            self._writer.sync()
        self._synced = time.monotonic()
        held, self._held = self._held, []
        return held

"""What arrives, on its way into the archive: written and synced at once, indexed while the next of it is fetched.

Nothing is given out as saved before it is safe on the disk and in the index. What is fetched, and how it is cleaned, is
not known here.
"""

from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from archiver.capture.arrival import Arrival, Done
from archiver.errors import ArchiverError
from archiver.indexer import Indexer, Saved, Written
from archiver.journal import Journal
from archiver.recorder import Recorder
from archiver.workers import Job


@dataclass(slots=True)
class _Batch:
    """What was written together, the pages that are done with it, and the cleaning of it, once that is begun."""

    written: Written
    pages: list[str]
    job: Job | None = None


class Saving:
    """Saves batch by batch; a context manager, which keeps what was written whatever ends the block.

    `is_whole` is False once something was not reached: then there is something left for the next run.
    """

    def __init__(self, recorder: Recorder, indexer: Indexer, journal: Journal | None) -> None:
        self._recorder, self._indexer, self._journal = recorder, indexer, journal
        self._waiting: _Batch | None = None
        self.is_whole = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.settle()
            return
        with suppress(ArchiverError):  # what was fetched is kept, whatever stops us
            self.settle()

    def take(self, batch: list[Arrival | Done]) -> list[Saved]:
        """Write a batch and make it safe on the disk; return what became of the one before."""
        written = [(one, self._recorder.write(one)) for one in batch if isinstance(one, Arrival)]
        self._recorder.sync()
        saved = self._advance(_Batch(written, [one.page for one in batch if isinstance(one, Done)]))
        return saved + self.settle() if self._recorder.is_full else saved

    def settle(self) -> list[Saved]:
        """Return what became of the last batch; to be called where no other is coming soon."""
        saved = self._advance(None)
        self._recorder.rotate()
        return saved

    def _advance(self, batch: _Batch | None) -> list[Saved]:
        """Index the batch that waits, if one does, while `batch` is being cleaned, which waits from now on."""
        before, self._waiting = self._waiting, batch
        try:
            found = before.job.result() if before and before.job else None
            if batch:
                batch.job = self._indexer.begin(batch.written)
            saved = self._indexer.finish(before.written, found) if before else []
        except BaseException:
            if before:
                with suppress(ArchiverError):
                    self._indexer.finish(before.written)
            raise
        if before and self._journal:
            self._journal.add(before.pages)
        self.is_whole = self.is_whole and all(one.outcome != "not reached" for one in saved)
        return saved

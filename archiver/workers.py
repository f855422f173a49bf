"""Appraises captures in processes of their own: cleaning takes the processor, and Python one of them a process.

Begun only when there is much to do. A page that a process dies of, as of a fault in a library, costs that page and no
other. What goes on in such a process is in `worker.py`.
"""

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from archiver.appraisal import Appraisal, appraise, is_to_clean
from archiver.model import Capture
from archiver.outcome.classify import classify
from archiver.pipeline import cleaner
from archiver.rules.book import Rulebook
from archiver.worker import Worker

ENOUGH: Final = 12
"""Pages until workers are begun: starting one takes as long as cleaning that many."""

_MOST: Final = 8

Dealt = Sequence[tuple[Worker, int]]
"""The workers that some pages were dealt out to, one to each in turn, and the number under which each has its share."""


class Workers:
    """Appraises by the rules of `rulebook`; a context manager. Results do not depend on who worked them out.

    `count` is how many processes there may be, all that the
    machine has processors for by default; `enough` how many pages are appraised in this one first.
    """

    def __init__(self, rulebook: Rulebook, count: int | None = None, enough: int = ENOUGH) -> None:
        self._rulebook, self._enough = rulebook, enough
        self._count = min(_MOST, os.cpu_count() or 1) if count is None else count
        self._pages = 0
        self._running: list[Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def cleaner(self, url: str, canonical: str | None) -> str:
        """Return the digest of all that decides on the page at `url`, whose article has the address `canonical`."""
        return cleaner(self._rulebook, url, canonical)

    def start(self) -> None:
        """Begin all workers now: they are soon needed, and get ready while something else is done."""
        if self._count > 1:
            self._enough = 0
            self._begin(self._count)

    def close(self) -> None:
        """End all workers; they are begun anew when they are needed."""
        while self._running:
            self._running.pop().end()

    def appraise(self, captures: Sequence[Capture]) -> list[Appraisal]:
        """Return what `appraise` finds in each of `captures`."""
        return self.begin(captures).result()

    def begin(self, captures: Sequence[Capture]) -> "Job":
        """Have `captures` appraised while something else is done.

        Another job may be begun before the result of this one is asked for: then a worker that is done with its part of
        this one waits neither for the others nor for us.
        """
        pages = [capture for capture in captures if is_to_clean(capture)]
        self._pages += len(pages)
        if len(pages) < 2 or self._count < 2 or self._pages < self._enough:
            return Job(lambda: [appraise(capture, self._rulebook) for capture in captures])
        dealt = self._deal(pages)
        return Job(lambda: self._merged(captures, pages, dealt))

    def _deal(self, pages: Sequence[Capture]) -> Dealt:
        """Deal `pages` out to the workers, begun as need be. That one is gone shows when its answer is asked for."""
        dealt: list[tuple[Worker, int]] = []
        try:
            self._begin(min(self._count, len(pages)))
            for number, worker in enumerate(self._running):
                share = 0
                with suppress(OSError):
                    share = worker.give(pages[number :: len(self._running)])
                dealt.append((worker, share))
        except BaseException:
            self.close()
            raise
        return dealt

    def _begin(self, count: int) -> None:
        while len(self._running) < count:
            self._running.append(Worker(self._rulebook))

    def _merged(self, captures: Sequence[Capture], pages: Sequence[Capture], dealt: Dealt) -> list[Appraisal]:
        found = iter(self._taken(pages, dealt))
        return [next(found) if is_to_clean(one) else appraise(one, self._rulebook) for one in captures]

    def _taken(self, pages: Sequence[Capture], dealt: Dealt) -> list[Appraisal]:
        """Return the workers' answers on `pages`, gathered as they were dealt out."""
        if any(worker.has_ended for worker, _ in dealt):  # over a page of a job before this one
            with Workers(self._rulebook, self._count, 0) as others:
                return others.appraise(pages)
        try:
            answers = [worker.take(share) for worker, share in dealt]
        except (OSError, EOFError, ValueError):
            self.close()
            return [self._alone(page) for page in pages]
        except BaseException:
            self.close()  # an answer that is read in part makes nonsense of all that follow
            raise
        return [answers[number % len(answers)][number // len(answers)] for number in range(len(pages))]

    def _alone(self, page: Capture) -> Appraisal:
        """Appraise a page of which a worker may die: then it has no article, and that is said."""
        worker = Worker(self._rulebook)
        try:
            return worker.take(worker.give([page]))[0]
        except (OSError, EOFError):
            fault = f"{page.final_url}: cleaning broke down over this page; recorded, not indexed"
            return Appraisal(classify(page, None, page.asked), self.cleaner(page.final_url, None), fault=fault)
        finally:
            worker.end()


class Job:
    """What is being appraised: `result` waits for it."""

    def __init__(self, result: Callable[[], list[Appraisal]]) -> None:
        self.result = result

"""Appraises captures in processes of their own: cleaning takes the processor, and Python one of them a process.

Begun only when there is much to do. A worker reads captures from its standard input and writes what it found to its
standard output, so that it ends when whoever started it is gone, however that ended. A page that a worker dies of, as
of a fault in a library, costs that page and no other.
"""

import gc
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Final, Self

from archiver.appraisal import Appraisal, appraise, is_to_clean
from archiver.model import Capture
from archiver.outcome.classify import classify
from archiver.pipeline import JUDGES, cleaner
from archiver.rules.book import Rulebook

ENOUGH: Final = 12
"""Pages until workers are begun: starting one takes as long as cleaning that many."""

_MOST: Final = 8
_START: Final = "import sys; sys.path[:] = {path!r}; from archiver.workers import work; work()"
_SELDOM: Final = 50_000  # objects between two collections; cleaning makes many, few of them in circles
_SIZE: Final = struct.Struct("<Q")


class Workers:
    """Appraises by the rules of `rulebook`; a context manager. Results do not depend on who worked them out.

    `count` is how many processes there may be, all that the
    machine has processors for by default; `enough` how many pages are appraised in this one first.
    """

    def __init__(self, rulebook: Rulebook, count: int | None = None, enough: int = ENOUGH) -> None:
        self._rulebook, self._enough = rulebook, enough
        self._count = min(_MOST, os.cpu_count() or 1) if count is None else count
        self._pages = 0
        self._running: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def cleaner(self, url: str, canonical: str | None) -> str:
        """Return the digest of all that decides on the page at `url`, whose article has the address `canonical`."""
        return cleaner(self._rulebook, url, canonical)

    def judged_by(self, capture: Capture, found: Appraisal) -> str:
        """Return the digest of all that decided on `capture`, of which this was found."""
        if not is_to_clean(capture):
            return JUDGES
        return self.cleaner(capture.final_url, found.entry.article["canonical"] if found.entry else None)

    def close(self) -> None:
        """End all workers; they are begun anew when they are needed."""
        while self._running:
            self._running.pop().end()

    def appraise(self, captures: Sequence[Capture]) -> list[Appraisal]:
        """Return what `appraise` finds in each of `captures`."""
        return self.begin(captures).result()

    def begin(self, captures: Sequence[Capture]) -> "Job":
        """Have `captures` appraised while something else is done. One job at a time: ask for its result first."""
        pages = [capture for capture in captures if is_to_clean(capture)]
        self._pages += len(pages)
        if len(pages) < 2 or self._count < 2 or self._pages < self._enough:
            return Job(lambda: [appraise(capture, self._rulebook) for capture in captures])
        self._give(pages)
        return Job(lambda: self._merged(captures, pages))

    def _give(self, pages: list[Capture]) -> None:
        """Deal `pages` out to the workers, begun as need be. That one is gone shows when its answer is asked for."""
        try:
            while len(self._running) < min(self._count, len(pages)):
                self._running.append(_Worker(self._rulebook))
            for number, worker in enumerate(self._running):
                with suppress(OSError):
                    worker.give(pages[number :: len(self._running)])
        except BaseException:
            self.close()
            raise

    def _merged(self, captures: Sequence[Capture], pages: list[Capture]) -> list[Appraisal]:
        found = iter(self._taken(pages))
        return [next(found) if is_to_clean(one) else appraise(one, self._rulebook) for one in captures]

    def _taken(self, pages: list[Capture]) -> list[Appraisal]:
        """Return the workers' answers on `pages`, gathered as they were dealt out."""
        try:
            if not self._running:
                raise EOFError
            answers = [worker.take() for worker in self._running]
        except (OSError, EOFError, ValueError):
            self.close()
            return [self._alone(page) for page in pages]
        except BaseException:
            self.close()  # what they still have to say would be taken for the answer to something else
            raise
        return [answers[number % len(answers)][number // len(answers)] for number in range(len(pages))]

    def _alone(self, page: Capture) -> Appraisal:
        """Appraise a page of which a worker may die: then it has no article, and that is said."""
        worker = _Worker(self._rulebook)
        try:
            worker.give([page])
            return worker.take()[0]
        except (OSError, EOFError):
            fault = f"{page.final_url}: cleaning broke down over this page; recorded, not indexed"
            return Appraisal(classify(page, None, page.asked), fault=fault)
        finally:
            worker.end()


class Job:
    """What is being appraised: `result` waits for it."""

    def __init__(self, result: Callable[[], list[Appraisal]]) -> None:
        self.result = result


class _Worker:
    """One process, asked one thing after the other."""

    def __init__(self, rulebook: Rulebook) -> None:
        command = [sys.executable, "-c", _START.format(path=sys.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin, self._process.stdout
        _send(self._in, rulebook)

    def give(self, captures: list[Capture]) -> None:
        _send(self._in, captures)

    def take(self) -> list[Appraisal]:
        found: list[Appraisal] = _receive(self._out)
        return found

    def end(self) -> None:
        self._process.kill()
        for pipe in (self._in, self._out):
            with suppress(OSError):
                pipe.close()
        self._process.wait()


def work() -> None:
    """Be a worker, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever is interrupted ends us
    gc.set_threshold(_SELDOM)
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get between the answers
    with suppress(EOFError, OSError):
        rulebook: Rulebook = _receive(asked)
        while True:
            _send(answers, [appraise(capture, rulebook) for capture in _receive(asked)])


def _send(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_SIZE.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = _exactly(pipe, _SIZE.size)
    return pickle.loads(_exactly(pipe, _SIZE.unpack(head)[0]))


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data

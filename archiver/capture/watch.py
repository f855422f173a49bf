"""What a run is doing at this moment, for another thread to look at.

Only numbers and names: nothing is printed or drawn here, and nothing is decided.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from archiver.capture.visit import Visit, alone

Waiting = Literal["answer", "turn", "retry"]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """One URL that is being fetched: for how many seconds, how many bytes came, and what it waits for.

    That is the server's answer, or its turn among the requests to that server, or the time for another attempt.
    """

    url: str
    seconds: float
    bytes: int
    waits_for: Waiting


class Watch:
    """A run's looking glass. Every thread may look, at any time; only the run changes anything.

    `received` is how many bytes came in all; `waiting` how many pages are known and not begun, of those that the run
    has looked at so far; `expected` how many pages there will be, None where lists are still to be read.
    """

    def __init__(self) -> None:
        self.received = 0
        self.waiting = 0
        self.expected: int | None = None
        self._lock = Lock()
        self._transfers: dict[Transfer, None] = {}

    def under_way(self) -> tuple[UnderWay, ...]:
        """Return what is being fetched, what began first first."""
        with self._lock:
            transfers = tuple(self._transfers)
        now = time.monotonic()
        return tuple(UnderWay(one.url, now - one.begun, one.received, one.waits_for) for one in transfers)

    @contextmanager
    def transfer(self, url: str, visit: Visit) -> Iterator["Transfer"]:
        """Show `url` as under way while the block runs."""
        transfer = Transfer(url, visit, self)
        with self._lock:
            self._transfers[transfer] = None
        try:
            yield transfer
        finally:
            with self._lock:
                del self._transfers[transfer]


class Transfer:
    """One URL that is being fetched, for `visit`. Fetching tells it how that goes."""

    __slots__ = ("_watch", "begun", "received", "url", "visit", "waits_for")

    def __init__(self, url: str, visit: Visit | None = None, watch: Watch | None = None) -> None:
        self.url, self.visit, self._watch = url, visit or alone(), watch
        self.begun = time.monotonic()
        self.received = 0
        self.waits_for: Waiting = "answer"

    def came(self, size: int) -> None:
        """Count what arrived."""
        self.received += size
        if self._watch:
            self._watch.received += size

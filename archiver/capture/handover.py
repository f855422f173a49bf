"""Where arrivals pass from the thread of the event loop to the thread that writes them.

Sockets do not wait while what came is written, cleaned and indexed; but who fetches waits when too much lies here. What
arrives, and why, is not known here.
"""

import asyncio
import queue
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from archiver.capture.arrival import Arrival, Done

BATCH: Final = 32
"""Arrivals that are handed over at a time, at most: what is synced to the disk together."""

_BYTES: Final = 8 * 1024 * 1024
"""Bytes of bodies, as sent, after which no more is handed over at a time: each is unpacked to be read."""

_WAITING: Final = 4 * BATCH
"""Arrivals that may wait to be taken; then fetching waits."""
_MOMENT: Final = 0.01  # seconds
_MOMENTS: Final = 5


class Handover:
    """Where the loop's thread hands over to the caller's: a queue that makes the former wait when it is full."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Arrival | Done | BaseException | None] = queue.SimpleQueue()
        self._ended = False
        self._error: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._space = asyncio.Semaphore(_WAITING)
        self._task: asyncio.Task[None] | None = None

    def work(self, run: Callable[[], Awaitable[None]]) -> None:
        """Await `run` to its end, in this thread; what it raises is raised where arrivals are taken."""
        end: BaseException | None = None
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._guarded(run))
        except asyncio.CancelledError:
            end = None
        except BaseException as error:  # nobody may wait for a thread that is gone, whatever ended it
            end = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
        self._queue.put(end)

    async def _guarded(self, run: Callable[[], Awaitable[None]]) -> None:
        self._task = asyncio.current_task()
        await run()

    async def put(self, arrival: Arrival | Done) -> None:
        """Hand over one arrival; wait while too many wait already."""
        await self._space.acquire()
        self._queue.put(arrival)

    def is_idle(self) -> bool:
        """True where nothing waits to be taken, and nothing comes for a moment."""
        for _ in range(_MOMENTS):
            if not self._queue.empty() or self._ended:
                return False
            time.sleep(_MOMENT)
        return self._queue.empty()

    def take(self) -> list[Arrival | Done]:
        """Return what waits, at least one arrival and at most BATCH; none at the run's end."""
        taken: list[Arrival | Done] = []
        room = _BYTES
        while len(taken) < BATCH and room > 0 and not self._ended and (not taken or not self._queue.empty()):
            one = self._queue.get()
            if isinstance(one, Arrival | Done):
                taken.append(one)
                room -= sum(exchange.body.size for exchange in one.exchanges) if isinstance(one, Arrival) else 0
            else:
                self._ended, self._error = True, one
        if taken:
            self._call(partial(self._make_room, len(taken)))
        elif self._error is not None:  # what came before it is handed over first
            raise self._error
        return taken

    def _make_room(self, places: int) -> None:
        for _ in range(places):
            self._space.release()

    def stop(self) -> None:
        """End the run, if it is still going."""
        if self._task is not None:
            self._call(self._task.cancel)

    def _call(self, function: object) -> None:
        if not self._loop.is_closed():
            try:
                self._loop.call_soon_threadsafe(function)  # type: ignore[arg-type]
            except RuntimeError:
                return  # it was closed in this very moment: the run is over

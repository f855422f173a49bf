"""When a request may begin: the only place that waits for the sake of others.

So many requests at a time, to one host and in all; none to a host that asked to be left alone; pages of one host a
delay apart. It knows the clock of the running event loop and hosts by name, and nothing of HTTP.
"""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from archiver.capture.exchange import Options
from archiver.capture.manners import Manners
from archiver.capture.watch import Transfer
from archiver.errors import CaptureError
from archiver.urls import host as host_of


class NoTurn(CaptureError):
    """The time was up before the request could begin."""


@dataclass(slots=True)
class _Host:
    name: str
    turns: asyncio.Semaphore
    line: asyncio.Lock = field(default_factory=asyncio.Lock)  # who waits for the delay does so in order
    last: float = -math.inf  # when a page was begun last, by the loop's clock
    held: float = -math.inf  # until when nothing may begin


class Gate:
    """One for a run. `options` say how many may be under way at a time, `manners` how long a host is waited for."""

    def __init__(self, options: Options, manners: Manners | None = None) -> None:
        self._per_host = options.per_host
        self._all = asyncio.Semaphore(options.connections)
        self._patience = manners.max_retry_after if manners else math.inf
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str, transfer: Transfer) -> AsyncIterator[None]:
        """Wait until one more request may be under way to the host of `url`; it is over when the block is left.

        Raises CaptureError where the host asked to be left alone for longer than we are patient, and its subclass
        NoTurn where the turn does not come before the visit's deadline.
        """
        host, now = self._host(url), asyncio.get_running_loop().time()
        if now >= transfer.visit.deadline:
            raise _no_turn(url)
        if host.turns.locked() or self._all.locked() or host.held > now:
            await self._wait(host, url, transfer)
        else:  # neither waits
            await host.turns.acquire()
            await self._all.acquire()
        try:
            transfer.visit.begin()
            yield
        finally:
            self._all.release()
            host.turns.release()

    def paces(self, url: str, delay: float) -> bool:
        """True where a page of the host of `url` would have to wait for `pace`; its time is noted where not."""
        host, now = self._host(url), asyncio.get_running_loop().time()
        if (host.line.locked() and delay) or max(host.held, host.last + delay) > now:
            return True
        host.last = now
        return False

    async def pace(self, url: str, delay: float, deadline: float) -> None:
        """Wait until another page of the host of `url` may begin, `delay` seconds after the last one.

        Raises CaptureError as `turn` does.
        """
        host = self._host(url)
        try:
            async with asyncio.timeout_at(_when(deadline)), host.line:
                await self._delay(host, url, delay, deadline)
        except TimeoutError:
            raise _no_turn(url) from None

    def hold(self, url: str, seconds: float) -> None:
        """Let nothing begin at the host of `url` for so long, as it asked for. What is under way goes on."""
        host = self._host(url)
        host.held = max(host.held, asyncio.get_running_loop().time() + seconds)

    async def _delay(self, host: _Host, url: str, delay: float, deadline: float) -> None:
        loop = asyncio.get_running_loop()
        while (now := loop.time()) < (begin := max(host.held, host.last + delay)):
            self._check(host, url, now)
            if begin > deadline:
                raise _no_turn(url)  # rather than wait for nothing
            await asyncio.sleep(begin - now)
        host.last = now

    async def _wait(self, host: _Host, url: str, transfer: Transfer) -> None:
        """Wait for the turn; the place of the visit is for others meanwhile."""
        visit = transfer.visit
        transfer.waits_for = "turn"
        visit.leave()
        try:
            async with asyncio.timeout_at(_when(visit.deadline)):
                await self._acquire(host, url)
        except TimeoutError:
            raise _no_turn(url) from None
        finally:
            # By force: whoever has a turn and waited for a place would keep the turn from those that have one.
            visit.force()
            transfer.waits_for = "answer"

    async def _acquire(self, host: _Host, url: str) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._check(host, url, loop.time())
            await asyncio.sleep(max(0.0, host.held - loop.time()))
            await host.turns.acquire()
            try:
                await self._all.acquire()
            except BaseException:
                host.turns.release()
                raise
            if host.held <= loop.time():
                return
            self._all.release()
            host.turns.release()

    def _check(self, host: _Host, url: str, now: float) -> None:
        if host.held - now > self._patience:
            raise CaptureError(
                f"{url}: {host.name} asked to be left alone for another {host.held - now:.0f} seconds; save it later"
            )

    def _host(self, url: str) -> _Host:
        name = host_of(url)
        if name not in self._hosts:
            self._hosts[name] = _Host(name, asyncio.Semaphore(self._per_host))
        return self._hosts[name]


def _no_turn(url: str) -> NoTurn:
    return NoTurn(f"{url}: its turn did not come within the time limit; save it again later or allow more time")


def _when(deadline: float) -> float | None:
    return None if deadline == math.inf else deadline

"""Lets requests through to each host one after another, at the pace that manners allow.

The only place that waits for the sake of others. It knows the clock of the running event loop and hosts by name, and
nothing of HTTP.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from archiver.capture.manners import Manners
from archiver.errors import CaptureError
from archiver.urls import host as host_of


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    delay: float
    next: float = 0.0  # when the next request may begin, by the loop's clock


class Gate:
    """One for a run. Requests to different hosts do not wait for each other."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, url: str, deadline: float | None = None) -> AsyncIterator[None]:
        """Wait until a request for `url` may begin; it is over when the block is left.

        Raises CaptureError where its turn does not come before `deadline`, by the loop's clock.
        """
        host = self._host(url)
        await self._enter(host, url, deadline)
        try:
            yield
        finally:
            host.slots.release()

    def hold(self, url: str, seconds: float) -> None:
        """Let nothing begin at the host of `url` for so long, as it asked for. What is under way goes on."""
        host = self._host(url)
        host.next = max(host.next, asyncio.get_running_loop().time() + seconds)

    def slow(self, url: str, crawl_delay: float | None) -> None:
        """Heed the delay that the robots.txt of the host of `url` asks for, where it is longer than ours."""
        if crawl_delay:
            self._host(url).delay = self._manners.delay_for(crawl_delay)

    async def _enter(self, host: _Host, url: str, deadline: float | None) -> None:
        try:
            async with asyncio.timeout_at(deadline):
                await host.slots.acquire()
                try:
                    await _pace(host)
                except BaseException:
                    host.slots.release()
                    raise
        except TimeoutError:
            raise CaptureError(f"{url}: its turn did not come within the time limit; run it again later") from None

    def _host(self, url: str) -> _Host:
        name = host_of(url)
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(self._manners.concurrency), self._manners.delay)
        return self._hosts[name]


async def _pace(host: _Host) -> None:
    """Wait for the host's next time, which others may take or put off meanwhile, and take it."""
    loop = asyncio.get_running_loop()
    while (now := loop.time()) < host.next:
        await asyncio.sleep(host.next - now)
    host.next = now + host.delay

"""What the robots.txt files of a run say: each origin's is fetched once, when the first page of it is wanted.

What such a file means is robots.py's business; fetching is left to whoever asks.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from archiver.capture.arrival import Arrival
from archiver.capture.robots import MAX_BYTES, Robots, robots_url

_LARGE: Final = 16 * 1024  # bytes that are worth a thread of their own to be read


@dataclass(frozen=True, slots=True)
class Permit:
    """Whether a URL may be fetched: `why` not, None where it may. `crawl_delay` is in seconds, None without one."""

    why: str | None = None
    crawl_delay: float | None = None


@dataclass(frozen=True, slots=True)
class _File:
    url: str
    robots: Robots
    fault: str | None


class Permits:
    """One for a run. `fetch` gets the robots.txt at a URL, for a page, and sees to its being recorded."""

    def __init__(
        self, user_agent: str, fetch: Callable[[str, str], Awaitable[Arrival]], tasks: asyncio.TaskGroup
    ) -> None:
        self._user_agent, self._fetch, self._tasks = user_agent, fetch, tasks
        self._files: dict[str, asyncio.Task[_File]] = {}

    async def of(self, url: str) -> Permit:
        """Say whether `url`, normalised, may be fetched; wait for the robots.txt of its origin where need be."""
        where = robots_url(url)
        if where not in self._files:
            self._files[where] = self._tasks.create_task(self._read(where, url))
        file = await asyncio.shield(self._files[where])
        if file.robots.may_fetch(url, self._user_agent):
            return Permit(crawl_delay=file.robots.crawl_delay(self._user_agent))
        if file.fault:
            reason = f"{where} cannot be had ({file.fault}), which forbids everything for now"
        else:
            reason = f"{where} forbids it"
        return Permit(f"{url}: not fetched: {reason}; --no-robots fetches it all the same")

    async def _read(self, where: str, page: str) -> _File:
        arrival = await self._fetch(where, page)
        if arrival.fate != "answered":
            return _File(where, Robots.of(None), (arrival.why or "no answer").removeprefix(f"{where}: "))
        answer = arrival.exchanges[-1]
        body = answer.read(MAX_BYTES + 1).data
        if answer.truncated:
            body = body[: body.rfind(b"\n") + 1]  # half a rule could mean the whole site
        robots = await asyncio.to_thread(Robots.of, answer.status, body) if len(body) > _LARGE else None
        robots = robots or Robots.of(answer.status, body)
        return _File(where, robots, f"status {answer.status}" if robots.allowed is False else None)

    def is_known(self, url: str) -> bool:
        """True where the robots.txt for `url` need not be waited for."""
        file = self._files.get(robots_url(url))
        return file is not None and file.done()

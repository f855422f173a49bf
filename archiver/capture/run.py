"""One run of captures: pages and what each of them needs, many at a time, each URL once.

The event loop lives in a thread of its own, so that sockets do not wait while what came is written, cleaned and
indexed. Which URLs there are is inputs.py's business, how one is fetched http.py's; nothing is written here.
"""

import asyncio
import queue
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from threading import Thread
from typing import Final, Literal

from archiver.capture.http import BrokenRedirect, Exchange, Fetcher, Options
from archiver.capture.module import requisites_of_module
from archiver.capture.reference import Kind, Requisite
from archiver.capture.requisites import requisites_of_html
from archiver.capture.stylesheet import requisites_of_css
from archiver.errors import CaptureError
from archiver.warc.message import header, media_type

BATCH: Final = 32
"""Arrivals that are handed over at a time, at most: what is synced to the disk together."""

_WAITING: Final = 4 * BATCH
"""Arrivals that may wait to be taken; then fetching waits."""
_DEPTH: Final = 8  # of stylesheets that import stylesheets, of frames in frames
_HTML: Final = ("text/html", "application/xhtml+xml", "image/svg+xml")
_SCRIPTS: Final = ("text/javascript", "application/javascript", "application/x-javascript", "text/ecmascript")

Role = Literal["page"] | Kind


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came for one URL: all hops, or none and why. `role` is what it is to `page`, the URL of the page itself."""

    asked: str
    page: str
    role: Role
    exchanges: tuple[Exchange, ...]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes: how a URL is fetched, whether what pages need is fetched too, how many pages at a time."""

    options: Options
    requisites: bool = True
    pages: int = 8


def arrivals(urls: Iterable[str], plan: Plan) -> Generator[list[Arrival]]:
    """Fetch the pages at `urls`, and what they need; yield what came, some at a time, as it comes.

    Closing the generator ends the run. What is wrong with one URL is in its Arrival; nothing is raised for it.
    """
    line = _Line()
    thread = Thread(target=line.work, args=(_Run(urls, plan, line),), name="capture", daemon=True)
    thread.start()
    try:
        while batch := line.take():
            yield batch
    finally:
        line.stop()
        thread.join()


class _Line:
    """Where the loop's thread hands over to the caller's: a queue that makes the former wait when it is full."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Arrival | BaseException | None] = queue.SimpleQueue()
        self._ended = False
        self._error: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._room = asyncio.Semaphore(_WAITING)
        self._task: asyncio.Task[None] | None = None

    def work(self, run: "_Run") -> None:
        """Run `run` to its end, in this thread; what it raises is raised where arrivals are taken."""
        end: BaseException | None = None
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._guarded(run))
        except asyncio.CancelledError:
            end = None
        except BaseException as error:  # nobody may wait for a thread that is gone, whatever ended it
            end = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
        self._queue.put(end)

    async def _guarded(self, run: "_Run") -> None:
        self._task = asyncio.current_task()
        await run.go()

    async def put(self, arrival: Arrival) -> None:
        """Hand over one arrival; wait while too many wait already."""
        await self._room.acquire()
        self._queue.put(arrival)

    def take(self) -> list[Arrival]:
        """Return what waits, at least one arrival and at most BATCH; none at the run's end."""
        taken: list[Arrival] = []
        while len(taken) < BATCH and not self._ended and (not taken or not self._queue.empty()):
            one = self._queue.get()
            if isinstance(one, Arrival):
                taken.append(one)
                self._call(self._room.release)
            else:
                self._ended, self._error = True, one
        if not taken and self._error is not None:  # what came before it is handed over first
            raise self._error
        return taken

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


class _Run:
    def __init__(self, urls: Iterable[str], plan: Plan, line: _Line) -> None:
        self.urls, self.plan, self.line = urls, plan, line
        self.seen: set[str] = set()

    async def go(self) -> None:
        """Fetch all pages, `plan.pages` of them at a time; end what was begun where the list of them breaks off."""
        room = asyncio.Semaphore(self.plan.pages)
        urls, broken = iter(self.urls), None
        async with Fetcher(self.plan.options) as self.fetcher, asyncio.TaskGroup() as tasks:
            while broken is None:
                await room.acquire()
                try:
                    url = next(urls)
                except BaseException as error:  # its end is one of them
                    broken = error
                else:
                    self.seen.add(url)
                    tasks.create_task(self.page(url)).add_done_callback(lambda _task: room.release())
        if not isinstance(broken, StopIteration):
            raise broken

    async def page(self, url: str) -> None:
        arrival = await self.fetch(url, url, "page", None)
        await self.line.put(arrival)
        if self.plan.requisites:
            await self.follow(arrival, 1)

    async def follow(self, arrival: Arrival, depth: int) -> None:
        """Fetch what an answer needs, and what that needs in turn; each URL once in a run."""
        if not arrival.exchanges or depth > _DEPTH:
            return
        needed = [one for one in requisites_of(arrival.exchanges[-1]) if one.url not in self.seen]
        self.seen.update(one.url for one in needed)
        async with asyncio.TaskGroup() as tasks:
            for one in needed:
                tasks.create_task(self.requisite(one, arrival, depth))

    async def requisite(self, one: Requisite, by: Arrival, depth: int) -> None:
        arrival = await self.fetch(one.url, by.page, one.kind, by.exchanges[-1].url)
        await self.line.put(arrival)
        if one.kind in ("style", "module", "frame", "object"):
            await self.follow(arrival, depth + 1)

    async def fetch(self, url: str, page: str, role: Role, referer: str | None) -> Arrival:
        try:
            return Arrival(url, page, role, await self.fetcher.fetch(url, referer))
        except BrokenRedirect as error:
            return Arrival(url, page, role, error.exchanges, str(error))
        except CaptureError as error:
            return Arrival(url, page, role, (), str(error))


def requisites_of(exchange: Exchange) -> tuple[Requisite, ...]:
    """Return what the page or stylesheet in `exchange` needs; nothing for an error page or another kind of file."""
    if exchange.status != 200:
        return ()
    content_type = header(exchange.headers, "Content-Type")
    kind = media_type(content_type)
    if kind in _HTML:
        links = [value for name, value in exchange.headers if name.lower() == "link"]
        found = requisites_of_html(exchange.content, exchange.url, content_type, links)
        return found[:-1] if kind == "image/svg+xml" else found  # it has no icon
    if kind in _SCRIPTS:
        return requisites_of_module(exchange.content, exchange.url)
    return requisites_of_css(exchange.content, exchange.url, content_type) if kind == "text/css" else ()

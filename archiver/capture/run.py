"""One run of captures: pages and what each of them needs, many at a time, each URL once.

The event loop lives in a thread of its own. What is next is agenda.py's business, when a request may begin gate.py's,
how often one is made attempts.py's, how a URL is fetched http.py's; nothing is written here.
"""

import asyncio
from collections.abc import Generator, Iterable, Sized
from dataclasses import dataclass, field, replace
from threading import Thread
from typing import Final, Literal

from archiver.capture.agenda import Agenda, Errand, Reader, not_reached
from archiver.capture.arrival import Arrival, Done, Fate, Role
from archiver.capture.attempts import Attempts
from archiver.capture.entry import Entry
from archiver.capture.gate import Gate, NoTurn
from archiver.capture.handover import BATCH, Handover
from archiver.capture.http import Exchange, Fetcher, Options
from archiver.capture.manners import RETRIED, Manners
from archiver.capture.needs import NEEDING, needs
from archiver.capture.permit import Permit, Permits
from archiver.capture.reference import Requisite
from archiver.capture.selection import Selection
from archiver.capture.visit import Room, Visit
from archiver.capture.watch import Watch
from archiver.errors import CaptureError

__all__ = ["BATCH", "Arrival", "Done", "Fate", "Plan", "Role", "arrivals"]

_DEPTH: Final = 8  # of stylesheets that import stylesheets, of frames in frames
MAX_REQUISITES: Final = 5000
_VISITS: Final = 16
"""Pages in hand for each that may be fetched at a time: the others wait, for their turn or for a host."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run goes.

    `options` say how a URL is fetched, `requisites` whether what pages need is fetched too, `pages` how many pages at a
    time, `manners` how servers are treated and how long it may take, `selection` which pages are wanted. `robots` says
    for which pages robots.txt is heeded: those that a feed or sitemap names ("lists"), all, or none. Pages in `done`
    are passed over; they count for the selection's limit. `max_requisites` is how many files are fetched for one page,
    those that its frames and stylesheets name among them: a page that names more is an attack or a mistake.
    """

    options: Options
    requisites: bool = True
    pages: int = 8
    manners: Manners = field(default_factory=Manners)
    selection: Selection = field(default_factory=Selection)
    robots: Literal["lists", "all", "none"] = "lists"
    done: frozenset[str] = frozenset()
    max_requisites: int = MAX_REQUISITES


def arrivals(sources: Iterable[str | Entry], plan: Plan, watch: Watch | None = None) -> Generator[list[Arrival | Done]]:
    """Fetch the pages in `sources`, those that lists in it name, and what they need; yield what came, as it comes.

    A batch without anything in it says that nothing waits at the moment: there is time for other things.
    Among it is a Done for each page that was answered, behind all that it needs, unless the time for the run was up.
    `watch` shows what is going on meanwhile. Closing the generator ends the run. What is wrong with one URL is in its
    Arrival; nothing is raised for it. What `sources` raises is raised when all that was begun is done.
    """
    handover = Handover()
    run = _Run(sources, plan, watch or Watch(), handover)
    thread = Thread(target=handover.work, args=(run.go,), name="capture", daemon=True)
    thread.start()
    try:
        while batch := handover.take():
            yield batch
            if handover.is_idle():
                yield []
    finally:
        handover.stop()
        thread.join()


class _Run:
    def __init__(self, sources: Iterable[str | Entry], plan: Plan, watch: Watch, handover: Handover) -> None:
        self.sources, self.plan, self.watch, self.put = sources, plan, watch, handover.put
        self.manners, self.seen = plan.manners, set[str]()
        watch.expected = _number(sources) if plan.selection == Selection() else None

    async def go(self) -> None:
        """Fetch everything; end what was begun where the sources break off or the time is up."""
        self.started = asyncio.get_running_loop().time()
        self.room = Room(self.plan.pages)
        self.agenda = Agenda(self.sources, self.plan.selection, self.put)
        self.gate = Gate(self.plan.options, self.manners)
        async with Fetcher(self.plan.options, self.gate) as fetcher, asyncio.TaskGroup() as self.tasks:
            self.attempts = Attempts(fetcher, self.manners, self.watch)
            self.permits = Permits(self.plan.options.user_agent, self.robots_txt, self.tasks)
            await self.begin()
        if self.agenda.broken is not None:
            raise self.agenda.broken
        if self.is_over:
            for arrival in self.agenda.rest():
                await self.put(arrival)

    async def begin(self) -> None:
        """Begin one visit after another, as there is room."""
        in_hand = asyncio.Semaphore(_VISITS * self.plan.pages)
        while not self.is_over and (errand := await self.agenda.next()):
            self.seen.add(errand.key)
            if self.plan.done and not self.plan.done.isdisjoint((errand.key, errand.entry.url)):
                self.pass_over()
                continue
            await in_hand.acquire()
            await self.room.take()
            self.tasks.create_task(self.visit(errand)).add_done_callback(lambda _task: in_hand.release())

    def pass_over(self) -> None:
        if self.watch.expected is not None:
            self.watch.expected -= 1

    @property
    def is_over(self) -> bool:
        """True where the time for the whole run is up."""
        return asyncio.get_running_loop().time() >= self.manners.run_deadline(self.started)

    async def visit(self, errand: Errand) -> None:
        visit = Visit(self.room, self.manners, self.started)
        try:
            if errand.entry.kind == "page":
                arrival = await self.main(errand, "page", visit)
                await self.put(arrival)
                await self.follow(arrival, 1, visit)
                if not self.is_over and _is_settled(arrival):
                    await self.put(Done(errand.entry.url))
            else:
                await self.list(errand, visit)
        finally:
            visit.leave()

    async def list(self, errand: Errand, visit: Visit) -> None:
        """Fetch a list; open it for the agenda where it is one."""
        reader = None
        try:
            arrival = await self.main(errand, "list", visit)
            if arrival.fate == "answered":
                reader, why = await _opened(errand, arrival.exchanges[-1])
                arrival = replace(arrival, why=why)
            await self.put(arrival)
        finally:
            self.agenda.opened(reader)

    async def main(self, errand: Errand, role: Literal["page", "list"], visit: Visit) -> Arrival:
        """Fetch a page itself, or a list, when robots.txt allows it and its turn has come."""
        url, key = errand.entry.url, errand.key
        self.watch.waiting += 1
        try:
            permit = await self.permit(errand, visit)
            if permit.why and not self.is_over:
                return Arrival(url, url, role, (), permit.why, "refused")
            delay = self.manners.delay_for(errand.entry.is_listed, permit.crawl_delay)
            if self.gate.paces(key, delay):
                visit.leave()
                await self.gate.pace(key, delay, visit.deadline)
                await visit.enter()
        except NoTurn:
            return not_reached(errand)
        except CaptureError as error:
            return Arrival(url, url, role, (), str(error), "no answer")
        finally:
            self.watch.waiting -= 1
        return not_reached(errand) if visit.is_over else await self.attempts.ask(url, url, role, visit)

    async def permit(self, errand: Errand, visit: Visit) -> Permit:
        """Say what robots.txt has to say of an errand, where it is to be asked."""
        if self.plan.robots == "none" or (self.plan.robots == "lists" and not errand.entry.is_listed):
            return Permit()
        if not self.permits.is_known(errand.key):
            visit.leave()
            permit = await self.permits.of(errand.key)
            await visit.enter()
            return permit
        return await self.permits.of(errand.key)

    async def robots_txt(self, url: str, page: str) -> Arrival:
        # In a room of its own: pages that wait for it have given up their places.
        arrival = await self.attempts.ask(url, page, "robots", Visit(Room(1), self.manners, self.started))
        await self.put(arrival)
        return arrival

    async def follow(self, arrival: Arrival, depth: int, visit: Visit, environment: str = "utf-8") -> None:
        """Fetch what an answer needs, and what that needs in turn; each URL once in a run."""
        if not self.plan.requisites or arrival.fate != "answered" or depth > _DEPTH:
            return
        found = await needs(arrival.exchanges[-1], environment)
        wanted = [one for one in found if one.url not in self.seen]
        needed = wanted[: self.plan.max_requisites - visit.needed]
        visit.needed += len(needed)
        if len(needed) < len(wanted) and not visit.is_full:
            visit.is_full = True
            await self.put(_left_out(wanted[len(needed)], arrival.page, self.plan.max_requisites))
        if not needed:
            return
        self.seen.update(one.url for one in needed)
        async with asyncio.TaskGroup() as tasks:
            for one in needed:
                visit.force()  # they use its place from now on
                tasks.create_task(self.requisite(one, arrival, depth, visit))
            visit.leave()
        visit.force()

    async def requisite(self, one: Requisite, by: Arrival, depth: int, visit: Visit) -> None:
        try:
            arrival = await self.attempts.ask(one.url, by.page, one.kind, visit, by.exchanges[-1].url)
            await self.put(arrival)
            if one.kind in NEEDING:
                await self.follow(arrival, depth + 1, visit, one.encoding)
        finally:
            visit.leave()


def _left_out(one: Requisite, page: str, limit: int) -> Arrival:
    why = f"{page}: it needs over {limit:,} files; {one.url} and all after it are left out; allow more to have them"
    return Arrival(one.url, page, one.kind, (), why, "refused")


def _is_settled(arrival: Arrival) -> bool:
    """False where asking again, another day or a minute later, may bring another answer."""
    return arrival.fate == "answered" and arrival.exchanges[-1].status not in RETRIED


def _number(sources: Iterable[str | Entry]) -> int | None:
    """Return how many pages `sources` are, None where that is to be seen."""
    if not isinstance(sources, Sized) or any(isinstance(one, Entry) and one.kind != "page" for one in sources):
        return None
    return len(sources)


async def _opened(errand: Errand, answer: Exchange) -> tuple[Reader | None, str | None]:
    """Return the list in `answer`, None where it is none, and what is wrong with it, None where nothing is."""
    url = errand.entry.url
    if not 200 <= answer.status < 300:
        return None, f"{url}: the server answered {answer.status}; no list to be read"
    reader = Reader(errand, answer)
    if not await reader.open():
        return None, reader.fault
    return reader, f"{url}: broke off; read as far as it came" if answer.truncated else None

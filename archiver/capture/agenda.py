"""What is to be fetched next: what the user named, then what lists name, as far as it is wanted, each page once.

Lists are opened a few at a time and read a little at a time, so that a sitemap of a million pages holds nothing up.
Nothing is fetched here.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from archiver.capture.arrival import Arrival, Role
from archiver.capture.entries import MAX_LIST, entries
from archiver.capture.entry import Entry
from archiver.capture.exchange import Exchange
from archiver.capture.selection import Selection
from archiver.capture.sitemap import MAX_DEPTH
from archiver.errors import CaptureError
from archiver.urls import normalise
from archiver.warc.message import header

_LISTS: Final = 4
"""Lists that are being fetched or read at a time: each may take as much memory as it is long."""
_CHUNK: Final = 256
"""Entries that are read at a time, in a thread of their own."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An entry to be fetched. `depth` is how many lists led to it; `key` is its URL as it is known by."""

    entry: Entry
    depth: int
    key: str


class Reader:
    """The entries of one list that came, read as they are asked for."""

    def __init__(self, errand: Errand, exchange: Exchange) -> None:
        self.errand = errand
        self.fault: str | None = None
        self._entries = _read(errand.entry.url, exchange)
        self._next: deque[Entry] = deque()
        self._is_over = False

    async def next(self) -> Entry | None:
        """Return the next entry; None at the end, or where it breaks off: `fault` says why, then."""
        if not self._next and not self._is_over:
            self._next.extend(await asyncio.to_thread(self._chunk))
        return self._next.popleft() if self._next else None

    async def open(self) -> bool:
        """Read the first entries; return False where the list cannot be read at all."""
        if entry := await self.next():
            self._next.appendleft(entry)
        return self.fault is None or bool(self._next)

    @property
    def is_done(self) -> bool:
        """True where nothing is left in it."""
        return self._is_over and not self._next

    def _chunk(self) -> list[Entry]:
        found: list[Entry] = []
        try:
            found.extend(islice(self._entries, _CHUNK))
        except CaptureError as error:
            self.fault = str(error)
        except Exception as error:  # a library's mistake over what somebody put on the web must not end a run
            reason = " ".join(str(error).split()) or type(error).__name__
            self.fault = f"{self.errand.entry.url}: a list that cannot be read ({reason}); give its URLs in a plain one"
        self._is_over = len(found) < _CHUNK
        return found


class Agenda:
    """What one run has before it. `report` is told of lists that break off; `broken` is what the sources raised.

    Whoever fetches a list calls `opened` in the end, whatever came of it.
    """

    def __init__(
        self, sources: Iterable[str | Entry], selection: Selection, report: Callable[[Arrival], Awaitable[None]]
    ) -> None:
        self._sources, self._selection, self._report = iter(sources), selection, report
        self._lists: deque[Errand] = deque()  # to be fetched
        self._at_work = 0  # being fetched
        self._open: deque[Reader] = deque()  # being read
        self._pages: set[str] = set()
        self._known: set[str] = set()  # lists
        self._changed = asyncio.Event()
        self._is_named_out = False
        self.broken: BaseException | None = None

    async def next(self) -> Errand | None:
        """Return what is to be fetched next, waiting for lists where need be; None at the end."""
        while not self._is_full and self.broken is None:
            if self._lists and self._at_work + len(self._open) < _LISTS:
                self._at_work += 1
                return self._lists.popleft()
            errand = self._named() or await self._listed()
            if errand and self._takes(errand):
                if errand.entry.kind == "page":
                    return errand
                await self._put_down(errand)
            elif not errand and self._at_work:
                self._changed.clear()
                await self._changed.wait()
            elif not errand and not self._lists:
                return None
        return None

    def opened(self, reader: Reader | None) -> None:
        """Take in a list that was fetched; None for one that could not be."""
        self._at_work -= 1
        if reader:
            self._open.append(reader)
        self._changed.set()

    def rest(self) -> Iterator[Arrival]:
        """Return what was not come to, when the time is up: what was named, lists whole or in part."""
        for reader in self._open:
            if not self._is_full and not reader.is_done:
                yield not_reached(reader.errand, "its end")
        while not self._is_full and self._lists:
            yield not_reached(self._lists.popleft())
        while not self._is_full and (errand := self._named()):
            if self._takes(errand):
                yield not_reached(errand)

    @property
    def _is_full(self) -> bool:
        limit = self._selection.limit
        return limit is not None and len(self._pages) >= limit

    def _named(self) -> Errand | None:
        if self._is_named_out:
            return None
        try:
            source = next(self._sources)
        except StopIteration:
            self._is_named_out = True
        except BaseException as error:  # raised where arrivals are taken, when what was begun has ended
            self._is_named_out, self.broken = True, error
        else:
            return _errand(source if isinstance(source, Entry) else Entry(source), 0)
        return None

    async def _listed(self) -> Errand | None:
        """Return the next entry of the lists that are open: one of each in turn, for they may be of many hosts."""
        while self._open:
            reader = self._open.popleft()
            if entry := await reader.next():
                self._open.append(reader)
                return _errand(entry, reader.errand.depth + 1)
            if reader.fault:
                url = reader.errand.entry.url
                await self._report(Arrival(url, url, "list", (), reader.fault, "not reached"))
        return None

    def _takes(self, errand: Errand) -> bool:
        """Say whether an entry is wanted, and note that it was met."""
        met = self._pages if errand.entry.kind == "page" else self._known
        if errand.key in met or not self._selection.wants(errand.entry):
            return False
        met.add(errand.key)
        return True

    async def _put_down(self, errand: Errand) -> None:
        if errand.depth <= MAX_DEPTH:
            self._lists.append(errand)
            return
        url = errand.entry.url
        why = f"{url}: not read: more than {MAX_DEPTH} lists led to it; name it to have it read"
        await self._report(Arrival(url, url, "list", (), why, "not reached"))


def not_reached(errand: Errand, what: str = "") -> Arrival:
    """Return what came of an errand for which there was no time; `what` part of it."""
    url = errand.entry.url
    role: Role = "page" if errand.entry.kind == "page" else "list"
    why = f"{url}: {what or 'it'} was not reached, for the time of the run was up; run it again or allow more time"
    return Arrival(url, url, role, (), why, "not reached")


def _errand(entry: Entry, depth: int) -> Errand:
    try:
        return Errand(entry, depth, normalise(entry.url))
    except CaptureError:
        return Errand(entry, depth, entry.url)  # what is wrong with it is said when it is fetched


def _read(url: str, exchange: Exchange) -> Iterator[Entry]:
    data = exchange.read(MAX_LIST).data
    yield from entries(data, header(exchange.headers, "Content-Type"), exchange.url, url)

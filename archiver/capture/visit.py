"""A page and all that it needs, as one thing that takes a place among those fetched at a time, and that must end.

A place is for what is under way: a page of which everything waits, for its turn or for another attempt, gives its place
up, so that one slow host does not stop all others. What is fetched is not known here.
"""

import asyncio
from collections import deque
from typing import Final

from archiver.capture.manners import Manners


class Room:
    """Places for so many visits at a time; who waits for one gets it in order."""

    def __init__(self, places: int) -> None:
        self._free = places  # below zero where places were taken by force
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Wait for a place, and take it."""
        if self._free > 0:
            self._free -= 1
            return
        place = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():
                self.give()  # it came at the moment when nobody wanted it any more
            raise

    def force(self) -> None:
        """Take a place though there may be none; whoever comes next waits the longer."""
        self._free -= 1

    def give(self) -> None:
        """Give a place back."""
        self._free += 1
        while self._free > 0 and self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                self._free -= 1
                place.set_result(None)


class Visit:
    """One page with all that it needs. It begins with a place taken, and one who uses it: the page itself.

    `deadline`, in the event loop's time, is the run's until the first request begins, and then the page's own.
    `needed` counts the files that are fetched for the page, `is_full` says that it names more than are.
    """

    __slots__ = (
        "_entering", "_manners", "_room", "_started", "_users", "deadline", "is_begun", "is_full", "needed",
    )  # fmt: skip

    def __init__(self, room: Room, manners: Manners, started: float) -> None:
        """`started` is when the run began, in the event loop's time."""
        self._room, self._manners, self._started = room, manners, started
        self._users = 1
        self._entering: asyncio.Lock | None = None
        self.is_begun = self.is_full = False
        self.needed = 0
        self.deadline = manners.run_deadline(started)

    def begin(self) -> None:
        """Note that a request begins: from the first one on, the page's time runs."""
        if not self.is_begun:
            self.is_begun = True
            self.deadline = self._manners.page_deadline(asyncio.get_running_loop().time(), self._started)

    @property
    def is_over(self) -> bool:
        """True where the time is up."""
        return asyncio.get_running_loop().time() >= self.deadline

    def force(self) -> None:
        """Use the place, at once."""
        if not self._users:
            self._room.force()
        self._users += 1

    def leave(self) -> None:
        """Use it no longer, for good or while waiting."""
        self._users -= 1
        if not self._users:
            self._room.give()

    async def enter(self) -> None:
        """Use the place again, when there is one."""
        if not self._users:
            self._entering = self._entering or asyncio.Lock()
            async with self._entering:
                if not self._users:
                    await self._room.take()
                    if self._users:  # another one took it by force meanwhile
                        self._room.give()
        self._users += 1


_ALONE: Final = Manners(page_limit=float("inf"))


def alone() -> Visit:
    """Return a visit that nobody waits for and that may take for ever: for a URL that is fetched by itself."""
    return Visit(Room(1), _ALONE, 0.0)

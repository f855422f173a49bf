"""Waiting for one's turn, by a clock that leaps to whatever comes next: nothing here takes any time."""

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from archiver.capture.exchange import Options
from archiver.capture.gate import Gate, NoTurn
from archiver.capture.manners import Manners
from archiver.capture.visit import Room, Visit
from archiver.capture.watch import Transfer
from archiver.errors import CaptureError


class LeapingLoop(asyncio.SelectorEventLoop):
    """An event loop that, with nothing else to do, sets its clock to the next timer."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self.now = max(self.now, self._scheduled[0].when())  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


def ran(main: Callable[[], Awaitable[Any]]) -> Any:
    async def start() -> Any:
        return await main()

    with asyncio.Runner(loop_factory=LeapingLoop) as runner:
        return runner.run(start())


A, B = "https://a.example/1", "https://b.example/1"
Began = list[tuple[float, str]]


def gate(per_host: int = 9, connections: int = 9, **manners: float) -> Gate:
    return Gate(Options(per_host=per_host, connections=connections), Manners(**manners))


def now() -> float:
    return round(asyncio.get_running_loop().time(), 6)


async def requests(gate: Gate, urls: list[str], takes: float, limit: float | None = None) -> Began:
    """Make all requests at once; return when each began."""
    began: Began = []

    async def one(url: str) -> None:
        async with gate.turn(url, Transfer(url, Visit(Room(99), Manners(run_limit=limit), 0.0))):
            began.append((now(), url))
            await asyncio.sleep(takes)

    await asyncio.gather(*(one(url) for url in urls))
    return began


async def pages(gate: Gate, urls: list[str], delay: float, deadline: float = math.inf) -> Began:
    """Begin all pages at once; return when each began."""
    began: Began = []

    async def one(url: str) -> None:
        if gate.paces(url, delay):
            await gate.pace(url, delay, deadline)
        began.append((now(), url))

    await asyncio.gather(*(one(url) for url in urls))
    return began


def test_pages_of_one_host_begin_a_delay_apart_in_their_order() -> None:
    urls = [f"{A}{number}" for number in range(4)]
    assert ran(lambda: pages(gate(), urls, delay=2)) == list(zip([0, 2, 4, 6], urls, strict=True))


def test_hosts_do_not_wait_for_each_other() -> None:
    assert sorted(ran(lambda: pages(gate(), [A, B, A, B], delay=2))) == [(0, A), (0, B), (2, A), (2, B)]
    assert sorted(ran(lambda: requests(gate(per_host=1), [A, B, A, B], takes=3))) == [(0, A), (0, B), (3, A), (3, B)]


@pytest.mark.parametrize("limits", [{"per_host": 2}, {"connections": 2}])
def test_no_more_are_under_way_than_allowed(limits: dict[str, int]) -> None:
    began = ran(lambda: requests(gate(**limits), [A] * 5, takes=10))
    assert [time for time, _ in began] == [0, 0, 10, 10, 20]


def test_pages_without_a_delay_and_what_they_need_are_not_held_up() -> None:
    assert ran(lambda: pages(gate(), [A, A, A], delay=0)) == [(0, A)] * 3
    assert ran(lambda: requests(gate(), [A, A, A], takes=1)) == [(0, A)] * 3


def test_a_host_that_asks_for_it_is_left_alone_by_those_that_wait_already_too() -> None:
    async def main() -> Began:
        one = gate(per_host=1)
        running = asyncio.gather(requests(one, [A, A, B, B], takes=1), pages(one, [A, A, B, B], delay=5))
        await asyncio.sleep(0.5)
        one.hold(A, 30)
        return [began for kind in await running for began in kind]

    began = ran(main)
    assert sorted(time for time, url in began if url == A) == [0, 0, 30.5, 30.5]
    assert sorted(time for time, url in began if url == B) == [0, 0, 1, 5]


def test_a_host_that_asks_for_more_patience_than_there_is_is_not_asked_again() -> None:
    async def main() -> None:
        one = gate(max_retry_after=60)
        one.hold(A, 100)
        for waiting in (requests(one, [A], takes=1), pages(one, [A], delay=0)):
            with pytest.raises(CaptureError, match=r"a\.example/1: a\.example asked to be left alone for another 100"):
                await waiting
        assert await requests(one, [B], takes=1) == [(0, B)]
        await asyncio.sleep(50)
        assert await requests(one, [A], takes=1) == [(100, A)]

    ran(main)


def test_whose_turn_does_not_come_in_time_says_so_and_leaves_its_place_to_others() -> None:
    async def main() -> float:
        one = gate(per_host=1)
        with pytest.raises(NoTurn, match=r"https://a\.example/1: its turn did not come"):
            await requests(one, [A, A], takes=60, limit=50)
        with pytest.raises(NoTurn, match=r"https://a\.example/1: its turn did not come"):
            await pages(one, [A, A, A], delay=100, deadline=90)
        return (await requests(one, [A], takes=1))[0][0]

    assert ran(main) == 60


def test_a_request_that_fails_or_is_cancelled_gives_its_place_back() -> None:
    async def main() -> None:
        one = gate(per_host=1)
        with pytest.raises(ZeroDivisionError):
            async with one.turn(A, Transfer(A)):
                raise ZeroDivisionError
        holder = asyncio.ensure_future(requests(one, [A], takes=5))
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(requests(one, [A], takes=5))
        await asyncio.sleep(1)
        waiting.cancel()
        await asyncio.gather(holder, waiting, return_exceptions=True)
        await asyncio.wait_for(requests(one, [A], takes=0), 1)

    ran(main)


def test_who_waits_for_a_turn_leaves_the_place_of_its_page_to_others() -> None:
    async def main() -> list[str]:
        one, room, order = gate(per_host=1), Room(1), []

        async def visit(url: str) -> None:
            await room.take()
            place = Visit(room, Manners(), 0.0)
            async with one.turn(url, Transfer(url, place)):
                order.append(url)
                await asyncio.sleep(1)
            place.leave()

        busy = asyncio.ensure_future(requests(one, [A], takes=10))
        await asyncio.sleep(0)
        await asyncio.gather(visit(A), visit(B), visit(B), busy)
        return order

    assert ran(main) == [B, B, A]

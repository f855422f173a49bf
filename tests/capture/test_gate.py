"""Waiting for one's turn, by a clock that leaps to whatever comes next: nothing here takes any time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from archiver.capture.gate import Gate
from archiver.capture.manners import Manners
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


async def requests(gate: Gate, urls: list[str], takes: float, deadline: float | None = None) -> list[tuple[float, str]]:
    """Make all requests at once; return when each began."""
    began: list[tuple[float, str]] = []

    async def one(url: str) -> None:
        async with gate.turn(url, deadline):
            began.append((round(asyncio.get_running_loop().time(), 6), url))
            await asyncio.sleep(takes)

    await asyncio.gather(*(one(url) for url in urls))
    return began


A, B = "https://a.example/1", "https://b.example/1"


def test_requests_to_one_host_begin_a_delay_apart() -> None:
    began = ran(lambda: requests(Gate(Manners(delay=2, concurrency=9)), [A] * 4, takes=0.1))
    assert [time for time, _ in began] == [0, 2, 4, 6]


def test_hosts_do_not_wait_for_each_other() -> None:
    began = ran(lambda: requests(Gate(Manners(delay=2)), [A, B, A, B], takes=0.1))
    assert sorted(began) == [(0, A), (0, B), (2, A), (2, B)]


def test_no_more_are_under_way_than_allowed() -> None:
    began = ran(lambda: requests(Gate(Manners(delay=0, concurrency=2)), [A] * 5, takes=10))
    assert [time for time, _ in began] == [0, 0, 10, 10, 20]


def test_a_host_that_asks_for_it_is_left_alone_by_those_that_wait_already_too() -> None:
    async def main() -> list[tuple[float, str]]:
        gate = Gate(Manners(delay=1, concurrency=3))
        running = asyncio.ensure_future(requests(gate, [A, A, B, B], takes=0.1))
        await asyncio.sleep(0.5)
        gate.hold(A, 30)
        return await running

    assert sorted(ran(main)) == [(0, A), (0, B), (1, B), (30.5, A)]


def test_robots_txt_slows_a_host_down() -> None:
    async def main() -> list[tuple[float, str]]:
        gate = Gate(Manners(delay=1))
        gate.slow(A, 5)
        gate.slow(B, None)
        return await requests(gate, [A, A, B, B], takes=0.1)

    assert sorted(ran(main)) == [(0, A), (0, B), (1, B), (5, A)]


@pytest.mark.parametrize("manners", [Manners(delay=100, concurrency=9), Manners(delay=0, concurrency=1)])
def test_whose_turn_does_not_come_in_time_says_so_and_leaves_its_place_to_others(manners: Manners) -> None:
    async def main() -> float:
        gate = Gate(manners)
        with pytest.raises(CaptureError, match=r"https://a\.example/1: its turn did not come"):
            await requests(gate, [A, A], takes=60, deadline=50)
        async with gate.turn(A):
            return asyncio.get_running_loop().time()

    assert ran(main) in (60, 100)


def test_a_request_that_fails_or_is_cancelled_gives_its_place_back() -> None:
    async def main() -> None:
        gate = Gate(Manners(delay=0, concurrency=1))
        with pytest.raises(ZeroDivisionError):
            async with gate.turn(A):
                raise ZeroDivisionError
        holder = asyncio.ensure_future(requests(gate, [A], takes=5))
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(requests(gate, [A], takes=5))
        await asyncio.sleep(1)
        waiting.cancel()
        await asyncio.gather(holder, waiting, return_exceptions=True)
        await asyncio.wait_for(requests(gate, [A], takes=0), 1)

    ran(main)

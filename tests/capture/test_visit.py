"""Places for so many pages at a time, and how a page that waits leaves its own to others."""

import asyncio

from archiver.capture.manners import Manners
from archiver.capture.visit import Room, Visit
from tests.capture.test_gate import ran

PATIENT = Manners(page_limit=10)


def test_places_are_given_in_the_order_in_which_they_are_asked_for() -> None:
    async def main() -> list[int]:
        room, order = Room(1), []

        async def take(number: int) -> None:
            await room.take()
            order.append(number)
            await asyncio.sleep(1)
            room.give()

        await asyncio.gather(*(take(number) for number in range(4)))
        return order

    assert ran(main) == [0, 1, 2, 3]


def test_who_does_not_wait_any_more_keeps_no_place_from_others() -> None:
    async def main() -> None:
        room = Room(1)
        await room.take()
        first, second = (asyncio.ensure_future(room.take()) for _ in range(2))
        await asyncio.sleep(0)
        room.give()
        first.cancel()  # at the moment when the place was its own
        await asyncio.wait_for(second, 1)

    ran(main)


def test_a_page_keeps_its_place_until_the_last_of_those_who_use_it_leaves() -> None:
    async def main() -> list[bool]:
        room = Room(1)
        await room.take()
        visit, other = Visit(room, PATIENT, 0.0), asyncio.ensure_future(room.take())
        seen = []
        for step in (visit.force, visit.leave, visit.leave):
            step()
            await asyncio.sleep(0)
            seen.append(other.done())
        return seen

    assert ran(main) == [False, False, True]


def test_a_page_that_comes_back_waits_once_for_all_of_its_parts() -> None:
    async def main() -> bool:
        room = Room(1)
        await room.take()
        visit = Visit(room, PATIENT, 0.0)
        visit.leave()
        await room.take()
        parts = [asyncio.ensure_future(visit.enter()) for _ in range(3)]
        await asyncio.sleep(1)
        assert not any(part.done() for part in parts)
        room.give()
        await asyncio.gather(*parts)
        for _ in parts:
            visit.leave()
        await asyncio.wait_for(room.take(), 1)
        return True

    assert ran(main)


def test_a_place_taken_by_force_makes_the_next_one_wait() -> None:
    async def main() -> list[bool]:
        room = Room(1)
        await room.take()
        room.force()
        waiting, seen = asyncio.ensure_future(room.take()), []
        for _ in range(2):
            await asyncio.sleep(0)
            room.give()
            await asyncio.sleep(0)
            seen.append(waiting.done())
        return seen

    assert ran(main) == [False, True]


def test_the_time_of_a_page_runs_from_its_first_request_and_ends_with_the_run() -> None:
    async def main() -> list[float]:
        visit, late = (Visit(Room(1), Manners(page_limit=10, run_limit=100), 0.0) for _ in range(2))
        await asyncio.sleep(20)
        before = visit.deadline
        visit.begin()
        await asyncio.sleep(5)
        visit.begin()
        await asyncio.sleep(70)
        late.begin()
        return [before, visit.deadline, late.deadline]

    assert ran(main) == [100, 30, 100]

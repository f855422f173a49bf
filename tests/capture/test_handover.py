"""What is handed over at a time is bounded in number and in bytes."""

from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread

import pytest

from archiver.capture.arrival import Arrival
from archiver.capture.body import Body
from archiver.capture.exchange import Exchange
from archiver.capture.handover import BATCH, Handover

URL = "http://news.example/"
EXCHANGE = Exchange(
    URL, datetime(2025, 1, 1, tzinfo=UTC), b"", b"HTTP/1.1 200 OK\r\n\r\n", Body(), 200, (), None, "http/1.1"
)
MIB = 1024 * 1024


@pytest.mark.parametrize(("size", "at_a_time"), [(0, BATCH), (MIB, 8), (100 * MIB, 1)])
def test_large_bodies_are_handed_over_a_few_at_a_time(size: int, at_a_time: int) -> None:
    handover = Handover()
    arrival = Arrival(URL, URL, "page", (replace(EXCHANGE, body=Body(size=size)),))

    async def run() -> None:
        for _ in range(100):
            await handover.put(arrival)

    thread = Thread(target=handover.work, args=(run,))
    thread.start()
    thread.join()
    sizes = []
    while batch := handover.take():
        sizes.append(len(batch))
    assert max(sizes) == at_a_time
    assert sum(sizes) == 100

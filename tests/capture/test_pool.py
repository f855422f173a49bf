import asyncio
import threading
from collections.abc import Iterator

import pytest

from archiver.capture.http import Exchange, Fetcher, Options
from archiver.capture.watch import Transfer
from archiver.errors import CaptureError
from tests.capture.tap import Tap, close, reset

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


@pytest.fixture
def tap() -> Iterator[Tap]:
    with Tap() as tap:
        yield tap


def one_after_the_other(*urls: str, pause: float = 0.0, **options: object) -> list[Exchange]:
    async def run() -> list[Exchange]:
        async with Fetcher(Options(allow_private=True, **options)) as fetcher:
            found = []
            for url in urls:
                found.append((await fetcher.fetch(url))[-1])
                await asyncio.sleep(pause)
            return found

    return asyncio.run(run())


def at_once(*urls: str, **options: object) -> list[Exchange]:
    async def run() -> list[Exchange]:
        async with Fetcher(Options(allow_private=True, **options)) as fetcher:
            return [hops[-1] for hops in await asyncio.gather(*(fetcher.fetch(url) for url in urls))]

    return asyncio.run(run())


def test_a_connection_is_used_again(tap: Tap) -> None:
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    none = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    urls = [tap.says("/1", PLAIN), tap.says("/2", chunks), tap.says("/3", none), tap.says("/4", PLAIN)]
    found = one_after_the_other(*urls)
    assert [exchange.head + exchange.body.read() for exchange in found] == [PLAIN, chunks, none, PLAIN]
    assert [turn.connection for turn in tap.turns] == [1, 1, 1, 1]
    assert [turn.received for turn in tap.turns] == [exchange.request for exchange in found]


def test_the_hops_of_a_redirect_share_a_connection(tap: Tap) -> None:
    start = tap.says("/", b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n")
    tap.says("/there", PLAIN)
    one_after_the_other(start)
    assert [turn.connection for turn in tap.turns] == [1, 1]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nBad Header: 1\r\nContent-Length: 5\r\n\r\nhello",
        PLAIN + b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong",
        PLAIN + b"\r\n",
    ],
    ids=["close", "HTTP/1.0", "bad grammar", "a second answer", "an empty line"],
)
def test_a_connection_is_not_used_again_after(tap: Tap, answer: bytes) -> None:
    one, other = one_after_the_other(tap.says("/odd", answer), tap.says("/", PLAIN))
    assert (one.body.read(), other.body.read()) == (b"hello", b"hello")
    assert [turn.connection for turn in tap.turns] == [1, 2]


def test_a_connection_is_not_used_again_after_a_cut(tap: Tap) -> None:
    long = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789"
    one, other = one_after_the_other(tap.says("/long", long), tap.says("/", PLAIN), max_bytes=5)
    assert (one.truncated, other.body.read()) == ("length", b"hello")
    assert [turn.connection for turn in tap.turns] == [1, 2]


def test_bytes_that_come_when_nobody_asked_are_nobodys_answer(tap: Tap) -> None:
    wrong = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"
    one, other = one_after_the_other(tap.says("/late", PLAIN, 0.02, wrong), tap.says("/", PLAIN), pause=0.1)
    assert (one.body.read(), other.body.read()) == (b"hello", b"hello")
    assert [turn.connection for turn in tap.turns] == [1, 2]


def test_a_connection_that_the_server_closed_meanwhile_is_left_alone(tap: Tap) -> None:
    one_after_the_other(tap.says("/1", PLAIN, close), tap.says("/2", PLAIN), pause=0.05)
    assert [turn.connection for turn in tap.turns] == [1, 2]


@pytest.mark.parametrize("how", [close, reset])
def test_a_server_that_hangs_up_on_the_second_request_is_asked_again(tap: Tap, how) -> None:
    def once(connection) -> None:
        if len(tap.turns) == 2:
            how(connection)
            connection.close()

    _, other = one_after_the_other(tap.says("/", PLAIN), tap.says("/once", once, PLAIN))
    assert other.body.read() == b"hello"
    assert [turn.connection for turn in tap.turns] == [1, 1, 2]


def test_a_server_that_hangs_up_on_a_fresh_connection_is_asked_once(tap: Tap) -> None:
    with pytest.raises(CaptureError, match="closed the connection without an answer"):
        one_after_the_other(tap.says("/", close))
    assert len(tap.turns) == 1


def test_a_request_of_which_an_answer_had_begun_is_not_repeated(tap: Tap) -> None:
    with pytest.raises(CaptureError, match="closed the connection without an answer"):
        one_after_the_other(tap.says("/1", PLAIN), tap.says("/2", b"HTTP/1.1 200", close))
    assert len(tap.turns) == 2


@pytest.mark.parametrize(("limits", "most"), [({"per_host": 2}, 2), ({"connections": 3}, 3), ({"per_host": 1}, 1)])
def test_no_more_requests_are_under_way_than_allowed(tap: Tap, limits: dict[str, int], most: int) -> None:
    lock, now, seen = threading.Lock(), [0], []

    def count(by: int):
        def step(_) -> None:
            with lock:
                now[0] += by
                seen.append(now[0])

        return step

    urls = [tap.says(f"/{n}", count(1), 0.01, count(-1), PLAIN) for n in range(12)]
    found = at_once(*urls, **limits)
    assert [exchange.url for exchange in found] == urls
    assert max(seen) == most
    assert tap.connections == most


def test_what_is_idle_longest_makes_room(tap: Tap) -> None:
    with Tap() as other:
        here, there = tap.says("/", PLAIN), other.says("/", PLAIN)
        one_after_the_other(here, there, here, connections=1)
        assert (tap.connections, other.connections) == (2, 1)


def test_waiting_for_a_turn_does_not_count_against_the_time_limit(tap: Tap) -> None:
    url = tap.says("/", PLAIN)

    async def run() -> tuple[Exchange, ...]:
        async with Fetcher(Options(allow_private=True, per_host=1, page_limit=0.7)) as fetcher:
            async with fetcher.gate.turn(url, Transfer(url)):
                waiting = asyncio.create_task(fetcher.fetch(url))
                await asyncio.sleep(0.8)
            return await waiting

    assert asyncio.run(run())[-1].body.read() == b"hello"


def test_a_fetch_that_is_given_up_leaves_no_connection_in_a_wrong_state(tap: Tap) -> None:
    slow, fast = tap.says("/slow", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel", 0.2, b"lo"), tap.says("/", PLAIN)

    async def run() -> Exchange:
        async with Fetcher(Options(allow_private=True)) as fetcher:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await fetcher.fetch(slow)
            return (await fetcher.fetch(fast))[-1]

    assert asyncio.run(run()).body.read() == b"hello"
    assert [turn.connection for turn in tap.turns] == [1, 2]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("{here}/page?q#part", "{here}/page?q"),
        ("http://user:secret@elsewhere.example/page", "http://elsewhere.example/"),
        ("https://elsewhere.example/page", None),
    ],
)
def test_the_page_that_asks_is_named_as_browsers_do(tap: Tap, page: str, told: str | None) -> None:
    url = tap.says("/", PLAIN)

    async def run() -> None:
        async with Fetcher(Options(allow_private=True)) as fetcher:
            await fetcher.fetch(url, referer=page.format(here=tap.origin))

    asyncio.run(run())
    lines = [line for line in tap.turns[0].received.split(b"\r\n") if line.lower().startswith(b"referer")]
    assert lines == ([f"Referer: {told.format(here=tap.origin)}".encode()] if told else [])

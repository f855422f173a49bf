"""Servers that would take all the time or memory there is: each fetch ends, and says how."""

import asyncio
import contextlib
import gzip
import socket
from collections.abc import Callable, Iterator
from itertools import count

import pytest

from archiver.capture import answer
from archiver.capture.body import IN_MEMORY
from archiver.capture.http import Exchange, Options, fetch, redirect_of
from archiver.errors import CaptureError
from archiver.warc.message import content, parse_head
from tests.capture.tap import Tap

HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def tap() -> Iterator[Tap]:
    with Tap() as tap:
        yield tap


def get(url: str, **options: object) -> tuple[Exchange, ...]:
    return asyncio.run(fetch(url, Options(allow_private=True, **options)))


def fault(url: str, **options: object) -> str:
    with pytest.raises(CaptureError) as caught:
        get(url, **options)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def forever(piece: bytes, pause: float = 0.0) -> Callable[[socket.socket], None]:
    """A step: send `piece` until the other side has had enough."""

    def step(connection: socket.socket) -> None:
        for _ in count():
            connection.sendall(piece)
            if pause:
                connection.settimeout(pause)
                with contextlib.suppress(TimeoutError):
                    if not connection.recv(1):
                        return
                connection.settimeout(10)

    return step


def test_a_header_of_ten_megabytes_is_refused(tap: Tap) -> None:
    url = tap.says("/", HEAD, b"X-Filler: " + b"x" * 10_000_000 + b"\r\n\r\n")
    assert "the header is over 1 MiB" in fault(url)


@pytest.mark.parametrize("line", [b"X: y\r\n", b" \r\n", b"bad\r\n", b"\0"], ids=["good", "folded", "bad", "NUL"])
def test_a_header_without_end_is_refused(tap: Tap, line: bytes) -> None:
    assert "the header is over 1 MiB" in fault(tap.says("/", HEAD + b"A: b\r\n", forever(line * 5000)))


def test_a_header_of_nothing_but_folds_is_read(tap: Tap) -> None:
    head = HEAD + b"A: b\r\n" + b" \r\n" * 300_000 + b"Content-Length: 0\r\n\r\n"
    (exchange,) = get(tap.says("/", head))
    assert exchange.head == head
    assert parse_head(head).headers[1] == ("Content-Length", "0")


@pytest.mark.parametrize("line", [b"", b"Bad Name: 1\r\n"])
def test_hints_without_end_are_refused(tap: Tap, line: bytes) -> None:
    hint = b"HTTP/1.1 103 Early Hints\r\n" + line + b"\r\n"
    assert "over 100 interim (1xx) answers" in fault(tap.says("/", forever(hint * 50)))


def test_as_many_hints_as_allowed_are_passed_over(tap: Tap) -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\n\r\n" * answer.HINTS_LIMIT
    (exchange,) = get(tap.says("/", hints + HEAD + b"Content-Length: 0\r\n\r\n"))
    assert exchange.status == 200


@pytest.mark.parametrize(
    ("begin", "piece"),
    [
        (b"Transfer-Encoding: chunked\r\n\r\n5;", b"x" * 60_000),
        (b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 10_000),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 60_000),
        (b"Transfer-Encoding: chunked\r\n\r\n", b"a\r\n0123456789\r\n" * 4000),
        (b"Content-Length: 999999999999999999\r\n\r\n", bytes(60_000)),
        (b"\r\n", bytes(60_000)),
    ],
    ids=["chunk extension", "trailers", "chunk size", "tiny chunks", "length", "no length"],
)
def test_a_body_without_end_is_cut_at_the_limit(tap: Tap, begin: bytes, piece: bytes) -> None:
    limit = IN_MEMORY + 100_000
    (exchange,) = get(tap.says("/", HEAD + begin, forever(piece)), max_bytes=limit)
    assert (exchange.truncated, exchange.body.size) == ("length", limit)
    assert len(exchange.content) <= limit


def test_a_body_that_comes_drop_by_drop_is_cut_when_the_time_is_up(tap: Tap) -> None:
    url = tap.says("/", HEAD + b"Content-Length: 1000\r\n\r\n", forever(b"x", 0.02))
    (exchange,) = get(url, timeout=5, page_limit=0.7)
    assert exchange.truncated == "time"
    assert 0 < exchange.body.size < 1000


def test_a_header_that_comes_drop_by_drop_is_given_up_when_the_time_is_up(tap: Tap) -> None:
    url = tap.says("/", HEAD + b"X: ", forever(b"x", 0.02))
    assert "the header was not whole when time was up (5 seconds for each part of it, 0.7 in all)" in fault(
        url, timeout=5, page_limit=0.7
    )


def test_hints_that_come_now_and_then_do_not_stretch_the_time(tap: Tap) -> None:
    url = tap.says("/", forever(b"HTTP/1.1 102 Processing\r\n\r\n", 0.05))
    assert "when time was up" in fault(url, timeout=5, page_limit=0.7)


def test_a_chain_of_redirects_without_end_is_left_after_ten(tap: Tap) -> None:
    class Chain(dict):
        def __missing__(self, path: str):
            place = f"Location: /{int(path[1:]) + 1}\r\n".encode()
            return (b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n" + place + b"\r\n",)

    tap.scripts = Chain()
    hops = get(f"{tap.origin}/0")
    assert len(hops) == 11
    assert redirect_of(hops[-1]) == f"{tap.origin}/11"


def test_slow_redirects_share_one_time_limit(tap: Tap) -> None:
    for n in range(9):
        head = f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /{n + 1}\r\n\r\n".encode()
        tap.says(f"/{n}", 0.3, head)
    message = fault(f"{tap.origin}/0", timeout=5, page_limit=1.0)
    assert "redirects to where nothing can be had" in message
    assert len(tap.turns) < 6


def test_gzip_members_without_number_are_left_at_some_point() -> None:
    packed = gzip.compress(b"x", mtime=0) * 100_000
    assert content((("Content-Encoding", "gzip"),), packed) == b"x" * 10_000

"""What a person is told of an answer that was cut."""

import pytest

from archiver.capture.shortfall import Shortfall
from archiver.warc.message import CONTENT_LIMIT
from tests.warc.exchanges import exchange


def test_what_came_whole_lacks_nothing() -> None:
    assert Shortfall.of(exchange(), b"hello") is None


@pytest.mark.parametrize(
    ("size", "cut", "said"),
    [
        (0, "disconnect", "nothing of it came: the server broke off"),
        (9999, "time", "only the first 9,999 bytes came: it took over the time limit"),
        (20 * 1024, "disconnect", "only the first 20 KiB came: the server broke off"),
        (256 * 1024**2, "length", "only the first 256 MiB came: it is over the size limit"),
        (3 * 1024**2 // 2, "length", "only the first 1.5 MiB came: it is over the size limit"),
        (CONTENT_LIMIT, "reading", "only the first 32 MiB were read; the whole is recorded"),
    ],
)
def test_it_is_said_how_much_came_and_why_not_more(size: int, cut: str, said: str) -> None:
    assert str(Shortfall(cut, size)) == said  # type: ignore[arg-type]


def test_a_page_is_cut_for_reading_and_another_file_is_not_read() -> None:
    data = b"x" * (CONTENT_LIMIT + 1)
    long = exchange(body=data)
    assert Shortfall.of(long, data[:-1]) == Shortfall("reading", CONTENT_LIMIT)
    assert Shortfall.of(long, None) is None
    just = exchange(body=data[:-1])
    assert Shortfall.of(just, data[:-1]) is None

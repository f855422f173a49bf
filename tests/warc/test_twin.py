"""A revisit may refer to a record only where that holds the very same answer."""

import os
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.capture.body import Spool
from archiver.capture.exchange import Exchange
from archiver.warc.pair import digests_of
from archiver.warc.twin import twin_at
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import CHUNKED, HEAD, exchange

TYPED_CHUNKS = CHUNKED.replace(b"\r\n\r\n", b"\r\nContent-Type: text/html\r\n\r\n")


def written(folder: Path, one: Exchange) -> tuple[Path, int]:
    with WarcWriter(folder / "warc") as writer:
        record = writer.write(one)
    return folder / record.file, record.offset


def test_it_is_named_by_what_its_record_says(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc") as writer:
        record = writer.write(exchange())
        original = twin_at(tmp_path / record.file, record.offset, exchange(url="http://example.org/2"))
    assert original
    assert (original.record_id, original.url) == (record.record_id, "http://example.org/")
    assert (original.date, original.time) == ("2024-02-29T12:30:15.123456Z", exchange().time)


@pytest.mark.parametrize(
    "other",
    [
        exchange(body=b"hellO"),
        exchange(body=b"hell"),
        exchange(body=b"hello!"),
        exchange(body=b""),
        exchange(head=HEAD.replace(b"200", b"203")),
        exchange(head=HEAD.replace(b"html", b"css")),
        exchange(head=HEAD.replace(b"\r\n\r\n", b"\r\nContent-Encoding: br\r\n\r\n")),
        exchange(head=TYPED_CHUNKS, body=b"5\r\nhello\r\n0\r\n\r\n"),
    ],
)  # fmt: skip
def test_another_answer_has_no_twin(tmp_path: Path, other: Exchange) -> None:
    assert twin_at(*written(tmp_path, exchange()), other) is None
    assert twin_at(*written(tmp_path, other), exchange()) is None


def test_chunks_are_no_part_of_the_payload(tmp_path: Path) -> None:
    one, two = (
        exchange(head=CHUNKED, body=body) for body in (b"5\r\nhello\r\n0\r\n\r\n", b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
    )
    assert twin_at(*written(tmp_path, one), two)
    assert digests_of(one).payload == digests_of(two).payload != digests_of(one).block


def test_a_truncated_record_is_no_original(tmp_path: Path) -> None:
    assert twin_at(*written(tmp_path, exchange(truncated="length")), exchange()) is None


def test_nor_is_one_that_is_damaged_or_not_there(tmp_path: Path) -> None:
    path, offset = written(tmp_path, exchange())
    assert twin_at(path.with_name("gone"), offset, exchange()) is None
    assert twin_at(path, offset + 1, exchange()) is None
    original, data = twin_at(path, offset, exchange()), path.read_bytes()
    for place in range(offset, offset + 200, 7):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
        # gzip's own header has bytes that say nothing
        assert twin_at(path, offset, exchange()) in (None, original)


def test_a_revisit_is_no_original(tmp_path: Path) -> None:
    path, offset = written(tmp_path, exchange())
    original = twin_at(path, offset, exchange())
    with WarcWriter(tmp_path / "other") as writer:
        record = writer.write(exchange(), original=original)
    assert original
    assert twin_at(tmp_path / record.file, record.offset, exchange()) is None


def test_memory_stays_flat_whatever_the_size(tmp_path: Path) -> None:
    spool, piece = Spool(), os.urandom(1024 * 1024)
    for _ in range(24):
        spool.write(piece)
    large = replace(exchange(), body=spool.body())
    tracemalloc.start()
    try:
        path, offset = written(tmp_path, large)
        assert twin_at(path, offset, large)
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()

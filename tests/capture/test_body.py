import gc
import gzip
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.capture.body import IN_MEMORY, Body, Spool
from archiver.errors import CaptureError
from archiver.warc.message import digest
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import CHUNKED, exchange


def spooled(*pieces: bytes) -> Body:
    spool = Spool()
    for piece in pieces:
        spool.write(piece)
    return spool.body()


@pytest.mark.parametrize("count", [0, 1, IN_MEMORY // 1000, IN_MEMORY // 1000 + 1, 3000])
def test_a_body_is_read_as_it_was_written_as_often_as_wanted(count: int) -> None:
    pieces = [bytes([n % 256]) * 1000 for n in range(count)]
    body = spooled(*pieces)
    assert body.size == count * 1000
    assert body.read() == b"".join(body.pieces()) == b"".join(pieces)


def test_two_readers_do_not_disturb_each_other() -> None:
    body = spooled(bytes(IN_MEMORY), b"x" * IN_MEMORY)
    assert all(one == other for one, other in zip(body.pieces(), body.pieces(), strict=True))


def test_a_large_body_is_no_longer_on_the_disk_when_nobody_holds_it(tmp_path: Path, monkeypatch) -> None:
    opened = []
    make = tempfile.TemporaryFile
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **how: opened.append(make(dir=tmp_path, **how)) or opened[-1])
    body = spooled(bytes(2 * IN_MEMORY))
    pieces = body.pieces()
    del body
    assert next(pieces) == bytes(64 * 1024)
    del pieces
    gc.collect()
    assert [file.closed for file in opened] == [True]
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: open("/dev/full", "r+b", 0))  # noqa: SIM115, PTH123
    with pytest.raises(CaptureError, match=r"no room in .* for what arrives .* set TMPDIR"):
        spooled(bytes(2 * IN_MEMORY))


# Reading an exchange


def test_what_is_longer_than_the_limit_is_read_to_the_limit_and_said_to_be_cut() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
    bomb = exchange(head=head, body=gzip.compress(bytes(10**6)))
    reading = bomb.read(limit=10_000)
    assert (reading.data, reading.is_cut) == (bytes(10_000), True)
    assert bomb.read(limit=10**6).is_cut is False


@pytest.mark.parametrize(("limit", "cut"), [(4, True), (5, False), (6, False)])
def test_a_body_of_just_the_limit_is_not_cut(limit: int, cut: bool) -> None:
    for whole in (exchange(), exchange(head=CHUNKED, body=b"2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")):
        reading = whole.read(limit)
        assert (reading.data, reading.is_cut) == (b"hello"[:limit], cut)


def test_a_large_body_has_the_digest_of_all_its_bytes(tmp_path: Path) -> None:
    piece = bytes(range(256)) * 4096
    large = exchange(body=b"", head=CHUNKED)
    chunks = [b"%x;a=b\r\n%s\r\n" % (len(piece), piece) for _ in range(3)]
    with WarcWriter(tmp_path / "warc") as writer:
        reference = writer.write(replace(large, body=spooled(*chunks, b"0\r\n\r\n")))
    assert reference.payload_digest == digest(piece * 3)

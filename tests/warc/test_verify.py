"""The verifier finds what is wrong, says where, and finds nothing wrong with what is right."""

import gzip
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.warc.message import digest
from archiver.warc.verify import Fault, Verifier
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import CHUNKED, exchange


def record(kind: str = "resource", block: bytes = b"hello", **fields: str) -> bytes:
    """An uncompressed record; `fields` are added, or removed where they are empty. `_` stands for `-`."""
    given = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:x:{digest(os.urandom(9))}>",
        "WARC-Date": "2024-02-29T12:30:15Z",
        "WARC-Target-URI": "http://example.org/",
        "Content-Type": "text/plain",
        "Content-Length": str(len(block)),
    }
    given |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value)
    return b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"


def faults(path: Path) -> list[Fault]:
    verifier = Verifier()
    return [*verifier.file(path), *verifier.finish()]


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., list[str]]:
    """Write records, each in a gzip member or (`plain`) none; return what is wrong with them."""

    def check(*records: bytes, plain: bool = False) -> list[str]:
        path = tmp_path / ("x.warc" if plain else "x.warc.gz")
        path.write_bytes(b"".join(one if plain else gzip.compress(one, mtime=0) for one in records))
        return [fault.what for fault in faults(path)]

    return check


@pytest.fixture
def written(tmp_path: Path) -> Path:
    with WarcWriter(tmp_path / "warc") as writer:
        writer.write(exchange())
        writer.write(exchange(url="http://example.org/2", head=CHUNKED, body=b"5\r\nhello\r\n0\r\nX: y\r\n\r\n"))
        writer.write(exchange(url="http://example.org/3", body=b"he", truncated="disconnect"))
    (path,) = (tmp_path / "warc").iterdir()
    return path


def members(path: Path) -> list[int]:
    verifier = Verifier()
    return [piece.offset for piece, _ in verifier.walk(path) if piece]


def test_nothing_is_wrong_with_what_was_written(written: Path) -> None:
    assert faults(written) == []


def test_nor_is_it_uncompressed(written: Path, tmp_path: Path) -> None:
    plain = tmp_path / "x.warc"
    plain.write_bytes(gzip.decompress(written.read_bytes()))
    assert faults(plain) == []


@pytest.mark.parametrize("plain", [False, True])
def test_a_record_that_is_right_has_no_fault(check: Callable[..., list[str]], plain: bool) -> None:
    assert (
        check(record(), record(WARC_Block_Digest=digest(b"hello"), WARC_Payload_Digest=digest(b"hello")), plain=plain)
        == []
    )


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (record(WARC_Record_ID=""), "the mandatory field WARC-Record-ID is missing"),
        (record(WARC_Date=""), "the mandatory field WARC-Date is missing"),
        (record(kind=""), "the mandatory field WARC-Type is missing"),
        (record(Content_Length=""), "no right Content-Length"),
        (record(Content_Length="x"), "no right Content-Length"),
        (record(Content_Length="9"), "two CRLF"),
        (record(Content_Length="99"), "shorter than its Content-Length"),
        (record(Content_Length="4"), "Content-Length is wrong"),
        (record(WARC_Target_URI=""), "must have a WARC-Target-URI"),
        (record(kind="warcinfo"), "must not have a WARC-Target-URI"),
        (record(WARC_Record_ID="urn:x:y"), "angle brackets"),
        (record(WARC_Date="29 Feb 2024"), "WARC-Date"),
        (record(WARC_Block_Digest=digest(b"other")), "the block digest is wrong"),
        (record(WARC_Payload_Digest=digest(b"other")), "the payload digest is wrong"),
        (record(WARC_Block_Digest="crc:17"), "algorithm"),
        (record(WARC_Concurrent_To="<urn:x:nobody>"), "WARC-Concurrent-To names a record that is not there"),
        (record().replace(b"WARC/1.1", b"WARC/0.9"), "version"),
        (record().replace(b"text/plain\r\n", b"text/plain\n"), "CRLF"),
        (record()[:-2], "two CRLF"),
        (record() + b"\r\n", "two CRLF"),
        (b"some text", "something else that is gzip-compressed"),
        (record(kind="revisit", WARC_Profile="x/revisit/identical-payload-digest"), "no WARC-Refers-To-Target-URI"),
        (record(kind="revisit", WARC_Refers_To_Target_URI="http://a/", WARC_Refers_To_Date="2024"), "WARC-Profile"),
    ],
)  # fmt: skip
def test_each_way_to_be_wrong_is_named(check: Callable[..., list[str]], one: bytes, what: str) -> None:
    found = check(record(), one, record())
    assert any(what in fault for fault in found), found


def test_a_file_that_grows_may_be_empty_still(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").touch()
    assert [fault.what for fault in faults(tmp_path / "x.warc.gz")] == ["the file is empty"]
    assert list(Verifier().file(tmp_path / "x.warc.gz", growing=True)) == []


def test_two_records_with_one_id_are_named(check: Callable[..., list[str]]) -> None:
    one = record()
    assert check(one, one) == ["another record has the same WARC-Record-ID"]


def test_several_records_in_one_member_are_named_and_verified(check: Callable[..., list[str]]) -> None:
    found = check(record() + record(WARC_Block_Digest=digest(b"other")))
    assert [fault.split(":")[0] for fault in found] == [
        "several records in one gzip member", "several records in one gzip member", "the block digest is wrong",
    ]  # fmt: skip


def revisit(date: str) -> bytes:
    return record(
        kind="revisit", block=b"", WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        WARC_Refers_To_Target_URI="http://example.org/a", WARC_Refers_To_Date=date, WARC_Target_URI="http://example.org/b",
    )  # fmt: skip


@pytest.mark.parametrize("first", [True, False])
def test_a_revisit_is_resolved_before_and_behind_its_original(check: Callable[..., list[str]], first: bool) -> None:
    pair = [record(WARC_Target_URI="http://example.org/a"), revisit("2024-02-29T12:30:15Z")]
    assert check(*(pair if first else reversed(pair))) == []


def test_a_revisit_of_nothing_is_named(check: Callable[..., list[str]]) -> None:
    (fault,) = check(record(WARC_Target_URI="http://example.org/a"), revisit("2024-02-29T12:30:16Z"))
    assert fault == "the revisit cannot be resolved: no answer of http://example.org/a at 2024-02-29T12:30:16Z"


@pytest.mark.parametrize("first", [True, False])
def test_a_revisit_whose_original_has_another_payload_is_named(check: Callable[..., list[str]], first: bool) -> None:
    original = record(WARC_Target_URI="http://example.org/a", WARC_Payload_Digest=digest(b"hello"))
    fields = f"WARC-Payload-Digest: {digest(b'other')}\r\nContent-Length: 0".encode()
    other = revisit("2024-02-29T12:30:15Z").replace(b"Content-Length: 0", fields)
    pair = [original, other] if first else [other, original]
    assert check(*pair) == [
        "the revisit's payload is another than that of http://example.org/a at 2024-02-29T12:30:15Z: "
        + digest(b"other")
    ]


def test_a_revisit_that_names_another_record_than_the_one_of_that_date_is_named(
    check: Callable[..., list[str]],
) -> None:
    other = record(WARC_Target_URI="http://example.org/b", WARC_Record_ID="<urn:x:other>")
    field = b"WARC-Refers-To: <urn:x:other>\r\nContent-Length"
    named = revisit("2024-02-29T12:30:15Z").replace(b"Content-Length", field)
    (fault,) = check(record(WARC_Target_URI="http://example.org/a"), other, named)
    where = "http://example.org/a at 2024-02-29T12:30:15Z"
    assert fault == f"WARC-Refers-To names another record than the answer of {where}"


def test_an_answer_to_a_head_request_has_no_body_and_is_right(tmp_path: Path) -> None:
    for method, count in ((b"HEAD", 0), (b"GET", 1)):
        folder = tmp_path / method.decode()
        with WarcWriter(folder) as writer:
            writer.write(exchange(body=b"", request=method + b" / HTTP/1.1\r\nHost: example.org\r\n\r\n"))
        (path,) = folder.iterdir()
        assert len(faults(path)) == count


# Damage


def test_a_torn_tail_is_named_with_its_place(written: Path) -> None:
    last = members(written)[-1]
    written.write_bytes(written.read_bytes()[:-20])
    found = faults(written)
    assert [(fault.offset, fault.what.split(";")[0]) for fault in found if fault.offset == last] == [
        (last, "torn: the file ends within this record")
    ]


def test_every_flipped_byte_is_found_that_changes_what_is_in_the_records(written: Path, tmp_path: Path) -> None:
    data, starts = written.read_bytes(), members(written)
    # Under no checksum, and without a meaning: gzip's flags for people, time stamp and system byte, and the bits
    # between the end of the deflated data and the next whole byte, where the checksum stands.
    dull = {start + at for start in starts for at in range(3, 10)} | {end - 9 for end in (*starts[1:], len(data))}
    spoilt = tmp_path / "y.warc.gz"
    for place in {*range(0, len(data), 7), *dull}:
        spoilt.write_bytes(data[:place] + bytes([data[place] ^ 0x5A]) + data[place + 1 :])
        if not faults(spoilt):
            assert place in dull
            assert gzip.decompress(spoilt.read_bytes()) == gzip.decompress(data)


def test_the_records_behind_garbage_are_verified_too(written: Path) -> None:
    data, places = written.read_bytes(), members(written)
    cut = places[3]
    written.write_bytes(data[:cut] + bytes(5000) + data[cut:])
    (fault,) = faults(written)
    assert (fault.offset, fault.what) == (
        cut, "zero bytes where a record should begin; 5000 bytes are no whole record",
    )  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"\x1f\x8b", b"WA", b"not a WARC at all", bytes(100), b"\x1f\x8b\x08" * 9])
def test_what_is_no_warc_has_a_fault(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(data)
    assert len(faults(path)) == 1


def test_a_large_record_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    block = bytes(40_000_000)
    path.write_bytes(gzip.compress(record(block=block, WARC_Block_Digest=digest(block)), 1))
    del block
    tracemalloc.start()
    try:
        assert faults(path) == []
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()

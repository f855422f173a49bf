import gzip
import random
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.errors import WarcError
from archiver.model import Capture
from archiver.warc.message import digest
from archiver.warc.read import read, read_one
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import TIME, exchange

PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>hello</p>"
DATE = "2024-02-29T12:30:15Z"


def record(block: bytes = PAGE, length: int | None = None, **fields: str) -> bytes:
    """One uncompressed record; keyword `warc_type` becomes the field WARC-Type, and None leaves a field out."""
    given = {"WARC-Type": "response", "WARC-Date": DATE, "WARC-Target-URI": "http://example.org/"}
    given |= {"WARC-Record-ID": "<urn:uuid:1>", "Content-Type": "application/http; msgtype=response"}
    given |= {_field(name): value for name, value in fields.items()}
    lines = [f"{name}: {value}" for name, value in given.items() if value is not None]
    lines += [f"Content-Length: {len(block) if length is None else length}"]
    return ("WARC/1.0\r\n" + "\r\n".join(lines)).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def _field(name: str) -> str:
    words = [word.upper() if word in ("warc", "uri") else word.title() for word in name.split("_")]
    return "-".join(words)


def stored(folder: Path, *records: bytes, packed: bool = False) -> Path:
    path = folder / ("test.warc.gz" if packed else "test.warc")
    path.write_bytes(b"".join(gzip.compress(one) if packed else one for one in records))
    return path


def captures(path: Path) -> list[Capture]:
    return list(read(path, path.parent))


def read_until_fault(path: Path) -> tuple[list[Capture], str]:
    """What was read before the WarcError, and its message ("" where there was none)."""
    found: list[Capture] = []
    try:
        for capture in read(path, path.parent):
            found.append(capture)
    except WarcError as error:
        assert "\n" not in str(error)
        assert str(error).startswith(str(path))
        return found, str(error)
    return found, ""


# What is read


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_is_read_with_all_it_says(tmp_path: Path, packed: bool) -> None:
    path = stored(tmp_path, record(), packed=packed)
    (capture,) = captures(path)
    assert capture.url == capture.final_url == "http://example.org/"
    assert (capture.status, capture.body, capture.how) == (200, b"<p>hello</p>", "http")
    assert capture.headers == (("Content-Type", "text/html; charset=utf-8"),)
    assert capture.content_type == "text/html; charset=utf-8"
    assert capture.time == datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC)
    assert (capture.record.file, capture.record.record_id) == (path.name, "<urn:uuid:1>")


@pytest.mark.parametrize("packed", [False, True])
def test_places_are_those_that_warcio_finds(tmp_path: Path, packed: bool) -> None:
    path = stored(tmp_path, *(record(PAGE * n) for n in (1, 50, 2000)), packed=packed)
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        places = [(records.get_record_offset(), records.get_record_length()) for _ in records]
    assert [(capture.record.offset, capture.record.length) for capture in captures(path)] == places


@pytest.mark.parametrize("packed", [False, True])
def test_each_answer_can_be_read_alone(tmp_path: Path, packed: bool) -> None:
    path = stored(tmp_path, *(record(warc_target_uri=f"http://example.org/{n}") for n in range(3)), packed=packed)
    for capture in captures(path):
        assert read_one(path, capture.record.offset, tmp_path) == capture


def test_what_the_writer_wrote_is_read_with_its_time(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc") as writer:
        reference = writer.write(exchange())
    (capture,) = read(tmp_path / reference.file, tmp_path)
    assert (capture.record, capture.time, capture.body) == (reference, TIME, b"hello")


def test_encodings_are_removed_and_a_wrong_one_is_forgiven(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
    packed = gzip.compress(b"hello")
    right = head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(packed), packed)
    path = stored(tmp_path, record(right), record(head + packed), record(head + b"hello"))
    assert [capture.body for capture in captures(path)] == [b"hello"] * 3


def test_only_answers_are_read(tmp_path: Path) -> None:
    path = stored(
        tmp_path,
        record(b"software: x\r\n", warc_type="warcinfo", content_type="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", warc_type="request"),
        record(b"20240229123015\nexample.org. A 192.0.2.1", warc_target_uri="dns:example.org", content_type="text/dns"),
        record(b"\x89PNG", warc_type="resource", content_type="image/png"),
        record(b"", warc_type="metadata"),
        record(),
    )
    assert [capture.body for capture in captures(path)] == [b"<p>hello</p>"]


def test_a_resource_of_html_is_read_as_a_page(tmp_path: Path) -> None:
    path = stored(tmp_path, record(b"<p>saved</p>", warc_type="resource", content_type="text/html; charset=utf-8"))
    (capture,) = captures(path)
    assert (capture.status, capture.body, capture.content_type) == (200, b"<p>saved</p>", "text/html; charset=utf-8")


def test_an_error_page_is_an_answer_too(tmp_path: Path) -> None:
    path = stored(tmp_path, record(b"HTTP/1.1 404 Gone\r\n\r\nno"))
    assert [(capture.status, capture.body) for capture in captures(path)] == [(404, b"no")]


def test_angle_brackets_around_a_url_are_dropped(tmp_path: Path) -> None:
    path = stored(tmp_path, record(warc_target_uri="<http://example.org/>"))
    assert captures(path)[0].url == "http://example.org/"


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("2024-02", datetime(2024, 2, 1, tzinfo=UTC)),
        ("2024-02-29T12:30Z", datetime(2024, 2, 29, 12, 30, tzinfo=UTC)),
        ("2024-02-29T12:30:15.123456789Z", datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=UTC)),
    ],
)
def test_every_precision_of_a_date_is_read(tmp_path: Path, text: str, when: datetime) -> None:
    assert captures(stored(tmp_path, record(warc_date=text)))[0].time == when


def test_a_digest_is_taken_over_or_made(tmp_path: Path) -> None:
    path = stored(tmp_path, record(warc_payload_digest="sha256:abc"), record())
    assert [capture.record.payload_digest for capture in captures(path)] == ["sha256:abc", digest(b"<p>hello</p>")]


def test_a_file_outside_the_home_is_named_by_its_whole_path(tmp_path: Path) -> None:
    path = stored(tmp_path, record())
    (capture,) = read(path, tmp_path / "home")
    assert Path(capture.record.file) == path.resolve()


def test_lines_may_end_without_a_carriage_return(tmp_path: Path) -> None:
    unix = record(b"HTTP/1.1 200 OK\n\nhello").replace(b"\r\n", b"\n")
    assert [capture.body for capture in captures(stored(tmp_path, unix, unix))] == [b"hello"] * 2


# What cannot be read


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_torn_anywhere_gives_what_was_whole_and_then_says_so(tmp_path: Path, packed: bool) -> None:
    pieces = [record(b"HTTP/1.1 200 OK\r\n\r\n" + bytes([65 + n]) * 9) for n in range(3)]
    pieces = [gzip.compress(piece) if packed else piece for piece in pieces]
    whole, path = b"".join(pieces), tmp_path / "torn.warc"
    for end in range(1, len(whole)):
        path.write_bytes(whole[:end])
        found, message = read_until_fault(path)
        sizes = [len(piece) - (0 if packed else 4) for piece in pieces]  # blank lines after a record may be torn off
        starts = [0, len(pieces[0]), len(pieces[0]) + len(pieces[1])]
        complete = [start for start, size in zip(starts, sizes, strict=True) if start + size <= end]
        assert [capture.record.offset for capture in found] == complete
        torn = [start for start in starts if start < end and start not in complete]
        assert (f"at offset {torn[0]}: torn" in message) if torn else not message


def test_a_flipped_byte_is_found_or_does_no_harm(tmp_path: Path) -> None:
    data = gzip.compress(record(), mtime=0) + gzip.compress(record(), mtime=0)
    path = tmp_path / "flipped.warc.gz"
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :])
        found, message = read_until_fault(path)
        assert message or len(found) == 2
        assert all(capture.body == b"<p>hello</p>" for capture in found)


NOISE = random.Random(1).randbytes(5000)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (NOISE, "this file is not a WARC"),
        (b"<!DOCTYPE html><p>hello</p>", "this file is not a WARC"),
        (b"\n", "this file is not a WARC"),
        (gzip.compress(b"<!DOCTYPE html><p>hello</p>"), "something else that is gzip-compressed"),
        (gzip.compress(b""), "torn"),
        (b"\x1f\x8b" + NOISE, "damaged"),
        (b"WARC/1.0\r\n\r\n", "no right Content-Length"),
        (b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "no right Content-Length"),
        (b"WARC/1.0\r\nContent-Length: 999999999999999\r\n\r\nx", "torn"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 200_000, "header does not end"),
        (gzip.compress(record() + record()), "run `warcio recompress`"),
        (gzip.compress(record() + b"junk"), "Content-Length is wrong"),
        (record(warc_date="yesterday"), "lacks a right WARC-Target-URI or WARC-Date"),
        (record(warc_target_uri=None), "lacks a right WARC-Target-URI or WARC-Date"),
    ],
)
def test_what_is_no_warc_is_said_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "odd.warc"
    path.write_bytes(data)
    found, message = read_until_fault(path)
    assert found == []
    assert said in message
    assert "at offset 0" in message


@pytest.mark.parametrize("error", [-20, -4, -1, 1, 4, 5, 40])
def test_a_wrong_length_is_found_before_its_record_is_handed_out(tmp_path: Path, error: int) -> None:
    wrong = record(length=len(PAGE) + error)
    path = stored(tmp_path, record(), wrong, record())
    found, message = read_until_fault(path)
    assert len(found) == 1
    assert f"at offset {len(record())}: " in message


def test_junk_after_the_last_record_is_named(tmp_path: Path) -> None:
    path = stored(tmp_path, record(), packed=True)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + bytes(100))
    found, message = read_until_fault(path)
    assert len(found) == 1
    assert f"at offset {size}: no WARC record begins here" in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match="gone: no such file"):
        captures(tmp_path / "gone")


def test_a_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match="is a folder"):
        captures(tmp_path)


@pytest.mark.parametrize("offset", [-1, 1, 10**6])
def test_where_no_record_begins_none_is_read(tmp_path: Path, offset: int) -> None:
    path = stored(tmp_path, record())
    with pytest.raises(WarcError, match=f"at offset {offset}: "):
        read_one(path, offset, tmp_path)


def test_a_record_that_is_no_answer_is_not_read_alone(tmp_path: Path) -> None:
    path = stored(tmp_path, record(b"GET / HTTP/1.1\r\n\r\n", warc_type="request"))
    with pytest.raises(WarcError, match="no answer begins here"):
        read_one(path, 0, tmp_path)


def test_nothing_is_printed_about_what_is_wrong(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    read_until_fault(stored(tmp_path, record(length=5), record()))
    assert capfd.readouterr() == ("", "")


def test_the_sample_records_are_what_warcio_takes_for_right() -> None:
    assert [one.content_stream().read() for one in ArchiveIterator(BytesIO(record()))] == [b"<p>hello</p>"]

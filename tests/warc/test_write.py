import asyncio
import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from archiver.capture.http import Options, fetch
from archiver.errors import WarcError
from archiver.warc.message import digest
from archiver.warc.read import read, read_one
from archiver.warc.write import WarcWriter
from tests.capture.server import Server
from tests.warc.exchanges import CHUNKED, exchange


def written(folder: Path, *exchanges) -> Path:
    with WarcWriter(folder) as writer:
        for one in exchanges:
            writer.write(one)
    (path,) = folder.iterdir()
    return path


def records(path: Path) -> list[tuple[dict[str, str], bytes]]:
    """The fields and the raw block of every record, as warcio reads them."""
    with path.open("rb") as file:
        return [
            (dict(record.rec_headers.headers), record.raw_stream.read())
            for record in ArchiveIterator(file, no_record_parse=True)
        ]


# The file


def test_nothing_is_left_where_nothing_was_written(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_open_by_name_until_it_is_whole(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc", prefix="news") as writer:
        reference = writer.write(exchange())
        final = tmp_path / reference.file
        assert [path.name for path in final.parent.iterdir()] == [f"{final.name}.open"]
    assert [path.name for path in final.parent.iterdir()] == [final.name]
    assert reference.file.startswith("warc/news-")
    assert reference.file.endswith(".warc.gz")


def test_what_was_synced_can_be_read_before_the_file_is_closed(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc") as writer:
        reference = writer.write(exchange())
        writer.sync()
        growing = tmp_path / f"{reference.file}.open"
        assert [capture.body for capture in read(growing, tmp_path)] == [b"hello"]


def test_records_before_an_exception_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    with pytest.raises(KeyboardInterrupt), WarcWriter(folder) as writer:
        writer.write(exchange())
        raise KeyboardInterrupt
    (path,) = folder.iterdir()
    assert path.name.endswith(".warc.gz")
    assert len(records(path)) == 3


def test_a_disk_that_fills_up_leaves_no_part_of_a_record(tmp_path: Path) -> None:
    large = exchange(url="http://example.org/large", body=os.urandom(200_000))
    with WarcWriter(tmp_path / "warc") as writer:
        writer.write(exchange())
        with file_size_limit(100_000), pytest.raises(WarcError, match="cannot be written"):
            writer.write(large)
        reference = writer.write(exchange(url="http://example.org/after"))
    urls = [capture.url for capture in read(tmp_path / reference.file, tmp_path)]
    assert urls == ["http://example.org/", "http://example.org/after"]


def test_a_disk_that_is_full_from_the_start_leaves_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    with file_size_limit(10), pytest.raises(WarcError, match="cannot be written"), WarcWriter(folder) as writer:
        writer.write(exchange())
    assert list(folder.iterdir()) == []


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """The kernel refuses to let any file of this process grow beyond `size` bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(WarcError, match="file/warc: cannot be written"),
        WarcWriter(tmp_path / "file" / "warc") as writer,
    ):
        writer.write(exchange())


def test_two_writers_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    with WarcWriter(tmp_path) as one, WarcWriter(tmp_path) as other:
        assert one.write(exchange()).file != other.write(exchange()).file


# The records


def test_a_file_is_its_info_and_then_pairs(tmp_path: Path) -> None:
    found = [fields for fields, _ in records(written(tmp_path, exchange(), exchange()))]
    assert [fields["WARC-Type"] for fields in found] == ["warcinfo", "response", "request", "response", "request"]
    info, response, request, *_ = found
    assert info["WARC-Filename"] == next(tmp_path.iterdir()).name
    assert response["WARC-Warcinfo-ID"] == info["WARC-Record-ID"]
    assert response["WARC-Concurrent-To"] == request["WARC-Record-ID"]
    assert request["WARC-Concurrent-To"] == response["WARC-Record-ID"]


def test_the_info_names_the_software(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, software="tester/1") as writer:
        writer.write(exchange())
    (path,) = tmp_path.iterdir()
    assert b"software: tester/1\r\n" in records(path)[0][1]


def test_the_fields_say_how_the_answer_came(tmp_path: Path) -> None:
    secure = exchange(tls="tls/1.3", cipher="TLS_AES_256_GCM_SHA384", truncated="disconnect")
    path = written(tmp_path, secure)
    _, (response, _), (request, _) = records(path)
    assert response["WARC-Target-URI"] == "http://example.org/"
    assert response["WARC-Date"] == request["WARC-Date"] == "2024-02-29T12:30:15.123456Z"
    assert response["WARC-IP-Address"] == "192.0.2.1"
    assert response["WARC-Cipher-Suite"] == "TLS_AES_256_GCM_SHA384"
    assert response["WARC-Truncated"] == "disconnect"
    assert response["Content-Type"] == "application/http; msgtype=response"
    unpacked = gzip.decompress(path.read_bytes())
    assert b"WARC/1.1\r\n" in unpacked
    assert b"WARC-Protocol: http/1.1\r\nWARC-Protocol: tls/1.3\r\n" in unpacked


def test_a_whole_answer_is_not_called_truncated(tmp_path: Path) -> None:
    assert "WARC-Truncated" not in records(written(tmp_path, exchange()))[1][0]


def test_the_payload_digest_is_of_the_body_without_its_chunks(tmp_path: Path) -> None:
    body = b"5;x=y\r\nhello\r\n0\r\n\r\n"
    response, block = records(written(tmp_path, exchange(head=CHUNKED, body=body)))[1]
    assert response["WARC-Payload-Digest"] == digest(b"hello")
    assert response["WARC-Block-Digest"] == digest(CHUNKED + body) == digest(block)


def test_the_strict_checker_of_warcio_agrees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = b"HTTP/1.1 200 OK\r\nx-OdD:1\r\nX-Odd:   2\r\nCookie: \xe9\r\nBad Header\r\n\r\n"
    path = written(tmp_path, exchange(), exchange(head=raw, body=b"\r\n\0\xff"), exchange(body=b""))
    assert Checker(SimpleNamespace(inputs=[str(path)], verbose=True)).process_all() == 0
    output = capsys.readouterr().out
    assert output.count("digest pass") == 7
    assert "fail" not in output


@given(st.binary(max_size=300), st.binary(max_size=60).filter(lambda noise: b"\n" not in noise))
def test_any_body_and_header_bytes_are_stored_and_found_again(tmp_path_factory, body: bytes, noise: bytes) -> None:
    home = tmp_path_factory.mktemp("home")
    head = b"HTTP/1.1 200 OK\r\nX-Noise: " + noise + b"\r\n\r\n"
    with WarcWriter(home / "warc") as writer:
        reference = writer.write(exchange(head=head, body=body))
    _, (_, block), (_, request) = records(home / reference.file)
    assert block == head + body
    assert request == exchange().request
    assert read_one(home / reference.file, reference.offset, home).body == body


def test_the_reference_is_where_the_response_lies(tmp_path: Path) -> None:
    with WarcWriter(tmp_path / "warc") as writer:
        references = [writer.write(exchange(url=f"http://example.org/{n}")) for n in range(3)]
    path = tmp_path / references[0].file
    assert [capture.record for capture in read(path, tmp_path)] == references
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        places = [
            (records.get_record_offset(), records.get_record_length()) for one in records if one.rec_type == "response"
        ]
    assert places == [(reference.offset, reference.length) for reference in references]


# From the wire to the archive

ANSWERS = {
    "odd headers": b"HTTP/1.1 200 OK\r\nx-OdD: 1\r\nX-Odd:   2\r\nSet-Cookie: \xe9\r\nSet-Cookie: b\r\n\r\nhello",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;n=v\r\nhello\r\n0\r\nX-T: 1\r\n\r\n",
    "gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"hello"),
    "early close": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
    "broken grammar": b"HTTP/1.1 200 OK\nBad Header: 1\n\nhello",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
@pytest.mark.parametrize("before", [b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"], ids=["", "after 103"])
def test_the_bytes_the_server_sent_are_the_bytes_stored(
    tmp_path: Path, server: Server, answer: bytes, before: bytes
) -> None:
    (fetched,) = asyncio.run(fetch(server.says("/", before + answer), Options(allow_private=True)))
    path = written(tmp_path, fetched)
    _, (_, response), (_, request) = records(path)
    assert response == answer
    assert [request] == server.requests
    assert [capture.body for capture in read(path, tmp_path)] == [b"hello"]

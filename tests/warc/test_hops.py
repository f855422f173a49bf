"""Which URL was asked for is told by the metadata record of an answer, and without one by the redirects before it."""

from pathlib import Path

import pytest

from archiver.warc.read import read
from tests.warc.test_read import captures, record, stored

HOP = "http://example.org/a"


def hop(location: str, url: str = HOP, status: str = "302 Found") -> bytes:
    return record(f"HTTP/1.1 {status}\r\nLocation: {location}\r\n\r\n".encode(), warc_target_uri=url)


def note(text: str, about: str = "<urn:uuid:1>") -> bytes:
    kind = {"warc_type": "metadata", "content_type": "application/warc-fields"}
    return record(text.encode(), **kind, warc_concurrent_to=about)


@pytest.mark.parametrize("location", ["/", "http://example.org/", "HTTP://Example.org:80", "/#top"])
def test_an_answer_behind_a_redirect_to_it_was_asked_for_there(tmp_path: Path, location: str) -> None:
    assert [one.asked for one in captures(stored(tmp_path, hop(location), record()))] == [None, HOP]


@pytest.mark.parametrize("before", [hop("/b"), hop("/", status="200 OK"), hop("http://["), hop("ftp://example.org/")])
def test_one_behind_anything_else_was_asked_for_itself(tmp_path: Path, before: bytes) -> None:
    assert [one.asked for one in captures(stored(tmp_path, before, record()))] == [None, None]


def test_the_first_of_several_redirects_was_asked_for(tmp_path: Path) -> None:
    path = stored(tmp_path, hop("/b"), hop("/", url="http://example.org/b"), record())
    assert [one.asked for one in captures(path)] == [None, HOP, HOP]


def test_a_url_beyond_ascii_is_the_same_in_either_spelling(tmp_path: Path) -> None:
    path = stored(tmp_path, hop("/tür"), record(warc_target_uri="http://example.org/t%C3%BCr"))
    assert [one.asked for one in captures(path)] == [None, HOP]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("via: http://example.org/x\r\nhopsFromSeed: R\r\n", "http://example.org/x"),
        ("via: http://example.org/x\r\nhopsFromSeed: LLR\r\nfetchTimeMs: 12\r\n", "http://example.org/x"),
        ("via: http://example.org/x\r\nhopsFromSeed: L\r\n", None),
        ("seed: \r\n", None),
        ("", None),
    ],
)
def test_a_metadata_record_knows_better(tmp_path: Path, text: str, asked: str | None) -> None:
    path = stored(tmp_path, hop("/"), record(), note(text))
    assert captures(path)[-1].asked == asked


def test_one_about_another_record_says_nothing(tmp_path: Path) -> None:
    path = stored(tmp_path, hop("/"), record(), note("seed: \r\n", about="<urn:uuid:9>"))
    assert captures(path)[-1].asked == HOP


def test_what_was_whole_is_read_where_the_file_is_torn(tmp_path: Path) -> None:
    path = stored(tmp_path, hop("/"), record(), note("seed: \r\n"))
    path.write_bytes(path.read_bytes()[:-10])
    found = []
    with pytest.raises(Exception, match="torn"):
        for one in read(path, tmp_path):
            found.append(one.asked)
    assert found == [None, HOP]

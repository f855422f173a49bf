"""Documents as `resource` records."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import warcio.cli

from archiver.errors import PageError, WarcError
from archiver.warc.read import read
from archiver.warc.resource import Resource, write_resources

TIME = datetime(2025, 5, 28, 13, 11, 12, 345678, tzinfo=timezone(timedelta(hours=3)))
PAGE = Resource("https://news.example/1", TIME, "text/html", "<p>Прилив</p>".encode())


def test_what_was_written_is_read_back_to_the_byte_and_passes_warcio_check(tmp_path: Path) -> None:
    path = write_resources(tmp_path / "warc", [PAGE, Resource("https://news.example/2", TIME, "text/html", b"")])
    assert path is not None
    first, second = read(path, tmp_path)
    assert (first.url, first.body, first.how, first.status) == (PAGE.url, PAGE.data, "file", 200)
    assert first.time == TIME.astimezone(UTC)
    assert (second.url, second.body) == ("https://news.example/2", b"")
    with pytest.raises(SystemExit) as left:
        warcio.cli.main(["check", str(path)])
    assert not left.value.code


def test_nothing_to_write_makes_no_file(tmp_path: Path) -> None:
    assert write_resources(tmp_path / "warc", []) is None
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    def documents() -> Iterator[Resource]:
        yield PAGE
        raise PageError("the second one cannot be read")

    with pytest.raises(PageError):
        write_resources(tmp_path, documents())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "warc").write_text("a file")
    with pytest.raises(WarcError, match=r"warc.*cannot be written"):
        write_resources(tmp_path / "warc", [PAGE])


def test_a_text_is_read_under_a_web_address_and_a_crawler_s_log_is_not(tmp_path: Path) -> None:
    text = Resource("https://news.example/1", TIME, "text/plain; charset=utf-8", "Прилив\n".encode())
    log = Resource("metadata://gnu.org/software/wget/warc/wget.log", TIME, "text/plain", b"200 OK\n")
    words = Resource("urn:text:https://news.example/1", TIME, "text/plain", b"extracted")
    path = write_resources(tmp_path / "warc", [log, text, words])
    assert path is not None
    (found,) = read(path, tmp_path)
    assert (found.url, found.body, found.how, found.is_text) == (text.url, text.data, "file", True)

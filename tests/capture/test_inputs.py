import gzip
import io
from pathlib import Path

import pytest

from archiver.capture.inputs import read_document, urls_from
from archiver.errors import CaptureError, PageError

NOTHING = io.StringIO("")


def listed(folder: Path, data: bytes) -> list[str]:
    path = folder / "list.txt"
    path.write_bytes(data)
    return list(urls_from(str(path), NOTHING))


# Lists of URLs


def test_one_url_a_line_in_their_order_and_once(tmp_path: Path) -> None:
    data = b"http://b.example/\n  http://a.example/x  \r\n\n# a comment\nhttp://b.example\nHTTP://A.example:80/x\n"
    assert listed(tmp_path, data) == ["http://b.example/", "http://a.example/x"]


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    assert listed(tmp_path, b"\xef\xbb\xbfhttp://a.example/") == ["http://a.example/"]
    assert list(urls_from("-", io.StringIO("\ufeffhttp://a.example/"))) == ["http://a.example/"]


def test_a_dash_is_standard_input() -> None:
    assert list(urls_from("-", io.StringIO("http://a.example/\n"))) == ["http://a.example/"]


def test_a_line_that_is_no_url_is_named_after_those_before_it(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# two\n\nhttp://a.example/\nexample.org\n")
    urls = urls_from(str(path), NOTHING)
    assert next(urls) == "http://a.example/"
    with pytest.raises(CaptureError, match=r"list\.txt, line 4: example\.org: not a web address"):
        next(urls)


def test_a_line_of_standard_input_is_named_too() -> None:
    with pytest.raises(CaptureError, match="standard input, line 1: nonsense: "):
        list(urls_from("-", io.StringIO("nonsense")))


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"gone\.txt: cannot be read"):
        list(urls_from(str(tmp_path / "gone.txt"), NOTHING))


def test_a_list_that_is_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"list\.txt: not a list of URLs in UTF-8"):
        listed(tmp_path, "http://a.example/".encode("utf-16"))


# Documents


def document(folder: Path, data: bytes) -> bytes:
    path = folder / "page.html"
    path.write_bytes(data)
    return read_document(str(path), io.BytesIO())


@pytest.mark.parametrize(
    "data",
    [
        b"<p>hello</p>",
        "<p>привет</p>".encode("windows-1251"),
        "日本語".encode("iso-2022-jp"),
        "<p>hello</p>".encode("utf-16"),
        b"<p>a stray NUL\0 in a page of some length does not make it binary: " + b"x" * 100,
    ],
)
def test_text_in_any_encoding_is_read_as_it_is(tmp_path: Path, data: bytes) -> None:
    assert document(tmp_path, data) == data


def test_a_dash_is_a_document_on_standard_input() -> None:
    assert read_document("-", io.BytesIO(b"<p>")) == b"<p>"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf\n", "\n ".encode("utf-16")])
def test_an_empty_document_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(PageError, match=r"page\.html: empty"):
        document(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"PK\x03\x04", "a ZIP file"),
        (gzip.compress(b"<p>"), "a gzip file; unpack it first"),
        (b"WARC/1.1\r\n", "a WARC file; import it instead"),
        (bytes(range(256)) * 4, "binary data"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(tmp_path: Path, data: bytes, kind: str) -> None:
    with pytest.raises(PageError, match=rf"page\.html: not a page but {kind}"):
        document(tmp_path, data)


@pytest.mark.parametrize("name", ["gone.html", ".", "nul\0.html"])
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(PageError, match="cannot be read"):
        read_document(str(tmp_path / name), io.BytesIO())

import gzip
import io
from pathlib import Path

import pytest

from archiver.capture.inputs import read_document
from archiver.errors import PageError


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

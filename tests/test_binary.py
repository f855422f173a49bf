"""Telling what is no text from what is, by bytes alone."""

import gzip
import random
import subprocess
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.binary import binary_of

TEXT = "Прилив: the tables are out. 潮汐表が出ました。 Die Gezeitentafeln sind erschienen. "


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a", "a GIF image"),
        (b"PK\x03\x04", "a ZIP file (or DOCX, EPUB, WACZ)"),
        (gzip.compress(b"<p>"), "a gzip file"),
        (b"\x28\xb5\x2f\xfd\x04", "a zstd file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (b"\x7fELF\x02", "a program"),
        (b"WARC/1.1\r\n", "a WARC file"),
        (b"\x00" * 9, "binary data"),
        (bytes(range(256)), "binary data"),
    ],
)
def test_what_is_no_text_has_its_name(data: bytes, name: str) -> None:
    found = binary_of(data)
    assert found is not None
    assert found.name == name


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_text_without_control_characters_is_never_binary(text: str, encoding: str) -> None:
    assert binary_of(f"<p>{text}".encode(encoding)) is None


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-32", "windows-1251", "iso-2022-jp", "shift_jis", "euc_jp", "gb18030", "koi8-r"]
)
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    assert binary_of((TEXT * 9).encode(encoding, "replace")) is None


def test_big_endian_text_with_its_mark_is_text() -> None:
    assert binary_of(("\ufeff" + TEXT).encode("utf-16-be")) is None
    assert binary_of(("\ufeff" + TEXT).encode("utf-32-be")) is None


@given(st.randoms(use_true_random=False), st.integers(1000, 20000))
def test_random_bytes_are_binary(source: random.Random, size: int) -> None:
    assert binary_of(source.randbytes(size)) is not None


def test_what_is_compressed_in_a_format_not_known_is_binary() -> None:
    words = random.Random(1)
    data = zlib.compress(" ".join(str(words.random()) for _ in range(2000)).encode())
    assert binary_of(data) is not None


@pytest.mark.parametrize("size", [40, 200, 9000])
def test_a_stray_control_byte_makes_no_page_binary(size: int) -> None:
    assert binary_of(b"<p>a stray\0NUL" + b"x" * size) is None


@pytest.mark.parametrize("text", [b"WARC/ is how a record begins", b"GIF8 was never a format", b"", b"P"])
def test_words_that_a_signature_begins_with_are_text(text: bytes) -> None:
    assert binary_of(text) is None


def test_nothing_heavy_is_loaded_for_it() -> None:
    words = "import sys, archiver.binary, archiver.capture.inputs; print({'lxml', 'click'} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    assert found.stdout == "set()\n"

"""Which encoding a page is in, and what is refused as no page at all."""

import codecs
import gzip
from encodings.aliases import aliases

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from archiver.errors import PageError
from archiver.page.decode import decode, parse, strip_controls

RUSSIAN = "<p>Паром ходит с 1911 года</p>"
JAPANESE = "<p>渡し船は①冬も運航する</p>"
CONTENT_TYPES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(sorted({*aliases, *aliases.values(), "undefined", "x-sjis", "windows-874"})).map(
        lambda name: f"text/html; charset={name}"
    ),
    st.sampled_from(
        ["text/html; charset*=utf-8''cp1251", 'text/html; charset="', "text/html\r\n; charset=x\0y", ";;="]
    ),
)
HIGH = st.lists(st.sampled_from(["é".encode("cp1252"), b"\xff\\x", b"<p>", b"\\ud800", b"+2AA-", b"xn--\xe9", b"\x80"]))


@given(st.one_of(st.binary(max_size=200), HIGH.map(b"".join)), CONTENT_TYPES)
@example(b"<p>\xe9</p>", "text/html; charset=idna")
@example(b"\xff\\d \\ud800", "text/html; charset=unicode_escape")
@example(b"\xef\xbb\xbf", "")
def test_any_bytes_under_any_header_are_text_or_a_page_error_of_one_line(data: bytes, content_type: str) -> None:
    try:
        text = decode(data, content_type, "page.html")
    except PageError as error:
        assert str(error).startswith("page.html: ") and "\n" not in str(error)
    else:
        assert text.strip() and text == strip_controls(text)
        text.encode("utf-8")  # no half of a surrogate pair, which no database takes


@given(st.text(max_size=200))
@example("<!-- only a comment -->")
@example("<?php only ?>")
def test_any_text_has_a_root_element_or_is_a_page_error(text: str) -> None:
    try:
        assert isinstance(parse(text), HtmlElement)
    except PageError as error:
        assert "no HTML in it" in str(error)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("text", [RUSSIAN, JAPANESE])
def test_a_byte_order_mark_decides_whatever_the_header_says(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "text/html; charset=iso-8859-1") == text


def test_a_byte_order_mark_for_big_endian_decides_too() -> None:
    assert decode(codecs.BOM_UTF16_BE + RUSSIAN.encode("utf-16-be")) == RUSSIAN


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1251", "shift_jis", "no-such-encoding"])
def test_text_that_is_valid_utf8_is_utf8_whatever_is_declared(declared: str) -> None:
    page = f'<meta charset="{declared}">{RUSSIAN}'
    assert decode(page.encode(), f"text/html; charset={declared}") == page


@pytest.mark.parametrize(
    "meta",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=cp1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<!--" + "x" * 2000 + "--><meta charset='x-cp1251'>",
    ],
)
def test_the_page_s_own_meta_element_names_the_encoding(meta: str) -> None:
    assert decode((meta + RUSSIAN).encode("cp1251")) == meta + RUSSIAN


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        (JAPANESE, "cp932", "Shift_JIS"),
        (JAPANESE, "cp932", "x-sjis"),
        (JAPANESE, "cp932", "windows-31j"),
        ("<p>中文﹀</p>", "gb18030", "gb2312"),
        ("<p>뷁 나루</p>", "cp949", "euc-kr"),
        ("<p>เรือ “ข้ามฟาก”</p>", "cp874", "windows-874"),
        ("<p>“Der Kahn” – fährt</p>", "cp1252", "ISO-8859-1"),
        (RUSSIAN, "koi8-r", "koi8-r"),
    ],
)
def test_the_header_s_encoding_is_read_as_browsers_read_it(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), f"text/html; charset={declared}") == text


def test_the_header_goes_before_the_meta_element() -> None:
    page = f'<meta charset="koi8-r">{RUSSIAN}'
    assert decode(page.encode("cp1251"), "text/html; charset=windows-1251") == page


@pytest.mark.parametrize("declared", ["no-such-encoding", "", "idna", "utf-7", "unicode_escape", "utf-16", "hex"])
def test_a_name_that_is_no_web_encoding_is_passed_over_for_the_next_source(declared: str) -> None:
    page = f'<meta charset="windows-1251">{RUSSIAN}'
    assert decode(page.encode("cp1251"), f"text/html; charset={declared}") == page


@pytest.mark.parametrize("declared", ["no-such-encoding", "utf-16le", "utf-7"])
def test_without_a_usable_name_the_page_is_read_as_the_web_s_default(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>„Café“ – déjà vu</p>'
    assert decode(page.encode("cp1252")) == page


def test_utf8_with_one_broken_byte_stays_utf8() -> None:
    text = decode((RUSSIAN * 5).encode() + b"\xff")
    assert text == RUSSIAN * 5 + "\ufffd"


def test_bytes_that_the_declared_encoding_lacks_are_replaced_and_not_lost_with_the_rest() -> None:
    assert decode(b"<p>\x81\x8d caf\xe9</p>", "text/html; charset=cp1252") == "<p>\ufffd\ufffd café</p>"


def test_a_few_control_characters_are_dropped() -> None:
    assert decode(b"<p>One\x00 two\x0b \x1bthree\x7f, " + b"four " * 20 + b"</p>").startswith("<p>One two three, four")


def test_tabs_line_breaks_and_form_feeds_stay() -> None:
    assert decode(b"a\tb\r\nc\fd") == "a\tb\r\nc\fd"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\x00", "a GIF image"),
        (b"PK\x03\x04\x14\x00", "a ZIP file (or DOCX, EPUB, WACZ)"),
        (gzip.compress(b"<p>x</p>"), "a gzip file"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (bytes(range(256)) * 4, "binary data"),
        (b"\x00" * 50, "binary data"),
    ],
)
def test_what_is_no_text_is_named_for_what_it_is(data: bytes, what: str) -> None:
    with pytest.raises(PageError) as caught:
        decode(data, "text/html; charset=utf-8", "https://example.org/a")
    assert str(caught.value) == f"https://example.org/a: this is {what}, not a page of text or HTML"


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE + b" \x00"])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(PageError, match=r"^page\.html: empty"):
        decode(data, name="page.html")


def test_a_page_nested_as_deep_as_the_parser_goes_is_parsed() -> None:
    assert isinstance(parse("<div>" * 2000 + "deep"), HtmlElement)


def test_what_stands_after_the_page_is_kept_though_a_reference_in_it_makes_a_control_character():
    tree = parse("<html><body><p>One</p></body></html><html><body>Two&#1; and&#12;&#xFFFF; three<p>x</p></body></html>")
    assert " ".join(tree.text_content().split()) == "OneTwo and threex"

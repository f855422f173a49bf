"""Reading a site file, whatever state it is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.rules.ftr.parse import SiteFile, parse


def read(text: str | bytes, name: str = "example.org.txt") -> SiteFile:
    return parse(name, text.encode() if isinstance(text, str) else text)


def directives(file: SiteFile) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.name, one.argument, one.value) for one in file.directives]


def test_a_directive_is_split_at_its_first_colon_and_comments_are_passed_over() -> None:
    file = read("# a note\nbody: //div[@class='x:y']\n\n  title://h1  \n")
    assert directives(file) == [(2, "body", "", "//div[@class='x:y']"), (4, "title", "", "//h1")]
    assert file.findings == ()


def test_an_argument_in_brackets_may_hold_colons_and_brackets() -> None:
    file = read('replace_string(<a href="x:y">): <b>\nhttp_header(user-agent): Mozilla/5.0 (X11)\n')
    assert directives(file) == [
        (1, "replace_string", '<a href="x:y">', "<b>"),
        (2, "http_header", "user-agent", "Mozilla/5.0 (X11)"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_on_any_system(end: str) -> None:
    assert [one.line for one in read(f"body: //p{end}# no{end}title: //h1").directives] == [1, 3]


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfbody: //p", "\ufeffbody: //p".encode("utf-16-le")])
def test_a_byte_order_mark_is_no_part_of_the_first_directive(data: bytes) -> None:
    assert directives(read(data)) == [(1, "body", "", "//p")]


def test_a_file_that_is_not_utf_8_is_read_as_windows_1252_and_named() -> None:
    file = read("title: //h1\nstrip: //p[.='Près']".encode("cp1252"))
    assert file.directives[1].value == "//p[.='Près']"
    assert [(one.kind, one.line) for one in file.findings] == [("file", 2)]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("titl: //h1", "`title`"),
        ("test_rul: https://example.org/", "`test_url`"),
        ("test_content: words", "`test_contains`"),
        ("strip-id-or-class: box", "`strip_id_or_class`"),
        ("Title: //h1", "`title`"),
        ("https://example.org/story", "`test_url: https:…`"),
    ],
)
def test_a_misspelt_directive_is_not_taken_and_what_is_meant_is_guessed(line: str, meant: str) -> None:
    file = read(f"body: //p\n{line}\n")
    assert len(file.directives) == 1
    assert [(one.kind, one.line, one.hint) for one in file.findings] == [("typo", 2, f"did you mean {meant}?")]


def test_what_is_like_no_directive_is_reported_without_a_guess() -> None:
    assert [(one.kind, one.hint) for one in read("xyzzy: 1").findings] == [("typo", "")]


def test_a_line_without_a_colon_or_a_value_is_reported() -> None:
    found = read("// an afterthought\nbody:\nreplace_string(<i>):\n").findings
    assert [(one.kind, one.line) for one in found] == [("line", 1), ("line", 2), ("line", 3)]


def test_copies_mean_the_same_whatever_their_comments_and_test_pages() -> None:
    one = read("# one\nbody: //p\ntest_url: https://a.example/")
    other = read("body://p\r\n\r\ntest_url: https://b.example/\r\n")
    assert one.meaning == other.meaning != read("body: //div").meaning


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_to_their_end(data: bytes) -> None:
    file = read(data)
    lines = [one.line for one in (*file.directives, *file.findings)]
    assert all(str(one) and "\n" not in str(one) for one in file.findings)
    assert all(line >= 1 for line in lines)

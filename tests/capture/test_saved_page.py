from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.saved_page import SavedFrom, saved_from

SINGLE_FILE = """<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile\x20
 url: https://news.example/2025/story?a=1#top\x20
 saved date: Wed May 28 2025 13:11:12 GMT+0300 (Moscow Standard Time)
--><meta charset=utf-8><title>Story</title>"""


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<!DOCTYPE html>\n<!-- saved from url=(0034)https://news.example/2025/story?a=1 -->\n<html>",
         SavedFrom("https://news.example/2025/story?a=1")),
        ("<!-- Saved from URL=(0020)http://news.example/&amp;x -->", SavedFrom("http://news.example/&x")),
        ("<!-- saved from url=(0014)about:internet -->", SavedFrom()),
        ("<!-- saved from url=(0024)file:///C:/notes.html -->", SavedFrom()),
        (SINGLE_FILE, SavedFrom("https://news.example/2025/story?a=1", datetime(2025, 5, 28, 10, 11, 12, tzinfo=UTC))),
        (SINGLE_FILE.replace("Wed May 28", "yesterday"), SavedFrom("https://news.example/2025/story?a=1")),
        ('<meta name="savepage-url" content="https://news.example/s"><meta name="savepage-date" '
         'content="Wed May 28 2025 10:11:12 GMT+0000 (UTC)">',
         SavedFrom("https://news.example/s", datetime(2025, 5, 28, 10, 11, 12, tzinfo=UTC))),
        ("<p>saved from url=(0020)https://news.example/</p>", SavedFrom()),
        ("<html>" + " " * 70_000 + "<!-- saved from url=(0020)https://news.example/ -->", SavedFrom()),
        ("", SavedFrom()),
    ],
)  # fmt: skip
def test_what_saving_programs_write_into_a_page(page: str, said: SavedFrom) -> None:
    assert saved_from(page.encode()) == said


def test_the_encoding_does_not_matter() -> None:
    assert saved_from(SINGLE_FILE.encode("utf-16")).url == "https://news.example/2025/story?a=1"
    assert saved_from(b"\xe9\xff" + SINGLE_FILE.encode()).url == "https://news.example/2025/story?a=1"


@given(st.binary(max_size=60))
def test_no_bytes_break_it(rest: bytes) -> None:
    saved_from(b"<!-- Page saved with SingleFile url: " + rest + b" saved date: " + rest)

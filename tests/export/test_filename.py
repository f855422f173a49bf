"""Names of files that every system takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.export.filename import LONGEST, file_name


@pytest.mark.parametrize(("title", "name"), [
    ("Tide tables", "000007 Tide tables.txt"),
    (None, "000007.txt"),
    ("...", "000007.txt"),
    ('a/b\\c:d*e?f"g<h>i|j', "000007 a b c d e f g h i j.txt"),
    ("CON", "000007 CON.txt"),
    ("ends in a dot. ", "000007 ends in a dot.txt"),
    ("Приливы и отливы", "000007 Приливы и отливы.txt"),
    ("two\nlines\x00\x1f", "000007 two lines.txt"),
    ("right\u202eto left", "000007 right to left.txt"),
    ("e\u0301te\u0301", "000007 été.txt"),
    ("cut \ud83d", "000007 cut.txt"),
])  # fmt: skip
def test_a_name_is_the_number_and_what_of_the_title_every_system_takes(title: str | None, name: str):
    assert file_name(7, title, ".txt") == name


def test_a_long_title_is_cut_between_words_or_else_between_letters():
    assert file_name(1, "word " * 50, ".txt") == "000001 " + "word " * 21 + "word.txt"
    assert len(file_name(1, "東" * 100, ".txt").encode()) in range(LONGEST - 2, LONGEST + 1)
    family = "👩\u200d👩\u200d👧"
    assert file_name(1, family * 20, ".md").removesuffix(".md").removeprefix("000001 ").replace(family, "") == ""
    assert not file_name(1, "e\u0301\u0323" * 60, ".md").endswith("e.md")


@given(st.integers(1, 10**9), st.text(st.characters()))
def test_law_no_title_makes_a_name_that_windows_refuses(number: int, title: str):
    name = file_name(number, title, ".txt")
    stem = name.removesuffix(".txt")
    assert name.startswith(f"{number:06d}")
    assert len(name.encode()) <= LONGEST
    assert not set(name) & set('<>:"/\\|?*')
    assert all(ord(letter) > 31 for letter in name)
    assert stem == stem.rstrip(" .")
    assert "  " not in name

"""Paragraphs and words, the pieces that versions are compared by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.versions.tokens import count_words, paragraphs, tokens


def test_a_paragraph_is_a_line_that_holds_anything() -> None:
    assert paragraphs("  One\u00a0two\t three \n\n \nfour\n") == ("One two three", "four")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The cat, sitting.", ["The", " cat", ",", " sitting", "."]),
        ("don't face-to-face 1,000.50", ["don't", " face-to-face", " 1,000.50"]),
        ("“Yes” — 5%", ["“", "Yes", "”", " —", " 5", "%"]),
        ("東京 Tokyo都", ["東", "京", " Tokyo", "都"]),
        ("हिन्दी में है।", ["हिन्दी", " में", " है", "।"]),
        ("สวัสดี", ["ส", "วั", "ส", "ดี"]),
        ("ما هذا؟", ["ما", " هذا", "؟"]),
    ],
)
def test_words_and_marks_are_told_apart_in_every_script(text: str, words: list[str]) -> None:
    assert tokens(text) == words


@given(st.text())
def test_no_character_is_lost(text: str) -> None:
    assert "".join(tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("… — !", 0), ("don't stop, 5%", 3), ("東京都", 2), ("a 東京", 2)]
)
def test_marks_are_no_words_and_two_ideographs_are_one(text: str, count: int) -> None:
    assert count_words(text) == count

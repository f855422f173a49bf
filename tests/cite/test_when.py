"""Dates, as exact as they are known."""

from datetime import date

import pytest

from archiver.cite.when import in_words, iso, parts_of, parts_of_day


@pytest.mark.parametrize(("published", "parts", "text", "words"), [
    ("2025-05-28T09:00:00+03:00", (2025, 5, 28), "2025-05-28", "28 May 2025"),
    ("2025-05-28", (2025, 5, 28), "2025-05-28", "28 May 2025"),
    ("2025-05", (2025, 5), "2025-05", "May 2025"),
    ("2025", (2025,), "2025", "2025"),
    ("0987", (987,), "0987", "987"),
    (None, (), "", ""),
    ("", (), "", ""),
    ("2025-13", (), "", ""),
    ("2025-02-30", (), "", ""),
    ("20255", (), "", ""),
    ("yesterday", (), "", ""),
])  # fmt: skip
def test_nothing_is_added_to_what_a_page_says(published: str | None, parts: tuple[int, ...], text: str, words: str):
    assert parts_of(published) == parts
    assert (iso(parts), in_words(parts)) == (text, words)


def test_a_day_has_all_its_parts():
    assert parts_of_day(date(2025, 1, 2)) == (2025, 1, 2)

"""How old a rule file's tests are."""

from datetime import date
from pathlib import Path

import pytest

from archiver.rules.freshness import aged, day_of
from archiver.rules.pack import Expectation
from tests.rules.files import pack

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("file", "url", "day"),
    [
        ("a/2025-05-28/page.html", None, date(2025, 5, 28)),
        ("page.html", "https://e.example/2025/05/28/x", date(2025, 5, 28)),
        ("page.html", "https://e.example/2025/5/x", date(2025, 5, 1)),
        ("page.html", "https://e.example/2025/02/31/x", None),
        ("page.html", "https://e.example/a12345-06-99", None),
        ("page.html", None, None),
    ],
)
def test_the_day_is_read_from_the_name_or_the_address(file: str, url: str | None, day: date | None) -> None:
    assert day_of(Expectation(file, url, (), (), {})) == day


def test_what_the_test_says_goes_first() -> None:
    assert day_of(Expectation("2025-05-28.html", None, (), (), {}, date(2026, 1, 1))) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("days", "count"), [(["2024-05-01", "2025-05-01"], 1), (["2024-05-01", "2025-07-01"], 0), ([], 0)]
)
def test_the_newest_test_counts(tmp_path: Path, days: list[str], count: int) -> None:
    tests = "".join(f'[[test]]\nfile = "page.html"\ndate = {day}\n' for day in days) or '[[test]]\nfile = "p.html"\n'
    assert len(list(aged(pack(tmp_path, tests), TODAY))) == count

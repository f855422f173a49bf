"""In what share of articles words are used over time."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from archiver.stats.trend import Period, trend

ALL = [("2023-01-10", 4), ("2023-01-31", 4), ("2023-04-01", 2), ("2023", 10), ("2024-02", 1)]
FOUND = {"ferry": [("2023-01-10", 2), ("2023", 5), ("2024-02", 1)], "gull": [("2023-04-01", 1)], "zebra": []}


def days_of(word: str) -> Iterable[tuple[str, int]]:
    return FOUND[word]


def test_each_period_has_its_articles_and_how_many_of_them_hold_each_word() -> None:
    found = trend(["ferry", "gull"], days_of, ALL, "month")
    assert found.periods == (Period("2023-01", 8, (2, 0)), Period("2023-04", 2, (0, 1)), Period("2024-02", 1, (1, 0)))
    assert [period.shares for period in found.periods] == [(0.25, 0.0), (0.0, 0.5), (1.0, 0.0)]


def test_periods_without_articles_are_no_noughts() -> None:
    assert "2023-02" not in [period.name for period in trend(["ferry"], days_of, ALL, "month").periods]


def test_a_date_that_is_a_year_alone_is_counted_by_the_year_only() -> None:
    by_month, by_year = (trend(["ferry"], days_of, ALL, by) for by in ("month", "year"))
    assert (by_month.inexact, by_month.articles, by_month.total(0)) == (10, 11, 3)
    assert by_year.periods == (Period("2023", 20, (7,)), Period("2024", 1, (1,)))
    assert by_year.inexact == 0


def test_a_word_that_is_nowhere_has_a_share_of_nought() -> None:
    assert [period.shares for period in trend(["zebra"], days_of, ALL, "year").periods] == [(0.0,), (0.0,)]


def test_an_empty_archive_has_no_periods() -> None:
    assert trend(["ferry"], lambda word: [], [], "day").periods == ()


@given(st.dictionaries(st.dates().map(str), st.tuples(st.integers(1, 9), st.integers(0, 9))), st.integers(2, 9))
def test_an_archive_that_has_more_of_everything_has_the_same_trend(days: dict[str, tuple[int, int]], more: int) -> None:
    once = trend(
        ["w"], lambda word: [(day, n) for day, (_, n) in days.items()], [(d, n) for d, (n, _) in days.items()], "month"
    )
    often = trend(["w"], lambda word: [(day, n * more) for day, (_, n) in days.items()],
                  [(d, n * more) for d, (n, _) in days.items()], "month")  # fmt: skip
    assert [period.shares for period in once.periods] == [period.shares for period in often.periods]

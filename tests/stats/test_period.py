"""Years, months and days as periods, and the marks of a time axis."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.stats.period import By, counted, fitting, named, number, period_of
from archiver.stats.ticks import ticks

DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31)).map(date.isoformat)
PERIODS = st.sampled_from(["year", "month", "day"])


@pytest.mark.parametrize(
    ("day", "by", "period"),
    [
        ("2025-05-28", "day", "2025-05-28"),
        ("2025-05-28", "month", "2025-05"),
        ("2025-05-28", "year", "2025"),
        ("2025-05", "month", "2025-05"),
        ("2025-05", "day", None),
        ("2025", "year", "2025"),
        ("2025", "month", None),
        ("2025-13", "month", None),
        ("2025-02-30", "day", None),
        ("2025-02-30", "month", "2025-02"),
        ("0000", "year", None),
        ("", "year", None),
        ("soon", "year", None),
    ],
)
def test_a_day_lies_in_a_period_if_it_is_exact_enough(day: str, by: By, period: str | None) -> None:
    assert period_of(day, by) == period


@given(DAYS, PERIODS)
def test_a_period_has_a_number_and_the_next_one_has_the_next(day: str, by: By) -> None:
    period = period_of(day, by)
    assert period
    assert named(number(period), by) == period
    assert period < named(number(period) + 1, by)


@given(DAYS, DAYS, PERIODS)
def test_the_marks_of_an_axis_lie_on_it_stand_apart_and_are_named_for_their_place(one: str, two: str, by: By) -> None:
    first, last = sorted(number(period_of(day, by) or "") for day in (one, two))
    marks = ticks(first, last, by)
    assert marks
    assert all(first <= place <= last for place, _ in marks)
    assert [place for place, _ in marks] == sorted({place for place, _ in marks})
    assert sum(len(name) + 2 for _, name in marks) <= 50
    assert all(named(place, by).startswith(name) for place, name in marks)


@pytest.mark.parametrize(
    ("first", "last", "by", "names"),
    [
        ("2025-05-28", "2025-05-28", "day", ["2025-05-28"]),
        ("2025-05-28", "2025-05-30", "day", ["2025-05-28", "2025-05-29", "2025-05-30"]),
        ("2025-04-20", "2025-05-28", "day", ["2025-04-21", "2025-05-05", "2025-05-19"]),
        ("2025-01", "2025-12", "month", ["2025-01", "2025-04", "2025-07", "2025-10"]),
        ("2018-11", "2022-02", "month", ["2019", "2020", "2021", "2022"]),
        ("1871", "2024", "year", ["1880", "1900", "1920", "1940", "1960", "1980", "2000", "2020"]),
    ],
)
def test_an_axis_is_marked_at_whole_years_months_or_weeks(first: str, last: str, by: By, names: list[str]) -> None:
    assert [name for _, name in ticks(number(first), number(last), by)] == names


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [
        ("2025-05-28", "2025-05-28", "day"),
        ("2025-05-01", "2025-07-01", "day"),
        ("2025-05-01", "2025-07-02", "month"),
        ("2016", "2025-12-31", "month"),
        ("1871", "2025", "year"),
        ("", "", "year"),
        ("0000", "2025", "year"),
    ],
)
def test_the_periods_that_fit_are_the_finest_that_are_told_apart_at_a_glance(first: str, last: str, by: By) -> None:
    assert fitting(first, last) == by


def test_less_exact_dates_are_counted_apart() -> None:
    days = [("2025-05-28", 2), ("2025-05-01", 1), ("2025", 4), ("2024-12", 8)]
    assert counted(days, "month") == ({"2024-12": 8, "2025-05": 3}, 4)
    assert counted(days, "year") == ({"2024": 8, "2025": 7}, 0)
    assert counted(days, "day") == ({"2025-05-01": 1, "2025-05-28": 2}, 12)

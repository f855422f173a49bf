"""Dates as they are written, and what is none."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.page.dates import iso_date


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.sampled_from([None, UTC])))
def test_iso_dates_are_kept_as_they_are(moment: datetime) -> None:
    assert iso_date(moment.isoformat()) == moment.isoformat()
    assert iso_date(f" {moment.date().isoformat()} ") == moment.date().isoformat()


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_written_out_is_that_day(day: date) -> None:
    assert iso_date(f"{day.day} {day:%B} {day.year}") == iso_date(f"{day:%B} {day.day}, {day.year}") == day.isoformat()


@given(st.text(max_size=30) | st.text(alphabet="0123456789-:/ TZ+.amMay", max_size=30))
@example("9" * 38 + "m")
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = iso_date(text)
    assert found is None or found[:4].isdigit()


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2024", "2024"),
        ("2024-06", "2024-06"),
        ("June 2024", "2024-06"),
        ("20240607", "2024-06-07"),
        ("2024-06-07T08:30:00Z", "2024-06-07T08:30:00+00:00"),
        ("Fri, 07 Jun 2024 08:30:00 GMT", "2024-06-07T08:30:00+00:00"),
        ("June 7, 2024 10:30 CEST", "2024-06-07T10:30:00+02:00"),
        ("June 7, 2024 10:30 XYZ", "2024-06-07T10:30:00"),
        ("31 May 2024", "2024-05-31"),
        ("7 June", None),
        ("10:30", None),
        ("2024-02-30", None),
        ("page 12 of 2024", None),
        ("07.06.2024", "2024-06-07"),
        ("Friday, 7 June 2024", "2024-06-07"),
        ("7 de junio de 2024", "2024-06-07"),
        ("2024年6月7日", "2024-06-07"),
        ("1717749000", "2024-06-07T08:30:00+00:00"),
        ("1717749000000", "2024-06-07T08:30:00+00:00"),
        ("the seventh of June", None),
        ("", None),
    ],
)
def test_a_date_is_as_exact_as_it_was_given(text: str, exact: str | None) -> None:
    assert iso_date(text) == exact


def test_only_americans_write_the_month_first() -> None:
    assert iso_date("06/07/2024") == "2024-06-07"
    assert iso_date("06/07/2024", american=False) == "2024-07-06"

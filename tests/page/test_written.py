"""Dates within a line of other words, in the languages of newspapers."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.written import dates_in, written_date


@given(st.text(max_size=60) | st.text(alphabet="0123456789-:/., MayJune年月日de", max_size=40))
def test_what_is_found_in_any_text_is_iso_8601_and_stands_where_it_says(line: str) -> None:
    for found in dates_in(line):
        datetime.fromisoformat(found.iso)
        assert 0 <= found.start < found.end <= len(line)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2399, 12, 31)))
def test_a_day_in_numbers_is_that_day(day: date) -> None:
    assert written_date(f"am {day:%d.%m.%Y} um zehn") == day.isoformat()
    assert written_date(f"{day:%m/%d/%Y}", american=True) == written_date(f"{day:%Y/%m/%d}") == day.isoformat()


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Mo 03.06.24 | 14:07 Uhr | Von Ann Lee", "2024-06-03T14:07:00"),
        ("Veröffentlicht am 3. Juni 2024 um 14:07", "2024-06-03T14:07:00"),
        ("Publié le 3 juin 2024 à 14h07", "2024-06-03T14:07:00"),
        ("Le 1er août 2024", "2024-08-01"),
        ("Publicado el 3 de junio de 2024 a las 14:07", "2024-06-03T14:07:00"),
        ("3 de junho de 2024", "2024-06-03"),
        ("3 giugno 2024 alle 14:07", "2024-06-03T14:07:00"),
        ("3 juni 2024 14.07", "2024-06-03T14:07:00"),
        ("3. juni 2024 kl. 14.07", "2024-06-03T14:07:00"),
        ("3.6.2024 klo 14.07", "2024-06-03T14:07:00"),
        ("3 czerwca 2024, 14:07", "2024-06-03T14:07:00"),
        ("3. června 2024 14:07", "2024-06-03T14:07:00"),
        ("2024. június 3., 14:07", "2024-06-03T14:07:00"),
        ("2024 m. birželio 3 d.", "2024-06-03"),
        ("2024. gada 3. jūnijs", "2024-06-03"),
        ("3 Haziran 2024", "2024-06-03"),
        ("3 июня 2024, 14:07", "2024-06-03T14:07:00"),
        ("3 червня 2024", "2024-06-03"),
        ("3 Ιουνίου 2024", "2024-06-03"),
        ("3 يونيو 2024", "2024-06-03"),
        ("٣ يونيو ٢٠٢٤", "2024-06-03"),
        ("3 ביוני 2024", None),  # the preposition is grown together with the name
        ("3 जून 2024", "2024-06-03"),
        ("3 มิถุนายน 2567", "2024-06-03"),
        ("Thứ hai, 3/6/2024, 14:07 (GMT+7)", "2024-06-03T14:07:00+07:00"),
        ("3 tháng 6, 2024", "2024-06-03"),
        ("2024年06月03日14:07 | 来源：", "2024-06-03T14:07:00"),
        ("2024년 6월 3일 14:07", "2024-06-03T14:07:00"),
        ("Jun. 3, 2024 2:07 p.m. EDT", "2024-06-03T14:07:00-04:00"),
        ("12:30 is noon; June 3, 2024 12:07 AM", "2024-06-03T00:07:00"),
        ("Mon Jun 03 2024 14:07:00 GMT+0200", "2024-06-03T14:07:00+02:00"),
        ("Monday 3rd of June 2024 06:00 BST", "2024-06-03T06:00:00+01:00"),
        ("13/06/2024", "2024-06-13"),
        ("version 1.2.24", None),
        ("10.12.13.14", None),
        ("room 31 February 2024", None),
        ("in the year 2024", None),
    ],
)
def test_a_date_is_found_in_its_line(line: str, iso: str | None) -> None:
    assert written_date(line) == iso


def test_dates_come_in_the_order_of_the_line() -> None:
    assert [one.iso for one in dates_in("3 June 2024, updated 04.06.2024")] == ["2024-06-03", "2024-06-04"]


def test_of_two_ambiguous_numbers_americans_write_the_month_first() -> None:
    assert (written_date("05/06/2024"), written_date("05/06/2024", american=True)) == ("2024-06-05", "2024-05-06")

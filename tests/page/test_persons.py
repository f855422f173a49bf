"""Persons in a line, and what is none."""

import pytest

from archiver.page.persons import names_in, split_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("By Ann Lee, Bo Ray and Cy van der Meer", ("Ann Lee", "Bo Ray", "Cy van der Meer")),
        ("Merrow, by Ann Lee | 7 June 2024", ("Ann Lee",)),
        ("Von Anna Groß und Bert Ö. Maß", ("Anna Groß", "Bert Ö. Maß")),
        ("Автор: Анна Ли", ("Анна Ли",)),
        ("The ferry goes by the bridge", ()),
        ("By popular demand", ()),
    ],
)
def test_the_persons_after_a_by(line: str, names: tuple[str, ...]) -> None:
    assert names_in(line) == names


def test_a_byline_s_names_are_parted_and_each_is_given_once() -> None:
    assert split_names("By Ann Lee & Bo Ray; Ann Lee") == ("Ann Lee", "Bo Ray")

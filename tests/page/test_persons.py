"""Persons in a line, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.persons import bare_names, is_name, names_in, split_names, without_by


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("By Ann Lee, Bo Ray and Cy van der Meer", ("Ann Lee", "Bo Ray", "Cy van der Meer")),
        ("Merrow, by Ann Lee | 7 June 2024", ("Ann Lee",)),
        ("by Ann Lee Jun. 7, 2024 9:45 am", ("Ann Lee",)),
        ("Von Anna Groß und Bert Ö. Maß", ("Anna Groß", "Bert Ö. Maß")),
        ("Fr 07.06.24 | 14:07 Uhr | Von Eva Groß", ("Eva Groß",)),
        ("Von: Anna Groß, Bert Maß", ("Anna Groß", "Bert Maß")),
        ("Par Jean Petit et Marie Le Goff", ("Jean Petit", "Marie Le Goff")),
        ("Por Ana García / Madrid", ("Ana García",)),
        ("Autora: Ana García", ("Ana García",)),
        ("Door Piet de Boer en Jan Smit", ("Piet de Boer", "Jan Smit")),
        ("Автор: Анна Ли", ("Анна Ли",)),
        ("Text: Eva Berg Foto: Ola Ek", ("Eva Berg",)),
        ("Photo by Ann Lee", ()),
        ("Photo by Ann Lee, text by Bo Ray", ("Bo Ray",)),
        ("The ferry goes by the bridge", ()),
        ("By popular demand", ()),
        ("", ()),
    ],
)
def test_the_persons_after_a_by(line: str, names: tuple[str, ...]) -> None:
    assert names_in(line) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ann Lee & Bo Ray; Ann Lee", ("Ann Lee", "Bo Ray")),
        ("Ann Lee und Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ann Lee og Bo Ray", ("Ann Lee", "Bo Ray")),
        ("Ana García y Juan Pérez", ("Ana García", "Juan Pérez")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("ANN LEE AND BO RAY", ("ANN LEE", "BO RAY")),
        ("山田太郎、鈴木花子", ("山田太郎", "鈴木花子")),
        ("作者：王小明", ("王小明",)),
        ("Le Rivage et AFP", ("Le Rivage et AFP",)),
        ("Ann Lee, AP", ("Ann Lee", "AP")),
        ("Ann Lee, dpa", ("Ann Lee", "dpa")),
        ("Ann Lee, Merrow", ("Ann Lee",)),
        ("Ann Lee, Political Editor", ("Ann Lee",)),
        ("Ann Lee, Staff Writer", ("Ann Lee",)),
        ("Ann Lee, PhD, RN", ("Ann Lee",)),
        ("Ona Ray, Vardo universiteto fakulteto profesorius, Krantas.lt", ("Ona Ray",)),
        ("Lee, Ann", ("Ann Lee",)),
        ("Lee, Ann B.", ("Ann B. Lee",)),
        ("Ann Lee (dpa)", ("Ann Lee",)),
        ("Ann Lee <ann@example.org>", ("Ann Lee",)),
        ("Ann Lee @annlee", ("Ann Lee",)),
        ("Ann Lee Twitter", ("Ann Lee",)),
        ("John Ray Jr. and Rosa Lee", ("John Ray Jr.", "Rosa Lee")),
        ("Theo Ray", ("Theo Ray",)),
        ("Per Hansson", ("Per Hansson",)),
        ("Ministry of Trade, Work and Housing", ("Ministry of Trade, Work and Housing",)),
        ("Newsroom", ("Newsroom",)),
        ("@annlee", ()),
        ("", ()),
    ],
)
def test_a_byline_s_names_are_parted_and_each_is_given_once(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


@pytest.mark.parametrize("text", ["Ann Lee", "Cy van der Meer", "J. K. Ray", "Tim d'Alba", "Anna-Lena Groß", "王小明"])
def test_a_name(text: str) -> None:
    assert is_name(text) and bare_names(text) == (text,)


@pytest.mark.parametrize(
    "text",
    ["Ann", "the ferry stays", "Written By", "Full Bio", "Ann Lee 2", "Chief Editor", "a@b.c", "Ferry ❤ Days", ""],
)
def test_no_name(text: str) -> None:
    assert not is_name(text)


@given(st.text(max_size=80))
def test_names_in_any_text_are_words_without_white_space_around_them(text: str) -> None:
    for name in (*split_names(text), *names_in(text), *bare_names(text)):
        assert name and name == name.strip()


def test_by_is_taken_away_where_it_is_one() -> None:
    assert [without_by(text) for text in ("By Ann", "Von Anna Groß", "von der Leyen", "Byron Lee")] == [
        "Ann",
        "Anna Groß",
        "von der Leyen",
        "Byron Lee",
    ]

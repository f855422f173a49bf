"""The names of the months, and what is none."""

import tomllib
from importlib import resources

import pytest

from archiver.page.months import month


def test_every_language_names_twelve_months_by_words_without_digits() -> None:
    data = resources.files("archiver.page").joinpath("months.toml").read_text(encoding="utf-8")
    for language, months in tomllib.loads(data).items():
        assert len(months) == 12, language
        for number, words in enumerate(months, 1):
            for word in words.split():
                assert word == word.casefold() and not any(map(str.isdigit, word))
                assert month(word, language) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [("June", 6), ("JUIN", 6), ("Sept.", 9), ("března", 3), ("اکتبر", 10), ("июня", 6), ("Marcher", None), ("", None)],
)
def test_a_word_names_a_month_or_none(word: str, number: int | None) -> None:
    assert month(word) == number


def test_a_word_that_is_two_months_is_the_one_of_its_language() -> None:
    assert (month("listopada", "pl"), month("listopada", "hr")) == (11, 10)

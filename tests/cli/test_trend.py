"""`archiver trend`: in what share of articles words are used, over time."""

from pathlib import Path

import pytest

from archiver.cli.width import width
from tests.cli import holdings
from tests.cli.terminal import done, objects, on_a_terminal, refused, run, tree


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = holdings.make(tmp_path / "news")
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    return home


def test_each_period_is_shown_with_all_articles_and_those_with_the_words() -> None:
    assert done("trend", "ferr*", "memorandum of peace", "--by", "month").stdout.splitlines() == [
        "ferr*                4  57%  █▁  ▆         ▁",
        "memorandum of peace  1  14%  ▁▁  █         ▁",
        "all articles         7       ▆▄  █         ▄",
        "                             2023-01 to 2024-03",
        "Left out: 1 article has a date less exact than a month",
        "",
        "month    articles    ferr*  memorandum of peace",
        "2023-01         2  2  100%              0    0%",
        "2023-02         1  0    0%              0    0%",
        "…",
        "2023-05         3  2   67%              1   33%",
        "…",
        "2024-03         1  0    0%              0    0%",
    ]


def test_by_year_an_article_of_a_year_is_counted() -> None:
    found = objects("trend", "ferry", "--by", "year")
    assert [(one["period"], one["articles"], one["words"][0]["articles"]) for one in found[:-1]] == [
        ("2023", 7, 5), ("2024", 1, 0),
    ]  # fmt: skip
    assert found[-1] == {
        "what": "all", "by": "year", "articles": 8, "inexact": 0, "words": [{"word": "ferry", "articles": 5}],
    }  # fmt: skip


def test_filters_narrow_both_the_word_and_all_articles() -> None:
    (period, _) = objects("trend", "ferry", "--by", "year", "--site", "courier.example", "--lang", "en")
    assert (period["articles"], period["words"][0]["share"]) == (2, 1.0)


def test_a_word_that_is_nowhere_is_shown_as_such_with_exit_code_3() -> None:
    found = done("trend", "zebra", code=3)
    assert "zebra" in found.stdout
    assert found.stderr == "Nothing found.\n"
    assert done("trend", "ferry", "--site", "nowhere.example", code=3).stdout == ""


def test_what_is_no_word_is_refused(here: Path) -> None:
    refused(run("trend", "…"), "at least one word")
    refused(run("trend"), "WORD")
    refused(run("trend", "ferry", "--archive", "nowhere"), "nowhere/catalog.sqlite")
    assert tree(here) == {}


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_lines_fit_the_terminal_in_as_many_tables_as_it_takes(columns: int) -> None:
    words = ("ferry", "peace", "memorandum", "мир", "東京都")
    lines = on_a_terminal("trend", *words, NO_COLOR="1", COLUMNS=str(columns)).splitlines()
    assert max(map(width, lines)) <= columns
    assert len([line for line in lines if line.startswith("month")]) == (3 if columns == 40 else 1)


def test_a_trend_is_drawn(here: Path) -> None:
    done("trend", "ferry", "мир", "--plot", "trend.svg", "--json")
    assert ">мир<" in (here / "trend.svg").read_text(encoding="utf-8")

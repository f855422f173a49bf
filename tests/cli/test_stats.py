"""`archiver stats`: what an archive holds."""

import sys
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


def test_sites_are_listed_with_their_numbers_and_bars() -> None:
    lines = done("stats").stdout.splitlines()
    assert lines[0] == "site             articles  words  partial  residue  2023-01 to 2024-03"
    assert lines[1].split()[:3] == ["gazette.example", "4", "25"]
    assert lines[1].endswith("█▅  ▅")
    assert lines[3].startswith("мир.example ")
    assert lines[4].split()[:2] == ["all", "8"]


def test_languages_beginnings_and_labels_are_said_of_the_whole() -> None:
    shown = done("stats").stdout
    assert "Languages: en 50%, en-GB 25%, unknown 12%, ru 12%" in shown
    assert "Only the beginning: 1 of 8 articles (12%)" in shown
    assert "Without bars: 1 of 8 articles (12%), with dates less exact than a month" in shown
    assert [line.split()[0] for line in shown.split("by label\n")[1].splitlines()] == ["body", "navigation", "paywall"]


def test_sites_beyond_those_listed_are_one_line() -> None:
    lines = done("stats", "--sites", 1).stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[1:4]] == ["gazette.example", "2 others", "all"]


def test_filters_narrow_what_is_counted() -> None:
    found = objects("stats", "--site", "gazette.example", "--after", "2023-02", "--before", "2023-04")
    assert [(one["what"], one["articles"]) for one in found] == [("site", 1), ("all", 1)]
    assert objects("stats", "--lang", "ru")[0]["host"] == holdings.CYRILLIC


def test_json_is_one_object_a_site_and_one_for_all() -> None:
    found = objects("stats", "--by", "year")
    assert [one["what"] for one in found] == ["site", "site", "site", "all"]
    assert found[0]["periods"] == [{"period": "2023", "articles": 4}]
    assert found[1]["languages"] == [{"language": "en-GB", "articles": 2}, {"language": None, "articles": 1}]
    assert (found[-1]["by"], found[-1]["sites"], found[-1]["looked_at"]) == ("year", 3, 8)
    assert 0 < found[-1]["residue"] < 1


def test_without_an_article_that_is_said_with_exit_code_3(here: Path) -> None:
    found = done("stats", "--site", "nowhere.example", "--plot", "a.svg", code=3)
    assert (found.stdout, found.stderr) == ("", "No articles.\n")
    assert tree(here) == {}


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_lines_fit_the_terminal(columns: int) -> None:
    lines = on_a_terminal("stats", NO_COLOR="1", COLUMNS=str(columns)).splitlines()
    assert max(map(width, lines)) <= columns
    assert any("█" in line for line in lines[:5])


# Plots


def test_a_plot_is_written_beside_what_is_printed(here: Path) -> None:
    found = done("stats", "--plot", "articles.svg")
    assert found.stderr == "Wrote articles.svg\n"
    assert found.stdout == done("stats").stdout
    assert (here / "articles.svg").read_bytes().startswith(b"<?xml")


def test_nothing_but_a_plot_is_overwritten(here: Path) -> None:
    for name in ("a.svg", "a.png"):
        done("stats", "--plot", name)
        done("stats", "--plot", name)
        (here / name).write_bytes(b"a picture of mine")
        refused(run("stats", "--plot", name), name, "nothing else is overwritten")
        assert (here / name).read_bytes() == b"a picture of mine"


def test_a_plot_is_svg_or_png() -> None:
    refused(run("stats", "--plot", "a.pdf"), "a.pdf", ".svg or .png")


def test_without_matplotlib_a_plot_is_refused_in_one_line_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    refused(run("stats", "--plot", "a.svg"), "pip install 'archiver[plot]'")
    done("stats")

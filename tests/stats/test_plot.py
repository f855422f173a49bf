"""Plots: that they are drawn for whatever there is, and that nothing in them is cut off, boxed or run together."""

import struct
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archiver.errors import MissingExtra
from archiver.stats.fonts import BASE, families_for, numbered
from archiver.stats.period import By, named, number
from archiver.stats.plot import plot_stats, plot_trend
from archiver.stats.summary import Site, Stats, merged
from archiver.stats.trend import Period, Trend

SVG = "{http://www.w3.org/2000/svg}"


def holdings(hosts: list[str], first: str, last: str, by: By, inexact: int = 0) -> Stats:
    periods = [named(place, by) for place in range(number(first), number(last) + 1)] if hosts else []
    sites = tuple(
        Site(host, len(periods) * 2, 0, 0, 0, (), tuple((period, 2) for period in periods), ()) for host in hosts
    )
    return Stats(by, merged(sites), sites, inexact, 0)


def texts(path: Path) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.parse(path).iter(f"{SVG}text")]


def test_one_site_is_named_in_the_title_and_needs_no_legend(tmp_path: Path) -> None:
    plot_stats(holdings(["gazette.example"], "2024-01", "2024-06", "month"), tmp_path / "a.svg")
    found = texts(tmp_path / "a.svg")
    assert "Articles per month, gazette.example" in found
    assert "gazette.example" not in found


def test_eleven_of_many_sites_have_a_colour_and_the_rest_are_one(tmp_path: Path) -> None:
    hosts = [f"paper-{place}.example" for place in range(200)]
    plot_stats(holdings(hosts, "2020", "2024", "year"), tmp_path / "a.svg")
    names = [text for text in texts(tmp_path / "a.svg") if text.startswith("paper-") or "others" in text]
    assert names == ["189 others", *reversed(hosts[:11])]


def test_twelve_sites_have_no_others(tmp_path: Path) -> None:
    plot_stats(holdings([f"paper-{place}.example" for place in range(12)], "2020", "2024", "year"), tmp_path / "a.svg")
    assert len([text for text in texts(tmp_path / "a.svg") if text.startswith("paper-")]) == 12


@pytest.mark.parametrize(
    ("first", "last", "by"),
    [("2025-05-28", "2025-05-28", "day"), ("1871", "2024", "year"), ("2019-11", "2025-02", "month")],
)
def test_from_one_day_to_150_years_the_axis_is_marked(first: str, last: str, by: By, tmp_path: Path) -> None:
    plot_stats(holdings(["a.example", "b.example"], first, last, by), tmp_path / "a.svg")
    dates = [text for text in texts(tmp_path / "a.svg") if text[:2] in ("18", "19", "20") and "," not in text]
    assert 1 <= len(dates) <= 8


def test_what_is_left_out_for_its_date_is_said(tmp_path: Path) -> None:
    plot_stats(holdings(["a.example"], "2024-01", "2024-06", "month", inexact=1204), tmp_path / "a.svg")
    assert "1,204 articles have dates less exact than a month, left out" in texts(tmp_path / "a.svg")


def test_a_plot_without_articles_says_so(tmp_path: Path) -> None:
    plot_stats(holdings([], "2024", "2024", "year"), tmp_path / "a.svg")
    plot_trend(Trend(("ferry",), "year", (), 0), tmp_path / "b.svg")
    assert "no articles" in texts(tmp_path / "a.svg")
    assert "no articles" in texts(tmp_path / "b.svg")


PERIODS = tuple(Period(f"20{year}", 10, (5, 1, 1, 1, 0, 0)) for year in range(10, 20) if year != 14)


def test_few_words_are_named_at_their_lines_and_many_in_a_legend(tmp_path: Path) -> None:
    for words in (["ferry", "gull"], ["$5", "_x", "c", "d", "e", "f"]):
        periods = tuple(Period(one.name, one.articles, one.counts[: len(words)]) for one in PERIODS)
        plot_trend(Trend(tuple(words), "year", periods, 0), tmp_path / "a.svg")
        assert {*words, "articles", "50%"} <= set(texts(tmp_path / "a.svg"))


def test_a_line_breaks_off_where_there_are_no_articles(tmp_path: Path) -> None:
    whole = tuple(Period(f"20{year}", 10, (5,)) for year in range(10, 20))
    lines = {}
    for name, periods in (("gap", [one for one in whole if one.name != "2014"]), ("whole", whole)):
        plot_trend(Trend(("ferry",), "year", tuple(periods), 0), tmp_path / f"{name}.svg")
        paths = ElementTree.parse(tmp_path / f"{name}.svg").iter(f"{SVG}path")
        lines[name] = next(path.get("d", "") for path in paths if "#0072b2" in path.get("style", "").lower())
    assert (lines["whole"].count("M"), lines["gap"].count("M")) == (1, 2)


def test_a_png_is_as_large_as_a_page_is_wide_and_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "a.svg", "b.svg"):
        plot_stats(holdings(["a.example", "b.example"], "2024-01", "2024-06", "month"), tmp_path / name)
    data = (tmp_path / "a.png").read_bytes()
    assert struct.unpack(">II", data[16:24]) == (1440, 800)
    assert data == (tmp_path / "b.png").read_bytes()
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


# Scripts


def test_the_fonts_that_come_along_write_latin_cyrillic_greek_arabic_and_hebrew() -> None:
    assert families_for(["news", "новости", "νέα", "أخبار", "חדשות"]) == ([BASE], frozenset())


def test_a_name_that_no_font_here_can_write_has_a_number_that_is_told() -> None:
    _, missing = families_for(["news", "\U0001325f"])  # a hieroglyph
    if not missing:
        pytest.skip("this machine can write hieroglyphs")
    assert numbered(["news", "\U0001325f"], missing, "site") == (["news", "site 2"], {"site 2": "\U0001325f"})


def test_hosts_are_written_in_their_own_script(tmp_path: Path) -> None:
    host = "новости.example".encode("idna").decode()
    assert plot_stats(holdings([host], "2024", "2024", "year"), tmp_path / "a.png") == {}
    plot_stats(holdings([host], "2024", "2024", "year"), tmp_path / "a.svg")
    assert "Articles per year, новости.example" in texts(tmp_path / "a.svg")


def test_in_svg_a_name_is_text_and_so_in_the_fonts_of_whoever_looks_at_it(tmp_path: Path) -> None:
    assert plot_trend(Trend(("東京", "서울"), "year", (Period("2024", 2, (1, 0)),), 0), tmp_path / "a.svg") == {}
    assert {"東京", "서울"} <= set(texts(tmp_path / "a.svg"))


def test_without_matplotlib_the_command_that_installs_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"pip install 'archiver\[plot\]'"):
        plot_stats(holdings(["a.example"], "2024", "2024", "year"), tmp_path / "a.svg")
    assert list(tmp_path.iterdir()) == []

"""`archiver search`: from words to articles."""

from datetime import datetime
from pathlib import Path

import pytest

from archiver.demo.site import DemoSite
from tests.cli.terminal import done, objects, refused, run, tree


@pytest.fixture(autouse=True)
def archive(saved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(saved))
    return saved


def test_an_article_is_found_by_its_words_and_shown_with_the_passage() -> None:
    found = done("search", "coxswain", "trawler")
    assert "Lifeboat station to reopen after year of fundraising" in found.stdout
    assert "The Harbour Courier · 2025-03-14 · Odile Marrack · " in found.stdout
    assert found.stderr == "2 of 2 found\n"


def test_a_partial_article_is_said_to_be_one() -> None:
    assert " · partial" in done("search", "fish", "dock", "owns").stdout


def test_only_the_article_is_searched_and_nothing_around_it() -> None:
    for words in ("Gull that steals ice", "Manage preferences", "Download our app", "OSZAR"):
        assert done("search", words, code=3).stdout == ""


def test_json_is_one_object_a_hit(site: DemoSite) -> None:
    found = objects("search", "coxswain")
    assert [one["id"] for one in found] == [2, 1]
    assert {one["url"] for one in found} == {site.article_url, site.mirror_url}
    assert {piece["text"] for one in found for piece in one["snippet"] if piece["match"]} == {"coxswain"}
    assert datetime.fromisoformat(found[0]["captured_at"]).tzinfo
    assert "T" in found[0]["captured_at"]


def test_nothing_found_is_said_with_exit_code_3() -> None:
    found = done("search", "zebra", code=3)
    assert (found.stdout, found.stderr) == ("", "Nothing found.\n")
    assert objects("search", "zebra", code=3) == []


def test_the_limit_holds_and_the_rest_is_counted() -> None:
    found = done("search", "lifeboat", "--limit", 1)
    assert found.stdout.count("Lifeboat station to reopen") == 1
    assert found.stderr == "1 of 2 found\n"


def test_dates_and_site_narrow_the_search() -> None:
    assert len(objects("search", "lifeboat", "--after", "2025-03-14", "--before", "2025-03")) == 2
    assert len(objects("search", "lifeboat", "--site", "127.0.0.1")) == 2
    done("search", "lifeboat", "--before", "2024", code=3)
    done("search", "lifeboat", "--after", "2025-04", code=3)
    done("search", "lifeboat", "--site", "news.example", code=3)


def test_quoted_words_must_stand_together() -> None:
    assert len(objects("search", '"rope maker"')) == 2
    done("search", '"maker rope"', code=3)
    assert len(objects("search", "mak*")) == 2


def test_lines_fit_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    passage = [line for line in done("search", "coxswain").stdout.splitlines() if line.startswith("       ")]
    assert max(len(line) for line in passage if "http" not in line and " · " not in line) <= 50


@pytest.mark.parametrize("words", [[""], ["  "], ["..."], ['"', '"']])
def test_a_query_without_a_word_is_refused(words: list[str]) -> None:
    refused(run("search", "--", *words), "at least one word")


@pytest.mark.parametrize("date", ["2025-13", "yesterday", "28.05.2025", "2025-02-30", ""])
@pytest.mark.parametrize("option", ["--after", "--before"])
def test_a_wrong_date_is_named(option: str, date: str) -> None:
    refused(run("search", "lifeboat", option, date), repr(date), "2025-05-28")


def test_a_wrong_site_is_named() -> None:
    refused(run("search", "lifeboat", "--site", "a b"), "'a b' is not a site")


def test_searching_makes_no_archive(here: Path) -> None:
    refused(run("search", "lifeboat", "--archive", "nowhere"), "nowhere/catalog.sqlite", "archiver save")
    assert tree(here) == {}

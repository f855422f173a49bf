"""`archiver versions`: one article over time."""

from datetime import datetime
from pathlib import Path

import pytest

from archiver.demo.site import DemoSite
from tests.cli import history
from tests.cli.terminal import done, objects, on_a_terminal, refused, run, tree


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = history.make(tmp_path / "news")
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    return home


def test_the_captures_are_listed_with_what_became_of_the_text() -> None:
    found = done("versions", 2)
    heads = [line for line in found.stdout.splitlines() if not line.startswith(" " * 8)]
    assert heads == [
        "     1  2025-06-01 10:00 UTC  first",
        "     2  2025-06-02 10:00 UTC  changed",
        "     3  2025-06-03 10:00 UTC  unchanged text",
    ]
    assert "Ferry to run in July" in found.stdout
    assert "sha1:2" in found.stdout
    assert found.stderr == "3 captures, 1 with another text than the one before\n"


def test_json_is_one_object_a_capture() -> None:
    found = objects("versions", 1)
    assert [(one["number"], one["unchanged"], one["revisit"]) for one in found] == [
        (1, False, False), (2, False, False), (3, True, False),
    ]  # fmt: skip
    assert datetime.fromisoformat(found[0]["time"]).tzinfo
    assert {"title", "words", "payload_digest", "mirror", "url"} <= set(found[0])


def test_a_page_that_came_through_a_mirror_says_so(site: DemoSite) -> None:
    elsewhere = site.mirror_url.replace("127.0.0.1", "localhost")
    done("save", "--allow-private", site.article_url, elsewhere, "--parallel", 1, "--archive", "both")
    shown = done("versions", 1, "--archive", "both").stdout
    assert "unchanged text" in shown
    assert " · through localhost:" in shown


@pytest.mark.parametrize("columns", [40, 200])
def test_lines_fit_the_terminal(columns: int) -> None:
    lines = on_a_terminal("versions", "1", NO_COLOR="1", COLUMNS=str(columns)).splitlines()
    assert max(map(len, lines)) <= max(columns, 52)


def test_a_number_without_an_article_is_named(here: Path) -> None:
    refused(run("versions", 99), "no article 99 in ")
    refused(run("versions", "x"), "x is no article number")
    refused(run("versions", 1, "--archive", "nowhere"), "nowhere/catalog.sqlite")
    assert tree(here) == {}

"""`archiver show`: one archived article, whole or what was left out of it."""

from datetime import datetime
from pathlib import Path

import pytest

from archiver.demo.site import DemoSite
from tests.cli.terminal import done, objects, refused, run, tree


@pytest.fixture(autouse=True)
def archive(saved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(saved))
    return saved


def test_an_article_is_shown_with_its_head_and_where_it_was_captured(site: DemoSite) -> None:
    lines = done("show", 1).stdout.splitlines()
    assert lines[0] == "Lifeboat station to reopen after year of fundraising"
    assert lines[2] == "Odile Marrack · The Harbour Courier · 2025-03-14"
    assert lines[3] == site.article_url
    assert lines[4].startswith("captured 20")
    assert "warc/archiver-" in lines[4]
    assert lines[5] == ""
    assert lines[6].startswith("The lifeboat station at Gannet Point")


def test_an_article_from_another_host_is_shown_with_both_its_addresses(site: DemoSite) -> None:
    elsewhere = site.mirror_url.replace("127.0.0.1", "localhost")
    done("save", "--allow-private", elsewhere, "--archive", "here")
    shown = done("show", 1, "--archive", "here").stdout
    assert f"{site.article_url}\ncaptured from {elsewhere}\n" in shown


def test_an_article_that_is_cut_off_is_said_to_be() -> None:
    assert "Only the beginning: the rest is behind a paywall." in done("show", 3).stdout
    assert "Only the beginning" not in done("show", 1).stdout


def test_json_is_one_object_with_the_capture() -> None:
    (found,) = objects("show", 1)
    assert (found["id"], found["byline"], found["published"][:10]) == (1, "Odile Marrack", "2025-03-14")
    assert found["capture"]["status"] == 200
    assert found["capture"]["record"]["file"].startswith("warc/")
    assert datetime.fromisoformat(found["capture"]["time"]).tzinfo
    assert "T" in found["capture"]["time"]
    assert done("show", 1, "--format", "json").stdout == done("show", 1, "--json").stdout


def test_markdown_and_html_are_the_article_alone() -> None:
    markdown, html = (done("show", 1, "--format", form).stdout for form in ("markdown", "html"))
    assert markdown.startswith("The lifeboat station")
    assert "## A newsletter, a raffle and a wall of names" in markdown
    assert html.startswith("<p>The lifeboat station")
    assert "<h2>A newsletter, a raffle and a wall of names</h2>" in html
    assert "<script" not in html


def test_the_profiles_show_more_and_more() -> None:
    index, reader, verbatim = (
        objects("show", 1, "--profile", profile)[0]["text"] for profile in ("index", "reader", "verbatim")
    )
    assert len(index) < len(reader) < len(verbatim)
    assert "Photograph: Ivo Tress" in reader
    assert "Accept all" in verbatim


def test_residue_is_every_block_that_was_left_out_with_the_reason() -> None:
    found = objects("show", 1, "--residue")
    assert found
    assert {one["kept"] for one in found} == {"residue"}
    assert [one["index"] for one in found] == [
        one["index"] for one in objects("show", 1)[0]["blocks"] if one["kept"] == "residue"
    ]
    lines = done("show", 1, "--residue").stdout.splitlines()
    assert [line[:2] for line in lines[::2]] == ["- "] * len(found)
    assert [line.strip() for line in lines[1::2]] == [f"{one['by']}: {one['because']}" for one in found]


def test_the_mirror_s_link_is_in_the_residue_with_its_rule() -> None:
    last = [one for one in objects("show", 2, "--residue") if one["label"] == "mirror"]
    assert [(one["text"], one["by"].split(":")[0]) for one in last] == [("OSZAR »", "mirror/oszar")]


@pytest.mark.parametrize("number", ["4", "99", "9" * 30])
def test_a_number_without_an_article_is_named(number: str) -> None:
    refused(run("show", number), f"no article {number} in ")


def test_without_an_archive_there_is_nothing_to_show_and_none_is_made(here: Path) -> None:
    refused(run("show", 1, "--archive", "nowhere"), "nowhere/catalog.sqlite", "archiver save")
    assert tree(here) == {}

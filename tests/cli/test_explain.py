"""`archiver explain`: every block of a page, what it is, and who said so."""

from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.demo.site import DemoSite
from archiver.rules.book import shipped_rules
from tests.cli.conftest import PLAIN
from tests.cli.terminal import done, objects, refused, run, tree

HTML = """<!doctype html><html><body><nav><a href="/">Home</a></nav><h1>Tides</h1>
<p>The harbour office has published the tables for the coming year, and they differ.</p>
<aside class="promo">My own teaser</aside></body></html>"""


def test_every_block_has_a_label_and_the_rule_or_judge_that_said_so(saved: Path) -> None:
    blocks = objects("explain", 1, "--archive", saved)
    assert [one["index"] for one in blocks] == list(range(len(blocks)))
    assert {one["kept"] for one in blocks} == {"text", "field", "residue"}
    assert all(one["label"] and one["by"] and one["because"] for one in blocks)
    assert all(one["votes"][0]["label"] == one["label"] for one in blocks)
    assert all(one["votes"][0]["by"] == one["by"] for one in blocks)


def test_on_paper_a_block_is_two_lines_the_second_the_reason(saved: Path) -> None:
    lines = done("explain", 1, "--archive", saved).stdout.splitlines()
    blocks = objects("explain", 1, "--archive", saved)
    assert len(lines) == 2 * len(blocks)
    for one, head, reason in zip(blocks, lines[::2], lines[1::2], strict=True):
        assert head.split()[:2] == [{"text": "+", "field": "=", "residue": "-"}[one["kept"]], one["label"]]
        assert reason.strip() == f"{one['by']}: {one['because']}"


@pytest.mark.parametrize("kind", ["text", "field", "residue"])
def test_one_kind_alone_may_be_asked_for(kind: str, saved: Path) -> None:
    found = objects("explain", 1, "--only", kind, "--archive", saved)
    assert found == [one for one in objects("explain", 1, "--archive", saved) if one["kept"] == kind]
    assert len(done("explain", 1, "--only", kind, "--archive", saved).stdout.splitlines()) == 2 * len(found)


def test_the_votes_that_did_not_decide_are_there_too(saved: Path) -> None:
    lines = done("explain", 1, "--votes", "--archive", saved).stdout.splitlines()
    blocks = objects("explain", 1, "--archive", saved)
    others = [f"also {vote['by']}: {vote['label']}, {vote['because']}" for one in blocks for vote in one["votes"][1:]]
    assert [line.strip() for line in lines if line.strip().startswith("also ")] == others
    assert others


def test_an_archived_page_is_explained_by_its_url_without_fetching_it(tmp_path: Path) -> None:
    home = tmp_path / "news"
    with DemoSite() as site:
        list(Archive(home, shipped_rules()).save([site.article_url, site.paywall_url], PLAIN))
    # The site is gone.
    assert done("explain", site.paywall_url, "--archive", home).stdout == done("explain", 2, "--archive", home).stdout


def test_of_two_captures_the_newest_is_explained(site: DemoSite, here: Path) -> None:
    for url in (site.article_url, site.paywall_url, site.article_url):  # the last comes unchanged
        done("save", "--allow-private", "--no-requisites", url)
    assert done("explain", site.article_url).stdout == done("explain", 1).stdout


def test_a_page_that_is_not_archived_is_fetched_and_not_kept(site: DemoSite, saved: Path, here: Path) -> None:
    before = done("explain", 1, "--archive", saved).stdout
    assert done("explain", "--allow-private", site.article_url).stdout == before
    assert tree(here) == {}


def test_a_file_is_explained_by_the_rules_of_the_site_that_its_url_names(here: Path) -> None:
    (here / "page.html").write_text(HTML)
    (here / "rules").mkdir()
    (here / "rules" / "mine.toml").write_text(
        'schema = 1\nid = "tides"\n[match]\nhosts = ["tides.example"]\n'
        '[[remove]]\nid = "tides/promo"\nlabel = "newsletter"\ncss = "aside.promo"\n'
    )
    words = ("explain", "page.html", "--rules", "rules")
    found = objects(*words, "--url", "https://tides.example/a")[-1]
    assert (found["text"], found["label"]) == ("My own teaser", "newsletter")
    assert "tides/promo" in found["by"]
    assert "tides/promo" not in done(*words, "--url", "https://news.example/a").stdout


def test_a_file_whose_name_is_a_number_is_a_file(here: Path, saved: Path) -> None:
    (here / "1").write_text(HTML)
    assert "My own teaser" in done("explain", "1", "--archive", saved).stdout


def test_standard_input_is_a_file_too(here: Path) -> None:
    (here / "page.html").write_text(HTML)
    assert done("explain", "-", stdin=HTML).stdout == done("explain", "page.html").stdout


def test_explaining_a_file_needs_no_archive_and_makes_none(here: Path) -> None:
    (here / "page.html").write_text(HTML)
    before = tree(here)
    done("explain", "page.html")
    assert tree(here) == before


@pytest.mark.parametrize("source", ["4", "0", "99999999999999999999", "9" * 5000])
def test_a_number_without_an_article_is_refused(source: str, saved: Path) -> None:
    refused(run("explain", source, "--archive", saved), source)


def test_a_number_without_an_archive_is_refused(here: Path) -> None:
    refused(run("explain", "1"), "archives/catalog.sqlite")
    assert tree(here) == {}

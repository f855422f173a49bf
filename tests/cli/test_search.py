"""`archiver search`: from words to articles."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from archiver.cli.width import width
from archiver.demo.site import DemoSite
from archiver.lock import locked
from tests.cli.terminal import done, objects, on_a_terminal, refused, run, tree


@pytest.fixture(autouse=True)
def archive(saved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(saved))
    return saved


def test_an_article_is_found_by_its_words_and_shown_with_the_passage() -> None:
    found = done("search", "coxswain", "trawler")
    assert "Lifeboat station to reopen after year of fundraising" in found.stdout
    assert "The Harbour Courier · 2025-03-14 · Odile Marrack · " in found.stdout
    assert " · +1 copy\n" in found.stdout
    assert found.stderr == "2 found, of 1 story; --expand shows them all\n"


def test_all_copies_of_a_story_are_shown_on_demand() -> None:
    found = done("search", "coxswain", "--expand")
    assert found.stdout.count("Lifeboat station to reopen") == 2
    assert found.stderr == "2 of 2 found\n"


def test_a_partial_article_is_said_to_be_one() -> None:
    assert " · partial" in done("search", "fish", "dock", "owns").stdout


def test_only_the_article_is_searched_and_nothing_around_it() -> None:
    for words in ("Gull that steals ice", "Manage preferences", "Download our app", "OSZAR"):
        assert done("search", words, code=3).stdout == ""


def test_json_is_one_object_a_hit(site: DemoSite) -> None:
    found = objects("search", "coxswain", "--expand")
    assert [one["id"] for one in found] == [1, 2]
    assert {one["url"] for one in found} == {site.article_url, site.mirror_url}
    assert {piece["text"] for one in found for piece in one["snippet"] if piece["match"]} == {"coxswain"}
    assert datetime.fromisoformat(found[0]["captured_at"]).tzinfo
    assert "T" in found[0]["captured_at"]
    assert {one["copies"] for one in found} == {1}
    assert {one["label"] for one in found} == {None}


def test_nothing_found_is_said_with_exit_code_3() -> None:
    found = done("search", "zebra", code=3)
    assert (found.stdout, found.stderr) == ("", "Nothing found for zebra\n")
    assert objects("search", "zebra", code=3) == []


def test_the_limit_holds_and_the_rest_is_counted() -> None:
    found = done("search", "lifeboat", "--limit", 1, "--expand")
    assert found.stdout.count("Lifeboat station to reopen") == 1
    assert found.stderr == "1 of 2 found\n"


def test_dates_and_site_narrow_the_search() -> None:
    assert done("search", "lifeboat", "--count", "--after", "2025-03-14", "--before", "2025-03").stdout == "2\n"
    assert done("search", "lifeboat", "--count", "--site", "127.0.0.1").stdout == "2\n"
    done("search", "lifeboat", "--before", "2024", code=3)
    done("search", "lifeboat", "--after", "2025-04", code=3)
    done("search", "lifeboat", "--site", "news.example", code=3)


def test_quoted_words_must_stand_together() -> None:
    assert len(objects("search", '"rope maker"', "--expand")) == 2
    done("search", '"maker rope"', code=3)
    assert len(objects("search", "mak*", "--expand")) == 2


def test_count_is_the_exact_number_and_nothing_else() -> None:
    found = done("search", "lifeboat", "--count")
    assert (found.stdout, found.stderr) == ("2\n", "")
    assert objects("search", "lifeboat", "--count") == [{"count": 2}]
    assert done("search", "zebra", "--count", code=3).stdout == "0\n"


def test_facets_say_how_what_was_found_is_spread() -> None:
    lines = done("search", "lifeboat", "--facets").stdout.splitlines()
    assert "site      127.0.0.1 2" in lines
    assert "month     2025-03 2" in lines
    assert "author    Odile Marrack 2" in lines
    by_name = {one["facet"]: one for one in objects("search", "lifeboat", "--facets") if "facet" in one}
    assert by_name["language"] == {"facet": "language", "about": False, "counts": {"en": 2}}
    assert by_name["label"]["counts"]["fundraising"] == 2


# What stands around the articles


def test_of_what_was_removed_it_is_said_as_what() -> None:
    found = done("search", "label:fundraising", "nobody owns")
    assert "       removed as fundraising: …Nobody owns us but" in found.stdout
    assert {one["label"] for one in objects("search", "label:fundraising nobody")} == {"fundraising"}


def test_of_several_labels_it_is_the_one_where_the_words_are() -> None:
    assert "removed as newsletter: The Morning Tide" in done("search", "label:residue morning tide").stdout


def test_beside_words_of_the_article_the_passage_is_the_article_s() -> None:
    assert "removed as" not in done("search", "coxswain (label:fundraising)").stdout
    assert "removed as" not in done("search", "coxswain OR (label:newsletter zebra)").stdout
    assert "removed as newsletter" in done("search", "zebra OR (label:newsletter tide)").stdout


# What was not meant so


def test_a_word_that_is_mistyped_is_answered_with_one_that_is_there() -> None:
    found = done("search", "lifebaot", "slipway", code=3)
    assert found.stderr == "Nothing found for lifebaot slipway\nDid you mean: lifeboat slipway\n"


def test_so_it_is_where_little_is_found_without_it() -> None:
    assert done("search", "lifebaot OR trawler").stderr.splitlines()[1] == "Did you mean: lifeboat OR trawler"


def test_a_word_that_is_like_no_other_is_answered_with_nothing() -> None:
    assert "Did you mean" not in done("search", "quixotically", code=3).stderr


def test_a_query_that_asks_for_too_much_is_answered_with_wider_ones() -> None:
    lines = done("search", "lifeboat", "zebra", "--lang", "en", code=3).stderr.splitlines()
    assert lines == ["Nothing found for lifeboat zebra lang:en", "Wider: (lifeboat OR zebra) lang:en  (2 found)"]
    lines = done("search", "lifeboat", "lang:de", "after:2030", code=3).stderr.splitlines()
    assert lines == ["Nothing found for lifeboat lang:de after:2030", "Wider: lifeboat  (2 found)"]
    lines = done("search", "lifeboat", "--after", "2030", code=3).stderr.splitlines()
    assert lines[1:] == ["Wider: lifeboat  (2 found)"]


def test_what_makes_no_sense_in_a_query_is_said_and_what_was_looked_for() -> None:
    found = done("search", "--expand", '(lifeboat "trawler lang:xyz')
    assert found.stderr.splitlines() == [
        "Ignored “(”: this parenthesis is not closed; taken as closed at the end",
        'Ignored “"”: a quotation mark has no partner; words stand together between two of them',
        "Ignored “lang:xyz”: 'xyz' is no language; write a code such as en or de, or an English name",
        "Looked for: lifeboat trawler",
        "2 of 2 found",
    ]
    assert found.stdout.count("Lifeboat station") == 2


# How it looks


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_all_but_the_addresses_fits_the_terminal(columns: int, here: Path) -> None:
    for language, title in TITLES.items():
        page = f"<html lang={language}><body><h1>{title}</h1><p>{title * 20}</p><p>{title * 9}</p></body></html>"
        (here / "page.html").write_text(page, encoding="utf-8")
        done("import", "page.html", "--url", f"https://{language}.example/", "--archive", "talks")
    words = ("search", "peace OR 和平备忘录 OR مذكرة OR 和平覚書", "--facets", "--archive", "talks")
    lines = on_a_terminal(*words, NO_COLOR="1", COLUMNS=str(columns)).splitlines()
    assert sum("https://" in line for line in lines) == len(TITLES)
    assert max(width(line) for line in lines if "https://" not in line) <= min(columns, 100)
    assert all(line[:7].strip().isdecimal() or line.startswith("  ") or not line.startswith(" ") for line in lines)


TITLES = {
    "en": "A peace memorandum that is as long as any title has a right to be, and then some more of it",
    "zh": "俄罗斯提出和平备忘录，乌克兰代表团抵达伊斯坦布尔举行会谈，双方同意交换战俘。",
    "ar": "روسيا تقدم مذكرة سلام في محادثات اسطنبول بين الوفدين وتوافق على تبادل الأسرى. ",
    "ja": "ロシア、和平覚書を提出、イスタンブール協議で捕虜交換に合意、ウクライナは検討。",
}


def test_in_a_pipe_nothing_is_coloured_and_control_characters_are_left_out(here: Path) -> None:
    page = (
        '<html><head><meta property="og:site_name" content="Harbour &#27;[31mNews"></head>'
        f"<body><h1>Tides</h1>{'<p>The tide tables for the coming year are out, it was said.</p>' * 3}</body></html>"
    )
    (here / "page.html").write_text(page, encoding="utf-8")
    done("import", "page.html", "--url", "https://tides.example/", "--archive", "tides")
    assert "\x1b" not in done("search", "tide", "--archive", "tides").stdout


# Whoever else is at work


def test_it_works_while_another_process_holds_the_archive(archive: Path) -> None:
    with locked(archive):
        assert "Lifeboat" in done("search", "lifeboat").stdout


def test_it_works_while_another_one_writes_and_the_full_text_is_behind(home: Path) -> None:
    with closing(sqlite3.connect(home / "catalog.sqlite", isolation_level=None)) as db, locked(home):
        db.execute("UPDATE articles SET title = 'Another title' WHERE id = 3")
        db.execute("BEGIN IMMEDIATE")
        assert "Another title" in done("search", "dock", "--archive", home).stdout


def test_a_full_text_that_is_missing_is_made(home: Path) -> None:
    (home / "fulltext.sqlite").unlink()
    assert "Lifeboat" in done("search", "lifeboat", "--archive", home).stdout


NOBODY = 65534


def test_it_works_on_a_read_only_medium(saved: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Path(shutil.copytree(saved, Path(folder) / "news"))
        before = tree(home)
        for path in (*home.rglob("*"), home):
            path.chmod(0o555 if path.is_dir() else 0o444)
        me = os.geteuid()
        if me == 0:
            os.seteuid(NOBODY)  # no permission binds the superuser
        try:
            found = [done(*words, "--archive", home).stdout for words in (["search", "lifeboat"], ["tag"], ["show", 1])]
            refused(run("tag", 1, "--add", "x", "--archive", home), "annotations.jsonl: cannot be written")
        finally:
            os.seteuid(me)
            home.chmod(0o755)
            (home / "warc").chmod(0o755)
        assert "Lifeboat" in found[0]
        assert tree(home) == before


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

"""`archiver export`: what a search finds, as a file."""

import csv
import io
import json
import sqlite3
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archiver.demo.site import DemoSite
from tests.cli.terminal import COMMAND, done, objects, refused, run, tree


@pytest.fixture(autouse=True)
def archive(saved: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(saved))
    return saved


def lines(*args: object, code: int = 0) -> list[dict[str, Any]]:
    found = done("export", *args, "--format", "jsonl", "-o", "-", code=code)
    return [json.loads(line) for line in found.stdout.splitlines()]


@pytest.mark.parametrize("words", [["coxswain"], ["lifeboat"], ['"rope maker"'], ["fish", "dock"], ["mak*"]])
def test_what_a_search_finds_is_exported_in_the_same_order(words: list[str]) -> None:
    found = objects("search", *words)
    exported = lines(*words, "--fields", "id,title,url,site,byline,published,words,partial,score,snippet")
    assert exported == [
        {**{name: hit[name] for name in exported[0]}, "snippet": "".join(piece["text"] for piece in hit["snippet"])}
        for hit in found
    ]


@pytest.mark.parametrize(
    "options", [["--site", "127.0.0.1"], ["--after", "2025-03-15"], ["--before", "2025-03-14"], ["--limit", 1]]
)
def test_the_options_of_a_search_narrow_it_alike(options: list[object]) -> None:
    assert [one["id"] for one in lines("fish*", *options)] == [
        one["id"] for one in objects("search", "fish*", *options)
    ]


def test_without_a_query_it_is_all_articles_the_newest_first() -> None:
    found = lines()
    assert [one["id"] for one in found] == [3, 2, 1]
    assert "score" not in found[0]
    assert [one["id"] for one in lines("--sort", "oldest")] == [1, 2, 3]
    assert [one["id"] for one in lines("--after", "2025-03-16", "--limit", 5)] == [3]
    assert [one["id"] for one in lines("lifeboat", "--sort", "oldest", "--limit", 1)] == [1]


def test_more_articles_than_are_read_at_a_time_come_all_and_in_order(home: Path) -> None:
    with sqlite3.connect(home / "catalog.sqlite") as db:
        for table in ("captures", "articles"):
            names = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
            taken = ", ".join(f'"{name}"' for name in names[1:])
            given = taken.replace('"record_id"', "record_id || n.value")
            sql = f"INSERT INTO {table} (id, {taken}) SELECT 100 + n.value, {given} FROM {table}, n WHERE id = 1"
            db.execute(
                f"WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 450) {sql}"
            )
    found = [one["id"] for one in lines("--archive", home, "--fields", "id")]
    assert found == [3, *range(550, 100, -1), 2, 1]
    assert sorted(one["id"] for one in lines("coxswain", "--expand", "--archive", home, "--fields", "id")) == [
        1,
        2,
        *range(101, 551),
    ]


def test_the_ending_of_the_name_tells_the_format(here: Path, site: DemoSite) -> None:
    said = done("export", "coxswain", "--expand", "-o", "found.csv")
    assert (said.stdout, said.stderr) == ("", "found.csv: 2 articles\n")
    rows = list(csv.DictReader(io.StringIO((here / "found.csv").read_bytes().decode(), newline="")))
    assert [row["id"] for row in rows] == ["1", "2"]
    assert rows[0]["original_url"] == site.article_url
    assert rows[0]["text"].startswith("The lifeboat station")
    assert "\n\n" in rows[0]["text"]


def test_of_each_story_it_is_the_first_unless_all_are_asked_for() -> None:
    assert [one["id"] for one in lines("coxswain")] == [1]
    assert [one["id"] for one in lines("coxswain", "--expand")] == [1, 2]


def test_every_format_is_written_and_the_same_bytes_each_time(here: Path) -> None:
    for name, form in (("a.csv", "csv"), ("a.jsonl", "jsonl"), ("a.parquet", "parquet"), ("a.md", "markdown"),
                       ("notes", "markdown"), ("a.epub", "epub"), ("a.zip", "zip-of-text")):  # fmt: skip
        if form == "parquet":
            pytest.importorskip("pyarrow")
        done("export", "-o", name, "--format", form)
        done("export", "-o", f"again-{name}", "--format", form)
    made = tree(here)
    for name in [name for name in made if not name.startswith("again-")]:
        assert made[name] == made[f"again-{name}"], name
    assert len([name for name in made if name.startswith("notes/")]) == 3


def test_markdown_has_the_facts_and_the_text_as_show_has_it(here: Path) -> None:
    done("export", "dock", "owns", "--format", "markdown", "-o", "notes/")
    (file,) = (here / "notes").iterdir()
    document = file.read_text("utf-8")
    assert file.name == "000003 Who owns the fish dock.md"
    assert 'byline: "Cass Tolgarrick"' in document
    assert document.endswith("\n\n" + done("show", 3, "--format", "markdown").stdout)


def test_a_book_has_a_chapter_for_each_article(here: Path) -> None:
    done("export", "coxswain", "--expand", "-o", "book.epub")
    with zipfile.ZipFile(here / "book.epub") as book:
        assert "<dc:title>coxswain</dc:title>" in book.read("EPUB/package.opf").decode()
        assert [name for name in book.namelist() if "article" in name] == [
            "EPUB/article-000001.xhtml", "EPUB/article-000002.xhtml",
        ]  # fmt: skip


def test_nothing_found_is_said_with_exit_code_3_and_no_file_is_made(here: Path) -> None:
    found = done("export", "zebra", "-o", "zebra.csv", code=3)
    assert (found.stdout, found.stderr) == ("", "Nothing found.\n")
    assert lines("zebra", code=3) == []
    assert tree(here) == {}


def test_what_is_there_is_replaced_only_by_force(here: Path) -> None:
    (here / "a.csv").write_text("mine")
    refused(run("export", "-o", "a.csv"), "a.csv: exists already", "--force")
    assert (here / "a.csv").read_text() == "mine"
    done("export", "-o", "a.csv", "--force", "--fields", "id")
    assert (here / "a.csv").read_bytes() == b"id\r\n3\r\n2\r\n1\r\n"


def test_a_mistake_is_said_in_one_line_before_anything_is_made(here: Path) -> None:
    refused(run("export", "-o", "a.csv", "--fields", "id,titel"), "no field 'titel'", "did you mean title?")
    refused(run("export", "-o", "a.xls"), "a.xls", "--format", "csv")
    refused(run("export", "-o", "-"), "--format")
    refused(run("export", "-o", "-", "--format", "epub"), "epub cannot go to standard output")
    refused(run("export", "-o", "a.csv", "--format", "xls"), "'xls' is not one of")
    refused(run("export"), "Missing option '-o'")
    refused(run("export", "-o", "a.csv", "--after", "yesterday"), "'yesterday' is not a date")
    refused(run("export", "-o", "a.csv", "--site", "a b"), "'a b' is not a site")
    refused(run("export", "...", "-o", "a.csv"), "at least one word")
    refused(run("export", "-o", "a.csv", "--archive", "nowhere"), "nowhere/catalog.sqlite", "archiver save")
    assert tree(here) == {}


def test_cells_that_look_like_formulas_are_said_and_disarmed_on_demand(home: Path, here: Path) -> None:
    with sqlite3.connect(home / "catalog.sqlite") as db:
        db.execute("UPDATE articles SET title = '=HYPERLINK(1)' WHERE id = 1")
    said = done("export", "-o", "a.csv", "--archive", home).stderr
    assert said.startswith("Note: 1 cell begins as formulas do; for a spreadsheet program, export with --spreadsheet\n")
    assert ",=HYPERLINK(1)," in (here / "a.csv").read_text("utf-8")
    done("export", "-o", "b.csv", "--archive", home, "--spreadsheet")
    assert ",'=HYPERLINK(1)," in (here / "b.csv").read_text("utf-8-sig")


def test_a_pipe_that_somebody_closes_ends_it_without_a_word() -> None:
    words = " ".join(COMMAND)
    result = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {words} export --format csv -o - 2>err.txt | head -c 5; cat err.txt"],
        capture_output=True, text=True, check=False, timeout=30,
    )  # fmt: skip
    assert "Traceback" not in result.stdout + result.stderr

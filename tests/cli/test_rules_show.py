"""`archiver rules show`: what is for a site, and why."""

import json
from pathlib import Path

from archiver.rules.schema import schema
from tests.cli.terminal import done, objects, refused, run
from tests.rules.files import VALID, write


def test_a_site_s_file_is_shown_whole(tmp_path: Path) -> None:
    write(tmp_path, VALID)
    lines = done("rules", "show", "www.example.org", "--rules", tmp_path).stdout.splitlines()
    assert lines[:2] == [
        "example.org (The Sound): user, by host www.example.org",
        f"{tmp_path / 'pack.toml'}, 1 test",
    ]
    assert "layout sound/2020, from 2020-01-01 until 2023-12-31" in lines
    assert "  body: article .text" in lines
    assert "  title: h1" in lines
    (box,) = (line for line in lines if "sound/box" in line)
    assert box.split() == ["remove", "newsletter", "50", "sound/box", ".box", "the", "box"]
    assert any("“a message from … remind me later.”" in line for line in lines)


def test_your_own_file_goes_before_the_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, 'schema = 1\nid = "mine"\n[match]\nhosts = ["themoscowtimes.com"]\n')
    found = objects("rules", "show", "themoscowtimes.com", "--rules", tmp_path)
    assert [(one["id"], one["level"]) for one in found][:2] == [("mine", "user"), ("themoscowtimes.com", "site")]


def test_a_url_of_a_copy_finds_the_rules_of_the_original() -> None:
    found = objects("rules", "show", "https://web.archive.org/web/2024/https://www.themoscowtimes.com/2024/x")
    how = {one["id"]: one["how"] for one in found}
    assert how["themoscowtimes.com"] == "host www.themoscowtimes.com, passed on by web.archive.org"


def test_for_programs_each_file_is_an_object(tmp_path: Path) -> None:
    write(tmp_path, VALID)
    (found,) = objects("rules", "show", "example.org", "--rules", tmp_path)
    assert found["layouts"][0]["fields"] == {"byline": [".byline"], "title": ["h1"]}
    assert {one["kind"] for one in found["rules"]} == {"remove", "keep", "line", "cut", "cue", "vocabulary"}


def test_files_for_every_page_are_counted() -> None:
    found = run("rules", "show", "nowhere.example")
    assert (found.exit_code, found.stdout) == (3, "")
    assert found.stderr.splitlines()[0].startswith("No rule file is for nowhere.example")
    assert found.stderr.splitlines()[1].endswith(" more files are for every page")


def test_what_is_no_site_is_refused() -> None:
    refused(run("rules", "show", "no site"), "no site")


def test_the_schema_is_printed_for_editors() -> None:
    assert json.loads(done("rules", "schema").stdout) == schema()

"""`archiver rules coverage`: what a person sees of it."""

from pathlib import Path

import pytest

from tests.cli.terminal import done, objects, refused, run

RULES = (
    'schema = 1\nid = "demo"\n[match]\nhosts = ["127.0.0.1"]\n'
    '[[remove]]\nid = "demo/quotes"\nlabel = "related"\ncss = "blockquote"\n'
    '[[remove]]\nid = "demo/ghost"\nlabel = "ad"\ncss = ".ghost"\n'
)


@pytest.fixture
def rules(here: Path) -> Path:
    (here / "rules").mkdir()
    (here / "rules" / "demo.toml").write_text(RULES)
    return here / "rules"


def test_a_site_s_rules_are_shown_each_with_what_it_did(home: Path, rules: Path) -> None:
    done("index", "--site", "127.0.0.1", "--rules", rules, "--archive", home)
    lines = done("rules", "coverage", "127.0.0.1", "--rules", rules, "--archive", home).stdout.splitlines()
    assert lines[0].startswith("demo: ")
    assert [line.split()[:3] for line in lines if "demo/ghost" in line] == [["never", "fired", "demo/ghost"]]
    assert [line.split()[:2] for line in lines if "demo/quotes" in line] == [["fires", "demo/quotes"]]


def test_without_a_site_each_has_a_line(home: Path, rules: Path) -> None:
    done("index", "--rules", rules, "--archive", home)
    found = done("rules", "coverage", "--rules", rules, "--archive", home)
    assert "  1 of 2 rules fire, 1 never fired, 0 fell silent\n" in found.stdout


def test_json_is_one_object_a_pack(home: Path, rules: Path) -> None:
    done("index", "--rules", rules, "--archive", home)
    (found,) = [one for one in objects("rules", "coverage", "--rules", rules, "--archive", home) if one["id"] == "demo"]
    assert (found["missed"], found["is_stale"]) == (0, False)
    assert {use["id"]: use["state"] for use in found["uses"]} == {"demo/quotes": "fires", "demo/ghost": "never"}


def test_a_site_without_pages_or_rules_is_said(home: Path) -> None:
    found = run("rules", "coverage", "example.org", "--archive", home)
    assert (found.exit_code, found.stdout) == (3, "")
    assert found.stderr == "Nothing is archived of example.org that has rules of its own.\n"


def test_without_an_archive_it_says_how_to_begin(here: Path) -> None:
    refused(run("rules", "coverage"), "archiver save")

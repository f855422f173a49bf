"""`archiver rules import ftr`: what a person sees of it."""

import csv
from pathlib import Path

import pytest

from tests.cli.terminal import done, objects, refused, run


@pytest.fixture
def site_files(here: Path) -> Path:
    folder = here / "site files"
    folder.mkdir()
    text = "titl: //h1\nbody: //article\nstrip: //p[contain(., 'x')]\nstrip_id_or_class: promo\ntidy: no\n"
    (folder / "example.org.txt").write_text(text)
    return folder


def test_the_figures_are_shown_and_what_was_not_carried_over_with_the_reason(site_files: Path, here: Path) -> None:
    shown = done("rules", "import", "ftr", site_files, "--to", here / "rules").stdout.splitlines()
    assert shown[0] == "1 site files, 0 of them copies of one another in 0 groups"
    assert shown[1] == "1 rule files: 1 layouts, 1 removals"
    assert shown[2] == f"1 written to {here / 'rules' / 'imported'}, 0 there already"
    assert "     1  directives misspelt or unknown" in shown
    assert "     1  XPaths broken" in shown
    assert "     1  tidy: the archiver parses every page in one way" in shown


def test_verbose_names_each_line_with_what_is_meant(site_files: Path, here: Path) -> None:
    shown = done("rules", "import", "ftr", site_files, "--to", here / "rules", "--verbose").stdout
    assert "example.org.txt:1: titl: //h1: no directive `titl`; did you mean `title`?\n" in shown
    assert "example.org.txt:3: strip: //p[contain(., 'x')]: there is no function contain(); did you mean" in shown


def test_a_dry_run_writes_nothing_but_the_report(site_files: Path, here: Path) -> None:
    folder, report = here / "rules", here / "report.csv"
    shown = done("rules", "import", "ftr", site_files, "--to", folder, "--dry-run", "--report", report).stdout
    assert "1 would be written to" in shown
    assert not folder.exists()
    with report.open(encoding="utf-8", newline="") as table:
        assert {row["kind"] for row in csv.DictReader(table)} == {"typo", "xpath", "skipped"}


def test_without_a_folder_the_user_s_own_is_taken(
    site_files: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVER_RULES", str(here / "mine"))
    done("rules", "import", "ftr", site_files)
    assert (here / "mine" / "imported" / "example.org.toml").exists()


def test_json_is_one_object(site_files: Path, here: Path) -> None:
    (found,) = objects("rules", "import", "ftr", site_files, "--to", here / "rules")
    assert (found["files"], found["rule_files"], found["written"]) == (1, 1, 1)


def test_what_is_no_source_is_refused_in_one_line(here: Path) -> None:
    (here / "page.html").write_text("<p>")
    assert "neither a folder, nor a tar or zip archive" in refused(run("rules", "import", "ftr", here / "page.html"))

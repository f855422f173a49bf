"""`archiver index`: from WARC files to the index, as often as one likes."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from archiver.index.store import Store
from tests.cli.terminal import done, objects, refused, run, tree


def tables(home: Path) -> dict[str, list[dict[str, Any]]]:
    with Store.open(home / "catalog.sqlite", create=False) as store:
        return {
            name: store.rows(f"SELECT * FROM {name} ORDER BY 1, 2", {}) for name in ("captures", "articles", "blocks")
        }


def warc_of(home: Path) -> Path:
    (path,) = (home / "warc").iterdir()
    return path


def test_an_index_that_was_deleted_is_made_again_as_it_was(home: Path) -> None:
    before = tables(home)
    (home / "catalog.sqlite").unlink()
    found = done("index", "--archive", home)
    assert found.stdout == f"{warc_of(home)}: 3 articles in 5 captures\n"
    assert found.stderr == ""
    assert tables(home) == before


def test_a_second_time_all_is_unchanged(home: Path) -> None:
    before = tables(home)
    assert done("index", "--archive", home).stdout == f"{warc_of(home)}: 0 articles in 0 captures, 5 unchanged\n"
    assert tables(home) == before


def test_a_rebuild_keeps_the_numbers_of_articles(home: Path) -> None:
    before = tables(home)
    assert done("index", "--rebuild", "--archive", home).stdout == f"{warc_of(home)}: 3 articles in 5 captures\n"
    assert tables(home) == before


def test_json_is_one_object_a_file(home: Path) -> None:
    shutil.copy(warc_of(home), home / "warc" / "z.warc.gz")
    found = objects("index", "--archive", home)
    assert [Path(one["file"]).name for one in found] == [warc_of_name(home), "z.warc.gz"]
    assert [one["unchanged"] for one in found] == [5, 5]
    assert [one["why"] for one in found] == [None, None]


def warc_of_name(home: Path) -> str:
    return min(path.name for path in (home / "warc").iterdir())


def test_changed_rules_clean_again(home: Path, here: Path) -> None:
    (here / "rules").mkdir()
    (here / "rules" / "mine.toml").write_text(
        'schema = 1\nid = "mine"\n[match]\nhosts = ["127.0.0.1"]\n'
        '[[remove]]\nid = "mine/quotes"\nlabel = "related"\ncss = "blockquote"\n'
    )
    words = ("index", "--archive", home, "--rules", "rules")
    assert "3 articles in 4 captures, 1 unchanged" in done(*words).stdout
    assert "0 articles in 0 captures, 5 unchanged" in done(*words).stdout
    assert "mine/quotes" in done("show", 1, "--residue", "--archive", home).stdout
    assert "3 articles in 4 captures, 1 unchanged" in done("index", "--archive", home).stdout
    assert "mine/quotes" not in done("show", 1, "--residue", "--archive", home).stdout


def test_a_warc_file_from_elsewhere_is_read_where_it_lies(saved: Path, here: Path) -> None:
    shutil.copy(warc_of(saved), here / "crawl.warc.gz")
    assert done("index", "crawl.warc.gz").stdout == "crawl.warc.gz: 3 articles in 5 captures\n"
    assert {row["file"] for row in tables(here / "archives")["captures"]} == {str(here.resolve() / "crawl.warc.gz")}
    assert "crawl.warc.gz: 3 articles in 5 captures" in done("index", "--rebuild").stdout


def test_an_uncompressed_one_too(saved: Path, here: Path) -> None:
    (here / "crawl.warc").write_bytes(gzip.decompress(warc_of(saved).read_bytes()))
    assert done("index", "crawl.warc").stdout == "crawl.warc: 3 articles in 5 captures\n"


# What is wrong with a file


@pytest.mark.parametrize("content", [b"", b"this is a text\n", b"\x89PNG\r\n\x1a\n" + bytes(99), bytes(range(256)) * 9])
@pytest.mark.parametrize("name", ["notes.warc", "random.warc.gz"])
def test_what_is_no_warc_is_named_and_the_index_stays_as_it_is(name: str, content: bytes, home: Path) -> None:
    (home / name).write_bytes(content)
    before = tables(home)
    found = run("index", home / name, "--archive", home)
    assert found.exit_code == 4
    refused(found, f"{home / name}: at offset 0")
    assert tables(home) == before


def test_a_torn_file_is_indexed_as_far_as_it_is_whole_and_reported(saved: Path, here: Path) -> None:
    data = warc_of(saved).read_bytes()
    (here / "torn.warc.gz").write_bytes(data[: len(data) * 2 // 3])
    found = run("index", "torn.warc.gz")
    assert found.exit_code == 4
    refused(found, "torn.warc.gz: at offset", "torn")
    assert "2 articles in 2 captures" in found.stdout
    assert (here / "torn.warc.gz").read_bytes() == data[: len(data) * 2 // 3]


def test_with_json_the_damage_is_said_in_the_object(here: Path) -> None:
    (here / "notes.warc").write_text("this is a text\n")
    (found,) = objects("index", "notes.warc", code=4)
    assert found["why"].startswith("notes.warc: at offset 0")


@pytest.mark.parametrize(("name", "what"), [("missing.warc.gz", "no such file"), ("folder", "is a folder")])
def test_a_file_that_is_not_there_is_named_before_anything_is_written(name: str, what: str, here: Path) -> None:
    (here / "folder").mkdir()
    refused(run("index", name), name, what)
    assert tree(here) == {"folder": None}


def test_an_archive_without_warc_files_is_named(here: Path) -> None:
    refused(run("index"), "archives/warc", "archiver save")
    assert tree(here) == {}


def test_a_warc_file_that_is_gone_is_reported_by_a_rebuild(home: Path) -> None:
    path = warc_of(home)
    path.unlink()
    found = run("index", "--rebuild", "--archive", home)
    assert found.exit_code == 4
    refused(found, f"{path}: no such file")


# After a change of rules


QUOTES = (
    'schema = 1\nid = "mine"\n[match]\nhosts = ["127.0.0.1"]\n'
    '[[remove]]\nid = "mine/quotes"\nlabel = "related"\ncss = "blockquote"\nnote = "a teaser"\n'
)


@pytest.fixture
def rules(here: Path) -> Path:
    (here / "rules").mkdir()
    (here / "rules" / "mine.toml").write_text(QUOTES)
    return here / "rules"


def test_a_dry_run_says_what_new_rules_would_change_and_changes_nothing(home: Path, rules: Path) -> None:
    before = tables(home)
    found = done("index", "--dry-run", "--rules", rules, "--archive", home)
    assert "related, mine/quotes: a teaser\n" in found.stdout
    assert "pages would be cleaned anew, " in found.stdout.splitlines()[-1]
    assert tables(home) == before


def test_what_a_dry_run_says_comes_to_pass_and_then_there_is_nothing_left_to_do(home: Path, rules: Path) -> None:
    words = ("index", "--site", "127.0.0.1", "--rules", rules, "--archive", home)
    dry = objects(*words, "--dry-run", "--json")
    assert objects(*words, "--json") == dry
    (moved,) = [one for page in dry for one in page["moved"] if one["by"] == "mine/quotes"][:1]
    assert not moved["came"]
    assert "mine/quotes" in done("show", dry[0]["id"], "--residue", "--archive", home).stdout
    assert done(*words).stdout == "0 pages were cleaned anew, 0 changed: 0 blocks left the text, 0 came into it\n"


def test_rules_that_are_taken_back_bring_the_text_back(home: Path, rules: Path) -> None:
    before = tables(home)
    done("index", "--site", "127.0.0.1", "--rules", rules, "--archive", home)
    found = done("index", "--site", "127.0.0.1", "--archive", home)
    assert "\n  + " in found.stdout
    assert tables(home) == before


def test_pages_of_other_sites_are_left_alone(home: Path, rules: Path) -> None:
    before = tables(home)
    assert done("index", "--site", "other.example", "--rules", rules, "--archive", home).stdout.startswith("0 pages")
    assert tables(home) == before


def test_a_page_whose_warc_file_is_gone_is_named_and_keeps_its_article(home: Path, rules: Path) -> None:
    before = tables(home)
    warc_of(home).unlink()
    found = run("index", "--site", "127.0.0.1", "--rules", rules, "--archive", home)
    assert found.exit_code == 4
    assert f"Error: {home / 'warc'}" in found.stderr
    assert "could not be read" in found.stdout
    assert tables(home) == before


@pytest.mark.parametrize("words", [("--site", "a b"), ("--site", "x.org", "--rebuild"), ("--dry-run", "x.warc.gz")])
def test_what_cannot_be_meant_is_said(home: Path, words: tuple[str, ...]) -> None:
    found = run("index", *words, "--archive", home)
    assert found.exit_code in (1, 2)
    assert len(found.stderr.strip().splitlines()) <= 3


def test_an_archive_is_searched_by_the_engine_that_was_chosen_also_after_a_rebuild(home: Path) -> None:
    before = objects("search", "--archive", home, "--expand", "the")
    done("index", "--archive", home, "--engine", "tantivy")
    by_tantivy = objects("search", "--archive", home, "--expand", "the")
    done("index", "--archive", home, "--rebuild")
    assert len([*home.glob("*.tantivy")]) == 1
    done("index", "--archive", home, "--engine", "fts5")
    assert not [*home.glob("*.tantivy")]
    assert objects("search", "--archive", home, "--expand", "the") == before
    assert {one["id"] for one in before} == {one["id"] for one in by_tantivy} != set()


def test_an_engine_can_be_chosen_where_the_warc_files_lie_elsewhere(home: Path, tmp_path: Path) -> None:
    warc_of(home).rename(tmp_path / "elsewhere.warc.gz")
    done("index", "--archive", home, "--engine", "tantivy")
    assert len([*home.glob("*.tantivy")]) == 1


def test_an_engine_is_not_chosen_in_passing(home: Path) -> None:
    result = run("index", "--archive", home, "--engine", "tantivy", "--dry-run")
    assert result.exit_code == 2
    assert "no --engine" in result.stderr

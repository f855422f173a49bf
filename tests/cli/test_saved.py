"""`archiver saved`: searches under a name, and what is new to them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.terminal import done, objects, refused, run


@pytest.fixture(autouse=True)
def archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    return home


def page(here: Path, name: str, words: str) -> None:
    """Import a page with these words in it."""
    text = f"The council of the harbour met on Monday. {words} The meeting went on until ten in the evening. "
    file = here / f"{name}.html"
    file.write_text(
        f"<html lang=en><body><h1>{name} of the council</h1><p>{text * 4}</p><p>{text * 3}</p></body></html>"
    )
    done("import", file, "--url", f"https://council.example/{name}")


def test_what_is_there_when_a_search_is_kept_is_not_new_and_what_comes_then_is_once(here: Path) -> None:
    done("saved", "add", "boats", "lifeboat")
    assert done("saved", "run", "boats", code=3).stderr.startswith("boats: nothing new since 20")
    page(here, "agenda", "A second lifeboat was asked for.")
    page(here, "menu", "Fish was served.")
    found = done("saved", "run", "boats")
    assert found.stdout.startswith("boats: 1 new since 20")
    assert "agenda of the council" in found.stdout
    done("saved", "run", "boats", code=3)


def test_all_that_is_new_is_printed_however_much_it_is(here: Path) -> None:
    done("saved", "add", "council", "council", "--expand")
    for number in range(25):
        page(here, f"session{number}", f"Session number {number * 37}.")
    assert len(objects("saved", "run", "council")) == 25


def test_with_keep_it_is_new_the_next_time_too(here: Path) -> None:
    done("saved", "add", "boats", "lifeboat")
    page(here, "agenda", "A second lifeboat was asked for.")
    assert len(objects("saved", "run", "boats", "--keep")) == 1
    assert len(objects("saved", "run", "boats")) == 1
    assert objects("saved", "run", "boats", code=3) == []


def test_without_a_name_all_searches_run(here: Path) -> None:
    done("saved", "add", "boats", "lifeboat")
    done("saved", "add", "the town", "harbour council", "--lang", "en")
    page(here, "agenda", "A second lifeboat was asked for.")
    assert [one["search"] for one in objects("saved", "run", "--all", "--keep")] == ["boats", "the town"]
    assert [one["search"] for one in objects("saved", "run")] == ["boats", "the town"]


def test_the_options_of_a_search_are_kept_with_it(here: Path) -> None:
    done("saved", "add", "elsewhere", "council", "--site", "other.example")
    page(here, "agenda", "")
    done("saved", "run", code=3)


def test_searches_are_listed_with_their_options_and_when_they_ran() -> None:
    assert done("saved").stderr.startswith("No saved searches yet; ")
    done("saved", "add", "boats", '"rope maker"', "--lang", "en", "--sort", "newest")
    lines = done("saved").stdout.splitlines()
    assert lines[:2] == ["boats", '    "rope maker" --lang en --sort newest']
    assert lines[2].endswith("has not run yet")
    done("saved", "run", code=3)
    assert "ran last 20" in done("saved").stdout
    (found,) = objects("saved")
    assert (found["name"], found["query"]) == ("boats", '"rope maker"')
    assert found["options"] == {"language": "en", "sort": "newest"}


def test_a_name_that_is_given_again_stands_for_the_new_search() -> None:
    done("saved", "add", "boats", "lifeboat")
    done("saved", "add", "boats", "trawler")
    assert [one["query"] for one in objects("saved")] == ["trawler"]


def test_searches_are_forgotten_by_their_names() -> None:
    done("saved", "add", "boats", "lifeboat")
    done("saved", "remove", "boats")
    assert objects("saved") == []
    refused(run("saved", "remove", "boats"), "no saved search 'boats'")


def test_a_search_that_makes_no_sense_is_refused_and_one_that_makes_some_is_told() -> None:
    refused(run("saved", "add", "x", "..."), "at least one word")
    refused(run("saved", "add", " ", "word"), "is no name")
    refused(run("saved", "add", "x", "word", "--after", "soon"), "'soon'")
    assert objects("saved") == []
    assert "Ignored “)”" in done("saved", "add", "x", "word)").stderr


def test_what_is_not_there_is_said() -> None:
    refused(run("saved", "run"), "no saved searches yet")
    done("saved", "add", "boats", "lifeboat")
    refused(run("saved", "run", "ships"), "no saved search 'ships'", "boats")
    refused(run("saved", "run", "boats", "--all"), "not both")


def test_the_archive_may_be_named_before_and_after_the_command_s_own(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ARCHIVER_HOME")
    done("saved", "--archive", archive, "add", "a", "lifeboat")
    done("saved", "add", "b", "lifeboat", "--archive", archive)
    done("--archive", archive, "saved", "add", "c", "lifeboat")
    assert [one["name"] for one in objects("saved", "--archive", archive)] == ["a", "b", "c"]


def test_while_another_one_writes_searches_run_and_are_kept(archive: Path, here: Path) -> None:
    done("saved", "add", "boats", "lifeboat")
    page(here, "agenda", "A second lifeboat was asked for.")
    with closing(sqlite3.connect(archive / "catalog.sqlite", isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        assert "Noted; " in done("saved", "run").stderr
        assert "Noted; " in done("saved", "add", "fish", "fish").stderr
    assert [one["name"] for one in objects("saved")] == ["boats", "fish"]
    done("saved", "run", "boats", code=3)


def test_what_the_full_text_does_not_know_yet_is_new_when_it_does(archive: Path, here: Path) -> None:
    done("saved", "add", "boats", "lifeboat")
    with closing(sqlite3.connect(archive / "fulltext.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # so that it cannot follow
        with closing(sqlite3.connect(archive / "catalog.sqlite", isolation_level=None)) as db:
            copy_article(db, 1)
        done("saved", "run", "boats", code=3)
    assert len(objects("saved", "run", "boats")) == 1


def copy_article(db: sqlite3.Connection, number: int) -> None:
    """Add an article like one that is there, as another archiver would."""
    for table, changed in (("captures", {"record_id": "'<urn:new>'"}), ("articles", {})):
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        values = ["100" if column == "id" else changed.get(column, f'"{column}"') for column in columns]
        db.execute(f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table} WHERE id = ?", [number])

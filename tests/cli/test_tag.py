"""`archiver tag`: tags on articles, whoever else is at work on the archive."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.rules.book import shipped_rules
from tests.cli.terminal import done, objects, refused, run, tree


@pytest.fixture(autouse=True)
def archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    return home


@contextmanager
def writing(home: Path) -> Iterator[None]:
    """Hold the catalog as another archiver does while it writes."""
    with closing(sqlite3.connect(home / "catalog.sqlite", isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield


def test_tags_are_given_and_taken_and_what_the_articles_have_then_is_printed() -> None:
    found = done("tag", 1, 3, "--add", "read twice", "--add", "draft")
    assert found.stdout == "    1  draft, read twice\n    3  draft, read twice\n"
    assert done("tag", 3, "-r", "draft", "-a", "done").stdout == "    3  done, read twice\n"
    assert done("tag", 1, 2).stdout == "    1  draft, read twice\n    2  (no tags)\n"


def test_all_tags_are_listed_with_how_many_articles_have_them() -> None:
    assert done("tag").stderr.startswith("No tags yet; ")
    done("tag", 1, 2, "--add", "b")
    done("tag", 1, "--add", "a")
    assert done("tag").stdout == "    1  a\n    2  b\n"
    assert objects("tag") == [{"tag": "a", "articles": 1}, {"tag": "b", "articles": 2}]


def test_json_is_one_object_an_article() -> None:
    assert objects("tag", 1, 2, "--add", "a") == [
        {"id": 1, "tags": ["a"], "waits": False},
        {"id": 2, "tags": ["a"], "waits": False},
    ]


def test_tagged_articles_are_found_and_shown_with_their_tags() -> None:
    done("tag", 3, "--add", "to read")
    found = done("search", 'tag:"to read"')
    assert "Who owns the fish dock?" in found.stdout
    assert "       tagged to read\n" in found.stdout
    assert objects("search", "has:tag")[0]["tags"] == ["to read"]
    assert "\ntagged to read\n" in done("show", 3).stdout
    assert objects("show", 3)[0]["tags"] == ["to read"]


def test_of_a_mistake_nothing_is_done(archive: Path) -> None:
    before = tree(archive)
    refused(run("tag", 1, 99, "--add", "x"), "no article 99")
    refused(run("tag", 1, "--remove", "x"), "article 1 has no tag 'x'", "none")
    refused(run("tag", 1, "--add", "  "), "is no tag")
    refused(run("tag", "--add", "x"), "Which articles?")
    refused(run("tag", 99), "no article 99")
    assert {name: data for name, data in tree(archive).items() if "-" not in name} == {
        name: data for name, data in before.items() if "-" not in name
    }


def test_without_an_archive_none_is_made(here: Path) -> None:
    for words in (["tag"], ["tag", 1], ["tag", 1, "--add", "x"]):
        refused(run(*words, "--archive", "nowhere"), "nowhere/catalog.sqlite", "archiver save")
    assert tree(here) == {}


def test_tags_outlive_the_catalog(archive: Path) -> None:
    done("tag", 1, "--add", "kept")
    (archive / "catalog.sqlite").unlink()
    done("index")
    assert done("tag", 1).stdout == "    1  kept\n"
    done("index", "--rebuild")
    assert done("tag", 1).stdout == "    1  kept\n"


# While another archiver writes


def test_while_another_one_writes_a_tag_is_noted_and_shows_afterwards(archive: Path) -> None:
    with writing(archive):
        found = done("tag", 1, "--add", "later")
        assert found.stdout == ""
        assert found.stderr == "Noted; it will show when the other archiver has finished.\n"
        assert objects("tag", 1, "--add", "and this") == [{"id": 1, "tags": [], "waits": True}]
        assert done("tag", 1).stdout == "    1  (no tags)\n"
    assert done("tag", 1).stdout == "    1  and this, later\n"


def test_what_waits_is_found_by_whoever_reads_next(archive: Path) -> None:
    with writing(archive):
        done("tag", 3, "--add", "later")
        done("search", "tag:later", code=3)
    assert [one["id"] for one in objects("search", "tag:later")] == [3]


def test_a_tag_that_waits_can_be_taken_back(archive: Path) -> None:
    with writing(archive):
        done("tag", 1, "--add", "later", "--add", "stays")
        done("tag", 1, "--remove", "later")
    assert done("tag", 1).stdout == "    1  stays\n"


def test_a_tag_given_while_the_index_is_made_anew_is_in_the_new_one(archive: Path) -> None:
    rebuilding = Archive(archive, shipped_rules()).rebuild()
    next(rebuilding)
    assert done("tag", 1, "--add", "meanwhile").stderr.startswith("Noted; ")
    for _ in rebuilding:
        pass
    assert done("tag", 1).stdout == "    1  meanwhile\n"


def test_a_journal_that_is_lost_begins_anew(archive: Path) -> None:
    done("tag", 1, "--add", "before", "--add", "before that")
    (archive / "annotations.jsonl").unlink()
    done("tag", 1, "--add", "x")
    assert done("tag", 1).stdout == "    1  before, before that, x\n"


def test_a_journal_that_was_torn_or_written_into_by_others_is_read_around_it(archive: Path) -> None:
    done("tag", 1, "--add", "a")
    with (archive / "annotations.jsonl").open("a") as journal:
        journal.write('{"do": "tag"}\n[1]\n' + json.dumps({"do": "note", "note": [], "text": 3, "at": 1}) + "\n")
        journal.write('{"do": "tag", "tag": "to')
    done("tag", 1, "--add", "b")
    assert done("tag", 1).stdout == "    1  a, b\n"

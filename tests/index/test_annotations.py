import json
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.index.annotations import (
    Annotations,
    all_tags,
    notes_of,
    saved_searches,
    search_named,
    tags_of,
)
from archiver.index.search import search
from archiver.index.store import Store
from tests.index.samples import article, capture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalog.sqlite"
    rebuild(path)
    return path


def rebuild(path: Path, *names: str) -> None:
    """Make the catalog from the same records again, as from WARC files."""
    with Store.replacing(path) as store, store.together():
        for name in names or ("a", "b", "c"):
            address = f"https://example.org/{name}"
            store.add(capture(name, address), "saved", article(f"Text {name}.", url=address))


def annotate(path: Path) -> None:
    with Store.open(path, create=True) as store:
        annotations = Annotations(store)
        annotations.tag(1, "later", "to read")
        annotations.tag(2, "later")
        annotations.untag(2, "later")
        annotations.note(3, "Ask Anna, «tomorrow».")
        gone = annotations.note(3, "Of no use.")
        annotations.forget_note(gone)
        annotations.save_search("talks", "peace talks", {"sort": "newest", "site": None})
        annotations.ran_search("talks", 2)


def annotated(path: Path) -> tuple[object, ...]:
    with Store.open(path, create=False) as store:
        tags = {number: tags_of(store, number) for number in (1, 2, 3)}
        notes = [(note.article, note.text) for number in (1, 2, 3) for note in notes_of(store, number)]
        searches = [(one.name, one.query, dict(one.options), one.last_id) for one in saved_searches(store)]
        return tags, notes, searches


ALL = (
    {1: ["later", "to read"], 2: [], 3: []},
    [(3, "Ask Anna, «tomorrow».")],
    [("talks", "peace talks", {"sort": "newest", "site": None}, 2)],
)


def journal(path: Path) -> Path:
    return path.with_name("annotations.jsonl")


# What people do


def test_tags_notes_and_searches_are_there_once_they_are_given(path: Path):
    annotate(path)
    assert annotated(path) == ALL
    with Store.open(path, create=False) as store:
        assert all_tags(store) == [("later", 1), ("to read", 1)]


def test_they_narrow_a_search_at_once(path: Path):
    annotate(path)
    with Store.open(path, create=False) as store:
        for query, found in (('tag:"to read"', [1]), ("has:note", [3]), ("text -has:tag -has:note", [2])):
            assert [hit.id for hit in search(store, query).hits] == found


def test_a_tag_is_one_whatever_spaces_it_was_given_with_and_given_twice_is_there_once(path: Path):
    with Store.open(path, create=True) as store:
        Annotations(store).tag(1, " to   read ", "to read")
        assert tags_of(store, 1) == ["to read"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\x1bb"])
def test_what_is_no_tag_is_refused(path: Path, name: str):
    with Store.open(path, create=True) as store, pytest.raises(StoreError, match="is no tag; give a word or a few"):
        Annotations(store).tag(1, name)
    assert not journal(path).exists()


@pytest.mark.parametrize("number", [99, 0, -1, 10**30])
def test_what_is_on_no_article_is_refused(path: Path, number: int):
    with Store.open(path, create=True) as store:
        for act in (lambda one: one.tag(number, "x"), lambda one: one.note(number, "x")):
            with pytest.raises(
                StoreError, match=f"^no article {number} in .*catalog.sqlite; `archiver search` lists them"
            ):
                act(Annotations(store))


def test_what_is_not_there_cannot_be_taken_away(path: Path):
    with Store.open(path, create=True) as store:
        annotations = Annotations(store)
        annotations.tag(1, "x")
        with pytest.raises(StoreError, match="article 1 has no tag 'y'; it has x"):
            annotations.untag(1, "y")
        with pytest.raises(StoreError, match="no note 'zzz'"):
            annotations.forget_note("zzz")
        with pytest.raises(StoreError, match="no saved search 'zzz'"):
            annotations.forget_search("zzz")
        with pytest.raises(StoreError, match="no saved search 'zzz'; `archiver saved add"):
            search_named(store, "zzz")


def test_an_empty_note_is_refused(path: Path):
    with Store.open(path, create=True) as store, pytest.raises(StoreError, match="an empty note says nothing"):
        Annotations(store).note(1, " \n ")


# The journal


def test_the_journal_has_a_line_of_json_for_each_and_names_articles_by_their_records(path: Path):
    annotate(path)
    events = [json.loads(line) for line in journal(path).read_text().splitlines()]
    assert [event["do"] for event in events] == [
        "tag", "tag", "tag", "untag", "note", "note", "forget note", "save search", "ran search",
    ]  # fmt: skip
    assert events[0]["record"] == "<urn:uuid:a>"
    assert all("at" in event for event in events)


def test_nothing_in_it_is_ever_rewritten(path: Path):
    annotate(path)
    before = journal(path).read_bytes()
    with Store.open(path, create=True) as store:
        Annotations(store).untag(1, "later")
    assert journal(path).read_bytes()[: len(before)] == before


def test_what_a_catalog_lost_comes_back_with_the_next_rebuild(path: Path):
    annotate(path)
    path.unlink()
    rebuild(path)
    assert annotated(path) == ALL


def test_so_it_does_where_the_numbers_are_others(path: Path):
    annotate(path)
    path.unlink()
    rebuild(path, "c", "b", "a")
    tags, notes, _ = annotated(path)
    assert (tags, notes) == ({1: [], 2: [], 3: ["later", "to read"]}, [(1, "Ask Anna, «tomorrow».")])


@pytest.mark.parametrize("ruin", [
    lambda content: b"Dear diary, " * 1000,
    lambda content: content[:5000],
    lambda content: content[:100] + b"\xff" * (len(content) - 100),
    lambda content: b"",
], ids=["no database", "cut short", "overwritten", "empty"])  # fmt: skip
def test_so_it_does_where_the_catalog_is_ruined(path: Path, ruin):
    annotate(path)
    path.write_bytes(ruin(path.read_bytes()))
    rebuild(path)
    assert annotated(path) == ALL


def test_a_rebuild_of_a_good_catalog_keeps_what_other_programs_put_into_its_tables(path: Path):
    annotate(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO tags(name) VALUES ('by hand')")
        db.execute("INSERT INTO article_tags SELECT 2, id, '' FROM tags WHERE name = 'by hand'")
        db.execute("DELETE FROM notes")
    rebuild(path)
    rebuild(path)
    assert annotated(path) == ({1: ["later", "to read"], 2: ["by hand"], 3: []}, [], ALL[2])


def test_tables_that_do_not_fit_each_other_do_not_stop_a_rebuild(path: Path):
    annotate(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM tags WHERE name = 'later'")  # and leave article_tags as it is
    rebuild(path)
    assert annotated(path)[0] == {1: ["to read"], 2: [], 3: []}


def test_a_table_of_another_kind_does_not_either(path: Path):
    annotate(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ALTER TABLE notes RENAME COLUMN words TO stems")
    rebuild(path)
    assert annotated(path) == ALL


def test_what_is_on_a_page_that_is_in_no_warc_file_any_more_stays_in_the_journal(path: Path):
    annotate(path)
    before = journal(path).read_bytes()
    rebuild(path, "a")
    assert annotated(path) == (ALL[0], [], ALL[2])
    assert journal(path).read_bytes() == before


def test_a_line_that_a_crash_tore_says_nothing_and_spoils_no_other(path: Path):
    annotate(path)
    with journal(path).open("ab") as file:
        file.write(b'{"at": "2025-01-01T00:00:00+00:00", "do": "tag", "tag": "torn", "rec')
    with Store.open(path, create=True) as store:
        assert tags_of(store, 1) == ["later", "to read"]
        Annotations(store).tag(1, "whole")
    for _ in range(2):
        assert annotated(path) == ({1: ["later", "to read", "whole"], 2: [], 3: []}, *ALL[1:])
        path.unlink()
        rebuild(path)


@pytest.mark.parametrize(
    "line", ["", "null", "[]", "{}", '{"do": "tag"}', '{"do": "dance"}', "\udcff", '{"do": "note", "text": 7}']
)
def test_a_line_that_somebody_put_in_by_hand_spoils_nothing(path: Path, line: str):
    annotate(path)
    with journal(path).open("ab") as file:
        file.write(line.encode(errors="surrogateescape") + b"\n")
    with Store.open(path, create=True) as store:
        Annotations(store).tag(2, "more")
    assert annotated(path) == ({1: ["later", "to read"], 2: ["more"], 3: []}, *ALL[1:])


def test_a_catalog_that_is_busy_is_told_later_and_nothing_is_lost(path: Path):
    with Store.open(path, create=True, timeout=0.01) as store:
        annotations = Annotations(store)
        with closing(sqlite3.connect(path, isolation_level=None)) as other, suppress(StoreError):
            other.execute("BEGIN IMMEDIATE")
            annotations.tag(1, "said meanwhile")
    with Store.open(path, create=True) as store:
        Annotations(store).tag(2, "later")
    tags, _, _ = annotated(path)
    assert tags == {1: ["said meanwhile"], 2: ["later"], 3: []}


def test_a_journal_that_cannot_be_written_is_named_and_nothing_is_done(path: Path):
    journal(path).mkdir()
    with Store.open(path, create=True) as store:
        with pytest.raises((StoreError, OSError)):
            Annotations(store).tag(1, "x")
        assert tags_of(store, 1) == []


def test_half_a_character_is_kept_as_far_as_it_can_be(path: Path):
    with Store.open(path, create=True) as store:
        Annotations(store).note(1, "cut \ud83d")
        assert [note.text for note in notes_of(store, 1)] == ["cut ?"]

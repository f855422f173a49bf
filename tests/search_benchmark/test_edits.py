"""An edit of what is known of an article touches nothing of the full text; and the benchmark would see it if it did."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("numpy")

from archiver.folder import index_of
from benchmarks.search import adapter
from benchmarks.search.building import built
from benchmarks.search.corpus import corpus
from benchmarks.search.edits import all_edited, edited, full_text, words


@pytest.fixture
def home(tmp_path: Path) -> Path:
    built(tmp_path, corpus(30, seed=4), 30)
    return tmp_path


def set_text(home: Path, number: int) -> None:
    with closing(sqlite3.connect(index_of(home))) as db, db:
        db.execute("UPDATE articles SET text = text || ' more' WHERE id = ?", [number])


def test_no_edit_touches_the_full_text_and_a_new_date_none_of_its_words(home: Path) -> None:
    found, dated = all_edited(home, [3, 7])
    assert {one.name for one in found} == set(adapter.edits())
    assert all(one.file_stayed and one.words_stayed for one in found)
    assert dated.words_stayed and not dated.file_stayed


def test_an_edit_of_the_text_is_seen_when_the_next_one_who_writes_has_been_there(home: Path) -> None:
    before = full_text(home), words(home)
    set_text(home, 3)
    assert (full_text(home), words(home)) == before
    of_text = edited(home, "text", set_text, [3])
    assert not of_text.file_stayed
    assert not of_text.words_stayed

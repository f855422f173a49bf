import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from archiver.index.store import Store
from tests.index.samples import article, capture


@pytest.fixture
def db(tmp_path: Path):
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        store.add(capture("1"), "saved", article("The café fell.", ("paywall", "Subscribe!"), title="Face Value"))
        store.add(capture("2"), "saved", article("Other text."))
    with Database(tmp_path / "catalog.sqlite") as opened:
        yield opened


def matches(db: Database, word: str) -> list[int]:
    return [row[0] for row in db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", [word])]


def check_full_text(db: Database) -> None:
    # Fails with "database disk image is malformed" where the full-text table and its articles differ.
    db.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")


def test_sqlite_utils_reads_and_searches_it(db: Database):
    assert {"captures", "articles", "blocks", "meta"} <= set(db.table_names())
    assert db.table("articles").detect_fts() == "articles_fts"
    assert [row["title"] for row in db.table("articles").search("cafe")] == ["Face Value"]


def test_datasette_finds_the_full_text_table(db: Database):
    sql = db.table("articles_fts").schema
    assert 'content="articles"' in sql


def test_foreign_keys_are_declared_and_hold(db: Database):
    assert [(key.column, key.other_table) for key in db.table("blocks").foreign_keys] == [("article_id", "articles")]
    assert [(key.column, key.other_table) for key in db.table("articles").foreign_keys] == [("id", "captures")]
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_journal_lets_readers_read_while_one_writes(db: Database):
    assert db.journal_mode == "wal"


def test_the_residue_view_shows_what_was_removed_from_which_article(db: Database):
    rows = list(db.view("residue").rows)
    assert [(row["title"], row["label"], row["text"]) for row in rows] == [("Face Value", "paywall", "Subscribe!")]
    assert (rows[0]["by"], rows[0]["because"]) == ("generic/paragraph", "long enough")


def test_the_full_text_follows_every_change(db: Database):
    db.table("articles").update(1, {"text": "The tavern stood."})
    assert (matches(db, "cafe"), matches(db, "tavern")) == ([], [1])
    db.table("blocks").delete_where("article_id = 1")
    db.table("articles").delete(1)
    assert (matches(db, "tavern"), matches(db, "other")) == ([], [2])
    check_full_text(db)


def test_an_edit_of_another_column_does_not_index_the_text_again(db: Database):
    before = db.conn.total_changes
    db.table("articles").update(1, {"language": "en"})
    assert db.conn.total_changes - before == 1


def test_a_record_cannot_be_there_twice(db: Database):
    row = next(iter(db.table("captures").rows))
    with pytest.raises(sqlite3.IntegrityError):
        db.table("captures").insert({**row, "id": 99})

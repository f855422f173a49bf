import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from archiver.index.annotations import Annotations
from archiver.index.store import Store
from tests.index.samples import TIME, URL, article, capture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalog.sqlite"
    with Store.open(path, create=True) as store:
        first = article("The café fell.", ("paywall", "Subscribe!"), title="Face Value", authors=("Anna Petrova", "Bo"))
        store.add(capture("1"), "saved", first)
        store.add(capture("2", time=TIME + timedelta(days=1)), "saved", article("Other text."))
        store.add(capture("3", url="https://example.org/x"), "saved", article("More.", url="https://example.org/x"))
        annotations = Annotations(store)
        annotations.tag(1, "later")
        annotations.note(1, "Ask Anna.")
        annotations.save_search("falls", "fell", {"sort": "newest"})
    return path


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    with Database(path) as opened:
        yield opened


def changed(db: Database) -> list[int]:
    return [row["article_id"] for row in db.table("changes").rows]


# What other programs see


def test_sqlite_utils_finds_the_tables_and_the_views(db: Database):
    tables = {"captures", "articles", "blocks", "authors", "article_authors", "tags", "article_tags", "notes"}
    assert tables | {"searches", "runs", "meta", "changes"} <= set(db.table_names())
    assert {"residue", "versions", "sites", "tagged"} <= set(db.view_names())
    for name in (*db.table_names(), *db.view_names()):
        assert list(db.query(f'SELECT * FROM "{name}" LIMIT 1')) is not None


def test_sqlite_utils_opens_the_full_text_beside_it(path: Path):
    with Database(path.with_name("fulltext.sqlite")) as beside:
        assert [row["article"] for row in beside.table("docs").rows] == [1, 3, 2]
        found = beside.query("SELECT rowid FROM articles_fts_1 WHERE articles_fts_1 MATCH 'cafe'")
        assert [row["rowid"] for row in found] == [1]


@pytest.mark.parametrize(("table", "keys"), [
    ("captures", {("revisit_of", "captures")}),
    ("articles", {("id", "captures")}),
    ("blocks", {("article_id", "articles")}),
    ("article_authors", {("article_id", "articles"), ("author_id", "authors")}),
    ("article_tags", {("article_id", "captures"), ("tag_id", "tags")}),
    ("notes", {("article_id", "captures")}),
])  # fmt: skip
def test_foreign_keys_are_declared_and_hold(db: Database, table: str, keys: set[tuple[str, str]]):
    assert {(key.column, key.other_table) for key in db.table(table).foreign_keys} == keys
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("name", ["catalog.sqlite", "fulltext.sqlite"])
def test_the_journal_lets_readers_read_while_one_writes(path: Path, name: str):
    with Database(path.with_name(name)) as db:
        assert db.journal_mode == "wal"


def test_each_file_says_what_it_is(path: Path):
    for name, mark in (("catalog.sqlite", b"arcv"), ("fulltext.sqlite", b"arcf")):
        assert path.with_name(name).read_bytes()[68:72] == mark


def test_lists_are_json(db: Database):
    row = db.table("articles").get(1)
    assert [json.loads(row[name]) for name in ("captions", "notes")] == [[], []]
    assert json.loads(row["metadata"])["authors"] == ["Anna Petrova", "Bo"]
    assert json.loads(next(iter(db.table("searches").rows))["options"]) == {"sort": "newest"}


# Views


def test_the_residue_view_shows_what_was_removed_from_which_article(db: Database):
    rows = list(db.view("residue").rows)
    assert [(row["title"], row["label"], row["text"]) for row in rows] == [("Face Value", "paywall", "Subscribe!")]
    assert (rows[0]["by"], rows[0]["because"]) == ("generic/paragraph", "long enough")


def test_the_versions_view_counts_what_came_under_one_address(db: Database):
    rows = list(db.view("versions").rows)
    assert [(row["article_id"], row["version"], row["unchanged"]) for row in rows if row["address"] in URL] == [
        (1, 1, 0),
        (2, 2, 0),
    ]


def test_the_sites_view_has_a_row_for_each_host(db: Database):
    assert list(db.view("sites").rows) == [
        {"host": "example.org", "name": "example.org", "articles": 1, "partial": 0,
         "first_day": "2025-05-28", "last_day": "2025-05-28"},
        {"host": "themoscowtimes.com", "name": "themoscowtimes.com", "articles": 2, "partial": 1,
         "first_day": "2025-05-28", "last_day": "2025-05-29"},
    ]  # fmt: skip


def test_the_tagged_view_has_a_row_for_each_tag_of_an_article(db: Database):
    assert [(row["tag"], row["article_id"], row["title"]) for row in db.view("tagged").rows] == [
        ("later", 1, "Face Value")
    ]


def test_authors_are_rows_of_their_own_once_each(db: Database):
    sql = "SELECT name FROM authors JOIN article_authors ON author_id = authors.id WHERE article_id = 1 ORDER BY name"
    assert [row["name"] for row in db.query(sql)] == ["Anna Petrova", "Bo"]


# What is noted for the full text


@pytest.mark.parametrize("edit", [
    {"title": "X"}, {"text": "X"}, {"dek": "X"}, {"byline": "X"}, {"day": "2020"}, {"host": "x"}, {"language": "de"},
    {"access": "paywalled"}, {"partial": 0}, {"labels": 0}, {"captured_at": "2020-01-01T00:00:00+00:00"},
], ids=str)  # fmt: skip
def test_an_edit_of_what_the_full_text_holds_is_noted(db: Database, edit: dict[str, object]):
    db.table("articles").update(1, edit)
    assert changed(db) == [1]


def test_so_is_what_is_new_and_what_is_gone(db: Database):
    row = db.table("articles").get(2)
    db.table("articles").delete(2)
    db.table("articles").insert(row)
    db.table("articles").upsert({**row, "title": "Again"}, pk="id")
    assert set(changed(db)) == {2}


@pytest.mark.parametrize("edit", [{"section": "X"}, {"image": "X"}, {"words": 9}, {"site": "X"}, {"notes": "[]"}])
def test_an_edit_of_anything_else_is_not(db: Database, edit: dict[str, object]):
    db.table("articles").update(1, edit)
    db.table("notes").delete_where()
    db.table("article_tags").delete_where()
    assert changed(db) == []


def test_the_number_of_a_change_is_never_given_twice(db: Database, path: Path):
    db.table("articles").update(1, {"title": "X"})
    (first,) = (row["number"] for row in db.table("changes").rows)
    with Store.open(path, create=True):
        pass
    assert changed(db) == []
    db.table("articles").update(1, {"title": "Y"})
    assert next(iter(db.table("changes").rows))["number"] > first


def test_a_record_cannot_be_there_twice(db: Database):
    row = next(iter(db.table("captures").rows))
    with pytest.raises(sqlite3.IntegrityError):
        db.table("captures").insert({**row, "id": 99})

import sqlite3
from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.index.query import search
from archiver.index.store import Store
from tests.index.samples import article, capture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.sqlite"


def fill(path: Path, *names: str) -> None:
    with Store.open(path, create=True) as store:
        for name in names:
            store.add(capture(name), "saved", article(f"old {name}"))


def rebuild(path: Path, *names: str) -> list[int | None]:
    with Store.replacing(path) as store:
        return [store.add(capture(name), "saved", article(f"new {name}")) for name in names]


def texts(path: Path) -> dict[int, str]:
    with Store.open(path, create=False) as store:
        return {row["id"]: row["text"] for row in store.rows("SELECT id, text FROM articles", {})}


def test_a_rebuild_keeps_the_numbers_of_the_records_it_finds_again(path: Path):
    fill(path, "a", "b", "c")
    assert rebuild(path, "c", "new", "a") == [3, 4, 1]
    assert texts(path) == {1: "new a", 3: "new c", 4: "new new"}


def test_a_number_is_never_given_twice_even_when_its_record_is_gone(path: Path):
    fill(path, "a", "b", "c")
    rebuild(path, "a")
    rebuild(path, "a")
    assert rebuild(path, "a", "d") == [1, 4]
    with Store.open(path, create=True) as store:
        assert store.add(capture("e"), "saved", None) is None
        assert store.add(capture("f"), "saved", article("f")) == 6


def test_a_rebuilt_index_is_searched_added_to_and_read_like_any_other(path: Path):
    fill(path, "a")
    rebuild(path, "a", "b")
    with Store.open(path, create=True) as store:
        assert [hit.id for hit in search(store, "new b").hits] == [2]
        assert search(store, "old").total == 0
        assert store.add(capture("c"), "saved", article("more")) == 3
        assert store.rows("PRAGMA journal_mode", {}) == [{"journal_mode": "wal"}]


def test_a_rebuild_makes_an_index_where_there_was_none(path: Path):
    assert rebuild(path / "home" / "index.sqlite", "a") == [1]
    assert texts(path / "home" / "index.sqlite") == {1: "new a"}


def test_after_a_failure_the_old_index_is_as_it_was(path: Path):
    fill(path, "a", "b")
    with pytest.raises(KeyError), Store.replacing(path) as store:
        store.add(capture("a"), "saved", article("half"))
        raise KeyError("power cut")
    assert texts(path) == {1: "old a", 2: "old b"}
    assert [file.name for file in path.parent.iterdir()] == ["index.sqlite"]


def test_a_success_leaves_no_other_file_behind(path: Path):
    fill(path, "a")
    rebuild(path, "a")
    assert [file.name for file in path.parent.iterdir()] == ["index.sqlite"]


def test_a_failure_where_there_was_no_index_leaves_none(path: Path):
    with pytest.raises(KeyError), Store.replacing(path):
        raise KeyError("power cut")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("ruin", [
    lambda content: b"Dear diary, this is not an index. " * 100,
    lambda content: content[:5000],
    lambda content: content[:100] + b"\xff" * (len(content) - 100),
    lambda content: b"",
], ids=["no database", "cut short", "overwritten", "empty"])  # fmt: skip
def test_a_ruined_index_is_replaced(path: Path, ruin):
    fill(path, "a")
    path.write_bytes(ruin(path.read_bytes()))
    path.with_name("index.sqlite-wal").write_bytes(b"stale" * 1000)
    assert rebuild(path, "b") == [1]
    assert texts(path) == {1: "new b"}


def test_an_index_of_another_format_is_replaced_and_its_numbers_are_kept(path: Path):
    fill(path, "a", "b")
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 999")
        other.execute("DROP TABLE articles_fts")
    other.close()
    assert rebuild(path, "c", "b") == [3, 2]
    assert texts(path) == {2: "new b", 3: "new c"}


def test_another_programs_database_is_not_replaced(path: Path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks(url)")
    with pytest.raises(StoreError, match="not an archiver's index; move it away"):
        rebuild(path, "a")
    assert other.execute("SELECT count(*) FROM bookmarks").fetchone() == (0,)
    other.close()


def test_a_reader_goes_on_reading_during_a_rebuild_and_sees_the_new_index_after_it(path: Path):
    fill(path, "a")
    with Store.open(path, create=False) as reader:
        with Store.replacing(path) as store:
            store.add(capture("a"), "saved", article("new"))
            assert search(reader, "old").total == 1
        assert search(reader, "old").total == 0
        assert search(reader, "new").total == 1
    assert texts(path) == {1: "new"}


def test_nobody_adds_to_an_index_that_is_being_replaced(path: Path):
    fill(path, "a")
    with Store.open(path, create=True, timeout=0.01) as second, Store.replacing(path) as store:
        with pytest.raises(StoreError, match="in use by another archiver"):
            second.add(capture("b"), "saved", None)
        store.add(capture("a"), "saved", article("new"))


def test_an_index_that_is_written_to_cannot_be_replaced_meanwhile(path: Path):
    fill(path, "a")
    writer = sqlite3.connect(path)
    writer.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="in use by another archiver"), Store.replacing(path, timeout=0.01):
        pass
    writer.close()
    assert texts(path) == {1: "old a"}

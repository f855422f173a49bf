import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.index.beside import Unsearchable
from archiver.index.search import search
from archiver.index.store import Store
from tests.index.samples import article, capture
from tests.index.test_file import files, locked, nobody, public

__all__ = ["public"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalog.sqlite"
    fill(path, "1", "2")
    return path


def fill(path: Path, *names: str, text: str = "Some words of") -> None:
    with Store.open(path, create=True) as store:
        for name in names:
            address = f"https://example.org/{name}"
            store.add(capture(name, address), "saved", article(f"{text} w{name}.", url=address))


def beside(path: Path) -> Path:
    return path.with_name("fulltext.sqlite")


def found(path: Path, query: str) -> list[int]:
    with Store.open(path, create=False) as store:
        return sorted(hit.id for hit in search(store, query, expand=True).hits)


def is_behind(path: Path) -> bool:
    with Store.open(path, create=False) as store:
        return store.is_behind


def follow(path: Path) -> None:
    with Store.open(path, create=True):
        pass


def alter(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for statement in statements:
            db.execute(statement)


def commit_alone(path: Path, name: str) -> None:
    """Add an article and end, as a process does that is killed before the full text has followed."""
    store = Store.open(path, create=True)
    address = f"https://example.org/{name}"
    with closing(store.connection), store.together():
        store.add(capture(name, address), "saved", article(f"Late w{name}.", url=address))
        store._beside = None


# From the beginning


def test_a_fresh_archive_has_an_empty_full_text_that_can_be_searched(tmp_path: Path):
    with Store.open(tmp_path / "catalog.sqlite", create=True):
        assert found(tmp_path / "catalog.sqlite", "word") == []
        assert not is_behind(tmp_path / "catalog.sqlite")


def test_what_is_added_first_is_found_while_the_writer_goes_on(tmp_path: Path):
    path = tmp_path / "catalog.sqlite"
    with Store.open(path, create=True) as store:
        store.add(capture("1"), "saved", article("Found at once."))
        assert found(path, "once") == [1]


# An index that cannot be used


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def overwrite(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 20_000)


def make_foreign(path: Path) -> None:
    path.unlink()
    alter(path, "CREATE TABLE bookmarks(url)")


def make_other(path: Path) -> None:
    (path.parent / "other").mkdir()
    fill(path.parent / "other" / "catalog.sqlite", "1", "2", text="Other")
    shutil.copy(path.parent / "other" / "fulltext.sqlite", path)


RUINS: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut short": cut,
    "overwritten": overwrite,
    "no database": lambda path: path.write_bytes(b"Dear diary, " * 500),
    "another program's": make_foreign,
    "another catalog's": make_other,
    "of another format": lambda path: alter(path, "PRAGMA user_version = 999"),
    "of another analysis": lambda path: alter(path, "UPDATE state SET value = 'x' WHERE name = 'signature'"),
    "without a table": lambda path: alter(path, "DROP TABLE docs"),
    "without its state": lambda path: alter(path, "DELETE FROM state"),
}


@pytest.mark.parametrize("ruin", RUINS.values(), ids=RUINS.keys())
def test_a_full_text_that_cannot_be_used_is_named_with_the_command_that_makes_it(
    path: Path, ruin: Callable[[Path], object]
):
    ruin(beside(path))
    with pytest.raises(Unsearchable, match=r"^\S*/fulltext\.sqlite: .*run `archiver index`"):
        found(path, "words")
    assert is_behind(path)


@pytest.mark.parametrize("ruin", RUINS.values(), ids=RUINS.keys())
def test_it_is_made_anew_by_whoever_writes_next(path: Path, ruin: Callable[[Path], object]):
    ruin(beside(path))
    follow(path)
    assert found(path, "words") == [1, 2]
    assert not is_behind(path)
    assert [name for name in files(path) if "new" in name or "-" in name] == []


@pytest.mark.parametrize("ruin", RUINS.values(), ids=RUINS.keys())
def test_so_it_is_when_that_one_adds_something(path: Path, ruin: Callable[[Path], object]):
    ruin(beside(path))
    fill(path, "3")
    assert found(path, "words") == [1, 2, 3]


def test_pages_that_are_damaged_within_are_named_to_a_reader(path: Path):
    alter(beside(path), "UPDATE articles_fts_1_data SET block = x'00ffffff' WHERE id > 100")
    with pytest.raises(StoreError, match=r"fulltext\.sqlite: the full-text index is damaged; .*`archiver index`"):
        found(path, "words")


@pytest.mark.parametrize("damage", [
    "DELETE FROM articles_fts_1_data WHERE id = 10",
    "UPDATE articles_fts_1_data SET block = x'ffffffff' WHERE id = 10",
    "INSERT INTO docs SELECT 99, 3, first, last, captured, language, site, flags, labels, 1, 1, 1 FROM docs LIMIT 1",
])  # fmt: skip
def test_and_are_made_anew_by_a_writer_who_comes_upon_them(path: Path, damage: str):
    alter(beside(path), damage)
    fill(path, "3")
    assert found(path, "words") == [1, 2, 3]


def test_a_damaged_catalog_is_named_and_not_the_full_text_that_is_made_of_it(path: Path):
    fill(path, *map(str, range(10, 60)), text="Text. " * 300)
    beside(path).unlink()
    with path.open("r+b") as file:
        file.seek(40_000)
        file.write(b"\xff" * 200_000)
    with pytest.raises(StoreError, match=r"catalog\.sqlite: the catalog is damaged; run `archiver index --rebuild`"):
        follow(path)
    assert [name for name in files(path) if "new" in name] == []


def test_a_folder_in_its_place_is_named(path: Path):
    beside(path).unlink()
    beside(path).mkdir()
    with pytest.raises(StoreError, match=r"fulltext\.sqlite: cannot be opened and written"):
        follow(path)
    with pytest.raises(StoreError, match=r"fulltext\.sqlite: "):
        found(path, "words")


def test_one_that_must_not_be_read_is_named_with_what_to_check(public: Path):
    fill(public, "1")
    beside(public).chmod(0o000)
    with (
        nobody(),
        pytest.raises(StoreError, match=r"fulltext\.sqlite: cannot be opened and read; check the permissions"),
    ):
        found(public, "words")


def test_where_nothing_can_be_written_a_missing_one_is_said_and_none_is_made(public: Path):
    fill(public, "1")
    beside(public).unlink()
    with locked(public), pytest.raises(Unsearchable, match="there is no full-text index; run `archiver index`"):
        found(public, "words")
    assert files(public) == ["catalog.sqlite"]


# An index that is behind, or ahead


def test_what_a_crash_kept_from_the_full_text_is_found_after_the_next_writer(path: Path):
    commit_alone(path, "3")
    assert is_behind(path)
    assert found(path, "late OR words") == [1, 2]
    follow(path)
    assert found(path, "late OR words") == [1, 2, 3]


def test_so_it_is_after_several_crashes(path: Path):
    for name in ("3", "4", "5"):
        commit_alone(path, name)
    fill(path, "6")
    assert found(path, "late OR words") == [1, 2, 3, 4, 5, 6]


def test_a_full_text_that_a_power_cut_set_back_catches_up(path: Path):
    before = beside(path).read_bytes()
    fill(path, "3")
    commit_alone(path, "4")
    beside(path).write_bytes(before)
    assert found(path, "late OR words") == [1, 2]
    follow(path)
    assert found(path, "late OR words") == [1, 2, 3, 4]


def test_a_catalog_that_was_set_back_gets_a_new_full_text(path: Path):
    before = path.read_bytes()
    fill(path, "3")
    path.write_bytes(before)
    with pytest.raises(Unsearchable):
        found(path, "words")
    follow(path)
    assert found(path, "words") == [1, 2]


def test_what_is_added_to_it_is_not_taken_for_what_was_there_before(path: Path):
    before = path.read_bytes()
    fill(path, "3", text="Lost words of")
    path.write_bytes(before)
    fill(path, "4", text="New words of")  # the number of this change is that of the one before
    assert found(path, "words") == [1, 2, 3]
    assert (found(path, "new"), found(path, "lost")) == ([3], [])


def test_not_even_when_that_one_crashes_too(path: Path):
    before = path.read_bytes()
    fill(path, "3", text="Lost words of")
    path.write_bytes(before)
    commit_alone(path, "4")
    assert is_behind(path)
    follow(path)
    assert (found(path, "late"), found(path, "lost")) == ([3], [])


# Others at work


def test_where_somebody_holds_the_full_text_the_catalog_is_written_and_it_waits(path: Path):
    with closing(sqlite3.connect(beside(path), isolation_level=None)) as other:
        with Store.open(path, create=True, timeout=0.01) as store:
            with store.together():
                store.add(capture("3"), "saved", article("Late."))
                store._beside._last = time.monotonic()  # or it would follow at once
            other.execute("BEGIN IMMEDIATE")
        other.rollback()
    assert is_behind(path)
    follow(path)
    assert found(path, "late") == [3]


def test_where_somebody_holds_the_catalog_the_full_text_is_made_all_the_same(path: Path):
    beside(path).unlink()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Store.open(path, create=True, timeout=0.01) as store:
            store.catch_up()
        assert found(path, "words") == [1, 2]


def test_who_asks_for_it_hears_that_the_full_text_is_in_use(path: Path):
    commit_alone(path, "3")
    with closing(sqlite3.connect(beside(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(StoreError, match=r"fulltext\.sqlite: in use by another archiver"),
            Store.open(path, create=True, timeout=0.01) as store,
        ):
            store.catch_up()


def test_who_has_the_full_text_open_reads_the_new_one_when_it_was_made_anew(path: Path):
    with Store.open(path, create=False) as reader:
        assert search(reader, "words", expand=True).total == 2
        alter(beside(path), "UPDATE state SET value = 'x' WHERE name = 'signature'")
        fill(path, "3")
        assert search(reader, "words", expand=True).total == 3


def test_the_store_is_closed_whatever_becomes_of_the_full_text(path: Path):
    store = Store.open(path, create=True)
    beside(path).unlink()
    beside(path).mkdir()
    store._beside._detach()
    with pytest.raises(StoreError), store:
        pass
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        store.counts()


# What killed processes leave


def test_what_a_killed_process_left_of_a_new_one_is_cleared_away(path: Path):
    gone = int(subprocess.check_output([sys.executable, "-c", "import os; print(os.getpid())"]))
    left = [f"{name}.{gone}.new{suffix}" for name in ("fulltext.sqlite", "catalog.sqlite")
            for suffix in ("", "-wal", "-shm", "-journal")]  # fmt: skip
    kept = [
        f"catalog.sqlite.{os.getppid()}.new",
        "catalog.sqlite.new",
        "catalog.sqlite.x.new",
        "catalog.sqlite.1.newer",
    ]
    for name in (*left, *kept):
        path.with_name(name).write_text("left")
    with Store.replacing(path) as store:
        store.add(capture("1"), "saved", article("Words."))
    assert set(left) & set(files(path)) == set()
    assert set(kept) <= set(files(path))

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.index import file
from archiver.index.search import search
from archiver.index.store import Store
from tests.index.samples import article, capture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalog.sqlite"


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


def files(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_a_rebuild_keeps_the_numbers_of_the_records_it_finds_again(path: Path):
    fill(path, "a", "b", "c")
    assert rebuild(path, "c", "new", "a") == [3, 4, 1]
    assert texts(path) == {1: "new a", 3: "new c", 4: "new new"}


def test_a_rebuilt_catalog_has_all_that_a_new_one_has_and_its_references_hold(path: Path, tmp_path: Path):
    fill(tmp_path / "new.sqlite", "a")
    rebuild(path, "a", "b", "a")
    shapes = []
    for one in (path, tmp_path / "new.sqlite"):
        with closing(sqlite3.connect(one)) as db:
            shapes.append(sorted(db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master")))
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert shapes[0] == shapes[1]
    assert any(name == "idx_articles_host" for _, name, _, _ in shapes[0])


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
    assert rebuild(path / "home" / "catalog.sqlite", "a") == [1]
    assert texts(path / "home" / "catalog.sqlite") == {1: "new a"}


def test_after_a_failure_the_old_index_is_as_it_was(path: Path):
    fill(path, "a", "b")
    with pytest.raises(KeyError), Store.replacing(path) as store:
        store.add(capture("a"), "saved", article("half"))
        raise KeyError("power cut")
    assert texts(path) == {1: "old a", 2: "old b"}
    assert files(path) == ["catalog.sqlite", "fulltext.sqlite"]


def test_a_success_leaves_no_other_file_behind(path: Path):
    fill(path, "a")
    rebuild(path, "a")
    assert files(path) == ["catalog.sqlite", "fulltext.sqlite"]


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
    path.with_name("catalog.sqlite-wal").write_bytes(b"stale" * 1000)
    assert rebuild(path, "b") == [1]
    assert texts(path) == {1: "new b"}


def test_an_index_of_another_format_is_replaced_and_its_numbers_are_kept(path: Path):
    fill(path, "a", "b")
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 999")
        other.execute("DROP TABLE notes")
    other.close()
    assert rebuild(path, "c", "b") == [3, 2]
    assert texts(path) == {2: "new b", 3: "new c"}


def test_another_programs_database_is_not_replaced(path: Path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks(url)")
    with pytest.raises(StoreError, match="not an archiver's catalog; move it away"):
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


# Where nothing can be written

NOBODY = 65534


@contextmanager
def nobody() -> Iterator[None]:
    """Be a person without rights for a while: none binds the superuser."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(me)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Be somebody who can read what lies beside `path`, and write none of it."""
    for one in path.parent.iterdir():
        one.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with nobody():
            yield
    finally:
        path.parent.chmod(0o755)


@pytest.fixture
def public() -> Iterator[Path]:
    """An index in a folder that everybody can get to, with characters in its name that mean something in a URI."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "50% of news? #1"
        home.mkdir()
        yield home / "catalog.sqlite"


def test_an_index_on_a_read_only_medium_is_searched_and_read(public: Path):
    fill(public, "a")
    with locked(public), Store.open(public, create=False) as store:
        assert [hit.id for hit in search(store, "old a").hits] == [1]
        assert store.article_row(1).article.text == "old a"
        assert files(public) == ["catalog.sqlite", "fulltext.sqlite"]


def test_who_cannot_write_sees_what_a_live_writer_has_just_written(public: Path):
    with Store.open(public, create=True) as writer:
        writer.add(capture("a"), "saved", article("fresh"))
        # As SQLite makes them: readable for all that can read the index.
        with locked(public):
            assert texts(public) == {1: "fresh"}


def test_so_does_who_can_write_and_leaves_no_file_behind(path: Path):
    with Store.open(path, create=True) as writer, Store.open(path, create=False) as reader:
        writer.add(capture("a"), "saved", article("fresh"))
        assert search(reader, "fresh").total == 1
    assert texts(path) == {1: "fresh"}
    assert files(path) == ["catalog.sqlite", "fulltext.sqlite"]


def killed(path: Path, *lost: str) -> None:
    """Leave an index with its changes still in its log, as a writer that was killed does; `lost` files are gone."""
    with tempfile.TemporaryDirectory() as folder:
        live = Path(folder) / "catalog.sqlite"
        with Store.open(live, create=True) as writer:
            writer.add(capture("a"), "saved", article("late"))
            for one in live.parent.iterdir():
                if one.name not in lost:
                    shutil.copy(one, path.parent)


def test_what_a_killed_writer_left_in_its_log_is_read_where_nothing_can_be_written(public: Path):
    killed(public)
    with locked(public):
        assert texts(public) == {1: "late"}


def test_where_the_log_cannot_be_read_the_index_is_not_read_without_it(public: Path):
    killed(public, "catalog.sqlite-shm")
    with locked(public), pytest.raises(StoreError, match=r"catalog\.sqlite: cannot be read here: .* -wal file"):
        texts(public)
    assert texts(public) == {1: "late"}


def test_an_index_that_must_not_be_read_says_so(public: Path):
    fill(public, "a")
    public.chmod(0o000)
    with nobody(), pytest.raises(StoreError, match="cannot be opened and read; check the permissions"):
        texts(public)


def test_an_index_that_must_not_be_written_says_so(public: Path):
    fill(public, "a")
    with (
        locked(public),
        pytest.raises(StoreError, match="cannot be opened and written"),
        Store.open(public, create=True) as store,
    ):
        store.add(capture("b"), "saved", None)


@pytest.mark.parametrize(
    "ruin", [lambda path: path.write_bytes(b"no index " * 500), lambda path: path.write_bytes(b"")]
)
def test_what_is_no_index_is_refused_on_a_read_only_medium_as_anywhere(public: Path, ruin: Callable[[Path], int]):
    ruin(public)
    with locked(public), pytest.raises(StoreError, match=r"not a catalog|nothing is archived here"):
        texts(public)


def test_a_store_opened_for_reading_writes_nothing(path: Path):
    fill(path, "a")
    with Store.open(path, create=False) as store, pytest.raises(StoreError, match="cannot be opened and written"):
        store.add(capture("b"), "saved", None)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (1,)


# Putting a new file in the place of an old one


def made(path: Path, word: str) -> Path:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE words (word)")
        db.execute("INSERT INTO words VALUES (?)", [word])
    return path


def word(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        return str(db.execute("SELECT word FROM words").fetchone()[0])


def test_a_new_file_takes_the_place_of_one_that_nobody_has_open_by_its_name(tmp_path: Path):
    old, new = made(tmp_path / "a.sqlite", "old"), made(tmp_path / "a.sqlite.new", "new")
    number = new.stat().st_ino
    file.install(new, old, 0.1)
    assert (word(old), old.stat().st_ino) == ("new", number)
    assert files(old) == ["a.sqlite"]


def test_it_takes_the_place_of_none(tmp_path: Path):
    file.install(made(tmp_path / "a.sqlite.new", "new"), tmp_path / "a.sqlite", 0.1)
    assert word(tmp_path / "a.sqlite") == "new"


def test_it_is_copied_where_somebody_reads_the_old_one_who_then_reads_the_new_one(tmp_path: Path):
    old, new = made(tmp_path / "a.sqlite", "old"), made(tmp_path / "a.sqlite.new", "new")
    number = old.stat().st_ino
    with closing(sqlite3.connect(old)) as reader:
        assert reader.execute("SELECT word FROM words").fetchone() == ("old",)
        file.install(new, old, 0.1)
        assert old.stat().st_ino == number
        assert reader.execute("SELECT word FROM words").fetchone() == ("new",)
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert word(old) == "new"


def test_who_is_in_the_middle_of_reading_goes_on_with_the_old_one(tmp_path: Path):
    old, new = made(tmp_path / "a.sqlite", "old"), made(tmp_path / "a.sqlite.new", "new")
    with closing(sqlite3.connect(old, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT word FROM words").fetchone() == ("old",)
        file.install(new, old, 0.1)
        assert reader.execute("SELECT word FROM words").fetchone() == ("old",)
        reader.execute("COMMIT")
        assert reader.execute("SELECT word FROM words").fetchone() == ("new",)


@pytest.mark.parametrize("ruin", [b"", b"no database " * 500])
def test_a_ruined_file_is_replaced_with_what_lies_beside_it(tmp_path: Path, ruin: bytes):
    old, new = tmp_path / "a.sqlite", made(tmp_path / "a.sqlite.new", "new")
    for suffix in ("", "-wal", "-journal"):
        old.with_name(f"a.sqlite{suffix}").write_bytes(ruin)
    file.install(new, old, 0.1)
    assert word(old) == "new"
    assert files(old) == ["a.sqlite"]


def test_what_a_new_file_was_made_in_is_gone_whatever_happens(tmp_path: Path):
    with pytest.raises(KeyError), file.fresh(tmp_path / "a.sqlite") as new:
        made(new, "half")
        raise KeyError
    assert files(tmp_path / "a.sqlite") == []

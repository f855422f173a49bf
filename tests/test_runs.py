import sqlite3
from pathlib import Path

import pytest

from archiver.index.store import Store
from archiver.indexer import Indexed
from archiver.runs import Runs
from tests.index.samples import article, capture


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "catalog.sqlite", create=True) as opened:
        yield opened


def rows(store: Store) -> list[tuple[object, ...]]:
    return [
        tuple(row.values()) for row in store.rows("SELECT what, captures, articles, outcome FROM runs ORDER BY id", {})
    ]


FILES = [Indexed("a.warc.gz", 3, 2, 0), Indexed("b.warc.gz", 0, 0, 5), Indexed("c.warc.gz", 4, 1, 0)]


def test_a_run_is_a_row_with_what_came_of_it(store: Store):
    with Runs("index", lambda: store) as runs:
        assert list(runs.indexed(FILES)) == FILES
    assert rows(store) == [("index", 7, 3, "done")]
    (row,) = store.rows("SELECT began, ended FROM runs", {})
    assert row["began"] <= row["ended"]
    assert row["began"].endswith("+00:00")


def test_a_run_of_which_nothing_came_leaves_no_trace(store: Store):
    with Runs("index", lambda: store) as runs:
        list(runs.indexed(FILES[1:2]))
    assert rows(store) == []


@pytest.mark.parametrize(
    ("error", "outcome"), [(KeyError, "failed"), (KeyboardInterrupt, "stopped"), (GeneratorExit, "stopped")]
)
def test_one_that_was_broken_off_says_so(store: Store, error: type[BaseException], outcome: str):
    with pytest.raises(error), Runs("save", lambda: store) as runs:
        for _ in runs.indexed(FILES):
            raise error
    assert rows(store) == [("save", 3, 2, outcome)]


def test_one_whose_process_was_killed_has_no_end(store: Store):
    runs = Runs("save", lambda: store)
    runs.__enter__()
    next(runs.indexed(FILES))
    assert store.rows("SELECT ended, outcome FROM runs", {}) == [{"ended": None, "outcome": None}]


def test_a_rebuild_takes_them_over_and_adds_itself(tmp_path: Path):
    path = tmp_path / "catalog.sqlite"
    for what in ("save", "import"):
        with Store.open(path, create=True) as store, Runs(what, lambda: store) as runs:
            store.add(capture(what), "saved", article("Text."))
            list(runs.indexed(FILES[:1]))
    for _ in range(2):
        with Store.replacing(path) as store, Runs("rebuild", lambda: store) as runs:
            list(runs.indexed(FILES[:1]))
    with Store.open(path, create=False) as store:
        assert [row[0] for row in rows(store)] == ["save", "import", "rebuild", "rebuild"]


def test_a_catalog_that_is_gone_at_its_end_hides_no_other_error(tmp_path: Path):
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        pass

    def closed() -> Store:
        raise sqlite3.ProgrammingError("closed")

    with pytest.raises(KeyError), Runs("save", lambda: store) as runs:
        runs._number, runs._store = 1, closed
        raise KeyError

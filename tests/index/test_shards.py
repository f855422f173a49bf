import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.index.fts5 import matches, ranking, shards
from archiver.index.fts5.compile import Compiler
from archiver.index.fts5.matches import Asked, Matches
from archiver.index.fts5.ranking import Ranking
from archiver.index.fts5.shards import Shard, shard_of, shards_between, shards_of
from archiver.index.search import search
from archiver.index.store import Store
from archiver.query.parse import parse
from tests.index.samples import TIME, article, capture

# Numbers


@given(st.integers(1, 500), st.integers(0, 500), st.integers(1, 90))
def test_law_shards_hold_each_document_once_and_in_order(first: int, more: int, size: int):
    found = list(shards_between(first, first + more, size))
    assert found[0].first <= first
    assert found[-1].last >= first + more
    assert all(after.first == before.last + 1 for before, after in pairwise(found))
    assert all(shard_of(number, size) == one for one in found for number in (one.first, one.last))


def test_no_documents_have_no_shard():
    assert list(shards_between(1, 0, 10)) == []


# In an archive


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive in shards of ten: 24 articles that were indexed together, one each month."""
    monkeypatch.setattr(shards, "SIZE", 10)
    path = tmp_path / "catalog.sqlite"
    with Store.replacing(path) as store, store.together():
        for number in range(24):
            add(store, number)
    return path


def add(store: Store, number: int) -> None:
    address = f"https://example.org/{number}"
    one = article(
        f"Story of number{number:02} and the {'odd' if number % 2 else 'even'} ones.",
        ("ad", "Buy the ones."),
        url=address,
        published=f"{2000 + number // 12}-{number % 12 + 1:02}-01",
    )
    store.add(capture(str(number), address, TIME + timedelta(days=number)), "saved", one)


def tables(path: Path) -> list[str]:
    with sqlite3.connect(path.with_name("fulltext.sqlite")) as db:
        return [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5(%' ORDER BY 1")]


@pytest.fixture
def db(path: Path) -> Iterator[sqlite3.Connection]:
    with Store.open(path, create=False) as store, store.searching():
        yield store.connection


def plan(db: sqlite3.Connection, typed: str) -> Matches:
    return Matches(db, Compiler(db).plan(parse(typed).tree))


def test_each_has_two_tables_and_what_comes_later_begins_another(path: Path):
    assert tables(path) == [f"{name}_fts_{number}" for name in ("articles", "parts") for number in (1, 2, 3)]
    with Store.open(path, create=True) as store:
        with store.together():
            for number in range(24, 33):
                add(store, number)
        store.catch_up()
        assert [one.number for one in shards_of(store.connection)] == [4, 3, 2, 1]
        assert search(store, "story", expand=True, limit=50).total == 33
        assert search(store, "number31 OR number03").total == 2


def test_one_more_shard_is_written_without_touching_those_before(path: Path):
    def words(number: int) -> list[tuple[object, ...]]:
        with sqlite3.connect(path.with_name("fulltext.sqlite")) as db:
            return db.execute(f"SELECT * FROM articles_fts_{number}_data").fetchall()

    before = words(1), words(2)
    with Store.open(path, create=True) as store, store.together():
        for number in range(24, 33):
            add(store, number)
    with Store.open(path, create=True) as store:
        store.catch_up()
    assert (words(1), words(2)) == before


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("story after:2001-08", [3, 2]), ("story before:2000-03", [1]), ("after:2001-11 before:2001-12 odd", [3]),
        ("before:1999 odd", []), ("story", [3, 2, 1]), ("label:ad ones before:2000", [2, 1]),
    ],
)  # fmt: skip
def test_dates_say_which_are_asked(db: sqlite3.Connection, typed: str, numbers: list[int]):
    assert [one.number for one in plan(db, typed).shards] == numbers


def test_shards_are_asked_within_dates_alone(db: sqlite3.Connection):
    assert plan(db, "after:2001-08").shards == (Shard(3, 21, 24), Shard(2, 20, 20))
    assert plan(db, "after:2001-08").total({}) == (5, False)


def test_what_is_asked_of_a_shard_can_be_bounded(db: sqlite3.Connection):
    shard = shards_of(db)[1]
    assert plan(db, "story").rows(shard, Asked(low=13, high=15)) == [(13,), (14,), (15,)]
    assert plan(db, "odd").rows(shard, among=[1, 12, 13, 14, 22]) == [(12,), (14,)]
    assert plan(db, "odd").rows(shard, Asked(low=16), among=[12]) == []


@pytest.mark.parametrize("typed", ["story", "odd", '"story of"', "number*", "NEAR(story ones, 20)", "lang:en odd"])
def test_many_are_estimated_from_some_shards(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, typed: str):
    exact = plan(db, typed).exact()
    assert plan(db, typed).total({}) == (exact, False)
    monkeypatch.setattr(matches, "COUNTED", 3)
    monkeypatch.setattr(matches, "_STRATA", 1)
    monkeypatch.setattr(matches, "_SAMPLED", 1)
    total, about = plan(db, typed).total({})
    assert about
    assert exact * 0.7 <= total <= exact * 1.3


def test_what_is_known_of_a_shard_is_not_counted_again(db: sqlite3.Connection):
    assert plan(db, "story").total({1: 1000, 2: 100, 3: 10}) == (1110, False)


def test_a_phrase_of_words_that_are_everywhere_is_ranked_in_the_newest(db, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ranking, "_WORK", 25)
    word, phrase = (Ranking(db, parse(typed).tree).first(2) for typed in ("even", '"the even"'))
    assert (word.since, phrase.since) == (0, 11)
    assert {number for number, _ in phrase.found} <= set(range(11, 25))

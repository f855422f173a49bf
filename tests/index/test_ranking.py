import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import get_args

import pytest

from archiver.index.annotations import Annotations
from archiver.index.engine import Sort
from archiver.index.fts5 import matches as finding
from archiver.index.fts5 import ranking, shards
from archiver.index.fts5.compile import Compiler
from archiver.index.fts5.ranking import Ranking
from archiver.index.store import Store
from archiver.query.parse import parse
from tests.index.samples import TIME, article, capture

QUERIES = (
    "common", "often", "fourth", "some", "rare", "nowhere", "common -some", "often OR rare", "common some", "so*",
    "title:some", "common after:2021", "fourth before:2014", "fourth OR tag:x", "common -tag:x", "lang:en",
    "lang:en some", "before:2019-06", "common captured:2025-07", '"often some"', "NEAR(often some, 3)",
    "often OR before:2012", "fourth captured:..2025-08", "four* captured:2025-08..", "often tag:old",
)  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """500 articles over fifteen years, in shards of 60: most in the order of their dates, and some that came later."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SIZE", 60)
        path = filled(tmp_path_factory.mktemp("home") / "catalog.sqlite")
    with Store.open(path, create=False) as store:
        assert not store.is_behind
        yield store.connection


def filled(path: Path) -> Path:
    chance = Random(3)

    def add(store: Store, name: int) -> None:
        words = ["common"] * chance.choice([1, 1, 5]) + ["often"] * (name % 2) + ["some"] * (name % 7 == 0)
        words += ["fourth"] * (name % 4 == 0)
        chance.shuffle(words)
        day = f"{chance.randint(2010, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        one = article(
            " ".join([*words, "rare"][: None if name % 60 == 0 else -1]) + " filling" * chance.randint(1, 20),
            url=f"https://example.org/{name}",
            title="Of some" if name % 40 == 0 else "Of others",
            published=day[: chance.choice([4, 7, 10, 10])],
            language="en" if name % 3 else "de",
        )
        moment = TIME + timedelta(hours=chance.randint(0, 4000))
        store.add(capture(str(name), f"https://example.org/{name}", moment), "saved", one)

    with Store.replacing(path) as store, store.together():
        for name in range(400):
            add(store, name)
    with Store.open(path, create=True) as store:
        with store.together():
            for name in (*range(0, 400, 9), *range(400, 460)):
                add(store, name)
        # All of these are in order: they are among the first documents, where no window of the newest comes.
        for row in store.rows("SELECT id FROM articles WHERE day < '2016' AND id < 400 AND (id - 1) % 9 > 0", {}):
            Annotations(store).tag(row["id"], "old")
        store.rows("UPDATE articles SET day = '2011-11-11' WHERE id % 31 = 0 RETURNING id", {})
    return path


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an index of hundreds treated as one of millions."""
    for name, value in {"_RANKED": 80, "_WORK": 1000, "_TITLES": 150, "_TITLES_RANKED": 20, "_PROBED": 12}.items():
        monkeypatch.setattr(ranking, name, value)
    for name, value in {"COUNTED": 100, "_SAMPLED": 200, "_SOUGHT": 3}.items():
        monkeypatch.setattr(finding, name, value)


def matches(db: sqlite3.Connection, query: str) -> set[int]:
    """What each shard finds, asked without bounds and lists."""
    plan = Compiler(db).plan(parse(query).tree)
    found: set[int] = set()
    for shard in shards.shards_of(db):
        wanted, values = [f"docid BETWEEN {shard.first} AND {shard.last}"], []
        for one in plan.where:
            sql = one.sql.replace("{id}", "docid").replace("{parts}", shard.parts)
            wanted.append(sql.replace("{articles}", shard.articles))
            values += one.values
        if plan.match:
            wanted.append(f"docid IN (SELECT rowid FROM fulltext.{shard.articles} WHERE {shard.articles} MATCH ?)")
            values.append(plan.match)
        found |= {n for (n,) in db.execute(f"SELECT docid FROM fulltext.docs WHERE {' AND '.join(wanted)}", values)}
    return found


def ranked(db: sqlite3.Connection, query: str, limit: int = 1000, sort: Sort = "relevance") -> list[int]:
    return [number for number, _ in Ranking(db, parse(query).tree).first(limit, sort).found]


def keys(db: sqlite3.Connection, column: str) -> dict[int, object]:
    return dict(db.execute(f"SELECT docid, {column} FROM fulltext.docs"))


# By date


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("limit", [1, 10, 1000])
@pytest.mark.parametrize("is_large", [False, True], ids=["small", "large"])
def test_by_date_it_is_what_sorting_all_gives(db, query: str, limit: int, is_large: bool, request):
    if is_large:
        request.getfixturevalue("windows")
    for sort, column in (("newest", "first"), ("oldest", "first"), ("captured", "captured")):
        key = keys(db, column)
        wanted = sorted((key[number] for number in matches(db, query)), reverse=sort != "oldest")[:limit]
        assert [key[number] for number in ranked(db, query, limit, sort)] == wanted


@pytest.mark.parametrize("sort", get_args(Sort))
@pytest.mark.parametrize("query", QUERIES)
def test_the_first_few_are_the_beginning_of_all(db, query: str, sort: Sort):
    assert ranked(db, query, 7, sort) == ranked(db, query, 1000, sort)[:7]


# By relevance


@pytest.mark.parametrize("query", QUERIES)
def test_in_a_small_index_all_is_found_and_ranked(db, query: str):
    found = Ranking(db, parse(query).tree).first(1000)
    assert {number for number, _ in found.found} == matches(db, query)
    assert (found.total, found.about, found.since) == (len(matches(db, query)), False, 0)


def test_scores_are_bm25_of_the_words_alone_and_the_better_comes_first(db):
    sql = f"SELECT rowid, bm25({{table}}, {ranking.WEIGHTS}) FROM fulltext.{{table}} WHERE {{table}} MATCH ?"
    match = Compiler(db).plan(parse("some").tree).match
    scores = dict(
        row for shard in shards.shards_of(db) for row in db.execute(sql.format(table=shard.articles), [match])
    )
    for query in ("some", "some lang:en", "some -tag:x", "some after:2015"):
        found = Ranking(db, parse(query).tree).first(1000).found
        assert all(score == scores[number] for number, score in found)
        assert [score for _, score in found] == sorted(score for _, score in found)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("limit", [1, 2, 1000])
def test_in_a_large_index_there_are_as_many_as_are_wanted_and_none_that_does_not_match(db, windows, query, limit):
    found = ranked(db, query, limit)
    assert len(set(found)) == len(found)
    assert set(found) <= matches(db, query)
    assert len(found) == min(limit, len(matches(db, query)))


@pytest.mark.parametrize("query", ["some", "rare", "title:some", "some lang:en", '"often some"'])
def test_in_a_large_index_a_query_that_finds_little_is_ranked_like_in_a_small_one(db, windows, monkeypatch, query: str):
    large = ranked(db, query, 5)
    monkeypatch.undo()
    assert large == ranked(db, query, 5)


@pytest.mark.parametrize("query", QUERIES)
def test_in_a_large_index_totals_are_right_or_said_to_be_about_right(db, windows, query: str):
    found = Ranking(db, parse(query).tree)
    assert isinstance(found.total, int)
    if found.about:
        assert len(matches(db, query)) / 2 <= found.total <= 2 * len(matches(db, query))
    else:
        assert found.total == len(matches(db, query))


def test_where_not_all_could_be_ranked_the_oldest_of_those_that_were_is_told(db, windows):
    found = Ranking(db, parse("fourth").tree).first(2)
    assert 0 < found.since < max(matches(db, "fourth"))
    assert min(number for number, _ in found.found) >= found.since
    assert all(score < 0 for _, score in found.found)


def test_older_ones_come_in_where_they_have_the_words_in_their_title(db, windows):
    found = Ranking(db, parse("fourth OR some").tree).first(2)
    older = {number for number, _ in found.found if number < found.since}
    assert older
    assert older <= matches(db, "title:some")


def test_who_wants_very_many_gets_them_all_ranked(db, windows):
    found = Ranking(db, parse("fourth").tree).first(50)
    assert found.since == 0
    assert [score for _, score in found.found] == sorted(score for _, score in found.found)


# Every so-manieth


@pytest.mark.parametrize("query", QUERIES)
def test_one_in_so_many_can_be_had_from_all_over(db, query: str):
    wanted = sorted(matches(db, query))
    assert sorted(Ranking(db, parse(query).tree).numbers()) == wanted
    some, each = Ranking(db, parse(query).tree).drawn(few=0, most=max(1, len(wanted) // 3))
    assert len(set(some)) == len(some)
    assert set(some) <= set(wanted)
    if len(wanted) > 100:
        assert len(some) * each == pytest.approx(len(wanted), rel=0.5)
        assert min(some) < wanted[len(wanted) // 8]
        assert max(some) > wanted[-len(wanted) // 8]

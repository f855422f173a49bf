import sqlite3
from contextlib import closing

import pytest

from archiver.index.sample import Sample, Strip, sampled

SAMPLE = Sample((Strip(201, 300, 50.0), Strip(101, 200, 0.0), Strip(1, 100, 10.0)))


@pytest.mark.parametrize(("matches", "since"), [(25, 250), (50, 200), (51, 90), (60, 0), (61, 0), (10**9, 0)])
def test_so_many_of_the_newest_are_from_a_number_on(matches: int, since: int):
    assert SAMPLE.since(matches) == since


def test_a_sample_adds_up():
    assert (SAMPLE.matches, SAMPLE.documents) == (60.0, 300)


@pytest.mark.parametrize("count", [1, 31, 32, 33, 1000, 12_345])
def test_strips_cover_all_documents_once_and_tell_about_how_many_match(count: int):
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("ATTACH ':memory:' AS fulltext")
        db.execute("CREATE VIRTUAL TABLE fulltext.articles_fts USING fts5(text, content='')")
        rows = ((number, "all half" if number % 2 else "all") for number in range(1, count + 1))
        db.executemany("INSERT INTO fulltext.articles_fts(rowid, text) VALUES (?, ?)", rows)
        every, half, none = (sampled(db, word, count) for word in ("all", "half", "none"))
    assert sorted(n for strip in every.strips for n in range(strip.start, strip.end + 1)) == list(range(1, count + 1))
    assert (every.matches, every.documents, none.matches) == (count, count, 0)
    assert count < 10_000 or abs(half.matches - count / 2) < count / 4

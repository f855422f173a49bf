from collections.abc import Iterator
from contextlib import closing
from itertools import product
from sqlite3 import Connection, connect

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.index.dates import DayRanges
from archiver.index.document import days, seconds
from archiver.index.fts5.plan import Where, of_days, of_moments

DAYS = ["2023", "2024", "2024-01", "2024-01-01", "2024-01-31", "2024-02", "2024-02-29", "2024-12", "2024-12-31", "2025"]
ASKED = [*DAYS, "2022", "2023-12", "2023-12-31", "2024-03", "2024-02-28", "2026-01-01"]


@pytest.fixture(scope="module")
def db() -> Iterator[Connection]:
    with closing(connect(":memory:", isolation_level=None)) as opened:
        opened.execute("ATTACH ':memory:' AS fulltext")
        opened.execute("CREATE TABLE fulltext.state (name TEXT PRIMARY KEY, value)")
        opened.execute("CREATE TABLE fulltext.docs (docid INTEGER PRIMARY KEY, first, last, captured INTEGER, loose)")
        opened.execute("CREATE INDEX fulltext.docs_first ON docs(first)")
        yield opened


def fill(db: Connection, ordered: list[str], moved: dict[int, str], later: list[str]) -> dict[int, tuple[int, int]]:
    """Give numbers to documents in the order of their days, move some of them elsewhere, and add later ones."""
    db.execute("DELETE FROM fulltext.docs")
    every = [(day, 0) for day in sorted(ordered)]
    every = [(moved[place], 1) if place in moved else one for place, one in enumerate(every)]
    every += [(day, 1) for day in later]
    rows = [(number, *days(day), 0, loose) for number, (day, loose) in enumerate(every, 1)]
    db.executemany("INSERT INTO fulltext.docs VALUES (?, ?, ?, ?, ?)", rows)
    db.execute("INSERT OR REPLACE INTO fulltext.state VALUES ('sorted', ?)", [len(ordered)])
    return {number: (first, last) for number, first, last, _, _ in rows}


def found(db: Connection, asked: Where) -> set[int]:
    every = [
        {
            n
            for (n,) in db.execute(
                f"SELECT docid FROM fulltext.docs WHERE {sql.replace('{id}', 'docs.docid')}", asked.values
            )
        }
        for sql in (asked.sql, asked.single or asked.sql)
    ]
    assert every[0] == every[1]
    assert all(asked.low <= number <= asked.high for number in every[0])
    return every[0]


some = st.lists(st.sampled_from(DAYS), max_size=12)


@settings(max_examples=150)
@given(some, st.dictionaries(st.integers(0, 11), st.sampled_from(DAYS), max_size=3), some)
def test_law_ranges_of_numbers_are_what_comparing_each_day_gives(db: Connection, ordered, moved, later):
    moved = {place: day for place, day in moved.items() if place < len(ordered)}
    documents = fill(db, ordered, moved, later)
    ranges = DayRanges(db)
    for day in ASKED:
        first, last = days(day)
        assert found(db, of_days(ranges.after(day))) == {n for n, (_, end) in documents.items() if end >= first}
        assert found(db, of_days(ranges.before(day))) == {n for n, (start, _) in documents.items() if start <= last}


def test_an_empty_index_has_nothing_of_any_day(db: Connection):
    fill(db, [], {}, [])
    assert found(db, of_days(DayRanges(db).after("2024"))) == set()
    assert found(db, of_days(DayRanges(db).before("2024"))) == set()


@pytest.mark.parametrize(("day", "bounds"), [
    ("2024", (20240000, 20249999)), ("2024-02", (20240200, 20240299)), ("2024-02-29", (20240229, 20240229)),
    ("2024-02-29T10:00:00+01:00", (20240229, 20240229)), ("", (0, 99999999)), ("soon", (0, 99999999)),
])  # fmt: skip
def test_a_day_a_month_or_a_year_has_bounds(day: str, bounds: tuple[int, int]):
    assert days(day) == bounds


MOMENTS = ["2023-12-31T23:59:59+00:00", "2024-01-01T00:00:00+00:00", "2024-01-31T23:59:59.999999+00:00",
           "2024-02-01T00:00:00+00:00", "2024-12-31T12:00:00+00:00", "9999-12-31T00:00:00+00:00"]  # fmt: skip
LIMITS = [None, "2023", "2024", "2024-01", "2024-01-01", "2024-01-31", "2024-02", "2024-12", "2024-12-31", "9999-12-31"]


@pytest.mark.parametrize(("start", "end"), list(product(LIMITS, LIMITS)))
def test_a_capture_is_of_the_days_from_the_first_to_the_last_themselves_included(db: Connection, start, end):
    fill(db, [], {}, [])
    rows = [(number, 0, 0, seconds(moment), 0) for number, moment in enumerate(MOMENTS)]
    db.executemany("INSERT INTO fulltext.docs VALUES (?, ?, ?, ?, ?)", rows)

    def is_wanted(moment: str) -> bool:
        return (not start or moment[: len(start)] >= start) and (not end or moment[: len(end)] <= end)

    wanted = {number for number, moment in enumerate(MOMENTS) if is_wanted(moment)}
    assert found(db, of_moments(DayRanges.captured(start, end))) == wanted

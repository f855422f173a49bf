import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from archiver.article.compose import Article
from archiver.index.annotations import Annotations
from archiver.index.facets import facets_of
from archiver.index.search import search
from archiver.index.store import Store
from tests.index.samples import TIME, article, capture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive whose full text was made of all three articles at once."""
    path = tmp_path / "catalog.sqlite"
    with Store.replacing(path) as store, store.together():
        for name, day in (("1", "2025-01-01"), ("2", "2025-02"), ("3", "2025-03-01")):
            add(store, name, article(f"Text number {name} of the café.", title="A title", published=day))
    return path


def add(store: Store, name: str, one: Article | None) -> None:
    address = f"https://example.org/{name}"
    moved = one and replace(one, url=address, original_url=address)
    store.add(capture(name, address, TIME + timedelta(days=int(name))), "saved", moved)


def numbers(path: Path, query: str, **options: object) -> list[int]:
    with Store.open(path, create=False) as store:
        assert not store.is_behind
        results = search(store, query, expand=True, **options)
        assert results.total == len(results.hits)
        return [hit.id for hit in results.hits]


def follow(path: Path) -> None:
    """Come by as the next one who writes."""
    with Store.open(path, create=True):
        pass


def fulltext(path: Path, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path.with_name("fulltext.sqlite"))) as db:
        return {table: db.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}


WORDS = ("articles_fts_1_data", "articles_fts_1_idx", "parts_fts_1_data", "parts_fts_1_idx")


# What other programs change


@pytest.mark.parametrize("edit", [{"title": "A tavern"}, {"text": "The tavern stood."}, {"dek": "Tavern!"}], ids=str)
def test_an_edit_by_another_program_is_found_after_the_next_writer(path: Path, edit: dict[str, str]):
    with Database(path) as db:
        db.table("articles").update(2, edit)
    follow(path)
    assert numbers(path, "tavern") == [2]
    assert numbers(path, "number" if "text" not in edit else "café", sort="oldest") == (
        [1, 2, 3] if "text" not in edit else [1, 3]
    )


def test_what_another_program_deletes_is_gone_after_the_next_writer(path: Path):
    with Database(path) as db:
        db.table("blocks").delete_where("article_id = 2")
        db.table("articles").delete(2)
    follow(path)
    assert numbers(path, "number", sort="oldest") == [1, 3]


def test_a_reader_meanwhile_finds_neither_the_old_words_nor_an_article_that_is_not_there(path: Path):
    with Database(path) as db:
        db.table("blocks").delete_where("article_id = 2")
        db.table("articles").delete(2)
    with Store.open(path, create=False) as store:
        assert store.is_behind
        assert [hit.id for hit in search(store, "number", sort="oldest").hits] == [1, 3]


@pytest.mark.parametrize("edit", [{"section": "Sports"}, {"words": 3}, {"image": "x"}, {"metadata": "{}"}], ids=str)
def test_an_edit_of_what_it_does_not_hold_touches_no_page_of_the_full_text(path: Path, edit: dict[str, object]):
    before = pages(path)
    with Database(path) as db:
        db.table("articles").update(2, edit)
    follow(path)
    assert pages(path) == before


def test_neither_does_what_people_add(path: Path):
    before = pages(path)
    with Store.open(path, create=True) as store:
        annotations = Annotations(store)
        annotations.tag(1, "later")
        annotations.note(2, "A note.")
        annotations.save_search("x", "café", {})
        assert pages(path) == before
    assert pages(path) == before
    assert numbers(path, "tag:later") == [1]


def pages(path: Path) -> list[bytes]:
    """What is in the file of the full text, and in its write-ahead log."""
    beside = path.with_name("fulltext.sqlite")
    log = path.with_name("fulltext.sqlite-wal")
    return [beside.read_bytes(), log.read_bytes() if log.exists() else b""]


def test_an_article_that_is_added_again_as_it_was_writes_no_words(path: Path):
    before = fulltext(path, *WORDS, "docs")
    with Store.open(path, create=True) as store:
        add(store, "2", article("Text number 2 of the café.", title="A title", published="2025-02"))
    assert fulltext(path, *WORDS, "docs") == before


def test_a_date_alone_writes_no_words_and_moves_the_article(path: Path):
    before = fulltext(path, *WORDS)
    with Database(path) as db:
        db.table("articles").update(1, {"day": "2025-02-20"})
    follow(path)
    assert fulltext(path, *WORDS) == before
    assert numbers(path, "number", sort="oldest") == [2, 1, 3]
    assert numbers(path, "before:2025-01") == []
    assert numbers(path, "number after:2025-02-10", sort="newest") == [3, 1, 2]


# Documents that are out of date, and out of order


def test_a_document_that_is_out_of_date_is_neither_found_nor_counted(path: Path):
    with Store.open(path, create=True) as store:
        add(store, "1", article("Quite another text.", title="A title", published="2025-01-01"))
        add(store, "3", None)
    assert len(fulltext(path, "dead")["dead"]) == 2
    assert numbers(path, "number") == [2]
    for query in ("title:title", "site:example.org", "after:2025", "number OR tag:x OR another", "-tag:x"):
        assert numbers(path, query, sort="oldest") == [1, 2]
    with Store.open(path, create=False) as store:
        assert facets_of(store, "title", names=["site"])[0].counts == (("example.org", 2),)


def test_articles_that_came_later_are_in_the_order_of_their_dates_with_the_others(path: Path):
    with Store.open(path, create=True) as store:
        for name, day in (("4", "2024"), ("5", "2025-02-03"), ("6", "2026-01-01")):
            add(store, name, article(f"Text number {name}.", published=day))
    assert [row[0] for row in fulltext(path, "dead")["dead"]] == []
    for query in ("number", "site:example.org"):
        assert numbers(path, query, sort="oldest") == [4, 1, 2, 5, 3, 6]
        assert numbers(path, query, sort="newest") == [6, 3, 5, 2, 1, 4]
        assert numbers(path, query, sort="newest", limit=6) == [6, 3, 5, 2, 1, 4]
    assert numbers(path, "number after:2025-02 before:2025-02", sort="oldest") == [2, 5]


@pytest.mark.parametrize("day", ["", "unknown", "2025-1-1", "２０２５", "1 January", "9999-99-99"])
def test_a_day_that_is_none_puts_no_other_out_of_order(path: Path, day: str):
    with Database(path) as db:
        db.table("articles").update(2, {"day": day})
    path.with_name("fulltext.sqlite").unlink()
    follow(path)
    for query in ("number -title:x", "number after:2025-03-01", "number before:2025-01-01"):
        assert set(numbers(path, query)) & {1, 3} == {1, 3} - (
            {1} if "after" in query else {3} if "before" in query else set()
        )
    assert [one for one in numbers(path, "number", sort="oldest") if one != 2] == [1, 3]


def test_two_writers_who_meet_the_same_site_give_it_one_number(path: Path):
    with Store.open(path, create=True) as first, Store.open(path, create=True) as second:
        for store, name in ((first, "11"), (second, "12"), (first, "13"), (second, "14")):
            address = f"https://site{name}.example/"
            one = article("Sites.", url=address)
            store.add(capture(name, address), "saved", one)
            store.catch_up()
        third = capture("15", "https://site12.example/")
        first.add(third, "saved", article("Sites again.", url="https://site12.example/"))
        first.catch_up()
        assert search(first, "site:site12.example", expand=True).total == 2
    assert dict(fulltext(path, "state")["state"])["sorted"] == 3  # it was not made anew for that


def test_the_languages_are_counted_as_articles_come_and_go(path: Path):
    with Store.open(path, create=True) as store:
        for name, language in (("1", "de"), ("2", "de"), ("4", "fr"), ("5", "fr-CH")):
            add(store, name, article(f"Text {name}.", language=language))
    with Store.open(path, create=True) as store:
        add(store, "2", article("Text.", language="fr"))
        add(store, "4", None)
    assert set(fulltext(path, "languages")["languages"]) >= {("de", 1), ("fr", 2)}


# The law


texts = st.lists(
    st.sampled_from("face faces house Haus Häuser bid Biden 東京都 e-mail".split()), min_size=1, max_size=4
)
articles = st.builds(
    lambda text, title, day, language, label: article(
        " ".join(text), (label, "Haus bid"), title=title, published=day, language=language, authors=("Bo Biden",)
    ),
    texts,
    st.sampled_from([None, "House of cards", "Häuser"]),
    st.sampled_from([None, "2024", "2025-05", "2025-05-28", "2023-01-01"]),
    st.sampled_from(["en", "de", "nb", None]),
    st.sampled_from(["ad", "correction", "heading"]),
)
steps = st.lists(st.tuples(st.integers(1, 6), st.none() | articles, st.booleans()), max_size=14)
QUERIES = (
    "face", "haus", "bid", "biden", "東京", '"house of"', "fac*", "title:haus", "author:bo", "lang:de", "lang:no",
    "site:example.org", "after:2025-05", "before:2024", "captured:2025-06", "label:ad bid", "label:ad", "-face lang:en",
    "face OR title:house", "house NOT after:2024", "is:partial", "has:correction", "e-mail OR email",
)  # fmt: skip


@settings(max_examples=15)
@given(steps)
def test_law_following_change_by_change_finds_what_a_new_index_finds(steps: list[tuple[int, Article | None, bool]]):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.sqlite"
        with Store.open(path, create=True) as store:
            for name, one, is_followed in steps:
                add(store, str(name), one)
                if is_followed:
                    store.catch_up()
            store.catch_up()
            followed = list(answers(store))
        path.with_name("fulltext.sqlite").unlink()
        follow(path)
        with Store.open(path, create=False) as store:
            assert followed == list(answers(store))


def answers(store: Store) -> Iterator[tuple[object, ...]]:
    for query in QUERIES:
        results = search(store, query, sort="newest", expand=True)
        assert results.total == len(results.hits)
        dates = [(hit.published or str(hit.captured_at))[:10] for hit in results.hits]
        yield query, sorted((hit.id, hit.story, hit.copies, hit.snippet) for hit in results.hits), dates
    yield tuple(facets_of(store, "", names=["site", "month", "language", "label", "author"]))

"""What is tantivy's own: beside the law of `test_compile.py`, which holds for it as for FTS5."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_args

import pytest
import tantivy

from archiver.errors import StoreError
from archiver.folder import fulltext_of
from archiver.index import file
from archiver.index.engine import EngineName, Sort
from archiver.index.engines import words_of
from archiver.index.facets import facets_of
from archiver.index.filling import Filler
from archiver.index.search import Results, search
from archiver.index.store import Store
from archiver.index.suggest import meant
from archiver.index.tantivy import compile as compiling
from archiver.index.tantivy import fields, ranking
from archiver.labels import LABELS
from archiver.language.streams import Analyser
from archiver.query.parse import parse
from tests.index.samples import article, capture
from tests.index.test_file import nobody, public
from tests.index.test_ranking import QUERIES, filled

__all__ = ["public"]


def searched_by(path: Path, engine: EngineName) -> None:
    with Store.open(path, create=True) as store:
        store.choose_engine(engine)
        store.catch_up(settle=True)


def add(path: Path, *names: str, text: str = "Some words of", **more: Any) -> None:
    with Store.open(path, create=True) as store:
        for name in names:
            address = f"https://example.org/{name}"
            store.add(capture(name, address), "saved", article(f"{text} w{name}.", url=address, **more))


def asked(path: Path, query: str, **options: Any) -> Results:
    with Store.open(path, create=False) as store:
        return search(store, query, expand=True, **options)


def found(path: Path, query: str) -> list[int]:
    return sorted(hit.id for hit in asked(path, query).hits)


def folders(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.tantivy"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of two articles that tantivy searches."""
    path = tmp_path / "catalog.sqlite"
    add(path, "1", "2")
    searched_by(path, "tantivy")
    return path


# From one engine to another


def test_an_archive_is_searched_by_what_was_chosen_and_nothing_of_the_other_is_left(path: Path):
    assert len(folders(path)) == 1
    assert found(path, "words") == [1, 2]
    with closing(sqlite3.connect(fulltext_of(path))) as db:
        assert not db.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%fts5%'").fetchall()
    searched_by(path, "fts5")
    assert folders(path) == []
    assert found(path, "words") == [1, 2]


def test_what_comes_later_changes_or_goes_is_found_once_or_not_at_all(path: Path):
    add(path, "3")
    assert found(path, "words") == [1, 2, 3]
    add(path, "2", text="Other things of")
    assert (found(path, "words"), found(path, "things")) == ([1, 3], [2])
    with Store.open(path, create=True) as store:
        store.add(capture("1", "https://example.org/1"), "not an article", None)
    assert found(path, "words OR things") == [2, 3]
    assert asked(path, "words OR things", limit=0).total == 2


def test_a_rebuild_keeps_the_engine(path: Path):
    (before,) = folders(path)
    with Store.replacing(path) as store, store.together():
        store.add(capture("7", "https://example.org/7"), "saved", article("Words anew."))
    assert len(folders(path)) == 1
    assert folders(path) != [before]
    assert asked(path, "words").total == 1


def test_a_broken_off_rebuild_leaves_the_old_words_alone(path: Path):
    before = folders(path)
    with pytest.raises(ZeroDivisionError), Store.replacing(path):
        raise ZeroDivisionError
    assert folders(path) == before
    assert found(path, "words") == [1, 2]


def test_without_tantivy_an_archive_says_what_to_install_and_can_still_be_added_to(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(StoreError, match=r"pip install 'archiver\[tantivy\]'"):
        found(path, "words")
    add(path, "3")  # is safe in the catalog
    with Store.open(path, create=True) as store, pytest.raises(StoreError, match="--engine fts5"):
        store.catch_up(settle=True)
    with Store.open(path, create=True) as store, pytest.raises(StoreError, match="not installed"):
        store.choose_engine("tantivy")
    searched_by(path, "fts5")
    assert found(path, "words") == [1, 2, 3]


# Damage, and crashes


def test_words_that_are_gone_are_made_anew_by_whoever_may_write(path: Path):
    (folder,) = folders(path)
    (folder / "meta.json").unlink()
    with pytest.raises(StoreError, match="archiver index"):
        found(path, "words")
    with Store.open(path, create=True) as store:
        store.catch_up()
    assert found(path, "words") == [1, 2]
    assert len(folders(path)) == 1


@pytest.mark.parametrize("suffix", ["term", "idx", "json"])
def test_damaged_words_are_reported_or_made_anew_and_never_a_traceback(path: Path, suffix: str):
    (folder,) = folders(path)
    for one in folder.glob(f"*.{suffix}"):
        one.write_bytes(one.read_bytes()[: one.stat().st_size // 2])
    try:
        assert found(path, "words") == [1, 2]  # half of a file may be enough
    except StoreError as error:
        assert "archiver index" in str(error)
    fulltext_of(path).unlink()
    searched_by(path, "tantivy")
    assert found(path, "words") == [1, 2]


def test_what_tantivy_committed_before_a_crash_is_neither_found_twice_nor_lost(path: Path):
    with closing(file.connect(path, 1)) as db:
        file.attach(db, fulltext_of(path), "fulltext")
        with Store.open(path, create=True) as store, store.together():
            store._beside = None  # nobody follows
            store.add(capture("3", "https://example.org/3"), "saved", article("Some words of w3."))
        with pytest.raises(ZeroDivisionError), file.writing(db):
            Filler(db, Analyser(), words_of(db, path.parent)).catch_up()
            raise ZeroDivisionError
        (folder,) = folders(path)
        assert fields.opened(folder).searcher().num_docs == 3
        assert db.execute("SELECT count(*) FROM fulltext.docs").fetchone() == (2,)
    with Store.open(path, create=False) as store:
        assert store.is_behind
        assert search(store, "words").total == 2
    add(path, "4")
    assert found(path, "words") == [1, 2, 3, 4]
    assert asked(path, "words").total == 4


def test_what_is_dead_is_left_out_before_it_is_taken_away(path: Path):
    with closing(sqlite3.connect(fulltext_of(path))) as db, db:
        db.execute("INSERT INTO dead(docid) SELECT docid FROM docs WHERE article = 1")
        db.execute("DELETE FROM docs WHERE article = 1")
    assert (found(path, "words"), asked(path, "words", limit=0).total) == ([2], 1)


def test_what_a_crash_left_beside_a_catalog_that_did_not_change_is_taken_away_too(path: Path):
    (folder,) = folders(path)
    writer = fields.opened(folder).writer(20_000_000, 1)
    one = tantivy.Document()
    one.add_integer(fields.DOCID, 3)
    one.add_text("text", "words")
    writer.add_document(one)
    writer.commit()
    writer.wait_merging_threads()
    assert (found(path, "words"), asked(path, "words").total) == ([1, 2], 2)
    searched_by(path, "tantivy")
    assert folders(path) == [folder]
    assert fields.opened(folder).searcher().num_docs == 2


def test_where_a_power_cut_set_the_tables_back_behind_what_was_taken_away_words_are_made_anew(path: Path):
    with Store.open(path, create=True):
        pass
    files = {one: one.read_bytes() for one in path.parent.glob("*.sqlite")}
    add(path, "1", text="Other things of")
    add(path, "3")  # takes away what was of the first
    for one, content in files.items():
        one.write_bytes(content)
    before = folders(path)
    add(path, "4")  # which the catalog, set back, too, gives the number that was given before
    assert found(path, "words") == [1, 2, 3]
    assert folders(path) != before


def test_who_still_sees_the_tables_of_before_finds_what_was_there(path: Path):
    with Store.open(path, create=False) as store, store.searching():
        assert search(store, "words").total == 2
        add(path, "2", text="Other things of")
        assert [hit.id for hit in search(store, "words", expand=True, sort="oldest").hits] == [1, 2]
        assert search(store, "words").total == 2
    assert found(path, "words") == [1]


@pytest.mark.parametrize("engine", ["fts5", "tantivy"])
def test_who_has_it_open_follows_when_somebody_else_has_made_it_anew(path: Path, engine: EngineName):
    with Store.open(path, create=True) as store:
        store.add(capture("3", "https://example.org/3"), "saved", article("Words of w3."))
        store.catch_up()
        searched_by(path, "fts5")
        searched_by(path, engine)
        store.add(capture("4", "https://example.org/4"), "saved", article("Words of w4."))
        store.catch_up()
    assert found(path, "words") == [1, 2, 3, 4]


def test_folders_that_a_killed_process_left_are_removed_by_the_next_one(path: Path):
    left = path.parent / "fulltext.999999999-0123abcd.tantivy"
    left.mkdir()
    searched_by(path, "tantivy")
    assert not left.exists()


def test_an_archive_that_cannot_be_written_is_searched(public: Path):
    add(public, "1", "2")
    searched_by(public, "tantivy")
    for one in [*public.parent.rglob("*"), public.parent]:
        one.chmod(0o555 if one.is_dir() else 0o444)
    try:
        with nobody():
            assert found(public, "words") == [1, 2]
    finally:
        for one in (public.parent, *folders(public)):
            one.chmod(0o755)


# Order


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The archive of some hundreds by which FTS5's order is tested."""
    path = filled(tmp_path_factory.mktemp("home") / "catalog.sqlite")
    searched_by(path, "tantivy")
    add(path, "x", text="common often some fourth rare", published="2012-12-12")
    with Store.open(path, create=False) as store:
        yield store


def listed(store: Store, query: str, limit: int, sort: Sort) -> list[int]:
    return [number for number, _ in store.engine.finding(parse(query).tree).first(limit, sort).found]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("limit", [1, 10, 1000])
def test_by_date_it_is_what_sorting_all_gives(many: Store, query: str, limit: int):
    every = set(store_numbers(many, query))
    for sort, column in (("newest", "first"), ("oldest", "first"), ("captured", "captured")):
        key = dict(many.connection.execute(f"SELECT docid, {column} FROM fulltext.docs"))
        wanted = sorted((key[number] for number in every), reverse=sort != "oldest")[:limit]
        assert [key[number] for number in listed(many, query, limit, sort)] == wanted


@pytest.mark.parametrize("query", QUERIES)
def test_all_is_ranked_the_better_first_and_counted(many: Store, query: str):
    ranked = many.engine.finding(parse(query).tree).first(1000)
    assert {number for number, _ in ranked.found} == set(store_numbers(many, query))
    assert (ranked.total, ranked.about, ranked.since) == (len(ranked.found), False, 0)
    if "before" not in query and query != "lang:en":
        assert [score for _, score in ranked.found] == sorted(score for _, score in ranked.found)


def store_numbers(store: Store, query: str) -> list[int]:
    numbers = store.engine.finding(parse(query).tree).numbers()
    assert len(set(numbers)) == len(numbers)
    return numbers


def test_a_word_in_the_title_counts_more_than_one_in_the_text(path: Path):
    add(path, "3", text="Nothing much of", title="Rare bird seen")
    add(path, "4", text="A rare bird was seen in a text of ordinary length about other birds, by")
    assert [hit.id for hit in asked(path, "rare bird").hits] == [3, 4]


def test_by_a_beginning_the_article_that_has_most_of_such_words_comes_first(path: Path):
    add(path, "3", text="Ventures and venturers of a venture, in one text of some length, by")
    add(path, "4", text="Ventures of others, in one text of about the same length as theirs is, by")
    assert [hit.id for hit in asked(path, "ventur*").hits] == [3, 4]


def test_where_very_many_texts_would_have_to_be_looked_at_the_newest_are_but_not_for_what_must_not_be_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
):
    add(path, "3", "4", "5", text="one two three four of")
    monkeypatch.setattr(compiling, "_LOOKED_AT", 2)
    with Store.open(path, create=False) as store:
        finding = store.engine.finding(parse("NEAR(one two three, 5)").tree)
        ranked = finding.first(10)
        assert (len(ranked.found), ranked.about, finding.exact()) == (2, True, 3)
        assert ranked.since == min(number for number, _ in ranked.found)
        assert search(store, "words -NEAR(one two three, 5)").total == 2
        assert search(store, "one -NEAR(one two three, 5)").total == 0


def test_any_number_of_hits_can_be_asked_for(path: Path):
    for sort in get_args(Sort):
        assert len(asked(path, "words", limit=2**50, sort=sort).hits) == 2


def test_filters_score_nothing(many: Store):
    bare = dict(many.engine.finding(parse("some").tree).first(1000).found)
    for query in ("some lang:en", "some -tag:x", "some after:2015", "some captured:2025-07"):
        narrowed = many.engine.finding(parse(query).tree).first(1000).found
        assert narrowed
        assert all(score == pytest.approx(bare[number]) for number, score in narrowed)


def test_phrases_of_words_that_are_everywhere_are_ranked_from_the_newest_and_about_counted(
    many: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ranking, "_WORK", 200)
    near = many.engine.finding(parse("NEAR(common often, 9)").tree).first(1)
    assert near.about
    phrase = many.engine.finding(parse('"common common"').tree)
    ranked = phrase.first(2)
    assert ranked.about
    assert 0 < ranked.since <= min(number for number, _ in ranked.found)
    assert phrase.exact() / 2 < ranked.total < phrase.exact() * 2
    every = many.engine.finding(parse('"common common"').tree).first(1000)
    assert (every.about, every.since, every.total) == (False, 0, phrase.exact())


def test_where_there_are_many_some_are_drawn_from_all_over_the_archive(many: Store):
    finding = many.engine.finding(None)
    drawn, each = finding.drawn(100, 40)
    assert (len(set(drawn)), each) == (40, finding.total / 40)
    assert set(drawn) < set(finding.numbers())
    quarters = {number * 4 // max(finding.numbers()) for number in drawn}
    assert quarters >= {0, 1, 2, 3}


def test_where_there_are_few_all_are_drawn(many: Store):
    finding = many.engine.finding(parse("rare").tree)
    drawn, each = finding.drawn(100, 1)
    assert (sorted(drawn), each) == (sorted(finding.numbers()), 1)


# What else is asked


def test_facets_and_suggestions_are_the_same(path: Path):
    add(path, "3", text="A memorandum of", language="de")
    with Store.open(path, create=False) as store:
        by_tantivy = facets_of(store, "words"), meant(store, "memorandun")
    searched_by(path, "fts5")
    with Store.open(path, create=False) as store:
        assert by_tantivy == (facets_of(store, "words"), meant(store, "memorandun"))
    assert by_tantivy[1] == ("memorandum",)


def test_each_label_has_a_mark_of_its_own_which_no_text_has():
    marks = {fields.marked("w", label) for label in LABELS}
    assert len(marks) == len(LABELS)
    assert all(Analyser().streams(f"a{mark[0]}b", "en").words == "a b" for mark in marks)


def test_words_of_one_label_do_not_follow_those_of_another(path: Path):
    with Store.open(path, create=True) as store:
        blocks = [("ad", "Buy now"), ("paywall", "and subscribe"), ("ad", "today only")]
        store.add(capture("3", "https://example.org/3"), "saved", article("A text.", *blocks))
    assert found(path, 'label:ad "buy now"') == found(path, "label:ad NEAR(buy today, 3)") == [3]
    assert found(path, 'label:ad "now today"') == found(path, 'label:ad,paywall "now and"') == []


@pytest.mark.parametrize(("query", "wanted"), [
    ("NEAR(one four, 2)", [3]), ("NEAR(one four, 1)", []), ("NEAR(four one, 2)", [3]), ("NEAR(one two four, 2)", [3]),
    ('NEAR("one two" four, 1)', [3]), ('NEAR("one two" four, 0)', []), ("NEAR(one one, 0)", [3]),
    ("NEAR(fou* one, 2)", [3]), ("NEAR(one three six, 3)", []), ("NEAR(one three six, 4)", [3]),
])  # fmt: skip
def test_near_is_counted_from_the_end_of_one_to_the_beginning_of_the_last(path: Path, query: str, wanted: list[int]):
    add(path, "3", text="one two three four five six")
    assert found(path, query) == wanted

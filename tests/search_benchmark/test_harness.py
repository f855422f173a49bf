"""The harness of the search benchmark: its figures are what they are called, and its index holds the corpus."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("numpy")

from archiver.folder import fulltext_of, index_of
from benchmarks.search import adapter, raw
from benchmarks.search.building import Supply, built
from benchmarks.search.corpus import Corpus, corpus
from benchmarks.search.entries import quick_entry
from benchmarks.search.machine import sizes
from benchmarks.search.pages import write_warc
from benchmarks.search.questions import KINDS, Question
from benchmarks.search.timing import Times, overall, percentile, timed


@pytest.fixture(scope="module")
def whole() -> Corpus:
    return corpus(150, seed=4)


@pytest.fixture(scope="module")
def home(whole: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    built(folder, whole, whole.count)
    return folder


def test_an_index_that_was_built_is_taken_up_and_another_corpus_refused(whole: Corpus, home: Path) -> None:
    found, was_there = built(home, whole, whole.count)
    assert was_there
    assert found.documents == 150
    assert found.text == sum(len(made.searched.encode()) for made in whole.articles())
    with pytest.raises(SystemExit, match="holds 150 articles of seed 4"):
        built(home, corpus(160, seed=4), 160)


def test_the_index_finds_what_the_corpus_has(whole: Corpus, home: Path) -> None:
    every = list(whole.articles())
    made = max(every, key=lambda one: len(max(one.title.split(), key=len)) if one.language == "en" else 0)
    word = max(made.title.split(), key=len)
    with adapter.opened(home) as index:
        total, numbers = adapter.ask(index, Question("rare word", word))
    assert made.number in numbers
    assert total == len([one for one in every if word.lower() in one.searched.lower()])
    assert adapter.numbers(home) == {one.identity: one.number for one in every}


def test_what_an_index_cannot_do_is_named_and_not_timed(home: Path) -> None:
    def ask(question: Question) -> int:
        raise adapter.Unsupported(question.kind)

    assert timed(ask, [Question("NOT", "a NOT b")], rounds=1) == ["NOT"]


def test_both_plain_ways_write_the_rows_of_the_catalog_under_its_indexes(
    whole: Corpus, home: Path, tmp_path: Path
) -> None:
    pairs = [(made, quick_entry(made)) for made in whole.articles()]
    raw.with_triggers(tmp_path / "a.sqlite", pairs)
    raw.direct(tmp_path / "b.sqlite", pairs)
    word = pairs[0][0].title.split()[0]
    for name in ("a.sqlite", "b.sqlite"):
        with closing(sqlite3.connect(tmp_path / name)) as db:
            db.execute("ATTACH ? AS own", [str(index_of(home))])
            for table in raw.TABLES:
                of_plain, of_catalog = _written(db, "main", table), _written(db, "own", table)
                assert of_plain == of_catalog
                assert of_plain[0]
            found = db.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", [f'"{word}"']).fetchall()
            assert (1,) in found


def _written(db: sqlite3.Connection, schema: str, table: str) -> tuple[list[Any], set[str]]:
    """Return the rows of a table in a database, and what makes it and its indexes."""
    rows = db.execute(f"SELECT * FROM {schema}.{table} ORDER BY 1, 2").fetchall()
    sql = f"SELECT sql FROM {schema}.sqlite_master WHERE tbl_name = ? AND type != 'trigger'"
    return rows, {statement for (statement,) in db.execute(sql, [table])}


def test_the_corpus_is_timed_apart_and_its_text_counted(whole: Corpus) -> None:
    supply = Supply(whole)
    assert len(list(supply)) == 150
    assert supply.seconds > 0
    assert supply.text > 150 * 40


def test_the_catalog_and_the_full_text_are_measured_apart(home: Path) -> None:
    size = sizes(home)
    assert size.catalog >= index_of(home).stat().st_size
    assert size.full_text >= fulltext_of(index_of(home)).stat().st_size
    assert 0.5 * size.full_text < size.words < size.full_text


def test_pages_of_the_corpus_become_articles_again(whole: Corpus, tmp_path: Path) -> None:
    from archiver.archive import Archive
    from archiver.rules.book import shipped_rules

    made = next(one for one in whole.articles() if one.language == "en" and not one.paywalled and one.words > 300)
    write_warc(tmp_path / "warc", [made])
    archive = Archive(tmp_path, shipped_rules())
    (indexed,) = archive.rebuild()
    assert indexed.articles == 1
    article = archive.article(1).article
    assert article.title == made.title
    assert made.paragraphs[1] in article.text


@pytest.mark.parametrize(("share", "value"), [(0.5, 5), (0.95, 10), (0.1, 1), (0.11, 2), (1.0, 10)])
def test_a_percentile_is_a_value_that_was_measured(share: float, value: int) -> None:
    assert percentile(list(range(10, 0, -1)), share) == value


def test_each_kind_counts_in_the_mix_as_often_as_it_is_asked_and_not_as_it_was_measured() -> None:
    first, second = KINDS[0], KINDS[3]
    slow = Times(second.name, (9.0,), (9.0,) * 100, 1)
    fast = Times(first.name, (1.0,), (1.0,), 1)
    assert overall([slow, fast], first.share / (first.share + second.share) - 0.01) == 1.0
    assert overall([slow, fast], 0.95) == 9.0

"""The law of the search: what an engine finds is what the tree means, said a second time in plain Python."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.article.compose import Article
from archiver.index import engines
from archiver.index.annotations import Annotations
from archiver.index.engine import ENGINES, EngineName, Sort
from archiver.index.fts5 import shards
from archiver.index.fts5.compile import Compiler
from archiver.index.store import Store
from archiver.labels import LABELS
from archiver.query.parse import parse
from archiver.query.term import term
from archiver.query.tree import (
    After,
    Before,
    Captured,
    Extra,
    Field,
    Flag,
    Has,
    Is,
    Labelled,
    Lang,
    Near,
    Node,
    Not,
    Site,
    Tag,
    Word,
)
from tests.index.reading import Reader, all_known
from tests.index.samples import article, capture
from tests.query.trees import joined

# Words whose forms meet in several languages, words of several tokens, scripts without spaces, a stem that is a word.
WORDS = (
    "face faces facing value values house Haus Häuser Hauses Bid Biden bidding e-mail email don't l'homme homme 1,000 "
    "東京都 京都 дома дом дому élus élu talks talk"
).split()
LANGUAGES = ("en", "en-GB", "de", "fr", "ru", "ja", "nb", None)
HOSTS = ("example.org", "news.example.org", "www.example.com", "a_b.example", "xn--mnchen-3ya.example")
DAYS = ("2024", "2024-02", "2024-02-29", "2024-03-01", "2025", "2025-01", "2025-01-01", "2025-12-31", None)
TAGS = ("later", "to read", "50%", 'a"b')
NAMES = ("Anna Petrova", "Bo Biden", "Élu O'Face")


class Writer:
    """Writes articles of few words by chance."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)

    def text(self, most: int) -> str:
        return " ".join(self._chance.choices(WORDS, k=self._chance.randint(1, most)))

    def article(self) -> Article:
        chance = self._chance
        others = chance.sample(["paywall", "related", "ad", "correction", "heading", "quote", "caption", "byline"], k=2)
        address = f"https://{chance.choice(HOSTS)}/{chance.randint(1, 10**9)}"
        return article(
            self.text(9),
            *((label, self.text(4)) for label in others for _ in range(chance.randint(0, 2))),
            url=address,
            title=chance.choice([None, self.text(3)]),
            dek=chance.choice([None, self.text(3)]),
            authors=tuple(chance.sample(NAMES, k=chance.randint(0, 2))),
            language=chance.choice(LANGUAGES),
            published=chance.choice(DAYS),
            access=chance.choice([None, "paywalled"]),
        )

    def moment(self) -> datetime:
        return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=self._chance.randint(-9000, 9000))

    def annotate(self, annotations: Annotations, numbers: list[int]) -> None:
        for number in self._chance.sample(numbers, k=len(numbers) // 3):
            annotations.tag(number, *self._chance.sample(TAGS, k=2))
        for number in self._chance.sample(numbers, k=len(numbers) // 4):
            annotations.note(number, self.text(3))


@pytest.fixture(scope="module", params=ENGINES)
def store(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """An archive in several shards, of which most is in the order of its dates, and some has come later, changed or
    gone since."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shards, "SIZE", 10)
        path = filled(tmp_path_factory.mktemp("home") / "catalog.sqlite", request.param)
    with Store.open(path, create=False) as store:
        assert not store.is_behind
        assert store.connection.execute("SELECT count(*) FROM fulltext.dead").fetchone()[0] > 4
        yield store


@pytest.fixture(scope="module")
def db(store: Store) -> sqlite3.Connection:
    if engines.wanted(store.connection) != "fts5":
        pytest.skip("plans are FTS5's")
    assert len(shards.shards_of(store.connection)) > 3
    return store.connection


def filled(path: Path, engine: EngineName) -> Path:
    writer = Writer(seed=7)
    with Store.replacing(path) as store:
        store.choose_engine(engine)
        with store.together():
            for name in range(24):
                store.add(capture(str(name), time=writer.moment()), "saved", writer.article())
    with Store.open(path, create=True) as store:
        with store.together():
            for name in (*range(4, 8), *range(30, 38)):
                store.add(capture(str(name), time=writer.moment()), "saved", writer.article())
            for name in (9, 31):
                store.add(capture(str(name)), "not an article", None)
        numbers = [row["id"] for row in store.rows("SELECT id FROM articles", {})]
        writer.annotate(Annotations(store), numbers)
        store.rows("UPDATE articles SET day = '2024-02' WHERE id IN (1, 2) RETURNING id", {})
    return path


class Archive:
    """What an engine looks into, and what is known of its articles without."""

    def __init__(self, store: Store) -> None:
        self._store, self._known = store, all_known(store.connection)
        self.numbers = sorted(self._known)

    def means(self, tree: Node) -> list[int]:
        reader = Reader(
            self._store.engine.finding(tree).wording
        )  # which may look into compounds, where few have the word itself
        return [number for number in self.numbers if reader.finds(tree, self._known[number])]

    def counts(self, tree: Node) -> int:
        return self._store.engine.finding(tree).exact()

    def finds(self, tree: Node, sort: Sort = "relevance") -> tuple[list[int], int]:
        finding = self._store.engine.finding(tree)
        articles = dict(self._store.connection.execute("SELECT docid, article FROM fulltext.docs"))
        return sorted(articles[number] for number, _ in finding.first(1000, sort).found), finding.total


@pytest.fixture(scope="module")
def archive(store: Store) -> Archive:
    return Archive(store)


words = st.sampled_from(WORDS).map(term)
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(lambda some: term(f'"{" ".join(some)}"'))
prefixes = st.sampled_from(["fac*", "ha*", "bid*", '"face val*"', "東*", "e-m*", "x*"]).map(term)
terms = words | phrases | prefixes
nears = st.builds(Near, st.lists(terms, min_size=2, max_size=3).map(tuple), st.integers(0, 5))
plain = st.recursive(terms | nears, joined, max_leaves=4)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=1, max_size=2, unique=True).map(tuple)


dates = st.sampled_from(["2023", "2024", "2024-01", "2024-02", "2024-02-28", "2024-02-29", "2025", "2025-01", "2026"])
filters = st.one_of(
    st.builds(Site, several(st.sampled_from([*HOSTS, "org", "example.com", "none.example", "%"]))),
    st.builds(Lang, several(st.sampled_from(["en", "de", "fr", "nb", "no", "xx"]))),
    st.builds(Tag, several(st.sampled_from([*TAGS, "none"]))),
    st.builds(After, dates),
    st.builds(Before, dates),
    st.builds(Captured, st.none() | dates, st.none() | dates),
    st.builds(Is, st.sampled_from(get_args(Flag))),
    st.builds(Has, st.sampled_from(get_args(Extra))),
)
some_labels = st.sets(
    st.sampled_from("body paywall related ad correction heading quote caption byline form".split()),
    min_size=1,
    max_size=3,
).map(lambda some: tuple(sorted(some, key=LABELS.index)))
fields = st.builds(Field, st.sampled_from(["title", "author", "note"]), plain)
labelled = st.builds(Labelled, some_labels, st.none() | plain)
trees = st.recursive(terms | nears | fields | labelled | filters, joined, max_leaves=8)


@settings(max_examples=300)
@given(tree=trees, sort=st.sampled_from(get_args(Sort)))
def test_law_an_engine_finds_what_a_tree_means(archive: Archive, tree: Node, sort: Sort):
    wanted = archive.means(tree)
    assert archive.finds(tree, sort) == (wanted, len(wanted))


@settings(max_examples=200)
@given(tree=trees)
def test_law_a_tree_and_its_contrary_share_the_archive(archive: Archive, tree: Node):
    contrary = tree.what if isinstance(tree, Not) else Not(tree)
    assert archive.counts(tree) + archive.counts(contrary) == len(archive.numbers)


@pytest.mark.parametrize("typed", [*WORDS, "fac*", "東*", "lang:de", "is:partial", "has:tag", "label:ad", "after:2025"])
def test_there_is_something_to_find_and_something_not_to_find(archive: Archive, typed: str):
    assert 0 < archive.finds(parse(typed).tree)[1] < len(archive.numbers)


# Plans


def plan(db: sqlite3.Connection, typed: str):
    return Compiler(db).plan(parse(typed).tree)


@pytest.mark.parametrize("typed", ["face value", "face lang:de -site:example.org", "title:(face OR house) is:partial"])
def test_what_is_in_the_full_text_is_asked_in_one_expression(db: sqlite3.Connection, typed: str):
    assert plan(db, typed).match
    assert plan(db, typed).where == ()


@pytest.mark.parametrize("typed", ["face tag:later", "face after:2024", "face label:ad value", "face has:note"])
def test_what_is_in_tables_is_a_condition_beside_it(db: sqlite3.Connection, typed: str):
    assert (bool(plan(db, typed).match), len(plan(db, typed).where)) == (typed != "face label:ad value", 1)


def test_filters_and_what_must_not_be_there_rank_nothing(db: sqlite3.Connection):
    with_filters = plan(db, "face lang:de -value site:example.org tag:later")
    assert (with_filters.terms, with_filters.title) == (1, plan(db, "face").title)


@pytest.mark.parametrize("typed", ['title:"a) OR (b"', "face^ {title} a:b", 'tag:"x\' OR 1=1 --"', '"NEAR(a b, 1)"'])
def test_what_was_typed_cannot_act_as_syntax(archive: Archive, typed: str):
    assert archive.finds(parse(typed).tree) == ([], 0)


def test_a_word_that_is_folded_away_finds_nothing(archive: Archive):
    assert archive.finds(Word("ـ")) == ([], 0)
    assert archive.finds(Not(Word("ـ"))) == (archive.numbers, len(archive.numbers))

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.index import facets
from archiver.index.facets import facets_of
from archiver.index.search import Narrowed, search
from archiver.index.store import Store
from archiver.labels import RESIDUE
from tests.index.samples import TIME, article, capture

NAMES = ("site", "year", "month", "author", "language", "label")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(tmp_path_factory.mktemp("home") / "catalog.sqlite", create=True) as store:
        with store.together():
            for name in range(60):
                address = f"https://{'a' if name % 3 else 'b'}.example.org/{name}"
                one = article(
                    f"Words and {'odd' if name % 2 else 'even'} ones.",
                    *[("ad", "Buy."), ("correction", "It was so."), ("heading", "Head")][: name % 4],
                    url=address,
                    published=["2024", "2024-05", "2025-05-28", None][name % 4],
                    language=["en", "de-AT", "fr"][name % 3],
                    authors=("Anna", "Bo", "Cy")[: name % 4],
                )
                store.add(capture(str(name), address, TIME + timedelta(days=name)), "saved", one)
            store.add(capture("3", "https://a.example.org/3", TIME), "not an article", None)
        store.catch_up()
        yield store


def counted(store: Store, name: str, numbers: set[int]) -> Counter[str]:
    """Count in Python what the catalog says of these articles."""
    listed = f"({', '.join(map(str, numbers))})"
    if name == "author":
        sql = "SELECT name FROM authors JOIN article_authors ON author_id = id WHERE article_id IN "
        return Counter(row["name"] for row in store.rows(sql + listed, {}))
    if name == "label":
        rows = store.rows(f"SELECT DISTINCT article_id, label FROM blocks WHERE article_id IN {listed}", {})
        return Counter(row["label"] for row in rows if row["label"] in RESIDUE | {"correction"})
    found = {
        "site": lambda row: row["host"],
        "year": lambda row: row["day"][:4],
        "month": lambda row: row["day"][:7],
        "language": lambda row: row["language"][:2],
    }
    return Counter(found[name](row) for row in store.rows(f"SELECT * FROM articles WHERE id IN {listed}", {}))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "query", ["", "words", "odd", "odd OR lang:de", "-odd lang:de", "site:a.example.org", "label:ad"]
)
def test_a_facet_counts_what_counting_in_python_gives(store: Store, query: str, name: str):
    numbers = {hit.id for hit in search(store, query or "site:org", limit=1000, expand=True).hits}
    (found,) = facets_of(store, query, names=[name])
    assert (dict(found.counts), found.about) == (dict(counted(store, name, numbers)), False)


def test_the_most_frequent_come_first_and_no_more_than_are_wanted(store: Store):
    (found,) = facets_of(store, "words", names=["month"], most=3)
    assert len(found.counts) == 3
    assert [count for _, count in found.counts] == sorted((count for _, count in found.counts), reverse=True)


def test_facets_are_of_what_the_search_is_narrowed_to(store: Store):
    (found,) = facets_of(store, "words", Narrowed(language="de", after="2025"), ["language"])
    assert [value for value, _ in found.counts] == ["de"]


def test_nothing_found_has_no_values(store: Store):
    assert all(facet.counts == () for facet in facets_of(store, "nowhere", names=NAMES))


def test_of_very_many_only_some_are_counted_and_it_is_said(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(facets, "_ONE_BY_ONE", 20)
    monkeypatch.setattr(facets, "_SAMPLED", 20)
    for found in facets_of(store, "words", names=NAMES):
        assert found.about
        wanted = counted(store, found.name, {row["id"] for row in store.rows("SELECT id FROM articles", {})})
        assert {value for value, _ in found.counts} <= set(wanted)
        assert all(isinstance(count, int) for _, count in found.counts)
    site = dict(facets_of(store, "words", names=["site"])[0].counts)
    assert abs(sum(site.values()) - 59) < 9


def test_an_article_without_a_site_or_a_language_counts_too(tmp_path: Path):
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        store.add(capture("1", "file:///a.html"), "saved", article("7", url="file:///a.html"))
        site, language = facets_of(store, "7", names=["site", "language"])
        assert [value for value, _ in language.counts] == ["(unknown)"]
        assert len(site.counts) == 1

"""What is counted in the index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.folder import index_of
from archiver.index.store import Store
from archiver.stats import reading
from archiver.stats.reading import Chosen, all_days, days_of, stats
from archiver.stats.summary import Site, Stats
from tests.cli import holdings
from tests.cli.holdings import COURIER, CYRILLIC, GAZETTE

EVERY = Chosen()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = holdings.make(tmp_path_factory.mktemp("home"))
    with Store.open(index_of(home), create=False) as store:
        yield store


def site(found: Stats, host: str) -> Site:
    return next(one for one in found.sites if one.host == host)


def test_sites_are_counted_the_largest_first(store: Store) -> None:
    found = stats(store, EVERY)
    assert [(one.host, one.articles) for one in found.sites] == [(GAZETTE, 4), (COURIER, 3), (CYRILLIC, 1)]
    assert found.whole.articles == 8
    assert site(found, GAZETTE).partial == 1


def test_articles_are_counted_by_period_where_their_dates_are_exact_enough(store: Store) -> None:
    found = stats(store, EVERY, "month")
    assert site(found, GAZETTE).periods == (("2023-01", 2), ("2023-02", 1), ("2023-05", 1))
    assert site(found, COURIER).periods == (("2023-05", 2),)
    assert found.inexact == 1
    assert stats(store, EVERY, "year").whole.periods == (("2023", 7), ("2024", 1))


def test_languages_are_counted_and_those_that_no_page_says(store: Store) -> None:
    assert site(stats(store, EVERY), COURIER).languages == (("en-GB", 2), (None, 1))


def test_residue_is_the_share_of_the_pages_text_that_was_not_the_articles(store: Store) -> None:
    found = site(stats(store, EVERY), CYRILLIC)
    text, menu = len("Паром пришёл, и мир подписан."), len("Home News Sport")
    assert [(one.label, one.blocks, one.characters) for one in found.labels] == [
        ("body", 1, text),
        ("navigation", 1, menu),
    ]
    assert found.residue == pytest.approx(menu / (menu + text))


def test_in_a_large_archive_labels_are_counted_in_some_of_the_articles(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SAMPLE", 4)
    found = stats(store, EVERY)
    assert (found.looked_at, found.whole.articles) == (4, 8)
    assert sum(one.blocks for one in found.whole.labels if one.label == "body") == 4


@pytest.mark.parametrize(
    ("given", "articles"),
    [
        ({"site": "www.gazette.example"}, 4),
        ({"site": "example"}, 8),
        ({"after": "2023-05"}, 5),
        ({"after": "2023-05-02", "before": "2023"}, 3),
        ({"language": "EN"}, 6),
        ({"language": "en-GB"}, 2),
        ({"language": "e"}, 0),
        ({"site": "nowhere.example"}, 0),
    ],
)
def test_articles_are_chosen_by_site_date_and_language(store: Store, given: dict[str, str], articles: int) -> None:
    chosen = Chosen.of(given.get("site"), given.get("after"), given.get("before"), given.get("language"))
    assert stats(store, chosen).whole.articles == articles
    assert sum(count for _, count in all_days(store, chosen)) == articles


@pytest.mark.parametrize(
    ("words", "articles"),
    [("ferry", 5), ("ferr*", 5), ("peace memorandum", 1), ('"memorandum of peace"', 1), ("memorandum of pea*", 1),
     ("мир", 1), ("menu", 0), ("sport", 0)],
)  # fmt: skip
def test_words_are_found_as_a_phrase_in_the_articles_alone(store: Store, words: str, articles: int) -> None:
    assert sum(count for _, count in days_of(store, EVERY, words)) == articles


def test_days_are_as_exact_as_the_articles_give_them(store: Store) -> None:
    assert days_of(store, Chosen(site=COURIER), "ferry") == [("2023", 1), ("2023-05", 1), ("2023-05-02", 1)]


def test_a_word_that_is_none_and_a_wrong_date_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="at least one word"):
        days_of(store, EVERY, "…")
    with pytest.raises(StoreError, match="not a date"):
        Chosen.of(None, "yesterday", None)


def test_an_empty_archive_has_no_sites(tmp_path: Path) -> None:
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        found = stats(store, EVERY)
    assert (found.sites, found.whole.articles, found.whole.residue) == ((), 0, None)

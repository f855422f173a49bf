"""Which captures are those of one article, and what the index tells of each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.errors import StoreError
from archiver.index.store import Store
from archiver.model import Original
from archiver.versions.reading import text_of, versions
from archiver.versions.version import before, of_article
from tests.index.samples import article, capture

STORY = "https://news.example/2025/05/28/ferry"
MIRROR = "https://mirror.example/news/ferry"


def at(day: int) -> datetime:
    return datetime(2025, 5, day, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """1 the story, 2 unchanged byte for byte, 3 another text, 4 through a mirror, 5 another story."""
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        first = capture("1", STORY, at(1))
        store.add(first, "article", article("The ferry runs.", url=STORY, title="Ferry"))
        original = Original("<urn:uuid:1>", STORY, "", None)
        store.add(replace(capture("2", STORY, at(2)), original=original), "article", article("x", url=STORY))
        tracked = "http://www.news.example/2025/05/28/ferry/?utm_source=x#top"
        store.add(
            capture("3", tracked, at(3)), "article", article("The ferry stays.", url=tracked, title="Ferry stays")
        )
        mirrored = article("The  ferry stays.", url=MIRROR, original_url=STORY, title="Ferry stays")
        store.add(capture("4", MIRROR, at(4)), "article", mirrored)
        other = f"{STORY}-2"
        store.add(capture("5", other, at(5)), "article", article("Another.", url=other))
        yield store


def test_all_captures_of_one_address_are_versions_the_oldest_first(store: Store) -> None:
    for number in (1, 3, 4):
        assert [one.capture for one in versions(store, number)] == [1, 2, 3, 4]
    assert [one.capture for one in versions(store, 5)] == [5]


def test_each_says_whether_its_text_is_that_of_the_one_before(store: Store) -> None:
    found = versions(store, 1)
    assert [one.number for one in found] == [1, 1, 3, 4]
    assert [one.unchanged for one in found] == [False, True, False, True]
    assert [one.revisit for one in found] == [False, True, False, False]


def test_each_says_when_how_and_what_was_captured(store: Store) -> None:
    found = versions(store, 1)
    assert [one.time for one in found] == [at(1), at(2), at(3), at(4)]
    assert [one.title for one in found] == ["Ferry", "Ferry", "Ferry stays", "Ferry stays"]
    assert [one.payload_digest for one in found] == ["sha1:1", "sha1:2", "sha1:3", "sha1:4"]
    assert [one.mirror for one in found] == [None, None, None, "mirror.example"]
    assert [one.words for one in found] == [3, 3, 3, 3]


def test_the_version_before_an_article_is_that_before_its_first_capture(store: Store) -> None:
    found = versions(store, 1)
    earlier = before(found, 3)
    assert earlier and earlier.capture == 2
    assert before(found, 1) is None
    first = of_article(found, 1)
    assert first and first.capture == 1
    assert of_article(found, 5) is None


def test_a_canonical_address_makes_two_pages_one_article(store: Store) -> None:
    phone = "https://m.news.example/a?id=7"
    store.add(capture("6", phone, at(6)), "article", article("Short.", url=phone, canonical=STORY))
    assert [one.number for one in versions(store, 6)] == [1, 1, 3, 4, 6]


def test_pages_that_name_the_front_page_as_their_canonical_address_are_not_one_article(store: Store) -> None:
    front = "https://news.example/"
    for name in ("6", "7"):
        url = f"{front}live/{name}"
        store.add(capture(name, url, at(6)), "article", article("Live.", url=url, canonical=front))
    assert [one.number for one in versions(store, 6)] == [6]


def test_an_address_in_another_script_is_found_however_it_is_written(store: Store) -> None:
    for name, url in (("6", "https://news.example/мир"), ("7", "https://news.example/%d0%bc%D0%B8%D1%80/")):
        store.add(capture(name, url, at(6)), "article", article("Text.", url=url))
    assert [one.number for one in versions(store, 6)] == [6, 7]


def test_a_text_has_its_paragraphs_corrections_and_fields(store: Store) -> None:
    url = "https://news.example/corrected"
    blocks = ("One.\nTwo.", ("related", "More"), ("correction", "Correction: three."))
    fields = {"title": "T", "dek": "D", "authors": ("A. Reed", "B. Mole"), "published": "2025-05-28"}
    added = article(*blocks, url=url, **fields)
    number = store.add(capture("6", url, at(6)), "article", added)
    assert number
    text = text_of(store, number)
    assert text.paragraphs == ("One.", "Two.", "Correction: three.")
    assert text.corrections == ("Correction: three.",)
    assert (text.title, text.dek, text.byline, text.published) == ("T", "D", "A. Reed, B. Mole", "2025-05-28")


@pytest.mark.parametrize("number", [99, 10**30])
def test_an_article_that_is_not_there_is_named(store: Store, number: int) -> None:
    for read in (versions, text_of):
        with pytest.raises(StoreError, match=f"no article {number} in "):
            read(store, number)

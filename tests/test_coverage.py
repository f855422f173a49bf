"""How rules fit what is archived: which fire, which never did, which fell silent, and since when no layout fits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archiver import clean
from archiver.coverage import Coverage, coverage
from archiver.errors import StoreError
from archiver.index.store import Store
from archiver.rules.book import Rulebook, shipped_rules
from tests.index.samples import capture
from tests.rules.files import pack

RULES = """
name = "The Sound"
[match]
hosts = ["sound.example", "*.sound.example"]
[[layout]]
id = "sound/2024"
body = [".story"]
[[layout.remove]]
id = "sound/appeal"
label = "fundraising"
css = ".appeal"
[[remove]]
id = "sound/ghost"
label = "ad"
css = ".ghost"
"""
STORY = "".join(f"<p>The {one} ferry left the harbour at dawn, with only its crew.</p>" for one in "abcde")
ASKS = "Please give us money today!"
OLD = f'<article><h1>Ferry</h1><div class="story">{STORY}<p class="appeal">{ASKS}</p></div></article>'
NEW = f'<article><h1>Ferry</h1><div class="prose">{STORY}</div><p class="plea">{ASKS}</p></article>'
BEGIN = datetime(2024, 1, 10, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    (tmp_path / "rules").mkdir()
    return Rulebook.of([*shipped_rules().packs, pack(tmp_path / "rules", RULES, name="sound")])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        yield store


def archived(store: Store, book: Rulebook, *designs: str, host: str = "www.sound.example") -> None:
    """One page of each design a week, in this order."""
    for number, design in enumerate(designs):
        url, time = f"https://{host}/{number}", BEGIN + timedelta(weeks=number)
        html = f"<html><head><title>Ferry {number}</title></head><body>{design}</body></html>"
        found = clean(html, url, time, rulebook=book)
        store.add(capture(f"{host}{number}", url, time), "article", found)


def only(store: Store, book: Rulebook, site: str | None = None) -> Coverage:
    (one,) = coverage(store, book, site)
    return one


def states(found: Coverage) -> dict[str, tuple[str, int]]:
    return {use.id: (use.state, use.pages) for use in found.uses}


def test_a_rule_that_fires_and_one_that_never_does_are_told_apart(store: Store, book: Rulebook) -> None:
    archived(store, book, OLD, OLD)
    found = only(store, book)
    assert (found.id, found.pages, found.missed, found.is_stale) == ("sound", 2, 0, False)
    assert states(found) == {"sound/2024": ("fires", 2), "sound/appeal": ("fires", 2), "sound/ghost": ("never", 0)}
    appeal = found.uses[1]
    assert (appeal.first, appeal.last, appeal.words) == (
        "2024-01-10",
        "2024-01-17",
        2 * len(ASKS.split()),
    )


def test_after_a_new_design_the_rules_have_fallen_silent_and_the_months_say_since_when(
    store: Store, book: Rulebook
) -> None:
    archived(store, book, *[OLD] * 5, *[NEW] * 4)
    found = only(store, book)
    assert states(found)["sound/appeal"] == ("silent", 5)
    assert states(found)["sound/2024"] == ("silent", 5)
    assert found.uses[0].since == 4
    assert [(one.month, one.pages, one.missed) for one in found.months] == [
        ("2024-01", 4, 0), ("2024-02", 4, 3), ("2024-03", 1, 1)
    ]  # fmt: skip
    assert found.is_stale


def test_a_rule_that_is_rare_is_not_called_silent(store: Store, book: Rulebook) -> None:
    rare = OLD.replace("appeal", "other")
    archived(store, book, OLD, *[rare] * 6, OLD, *[rare] * 4)
    assert states(only(store, book))["sound/appeal"] == ("fires", 2)


def test_few_pages_of_a_new_design_are_no_proof(store: Store, book: Rulebook) -> None:
    archived(store, book, *[OLD] * 5, NEW, NEW)
    assert not only(store, book).is_stale


def test_a_site_has_its_subdomains_and_pages_of_other_sites_do_not_count(store: Store, book: Rulebook) -> None:
    archived(store, book, OLD)
    archived(store, book, OLD, OLD, host="ru.sound.example")
    archived(store, book, OLD, host="other.example")
    assert only(store, book).pages == 3
    assert only(store, book, "ru.sound.example").pages == 2
    assert list(coverage(store, book, "other.example")) == []


def test_what_is_no_site_is_said(store: Store, book: Rulebook) -> None:
    with pytest.raises(StoreError, match="is not a site"):
        list(coverage(store, book, "no site"))

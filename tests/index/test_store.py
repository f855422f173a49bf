import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import archiver
from archiver.article.compose import Article
from archiver.errors import StoreError
from archiver.index.store import Store
from archiver.labels import LABELS
from archiver.model import Block, Capture, Metadata, Original, Verdict, Vote
from tests.index.samples import TIME, URL, article, capture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "catalog.sqlite"


@pytest.fixture
def store(path: Path):
    with Store.open(path, create=True) as opened:
        yield opened


def test_what_is_added_comes_back_whole(store: Store):
    metadata = Metadata(
        title="Face Value",
        dek="What money cannot see.",
        authors=("Anna Petrova", "Ivan Ёлкин"),
        published="2025-05-28T09:00:00+03:00",
        language="en",
        site="The Moscow Times",
        section="Business",
        access="paywalled",
        sources=MappingProxyType({"title": "og:title"}),
    )
    added = replace(
        article("The café fell.", ("caption", "A café."), ("paywall", "Subscribe!")),
        metadata=metadata,
        notes=("themoscowtimes.com/teaser stepped aside",),
        original_url="https://www.themoscowtimes.com/original",
    )
    number = store.add(capture(), "saved", added)

    found = store.article_row(number).article
    assert (found.blocks, found.verdicts, found.notes) == (added.blocks, added.verdicts, added.notes)
    assert found.metadata == replace(metadata, sources={"title": "og:title"})
    assert (found.title, found.dek, found.byline) == (
        "Face Value",
        "What money cannot see.",
        "Anna Petrova, Ivan Ёлкин",
    )
    assert (found.url, found.original_url) == (added.url, added.original_url)
    assert (found.text, found.words, found.captions) == ("The café fell.", 3, ("A café.",))
    assert (found.is_partial, found.rulebook) == (True, "sha256:1")


def test_an_article_knows_the_record_that_it_came_from(store: Store):
    number = store.add(capture("7"), "saved", article("Text."))
    stored = store.article_row(number).capture
    assert stored.record == capture("7").record
    assert (stored.url, stored.time, stored.status, stored.outcome, stored.how) == (URL, TIME, 200, "saved", "http")
    assert store.article_row(number).article.captured_at == TIME


words = st.text(st.characters(exclude_categories=["Cs"]))
votes = st.lists(st.builds(Vote, words, st.sampled_from(LABELS), st.integers(-100, 100), words), min_size=1, max_size=3)
parts = st.lists(
    st.tuples(
        st.builds(
            Block, st.just(0), words, words, st.lists(words).map(tuple), words, words, st.floats(0, 1), st.booleans()
        ),
        votes,
    ),
    max_size=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts)
def test_law_blocks_and_verdicts_come_back_equal(store: Store, parts: list[tuple[Block, list[Vote]]]):
    blocks = tuple(replace(block, index=index) for index, (block, _) in enumerate(parts))
    verdicts = tuple(Verdict(index, votes[0].label, tuple(votes)) for index, (_, votes) in enumerate(parts))
    added = Article(URL, URL, TIME, Metadata(), blocks, verdicts)
    found = store.article_row(store.add(capture(), "saved", added)).article
    assert (found.blocks, found.verdicts) == (blocks, verdicts)


def test_only_the_index_profiles_text_is_stored_whichever_one_is_shown(store: Store):
    added = article(("title", "Face Value"), "Text.", ("paywall", "Subscribe!"))
    number = store.add(capture(), "saved", added.with_profile("verbatim"))
    assert store.article_row(number).article.text == "Text."


def test_a_cleaned_page_comes_back_whole(store: Store):
    page = """<html lang=en><title>Tide tables</title><nav><a href=/>Home</a></nav><article><h1>Tide tables</h1>
        <p>The tables for the coming year are out, and <b>every</b> harbour has a copy of them by now.</p></article>"""
    cleaned = archiver.clean(page, url=URL)
    found = store.article_row(store.add(capture(), "saved", cleaned)).article
    assert (found.blocks, found.verdicts, found.metadata) == (cleaned.blocks, cleaned.verdicts, cleaned.metadata)
    assert (found.text, found.title, found.words) == (cleaned.text, cleaned.title, cleaned.words)
    assert (found.notes, found.rulebook) == (cleaned.notes, cleaned.rulebook)


def test_half_a_surrogate_pair_becomes_a_replacement_character(store: Store):
    number = store.add(capture(), "saved", article("cut \ud83d", title="cut \ud83d"))
    assert store.article_row(number).article.title == "cut \ufffd"
    assert store.article_row(number).article.metadata.title == "cut \ufffd"


def test_adding_a_record_again_replaces_its_article_and_keeps_its_number(store: Store):
    store.add(capture("1"), "saved", article("First.", "Second."))
    store.add(capture("2"), "saved", article("Other."))
    assert store.add(capture("1"), "saved again", article("Third.")) == 1
    assert store.article_row(1).article.text == "Third."
    assert len(store.article_row(1).article.blocks) == 1
    assert store.article_row(1).capture.outcome == "saved again"
    assert store.counts()["captures"] == 2


def test_a_capture_without_an_article_is_kept_and_counted(store: Store):
    assert store.add(capture(), "not an article", None) is None
    assert (store.counts()["captures"], store.counts()["articles"]) == (1, 0)


def test_an_article_that_is_one_no_more_goes_and_comes_back_under_its_number(store: Store):
    store.add(capture("1"), "saved", article("Text."))
    store.add(capture("1"), "not an article", None)
    assert store.counts() == {"captures": 1, "articles": 0, "partial": 0, "sites": 0, "blocks": 0, "residue": 0}
    store.add(capture("2"), "saved", article("Other."))
    assert store.add(capture("1"), "saved", article("Text.")) == 1


def test_an_addition_that_fails_leaves_nothing_behind(store: Store):
    broken = replace(article("Text.", "More."), verdicts=())
    with pytest.raises(KeyError):
        store.add(capture(), "saved", broken)
    assert store.counts()["captures"] == 0


def test_a_capture_outside_any_warc_file_is_refused(store: Store):
    with pytest.raises(ValueError, match="only what lies in a WARC file"):
        store.add(replace(capture(), record=None), "saved", None)


@pytest.mark.parametrize("url", [
    "https://mirror.example/a", "https://www.example.com/a", "HTTPS://www.Example.com:443/a#top",
    "https://example.com/canonical", "https://short.example/x",
])  # fmt: skip
def test_an_article_is_found_by_any_of_its_urls(store: Store, url: str):
    added = article(
        "Text.",
        url="https://mirror.example/a",
        original_url="https://www.example.com/a",
        canonical="https://example.com/canonical",
    )
    assert store.find(url) is None
    number = store.add(capture(url="https://short.example/x"), "saved", added)
    assert store.find(url) == number


def test_of_several_captures_of_a_url_the_newest_is_found(store: Store):
    newest = store.add(capture("1", time=TIME + timedelta(days=1)), "saved", article("New."))
    store.add(capture("2", time=TIME), "saved", article("Old."))
    store.add(capture("3", time=TIME + timedelta(days=2)), "not an article", None)
    assert store.find(URL) == newest


def test_what_is_no_url_is_not_found(store: Store):
    assert store.find("a page.html") is None
    assert store.find("https://example.com/\udcff") is None


def test_counts_say_how_much_there_is(store: Store):
    store.add(capture("1"), "saved", article("A.", ("paywall", "Pay!"), ("related", "See also")))
    store.add(capture("2"), "saved", article("B.", url="https://example.com/b"))
    store.add(capture("3"), "not an article", None)
    assert store.counts() == {"captures": 3, "articles": 2, "partial": 1, "sites": 2, "blocks": 4, "residue": 2}


@pytest.mark.parametrize("number", [99, -1, 0, 10**30])
def test_a_missing_article_is_named(store: Store, number: int):
    with pytest.raises(StoreError, match=f"^no article {number} in .*catalog.sqlite; `archiver search` lists them$"):
        store.article_row(number)


def test_a_missing_index_says_how_to_begin(path: Path):
    with pytest.raises(
        StoreError, match=r"catalog\.sqlite: nothing is archived here yet; begin with `archiver save URL`"
    ):
        Store.open(path, create=False)
    assert not path.exists()


def test_an_empty_file_is_nothing_archived_yet_and_can_be_begun(path: Path):
    path.parent.mkdir()
    path.touch()
    with pytest.raises(StoreError, match="nothing is archived here yet"):
        Store.open(path, create=False)
    with Store.open(path, create=True) as store:
        assert store.counts()["captures"] == 0


@pytest.mark.parametrize("create", [True, False])
def test_a_file_that_is_no_database_is_left_alone_and_named(path: Path, create: bool):
    path.parent.mkdir()
    path.write_text("Dear diary, this is not an index. " * 100)
    with pytest.raises(StoreError, match=r"catalog\.sqlite: not a catalog; run `archiver index --rebuild`"):
        Store.open(path, create=create)
    assert path.read_text().startswith("Dear diary")


@pytest.mark.parametrize("create", [True, False])
def test_another_programs_database_is_left_alone_and_named(path: Path, create: bool):
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks(url)")
    other.close()
    with pytest.raises(StoreError, match=r"catalog\.sqlite: not an archiver's catalog; move it away"):
        Store.open(path, create=create)


def test_an_index_of_another_format_asks_for_a_rebuild(path: Path):
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA user_version = 999")
    other.close()
    with pytest.raises(
        StoreError, match=r"catalog\.sqlite: catalog of format 999, not 4; run `archiver index --rebuild`"
    ):
        Store.open(path, create=False)


def test_a_damaged_index_asks_for_a_rebuild(path: Path):
    with Store.open(path, create=True) as store:
        for name in range(20):
            store.add(capture(str(name)), "saved", article("Text. " * 500))
    path.write_bytes(path.read_bytes()[:40_000])
    with pytest.raises(StoreError, match=r"catalog\.sqlite: the catalog is damaged; run `archiver index --rebuild`"):  # noqa: SIM117
        with Store.open(path, create=False) as store:
            store.rows("SELECT sum(length(text)) FROM blocks", {})


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file/home: cannot be made a folder"):
        Store.open(tmp_path / "file" / "home" / "catalog.sqlite", create=True)


def test_a_folder_in_the_place_of_the_index_is_named(path: Path):
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match=r"catalog\.sqlite: cannot be opened and written"):
        Store.open(path, create=True)


def test_one_reads_while_another_writes(path: Path, store: Store):
    store.add(capture("1"), "saved", article("Before."))
    writer = sqlite3.connect(path)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE articles SET title = 'not committed'")
    with Store.open(path, create=False) as reader:
        assert reader.article_row(1).article.text == "Before."
        assert reader.article_row(1).article.title is None
    writer.close()


def test_a_second_writer_is_told_that_the_index_is_in_use(path: Path, store: Store):
    writer = sqlite3.connect(path)
    writer.execute("BEGIN IMMEDIATE")
    with (
        Store.open(path, create=True, timeout=0.01) as second,
        pytest.raises(StoreError, match=r"catalog\.sqlite: in use by another archiver; try again"),
    ):
        second.add(capture(), "saved", None)
    writer.close()
    assert store.add(capture(), "saved", article("Text.")) == 1


def test_two_writers_take_turns(path: Path, store: Store):
    with Store.open(path, create=True) as second:
        numbers = [
            writer.add(capture(str(n)), "saved", article("Text.")) for n, writer in enumerate([store, second] * 3)
        ]
    assert numbers == [1, 2, 3, 4, 5, 6]


# Revisits


def revisit(name: str, of: Capture, **fields: Any) -> Capture:
    record = replace(capture(name).record, payload_digest=of.record.payload_digest)
    named = Original(of.record.record_id, of.url, "", of.time)
    return replace(of, record=record, time=of.time + timedelta(days=1), original=named, **fields)


def test_a_revisit_has_the_article_of_its_original(path: Path):
    with Store.open(path, create=True) as store:
        first = capture("1")
        assert store.add(first, "article", article("Text.")) == 1
        assert store.add(revisit("2", first), "article", article("Text.")) == 1
        assert store.counts()["articles"] == 1
        rows = store.rows("SELECT record_type, revisit_of FROM captures ORDER BY id", {})
        assert [tuple(row.values()) for row in rows] == [("response", None), ("revisit", 1)]


def test_its_own_is_dropped_when_the_original_gets_one(path: Path):
    with Store.open(path, create=True) as store:
        first = capture("1")
        store.add(first, "soft 404", None)
        assert store.add(revisit("2", first), "article", article("Text.")) == 2
        assert store.add(first, "article", article("Text.")) == 1
        assert [row["id"] for row in store.rows("SELECT id FROM articles", {})] == [1]


def test_a_revisit_of_a_revisit_has_the_same_original(path: Path):
    with Store.open(path, create=True) as store:
        first = capture("1")
        second = revisit("2", first)
        third = revisit("3", second)
        for one in (first, second, third):
            store.add(one, "article", None)
        assert store.original(third).id == 1
        assert store.original(first) is None


def test_an_original_that_is_not_there_is_none(path: Path):
    with Store.open(path, create=True) as store:
        lost = revisit("2", capture("1"))
        store.add(lost, "revisit", None)
        assert store.original(lost) is None
        assert store.holders("sha1:1", URL, same_url=False) == []


def test_only_the_archive_s_own_responses_can_be_referred_to(path: Path):
    with Store.open(path, create=True) as store:
        for name, file, url in (("1", "warc/a", "http://b/"), ("2", "/else/b", URL), ("3", "warc/c", URL)):
            record = replace(capture(name).record, file=file, payload_digest="sha1:x")
            store.add(replace(capture(name, url), record=record), "article", None)
        assert store.holders("sha1:x", URL, same_url=False) == [("warc/c", 1024), ("warc/a", 1024)]
        assert store.holders("sha1:x", URL, same_url=True) == [("warc/c", 1024)]


def test_the_newest_of_a_url_is_what_was_captured_last(path: Path):
    with Store.open(path, create=True) as store:
        first = capture("1")
        changed = capture("2", time=TIME + timedelta(hours=1))
        store.add(first, "article", article("Text."))
        store.add(changed, "article", article("Other text."))
        assert store.find(URL) == 2
        store.add(revisit("3", first), "article", article("Text."))
        assert store.find(URL) == 1

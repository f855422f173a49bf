import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import ArchiverError, StoreError
from archiver.index.search import Narrowed, Results, found, search
from archiver.index.store import Store
from archiver.query.balance import DEEPEST
from tests.index.samples import TIME, article, capture


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


LONG = (
    "Money opened the piece. " + "Nothing of note happened here. " * 40 + "At last the venture folded. " + "End. " * 60
)
ARTICLES = [
    (1, "2025-05-28", article(LONG, title="Face Value", dek="What a ledger hides.", authors=("Anna Petrova",),
                              site="The Moscow Times", published="2025-05-28T09:00:00+03:00", language="en",
                              url="https://www.themoscowtimes.com/a")),
    (2, "2025-06-02", article("Traders met face-to-face; they don't write.", title="Venture", language="en",
                              published="2024-11", url="https://ru.themoscowtimes.com/b")),
    (3, "2025-06-02", article("The café in Ёлкино, naïve and 東京都 😀 bright.", title="Кофе", language="ru",
                              url="https://example.com/c")),
    (4, "2023-01-01", article("A value to face, a venture.", ("paywall", "Subscribe to the gazette!"), title="Plain",
                              published="2022", url="https://notthemoscowtimes.com/d")),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(tmp_path_factory.mktemp("home") / "catalog.sqlite", create=True) as opened:
        with opened.together():
            for number, day, one in ARTICLES:
                opened.add(capture(str(number), time=at(day)), "saved", one)
        opened.catch_up()
        yield opened


def ids(results: Results) -> list[int]:
    return [hit.id for hit in results.hits]


def marked(results: Results) -> list[str]:
    return [piece for piece, matched in results.hits[0].snippet if matched]


# What is found


@pytest.mark.parametrize("typed", ["", "   ", '""', "*", "- & ?!", "😀", "\x00", "-money", "NOT (money OR face)"])
def test_a_query_without_a_word_is_refused(store: Store, typed: str):
    with pytest.raises(StoreError, match=r"^nothing to search for in .*; give at least one word$"):
        search(store, typed)


@pytest.mark.parametrize(("typed", "numbers"), [
    ("money", [1]),
    ("face value", [1, 4]),
    ('"face value"', [1]),
    ("vent*", [1, 2, 4]),
    ("vent", []),
    ("ventures", [1, 2]),
    ('"ventures"', []),
    ("venture money", [1]),
    ("cafe", [3]),
    ("CAFÉ", [3]),
    ("naive", [3]),
    ("елкино", [3]),
    ("東京", [3]),
    ("京都", [3]),
    ("face-to-face", [2]),
    ("to-face", [2, 4]),
    ("don't", [2]),
    ("don’t", [2]),
    ("petrova", [1]),
    ("ledger", [1]),
    ("gazette", []),
    ("label:paywall gazette", [4]),
    ("label:paywall", [4]),
    ("label:residue (gazette OR money)", [4]),
    ("venture OR money", [1, 2, 4]),
    ("venture NOT money", [2, 4]),
    ("venture -money", [2, 4]),
    ("(money OR traders) venture", [1, 2]),
    ("NEAR(value venture, 3)", [4]),
    ("NEAR(value venture, 1)", []),
    ("title:venture", [2]),
    ("title:(venture OR plain)", [2, 4]),
    ("title:(NOT venture) lang:en", [1]),
    ('author:"anna petrova"', [1]),
    ("author:anna -title:face", []),
    ("lang:en", [1, 2]),
    ("lang:english venture", [1, 2]),
    ("is:partial", [4]),
    ("is:paywalled", [4]),
    ("site:themoscowtimes.com", [1, 2]),
    ("captured:2025-06", [2, 3]),
    ("captured:..2025-05-28", [1, 4]),
    ("captured:2023..9999-12-31", [1, 2, 3, 4]),
])  # fmt: skip
def test_a_query_finds(store: Store, typed: str, numbers: list[int]):
    results = search(store, typed)
    assert sorted(ids(results)) == numbers
    assert (results.total, results.about) == (len(numbers), False)


@pytest.mark.parametrize(("field", "numbers"), [("lang:nb", [1, 2]), ("lang:no", [1, 2]), ("lang:norwegian", [1, 2])])
def test_a_language_is_found_by_each_of_its_codes(tmp_path: Path, field: str, numbers: list[int]):
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store, store.together():
        for name, code in (("1", "nb"), ("2", "no-NO"), ("3", "da")):
            store.add(capture(name), "saved", article(f"Tekst {name}.", language=code, url=f"https://e.org/{name}"))
    with Store.open(tmp_path / "catalog.sqlite", create=False) as store:
        assert sorted(ids(search(store, field))) == numbers


def test_a_word_in_a_title_is_found_in_the_forms_that_its_language_has(tmp_path: Path):
    # English has the most articles, so that a German stem is looked for in German ones alone.
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store, store.together():
        for name in "123":
            other = article(f"Of other things {name}.", language="en", url=f"https://example.org/{name}")
            store.add(capture(name), "saved", other)
        store.add(capture("4"), "saved", article("Text.", title="Die Häuser der Stadt", language="de"))
    with Store.open(tmp_path / "catalog.sqlite", create=False) as store:
        assert ids(search(store, "title:haus")) == [4]
        assert ids(search(store, "haus")) == [4]


def test_what_a_query_was_understood_as_and_what_was_ignored_is_said(store: Store):
    results = search(store, "money lang:xx (venture", Narrowed(site="themoscowtimes.com"))
    assert results.understood == "money venture site:themoscowtimes.com"
    assert [one.text for one in results.ignored] == ["lang:xx", "("]


def test_an_empty_query_finds_all_for_who_looks_through_the_archive(store: Store):
    assert [row["id"] for row in found(store, "").rows] == [3, 1, 2, 4]
    assert [row["id"] for row in found(store, " ", Narrowed(after="2025")).rows] == [3, 1]


# In which order


def test_a_match_in_the_title_comes_first(store: Store):
    assert ids(search(store, "venture"))[0] == 2


def test_hits_are_given_best_first_with_higher_scores(store: Store):
    scores = [hit.score for hit in search(store, "venture").hits]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_the_total_counts_beyond_the_limit(store: Store):
    results = search(store, "venture", limit=1)
    assert (len(results.hits), results.total) == (1, 3)


@pytest.mark.parametrize(("limit", "hits"), [(10**30, 3), (2**63, 3), (0, 0), (-1, 0), (-(10**30), 0)])
@pytest.mark.parametrize("typed", ["venture", "venture OR tag:x", "venture OR captured:2030 -title:кофе"])
def test_no_limit_is_too_large_or_too_small(store: Store, limit: int, hits: int, typed: str):
    assert len(search(store, typed, limit=limit).hits) == hits


# What is shown


def test_a_hit_says_what_a_list_of_results_shows(store: Store):
    hit = search(store, "money").hits[0]
    assert (hit.id, hit.title, hit.byline, hit.site) == (1, "Face Value", "Anna Petrova", "The Moscow Times")
    assert (hit.url, hit.published) == ("https://www.themoscowtimes.com/a", "2025-05-28T09:00:00+03:00")
    assert (hit.captured_at, hit.words, hit.partial) == (at("2025-05-28"), len(LONG.split()), False)
    assert (hit.story, hit.copies) == (None, 0)
    assert search(store, "plain").hits[0].partial is True


def test_the_snippet_is_cut_around_the_match_and_marks_it(store: Store):
    results = search(store, "folding ventures", Narrowed(site="themoscowtimes.com"))
    assert marked(results) == ["venture", "folded"]
    text = "".join(piece for piece, _ in results.hits[0].snippet)
    assert "the venture folded" in text
    assert text.startswith("…")


def test_a_match_in_the_dek_alone_shows_the_dek(store: Store):
    assert search(store, "ledger").hits[0].snippet == (("What a ", False), ("ledger", True), (" hides.", False))


def test_a_match_in_the_title_alone_shows_how_the_text_begins(store: Store):
    ((text, matched),) = search(store, "кофе").hits[0].snippet
    assert (text, matched) == ("The café in Ёлкино, naïve and 東京都 😀 bright.", False)


def test_a_match_in_what_was_removed_shows_that(store: Store):
    assert marked(search(store, "label:paywall gazette")) == ["gazette"]


def test_control_characters_in_a_text_cannot_pass_for_marks(tmp_path: Path):
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        store.add(capture(), "saved", article("some\x02 nul\x00 \x03word\n\nthen  more"))
        assert search(store, "word").hits[0].snippet == (("some nul ", False), ("word", True), (" then more", False))


# Copies and versions


def of_one_story(number: int) -> str:
    words = "harbour council vote bridge tender mayor ferry budget island pilot storm report".split()
    return " ".join(f"The {word} of the {other} was in the paper of {number}." for word in words for other in words[:6])


@pytest.fixture
def copied(tmp_path: Path):
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store:
        with store.together():
            for name, number in (("1", 7), ("2", 7), ("3", 7), ("4", 11)):
                one = article(of_one_story(number), title=f"Title {name}", url=f"https://{name}.example.org/{name}")
                later = TIME + timedelta(days=int(name))
                store.add(capture(name, f"https://{name}.example.org/{name}", later), "saved", one)
            changed = article("Quite another text under one address.", url="https://4.example.org/4")
            store.add(capture("5", "https://4.example.org/4", TIME + timedelta(days=9)), "saved", changed)
        store.catch_up()
        yield store


def test_of_copies_of_a_story_only_one_is_shown_with_how_many_more_there_are(copied: Store):
    results = search(copied, "harbour 7", sort="oldest")
    assert [(hit.id, hit.story, hit.copies) for hit in results.hits] == [(1, 1, 2)]
    assert results.total == 3


def test_all_of_them_are_shown_on_demand(copied: Store):
    assert ids(search(copied, "harbour 7", sort="newest", expand=True)) == [3, 2, 1]


def test_versions_under_one_address_are_one_story_whatever_their_texts_are(copied: Store):
    hit = search(copied, "quite another text").hits[0]
    assert (hit.id, hit.story, hit.copies) == (5, 4, 1)


def test_copies_do_not_take_the_places_of_others(copied: Store):
    assert ids(search(copied, "of", sort="oldest", limit=2)) == [1, 4]


def test_a_copy_that_becomes_another_text_leaves_the_story(copied: Store):
    other = article("Nothing of the kind stands here any more today.", url="https://2.example.org/2")
    copied.add(capture("2", "https://2.example.org/2", TIME + timedelta(days=2)), "saved", other)
    copied.catch_up()
    assert [(hit.id, hit.copies) for hit in search(copied, "harbour 7", sort="oldest").hits] == [(1, 1)]
    assert search(copied, "kind").hits[0].story is None


# Narrowing


@pytest.mark.parametrize(("site", "numbers"), [
    ("themoscowtimes.com", [1, 2]),
    ("www.themoscowtimes.com", [1, 2]),
    ("https://www.TheMoscowTimes.com/section", [1, 2]),
    ("ru.themoscowtimes.com", [2]),
    ("moscowtimes.com", []),
    ("com", [1, 2, 4]),
    ("%", []),
    ("the_oscowtimes.com", []),
])  # fmt: skip
def test_a_site_stands_for_its_subdomains_too(store: Store, site: str, numbers: list[int]):
    assert sorted(ids(search(store, "venture", Narrowed(site=site)))) == numbers


@pytest.mark.parametrize("site", ["", " ", "//", "a b", "[", "\udcff", 'a"b'])
def test_what_is_no_site_is_refused(store: Store, site: str):
    with pytest.raises(StoreError, match="is not a site; give a host"):
        search(store, "venture", Narrowed(site=site))


@pytest.mark.parametrize(("after", "before", "numbers"), [
    ("2025", None, [1, 3]),
    ("2025-05-28", "2025-05-28", [1]),
    ("2025-05", "2025-05", [1]),
    ("2025-05-29", None, [3]),
    (None, "2025-05-27", [2, 4]),
    ("2024-11-30", "2024-11-30", [2]),
    ("2022-07", "2022-08", [4]),
    ("2025-06-02", "2025-06-02", [3]),
    ("2026", None, []),
])  # fmt: skip
def test_dates_are_inclusive_and_as_exact_as_they_are_given(store: Store, after, before, numbers: list[int]):
    words = ("money", "traders", "cafe", "plain")  # one for each article
    narrowed = Narrowed(after=after, before=before)
    assert [number for word in words for number in ids(search(store, word, narrowed))] == numbers


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2025-13", "2025-02-30", "25", "2025-5-1", "0000", "２０２５", "2025-05-28T10"]
)
def test_what_is_no_date_is_refused(store: Store, text: str):
    for narrowed in (Narrowed(after=text), Narrowed(before=text)):
        with pytest.raises(StoreError, match="is not a date; write 2025, 2025-05 or 2025-05-28"):
            search(store, "venture", narrowed)


@pytest.mark.parametrize("language", ["en", "EN", "en-US", "English"])
def test_a_language_is_given_by_its_code_or_its_name(store: Store, language: str):
    assert sorted(ids(search(store, "venture", Narrowed(language=language)))) == [1, 2]


@pytest.mark.parametrize("language", ["", "xx", 'e"n', "klingon"])
def test_what_is_no_language_is_refused(store: Store, language: str):
    with pytest.raises(StoreError, match="is no language"):
        search(store, "venture", Narrowed(language=language))


# Whatever is typed

pieces = st.lists(
    st.sampled_from(
        ['"', "'", "*", "^", "(", ")", "{", "}", ":", "+", "-", ",", ";", "--", "AND", "OR", "NOT", "NEAR(", "\x00",
         "title:", "title:(", "author:", "{title dek}:", "venture", "face", " ", "\n", "😀", "東京", "é", "e\u0301",
         "\ud83d", "\x02", "?1", "label:paywall ", "label:body,ad ", "lang:de", "site:%", "tag:x", "has:note",
         "after:2024", "before:2025-05", "captured:..2024", "is:partial", "ـ", "§", "rowid"]
    )
).map("".join)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(pieces, st.text(st.characters())))
def test_law_no_query_raises_anything_but_our_own_errors(store: Store, typed: str):
    try:
        search(store, typed)
    except ArchiverError as error:
        assert "\n" not in str(error)


marks = st.sampled_from(["'", "^", "{", "}", "+", ",", ";", "--", "venture", " ", "😀", "東京", "é", "?1", "\x02"])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(marks).map("".join))
def test_law_marks_around_a_word_neither_widen_nor_narrow_what_it_finds(store: Store, typed: str):
    assert set(ids(search(store, f"money {typed}"))) <= {1}


@pytest.mark.parametrize(
    "piece", ["a (b OR ", "-(tag:x OR -(title:b ", "(after:2001 OR -(is:partial ", "label:ad (x -("]
)
def test_a_query_is_answered_as_deep_as_it_may_be(store: Store, piece: str):
    depth = DEEPEST // piece.count("(")
    search(store, "venture OR " + piece * depth + "face" + ")" * DEEPEST)


def test_a_query_as_long_as_a_paragraph_is_answered_and_a_longer_one_refused(store: Store):
    assert search(store, "a* " * 600).total == 3
    with pytest.raises(StoreError, match="a query of 8000 characters is too long; give at most 2000"):
        search(store, "venture " * 1000)


@pytest.mark.parametrize("kind", ["w{} ", "title:w{} ", "-w{} ", "tag:t{},", "label:ad w{} ", "w{} OR "])
def test_a_query_of_as_many_words_as_it_may_have_is_answered(store: Store, kind: str):
    field, _, each = kind.rpartition(":") if kind.startswith("tag") else ("", "", kind)
    text = "venture " + (f"{field}:" if field else "") + "".join(each.format(n) for n in range(150))
    search(store, text)


# Large archives


def test_more_hits_are_shown_than_a_statement_has_room_for(tmp_path: Path):
    one = article("Same words.", url="https://example.org/")
    with Store.open(tmp_path / "catalog.sqlite", create=True) as store, store.together():
        for number in range(1100):
            address = f"https://example.org/{number // 2}"
            store.add(capture(str(number), address), "saved", replace(one, url=address, original_url=address))
    with Store.open(tmp_path / "catalog.sqlite", create=False) as store:
        store.connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 3_000)
        results = search(store, "same", limit=10**6, expand=True)
        assert (len(results.hits), results.total) == (1100, 1100)
        assert {hit.copies for hit in results.hits} == {1}
        assert all(any(matched for _, matched in hit.snippet) for hit in results.hits)

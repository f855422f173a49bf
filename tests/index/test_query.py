from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import ArchiverError, StoreError
from archiver.index.query import Query, Results, Term, parse, search
from archiver.index.store import Store
from tests.index.samples import article, capture


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


LONG = (
    "Money opened the piece. " + "Nothing of note happened here. " * 40 + "At last the venture folded. " + "End. " * 60
)
ARTICLES = [
    (1, "2025-05-28", article(LONG, title="Face Value", dek="What a ledger hides.", authors=("Anna Petrova",),
                              site="The Moscow Times", published="2025-05-28T09:00:00+03:00",
                              url="https://www.themoscowtimes.com/a")),
    (2, "2025-06-02", article("Traders met face-to-face; they don't write.", title="Venture",
                              published="2024-11", url="https://ru.themoscowtimes.com/b")),
    (3, "2025-06-02", article("The café in Ёлкино, naïve and 東京 😀 bright.", title="Кофе", url="https://example.com/c")),
    (4, "2023-01-01", article("A value to face, a venture.", ("paywall", "Subscribe to the gazette!"), title="Plain",
                              published="2022", url="https://notthemoscowtimes.com/d")),
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    with Store.open(tmp_path_factory.mktemp("home") / "index.sqlite", create=True) as opened:
        for number, day, found in ARTICLES:
            opened.add(capture(str(number), time=at(day)), "saved", found)
        yield opened


def ids(results: Results) -> list[int]:
    return [hit.id for hit in results.hits]


def marked(results: Results) -> list[str]:
    return [piece for piece, matched in results.hits[0].snippet if matched]


@pytest.mark.parametrize(("typed", "terms"), [
    ("money talks", [Term("money"), Term("talks")]),
    ('"face value" money', [Term("face value"), Term("money")]),
    ("“face value” «два слова»", [Term("face value"), Term("два слова")]),
    ("ventur*", [Term("ventur", prefix=True)]),
    ('"face val*" "face val"*', [Term("face val", prefix=True), Term("face val", prefix=True)]),
    ('5" pipe', [Term("5"), Term("pipe")]),
    ("face-to-face don't title:x", [Term("face-to-face"), Term("don't"), Term("title:x")]),
    ("money - & 😀 * \"\" '", [Term("money")]),
    ("a AND b", [Term("a"), Term("AND"), Term("b")]),
    ("nul\x00between", [Term("nul"), Term("between")]),
])  # fmt: skip
def test_a_query_is_read_as_people_type_it(typed: str, terms: list[Term]):
    assert parse(typed) == Query(tuple(terms))


@pytest.mark.parametrize("typed", ["", "   ", '""', "*", "- & ?!", "😀", "\x00"])
def test_a_query_without_a_word_is_refused(store: Store, typed: str):
    with pytest.raises(StoreError, match=r"^nothing to search for in .*; give at least one word$"):
        search(store, typed)


@pytest.mark.parametrize(("typed", "found"), [
    ("money", [1]),
    ("face value", [1, 4]),
    ('"face value"', [1]),
    ("vent*", [2, 1, 4]),
    ("vent", []),
    ("venture money", [1]),
    ("cafe", [3]),
    ("CAFÉ", [3]),
    ("naive", [3]),
    ("face-to-face", [2]),
    ("to-face", [2, 4]),
    ("don't", [2]),
    ("don’t", [2]),
    ("title:venture", []),
    ("venture OR money", []),
    ("NOT venture", []),
    ("petrova", [1]),
    ("ledger", [1]),
    ("gazette", []),
])  # fmt: skip
def test_every_term_must_be_in_title_dek_byline_or_text(store: Store, typed: str, found: list[int]):
    assert sorted(ids(search(store, typed))) == sorted(found)


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
def test_no_limit_is_too_large_or_too_small(store: Store, limit: int, hits: int):
    assert len(search(store, "venture", limit=limit).hits) == hits


def test_a_hit_says_what_a_list_of_results_shows(store: Store):
    hit = search(store, "money").hits[0]
    assert (hit.id, hit.title, hit.byline, hit.site) == (1, "Face Value", "Anna Petrova", "The Moscow Times")
    assert (hit.url, hit.published) == ("https://www.themoscowtimes.com/a", "2025-05-28T09:00:00+03:00")
    assert (hit.captured_at, hit.words, hit.partial) == (at("2025-05-28"), len(LONG.split()), False)
    assert search(store, "plain").hits[0].partial is True


def test_the_snippet_is_cut_around_the_match_and_marks_it(store: Store):
    results = search(store, "folded venture", site="themoscowtimes.com")
    assert marked(results) == ["venture", "folded"]
    text = "".join(piece for piece, _ in results.hits[0].snippet)
    assert "the venture folded" in text
    assert text.startswith("…")


def test_a_match_in_the_dek_alone_shows_the_dek(store: Store):
    assert search(store, "ledger").hits[0].snippet == (("What a ", False), ("ledger", True), (" hides.", False))


def test_a_match_in_the_title_alone_shows_how_the_text_begins(store: Store):
    ((text, matched),) = search(store, "кофе").hits[0].snippet
    assert (text, matched) == ("The café in Ёлкино, naïve and 東京 😀 bright.", False)


def test_control_characters_in_a_text_cannot_pass_for_marks(tmp_path: Path):
    with Store.open(tmp_path / "index.sqlite", create=True) as store:
        store.add(capture(), "saved", article("some\x02 nul\x00 \x03word\n\nthen  more"))
        assert search(store, "word").hits[0].snippet == (("some nul ", False), ("word", True), (" then more", False))


@pytest.mark.parametrize(("site", "found"), [
    ("themoscowtimes.com", [1, 2]),
    ("www.themoscowtimes.com", [1, 2]),
    ("https://www.TheMoscowTimes.com/section", [1, 2]),
    ("ru.themoscowtimes.com", [2]),
    ("moscowtimes.com", []),
    ("com", [1, 2, 4]),
    ("%", []),
    ("the_oscowtimes.com", []),
])  # fmt: skip
def test_a_site_stands_for_its_subdomains_too(store: Store, site: str, found: list[int]):
    assert sorted(ids(search(store, "venture", site=site))) == found


@pytest.mark.parametrize("site", ["", " ", "//", "a b", "[", "\udcff"])
def test_what_is_no_site_is_refused(store: Store, site: str):
    with pytest.raises(StoreError, match="is not a site; give a host"):
        search(store, "venture", site=site)


@pytest.mark.parametrize(("after", "before", "found"), [
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
def test_dates_are_inclusive_and_as_exact_as_they_are_given(store: Store, after, before, found: list[int]):
    words = ("money", "traders", "cafe", "plain")  # one for each article
    assert [number for word in words for number in ids(search(store, word, after=after, before=before))] == found


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2025-13", "2025-02-30", "25", "2025-5-1", "0000", "２０２５", "2025-05-28T10"]
)
def test_what_is_no_date_is_refused(store: Store, text: str):
    with pytest.raises(StoreError, match="is not a date; write 2025, 2025-05 or 2025-05-28"):
        search(store, "venture", after=text)
    with pytest.raises(StoreError, match="is not a date"):
        search(store, "venture", before=text)


syntax = st.lists(
    st.sampled_from(
        ['"', "'", "*", "^", "(", ")", "{", "}", ":", "+", "-", ",", ";", "--", "AND", "OR", "NOT", "NEAR(", "\x00",
         "title", "{title dek}:", "venture", "face", " ", "\n", "😀", "東京", "é", "e\u0301", "\ud83d", "\x02", "?1"]
    )
).map("".join)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(syntax, st.text(st.characters())))
def test_law_no_query_raises_anything_but_our_own_errors(store: Store, typed: str):
    try:
        search(store, typed)
    except ArchiverError as error:
        assert "\n" not in str(error)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(syntax)
def test_law_marks_around_a_word_neither_widen_nor_narrow_what_it_finds(store: Store, typed: str):
    found = set(ids(search(store, f"money {typed}")))
    assert found <= {1}


def test_a_query_as_long_as_a_paragraph_is_answered_and_a_longer_one_refused(store: Store):
    assert search(store, "a* " * 600).total == 3
    with pytest.raises(StoreError, match="a query of 8000 characters is too long; give at most 2000"):
        search(store, "venture " * 1000)

"""Which of a page's titles is the headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.headline import best, is_part, longest_part, without_site

STAYS = "Ferry stays through the winter"


@pytest.mark.parametrize(
    ("said", "heads", "title"),
    [
        ([STAYS], [], STAYS),
        ([f"{STAYS} - The Shore"], [], STAYS),
        ([f"{STAYS} | News | The Shore"], [STAYS], STAYS),
        ([f"The Shore: news | {STAYS}"], [], f"The Shore: news | {STAYS}"),
        ([f"The Shore | {STAYS}"], [], STAYS),
        ([f"{STAYS} - Shore.example"], [], STAYS),
        ([f"{STAYS} - what now?"], [], f"{STAYS} - what now?"),
        (["Said to crawlers", "Other"], ["Said to readers"], "Said to crawlers"),
        ([f"Harbour: {STAYS}"], [STAYS], STAYS),
        ([f"Harbour: {STAYS}", f"Harbour – {STAYS}"], [STAYS], f"Harbour: {STAYS}"),
        ([STAYS, f"Harbour / {STAYS}"], [f"Harbour {STAYS}"], f"Harbour / {STAYS}"),
        ([f"Boats in the north: {STAYS}"], [f"Harbour - {STAYS}"], STAYS),
        (["The town has no plan: here is what to do now"], ["Our town has no plan: here is what to do now"], None),
        (["The Shore"], [STAYS], STAYS),
        (["The Shore"], [], "The Shore"),
    ],
)
def test_the_headline_is_without_the_paper_s_name_and_with_the_kicker_that_most_give(
    said: list[str], heads: list[str], title: str | None
) -> None:
    assert best(said, heads, "The Shore", "www.shore.example") == (title or said[0])


@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.text(max_size=20), max_size=3))
def test_any_titles_have_a_headline_or_there_are_none(said: list[str], heads: list[str]) -> None:
    assert (best(said, heads, None, "") is None) is (not said)


def test_a_title_that_names_the_paper_over_and_over_is_left_as_it_is() -> None:
    title = "Ferry stays" + " | The Shore" * 10_000
    assert best([title], [], "The Shore", "") == title
    assert best(["Ferry stays" + " | The Shore" * 30], [], "The Shore", "") == "Ferry stays"


def test_a_dash_within_a_headline_is_not_where_a_paper_s_name_begins() -> None:
    assert without_site("Ferry - and bus - stay", [], "The Shore", "shore.example") == "Ferry - and bus - stay"


def test_of_a_title_element_the_heading_or_the_longest_part_is_the_headline() -> None:
    assert longest_part(f"{STAYS} | The Shore", []) == STAYS
    assert longest_part("The Shore of the whole long coast – Ferry", ["Ferry"]) == "Ferry"
    assert longest_part("Ferry", []) == "Ferry"


def test_a_part_is_whole_words_at_an_end_of_the_other() -> None:
    assert is_part(STAYS, f"Harbour: {STAYS}") and is_part(STAYS, f"{STAYS}, and more")
    assert not is_part(STAYS, STAYS) and not is_part("Ferry", "Ferry stays") and not is_part(STAYS, f"x{STAYS}")

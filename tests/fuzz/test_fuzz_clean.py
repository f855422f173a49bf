"""The fuzz target on some pages of its own, and that it would see what is wrong."""

import logging

import pytest

import archiver
from tests.fuzz import laws, mutations
from tests.fuzz.fuzz_clean import TestOneInput, run

SEEDS = mutations.seeds()


@pytest.mark.parametrize("first", range(0, 40, 8))
def test_pages_made_of_pages_keep_the_laws(first: int) -> None:
    for seed in range(first, first + 8):
        TestOneInput(mutations.page(seed, SEEDS))


def test_a_seed_makes_the_same_page_each_time() -> None:
    assert [mutations.page(seed, SEEDS) for seed in range(9)] == [mutations.page(seed, SEEDS) for seed in range(9)]


def test_each_page_of_the_tests_keeps_the_laws() -> None:
    for page in SEEDS:
        assert laws.check(page) is not None


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="java&#9;script:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<svg><a>x</a></svg>",
        '<p style="color:red">x</p>',
    ],
)
def test_the_laws_see_html_that_is_not_harmless(html: str) -> None:
    with pytest.raises(AssertionError):
        laws.html_is_harmless(html)


def test_what_breaks_a_law_is_printed_with_its_seed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laws, "_ELEMENTS", frozenset("p"))
    assert run(0.5, first=3) > 0
    assert "--seed " in capsys.readouterr().out


def test_readability_lxml_says_nothing_on_a_page_with_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    story = "<div><p>The harbour office has published the tables for the coming year, and they differ a lot.</p></div>"
    aside = (
        "<div class='related'><p>The harbour office, which is old, has published all of it for the year.&#1;</p></div>"
    )
    archiver.clean(f"<body>{(story + aside) * 10}<script>&#1;</script>&#2;<form>x</form>&#3;")
    assert capsys.readouterr().err == ""
    assert logging.getLogger("readability").handlers

"""Pages that want all the time and memory there is: small forms of those that benchmarks/monsters.py measures whole.

Work is counted in calls, not timed: what grows with the square of the page shows at any size.
"""

import sys
from types import FrameType

import pytest

import archiver
from archiver import PageError, pipeline
from archiver.page import decode
from archiver.page.attributes import without_floods
from benchmarks.monsters import MONSTERS, Monster

_SHARE = 1 / 2000
_FEW = 3000  # calls; the growth of less says nothing


@pytest.fixture(autouse=True, scope="module")
def everything_loaded() -> None:
    assert archiver.clean("<p>The rules are read, and the model is.</p>").html


def work(page: bytes) -> int:
    """How many calls it takes to clean `page`, or to refuse it, and to show it."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        article = archiver.clean(page, "https://tides.example/a")
        assert article.markdown is not None
        assert article.html is not None
    except PageError:
        pass
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("monster", MONSTERS, ids=lambda monster: monster.name)
def test_twice_the_page_is_at_most_twice_the_work(monster: Monster) -> None:
    size = max(2, min(int(monster.size * _SHARE), 60))
    growth = [work(monster.make(size * times)) for times in (1, 2, 4)]
    if not is_steady(growth):  # a larger page may be taken for an article where the smaller was not: look further
        growth = [*growth[1:], work(monster.make(size * 8))]
    assert is_steady(growth)


def is_steady(growth: list[int]) -> bool:
    """True where the second doubling cost not much more than twice what the first did; a square costs four times."""
    once, twice, four = growth
    return four - twice <= 2.5 * max(twice - once, _FEW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "cp1252"])
def test_a_page_that_is_too_large_is_refused_and_told_so(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(decode, "LARGEST", 1000)
    page = "<p>Ebb and flow é</p>" * 100
    with pytest.raises(PageError, match=r"^https://tides.example/a: [0-9,]+ bytes are too large .*give a part of it$"):
        archiver.clean(page.encode(encoding), "https://tides.example/a")
    with pytest.raises(PageError, match="too large"):
        archiver.clean(page)


def test_a_page_of_too_many_paragraphs_is_refused_and_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "MOST_BLOCKS", 100)
    assert len(archiver.clean("<p>a" * 100).blocks) == 100
    with pytest.raises(PageError, match=r"^the document: over 100 paragraphs and lines are too many for a page"):
        archiver.clean("<p>a" * 101)


def test_a_tag_of_thousands_of_attributes_keeps_its_text_and_the_page_its_scripts() -> None:
    attributes = " ".join(f'a{number}="{number}>"' for number in range(15_000))
    article = archiver.clean(f"<h1>Tides</h1><p {attributes}>The tables for the coming year are out.</p>" + " " * 10**6)
    assert article.text == "The tables for the coming year are out."


def test_a_script_that_looks_like_such_a_tag_stays_as_it_is() -> None:
    text = "for (i = 0; i <a.length; i++) " + " ".join(f"a{number}=b" for number in range(15_000))
    page = f'<script>{text}</script><script type="application/ld+json">{{"@type": "Article", "headline": "T"}}</script>'
    assert without_floods(page.encode()) != page.encode()
    tree = decode.parse(page + "<p>The tables are out.")
    assert next(tree.iter("script")).text == text


def test_a_name_as_long_as_a_book_is_no_name() -> None:
    article = archiver.clean(
        f'<div class="{"share-" * 1000}" id="{"x" * 5000}"><p>The tables for the year are out.</p>'
    )
    assert article.text == "The tables for the year are out."
    assert len(article.blocks[0].path) < 500
    assert article.blocks[0].tokens == ()

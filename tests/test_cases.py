"""Whole pages, invented in the structure of real ones: what comes out, what does not, and what the rest is called.

A case is a folder: `page.html` (and sometimes `page.txt`, the same article saved as plain text) and
`expected.json`. A new case without expectations fails until somebody has read what comes out. A page that a rule file
names in a `[[test]]` has its expectations there, and need not have others here.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver import Article, Rulebook
from archiver.rules.book import shipped_rules

CASES = Path(__file__).parent / "cases"
TESTED = {CASES.parent / test.file for pack in shipped_rules().packs for test in pack.tests}
"""Pages that a rule file tests itself; what comes out of them is in that file."""
PAGES = sorted(
    page for page in CASES.glob("*/*/page.html") if page not in TESTED or page.with_name("expected.json").exists()
)
MOSCOW = [page for page in PAGES if "themoscowtimes.com" in page.parts]
STRAY = '<a href="https://proxy.example/">OSZAR »</a></body>'


def expected(page: Path) -> Any:
    return json.loads(page.with_name("expected.json").read_text(encoding="utf-8"))


def flat(text: str) -> str:
    return " ".join(text.split())


def paragraphs(article: Article) -> list[str]:
    return [flat(block.text) for block, label in article.shown if label != "table"]


def name(page: Path) -> str:
    return page.parent.name


def without_sites() -> Rulebook:
    return shipped_rules().without_sites()


@pytest.fixture(params=PAGES, ids=name)
def page(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_article_comes_out_whole_and_nothing_else_does(page: Path) -> None:
    wanted = expected(page)
    article = archiver.clean(page.read_bytes(), url=wanted["url"])
    assert paragraphs(article) == [flat(text) for text in wanted["paragraphs"]]
    for text in wanted["lacks"]:
        assert text not in flat(article.text)


def test_the_fields_are_found(page: Path) -> None:
    wanted = expected(page)
    article = archiver.clean(page.read_bytes(), url=wanted["url"])
    for field in ("title", "byline", "published", "canonical"):
        if wanted[field] is not None:
            assert getattr(article, field) == wanted[field]
    if wanted["caption"]:
        assert wanted["caption"] in article.captions


def test_what_was_removed_is_still_there_under_its_name(page: Path) -> None:
    wanted = expected(page)
    article = archiver.clean(page.read_bytes(), url=wanted["url"])
    for label, texts in wanted["residue"].items():
        for text in texts:
            named = {verdict.label for block, verdict in article.residue if flat(text) in flat(block.text)}
            assert label in named, f"{text!r} is called {named}"


def test_every_block_has_a_verdict_with_a_name_and_a_reason(page: Path) -> None:
    article = archiver.clean(page.read_bytes(), url=expected(page)["url"])
    assert [verdict.block for verdict in article.verdicts] == [block.index for block in article.blocks]
    assert all(verdict.by and verdict.because for verdict in article.verdicts)


@pytest.mark.parametrize("page", MOSCOW, ids=name)
@pytest.mark.parametrize("host", ["moscowtimes.ru", "www.moscowtimes.eu", "www-themoscowtimes-com.proxy.example"])
def test_a_mirror_changes_nothing_but_adds_a_stray_link(page: Path, host: str) -> None:
    wanted = expected(page)
    html = page.read_text(encoding="utf-8").replace("</body>", STRAY)
    article = archiver.clean(html, url=wanted["url"].replace("www.themoscowtimes.com", host))
    assert paragraphs(article) == [flat(text) for text in wanted["paragraphs"]]
    assert article.original_url == article.canonical == wanted["canonical"]
    assert article.site == "The Moscow Times"
    assert ("OSZAR »", "mirror") in [(block.text, verdict.label) for block, verdict in article.residue]


@pytest.mark.parametrize("page", MOSCOW, ids=name)
def test_without_any_site_rule_the_letter_and_the_newsletter_box_are_named_all_the_same(page: Path) -> None:
    wanted = expected(page)
    article = archiver.clean(page.read_bytes(), url=wanted["url"], rulebook=without_sites())
    assert paragraphs(article) == [flat(text) for text in wanted["paragraphs"]]
    for label in ("fundraising", "newsletter"):
        for text in wanted["residue"].get(label, ()):
            named = {verdict.label for block, verdict in article.residue if flat(text) in flat(block.text)}
            assert named == {label}, text


@pytest.mark.parametrize("book", [shipped_rules, without_sites])
def test_the_same_article_saved_as_text_comes_out_the_same(book: Any) -> None:
    page = CASES / "themoscowtimes.com/invented-talks/page.txt"
    wanted = expected(page)
    article = archiver.clean_text(page.read_text(encoding="utf-8"), rulebook=book())
    assert paragraphs(article) == [flat(text) for text in wanted["paragraphs"]]
    assert "\u00a0" not in article.text
    assert article.title == wanted["title"]
    assert any(wanted["caption"] in caption for caption in article.captions)
    for text in wanted["lacks"]:
        assert text not in flat(article.text)


def test_paragraphs_are_parted_by_a_blank_line() -> None:
    page = CASES / "themoscowtimes.com/invented-talks/page.html"
    wanted = expected(page)
    article = archiver.clean(page.read_bytes(), url=wanted["url"])
    assert [flat(part) for part in article.text.split("\n\n")] == [flat(text) for text in wanted["paragraphs"]]

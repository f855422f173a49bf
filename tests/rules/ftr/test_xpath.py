"""XPaths of site files: what is wrong with them, and how they become XPaths that find elements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archiver.rules.ftr.calls import complaint
from archiver.rules.ftr.xpath import Use, elements, unless


@pytest.mark.parametrize(
    ("xpath", "wrong", "hint"),
    [
        ("//a[contain(@class, 'x')]", "no function contain()", "`contains(…)`"),
        ("//div[contains(@class='box')]", "takes 2 arguments, and is given 1", "`contains(@class, 'box')`"),
        ("//p[re:test(., 'x')]", "no function re:test()", ""),
        ("//a[", "cannot be read", "1 times `[`, 0 times `]`"),
        ("//a[.='x]", "cannot be read", "quote"),
        ("//p[last(1)]", "takes 0 arguments", ""),
    ],
)
def test_a_broken_xpath_is_known_without_a_page_that_it_fits(xpath: str, wrong: str, hint: str) -> None:
    found = complaint(xpath)
    assert found is not None
    assert wrong in found[0] and hint in found[1]


@pytest.mark.parametrize(
    "xpath",
    [
        "//div[not(self::p) and (count(a) or b)]",
        "//p[text()='contain(x (y']",
        "//p[position()=last()]",
        "//div[contains(concat(' ',normalize-space(@class),' '),' x ')]",
        "substring-before(substring-after(//p, 'By'), ',')",
        "id('x')/p | (//a)[1]",
    ],
)
def test_a_sound_xpath_is_no_complaint(xpath: str) -> None:
    assert complaint(xpath) is None


@pytest.mark.parametrize(
    ("xpath", "use", "becomes"),
    [
        ("//h1[@class='a/b|c']", "field", "//h1[@class='a/b|c']"),
        ("//time/@datetime", "field", "//time"),
        ("//h1/text()", "field", "//h1"),
        ("//p/text()[contains(., 'By')]", "field", "//p[text()[contains(., 'By')]]"),
        ("substring-after(//p[@class='by'], 'By ')", "field", "(//p[@class='by'])[1]"),
        ("string(//h1)", "field", "(//h1)[1]"),
        ("//a/@href | //h1", "field", "//h1"),
        ("//div//text()", "body", "//div"),
        ("//p/text()[contains(., 'Ad')]", "strip", "//p[not(*)][text()[contains(., 'Ad')]]"),
    ],
)
def test_what_leads_to_a_text_becomes_the_element_that_holds_it(xpath: str, use: Use, becomes: str) -> None:
    found = elements(xpath, use)
    assert found.xpath == becomes
    assert found.narrowed == (xpath != becomes)


@pytest.mark.parametrize(
    ("xpath", "use"),
    [
        ("//meta[@name='author']/@content", "field"),
        ("//a/@title", "field"),
        ("concat(//a, //b)", "field"),
        ("'Ann Lee'", "field"),
        ("//p/following-sibling::text()", "strip"),
        ("//img/@width", "strip"),
        ("//script", "strip"),
        ("//img", "body"),
        ("substring-before(//p, 'x')", "body"),
    ],
)
def test_what_finds_no_text_of_its_own_is_left_out_with_a_reason(xpath: str, use: Use) -> None:
    found = elements(xpath, use)
    assert found.xpath == "" and found.why


def test_an_alternative_is_for_pages_on_which_those_before_it_find_nothing() -> None:
    page = etree.fromstring("<html><h1>a</h1><h2>b</h2><h2>c</h2></html>")
    assert page.xpath(unless("//h2", ["//h1"], first=True)) == []
    assert [one.text for one in page.xpath(unless("//h2", ["//h3/@x", "string(//h4)"], first=True))] == ["b"]


@given(st.text(alphabet="/@[]()|'\"*.ap,:= \x01", max_size=30))
def test_any_text_is_an_xpath_or_a_complaint(text: str) -> None:
    if complaint(text) is None:
        for use in ("field", "body", "strip"):
            found = elements(text, use)  # type: ignore[arg-type]
            assert found.xpath or found.why
    else:
        assert " ".join(complaint(text) or ())

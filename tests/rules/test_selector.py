"""Selectors in rule files: which language one is in, and that each finds elements."""

import re
from pathlib import Path

import pytest
from lxml import etree
from lxml.cssselect import CSSSelector

from archiver.errors import RuleError
from archiver.page.decode import parse
from archiver.rules import selector
from archiver.rules.cost import TooCostly
from archiver.rules.load import load_file

from .files import VALID, write


def test_a_selector_is_css_or_by_its_beginning_xpath(tmp_path: Path) -> None:
    tree = parse("<article><div class='text'>a</div><aside class='facts'>b</aside></article>")
    layout = load_file(write(tmp_path, VALID), "site").layouts[0]
    found = [layout.body[0].find(tree), layout.keeps[0].selector.find(tree)]
    assert [[element.text for element in elements] for elements in found] == [["a"], ["b"]]


TO_NO_ELEMENT = {
    "//p/text()": "text()", "//p[@class='a']/text()": "text()", "(//p/text())[1]": "text()", "//a/@href": "@href",
    "//p/descendant::text( )": "text( )", "//p//comment()": "comment()", "//a/attribute::*": "attribute::*",
    "//p | //a[text()]/@href": "@href", "(//p/text() | //a)": "text()", "//p[a[@b]]/@data-x[. = '1']": "@data-x",
}  # fmt: skip


@pytest.mark.parametrize("xpath", TO_NO_ELEMENT)
def test_an_xpath_that_leads_to_texts_or_attributes_is_refused(tmp_path: Path, xpath: str) -> None:
    step = re.escape(TO_NO_ELEMENT[xpath])
    with pytest.raises(RuleError, match=rf"remove 'a': the XPath .* finds no elements; end it before {step}$"):
        load_file(
            write(tmp_path, f'schema = 1\nid = "a"\n[[remove]]\nid = "a"\nlabel = "ad"\nxpath = "{xpath}"'), "site"
        )


@pytest.mark.parametrize(
    "xpath",
    ["//p[text()]", "//a[@href = '|/text()']", "//p/text()/..", "//a/@href/parent::a", "//p[a[@b]/text() = 'x']",
     "(//p | //a)[@id]", "//text", "//p[contains(., '@href')]", "//p/node()", "//*[self::p or @x]"],
)  # fmt: skip
def test_one_that_only_asks_for_them_on_its_way_is_not(tmp_path: Path, xpath: str) -> None:
    text = f'schema = 1\nid = "a"\n[[remove]]\nid = "a"\nlabel = "ad"\nxpath = "{xpath}"'
    assert load_file(write(tmp_path, text), "site").removals[0].selector.text == xpath


@pytest.mark.parametrize(
    ("xpath", "why"),
    [
        ("//p[nonsense()]", r"no function nonsense\(\) is known here"),
        ("//p[re:test(., '(a+)+$')]", r"no function re:test\(\) is known here"),
        ("//p[@id = $id]", "Invalid expression"),
        ("//p" + "[b" * 13 + "]" * 13, "more than 12 brackets in one another"),
        ("//p[@id = '" + "x" * 2000 + "']", "it is longer than 2,000 characters"),
        ("(//p)[position() > 1]", "behind parentheses cannot be used here; write a number or last"),
    ],
)
def test_what_could_do_more_than_find_elements_is_refused_when_a_file_is_read(
    tmp_path: Path, xpath: str, why: str
) -> None:
    with pytest.raises(RuleError, match=why):
        load_file(write(tmp_path, VALID.replace('"article .text"', f'"{xpath}"')), "site")


PAGE = parse(
    """<main id=m><div class=a><div class="a b"><p>one</p><p class=c>two <b>x</b></p><ul><li>1<li>2<li>3</ul></div>
    <h2>Head</h2><p>three</p><p id=q>four <a href=/x>link</a></p></div><div class=a><p>five</p></div>
    <p>six</p></main>"""
)
SELECTORS = [
    "p", "*", "div p", "div div p", "div > p", ".a .b > p", "* * *", "h2 + p", "h2 ~ p", "p ~ p", "div.a > *, p",
    "li:nth-child(2)", "li:first-child", "p:last-of-type", "div:has(b)", ".a:not(.b) p", "p:contains('two')",
    ":root > body", '[class*="b"]', "a[href^='/x']", "li + li + li", "p:empty, b",
]  # fmt: skip
XPATHS = [
    "//p[1]", "//div//p[1]", "//p[last()]", "//div/p[position() > 1]", "(//p)[1]", "(//p)[last()]", "(//div/p)[2]/..",
    "//p/..", "//b/ancestor::div", "//b/ancestor::*[2]", "//h2/following-sibling::p", "//h2/following-sibling::*[1]",
    "//p[@id]/preceding-sibling::*", "//p[@id]/preceding-sibling::p[1]", "//p[contains(., 'two')]", "//div[.//b]",
    "//p/text()/..", "//a/@href/parent::a", "(//p | //a)[@id]", "//p/node()", "//div[count(p) = 2]", "/html/body//p",
    "//div[@class='a']//p | //li", "//*[self::p or @id]", "//b/following::p", "//h2/preceding::p", "//ul//li[2]",
    "//div/descendant::p[2]", "//div//div/p/b/../..", "descendant-or-self::p", "./body//p", "//p[not(b)][2]",
]  # fmt: skip


@pytest.mark.parametrize("css", SELECTORS)
def test_a_css_selector_finds_what_libxml2_finds_in_the_same_order(css: str) -> None:
    assert selector.css(css, RuleError).find(PAGE) == CSSSelector(css, translator="html")(PAGE)


@pytest.mark.parametrize("xpath", XPATHS)
def test_an_xpath_finds_what_libxml2_finds_in_the_same_order(xpath: str) -> None:
    expected = [node for node in etree.XPath(xpath)(PAGE) if isinstance(node, etree._Element)]
    assert selector.xpath(xpath, RuleError).find(PAGE) == expected


@pytest.mark.parametrize("css", ["div div", "* * * *", "div ~ div", "*:not(:nth-child(3)) *", "div:has(div) div"])
def test_elements_in_one_another_a_thousand_deep_take_no_longer_than_others(css: str) -> None:
    html = "<body>" + ("<div>" * 500 + "x" + "</div>" * 500) * 8
    assert selector.css(css, RuleError).find(parse(html)) is not None


@pytest.mark.parametrize(
    "xpath", ["//*[count(preceding::*) > 5]", "//p[following-sibling::p[following-sibling::b]]", "//p[//p[//b]]"]
)
def test_what_would_visit_too_many_elements_is_not_begun(xpath: str) -> None:
    tree = parse("<body>" + "<p>x</p>" * 20_000)
    with pytest.raises(TooCostly):
        selector.xpath(xpath, RuleError).find(tree)
    assert selector.xpath(xpath, RuleError).find(parse("<body>" + "<p>x</p>" * 9)) is not None

"""Selectors in rule files: which language one is in, and that each finds elements."""

import re
from pathlib import Path

import pytest

from archiver.errors import RuleError
from archiver.page.decode import parse
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


def test_a_function_that_nobody_defines_is_told_when_a_page_calls_for_it(tmp_path: Path) -> None:
    layout = load_file(write(tmp_path, VALID.replace('"article .text"', '"//p[nonsense()]"')), "site").layouts[0]
    with pytest.raises(RuleError, match=r"layout 'sound/2020': the XPath '//p\[nonsense\(\)\]' does not run \("):
        layout.body[0].find(parse("<p>x</p>"))

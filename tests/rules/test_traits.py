"""What a selector needs of a page is never more than what it finds something by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.decode import parse
from archiver.rules.selector import selector
from archiver.rules.traits import Traits, needs_of

PAGE = """<html><body><main id="main" class="a b-c"><article class="story">x<p class="lead" data-kind='one "two"'>y</p>
<div class="box c"><a href="https://vendor.example/form,1">z</a><i>t</i></div>
<my-box data-kind=3>u</my-box></article></main></body></html>"""
PARTS = (
    ".a", ".b-c", "#main", ".story .lead", "p.lead", ".box", ".none", "#none", "p", "i, .none", ".none, .other",
    ".c.box", '[data-kind*="two"]', 'a[href*="vendor.example"]', '[href$="form,1"]', '[href*="NOWHERE"]',
    ".story:not(.none)", "div:not(:has(.none))", "main > .story", ".story:has(.lead)", "[data-kind]", "[class~=box]",
    "my-box", "[data-none]",
    '[class="box c"]', ":is(.none, .box)", ".a:not(.b-c)", "//p", "p[data-kind='one \"two\"']",
)  # fmt: skip


def fail(what: str) -> Exception:
    return ValueError(what)


@given(st.lists(st.sampled_from([part for part in PARTS if part[0] != "/"]), min_size=1, max_size=3).map(", ".join))
def test_whatever_finds_something_meets_its_needs(text: str) -> None:
    tree = parse(PAGE)
    one = selector(text, fail)  # type: ignore[arg-type]
    for traits in (Traits(tree), Traits(tree, PAGE)):
        assert one.find(tree, traits.fuel, traits.parts(one.needs)) == one.find(tree)
        assert traits.meet(one.needs) or not one.find(tree)
        assert one.find(tree) or not traits.hold(one.needs)


@pytest.mark.parametrize("text", [".none", "#none", ".story .none", '[href*="NOWHERE"]', ".none, #nor, .box.none"])
def test_what_cannot_find_anything_need_not_be_run(text: str) -> None:
    assert not Traits(parse(PAGE)).meet(needs_of(text))


@pytest.mark.parametrize("text", ["//p[@class='none']", ".no\\:ne", '[title="it\'s, .none"]:not([x="y"'])
def test_where_it_cannot_be_told_the_selector_is_run(text: str) -> None:
    assert needs_of(text) is None or Traits(parse(PAGE)).meet(needs_of(text)) in (True, False)
    assert needs_of("//p") is None is needs_of(".a\\:b")

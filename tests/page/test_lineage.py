"""Which blocks lie under which element."""

import pytest
from hypothesis import given
from lxml import etree

from archiver.model import Metadata, Page
from archiver.page.decode import parse
from archiver.page.lineage import Lineage, ancestry, count_words
from archiver.page.plaintext import segment_text
from archiver.page.segment import segment

from .trees import trees

STORY = """<body><div id="a"><p>One two</p><ul><li>three</li></ul></div>
<div id="b"><a href="/x"><h3>Four five six</h3></a></div></body>"""


def page(html: str) -> Page:
    tree = parse(html)
    blocks, nodes = segment(tree)
    return Page(None, None, Metadata(), blocks, tree, nodes)


def under(html: str, selector: str) -> list[int]:
    story = page(html)
    assert story.tree is not None
    return Lineage.of(story).under(story.tree.cssselect(selector))


@pytest.mark.parametrize(
    ("selector", "blocks"),
    [("body", [0, 1, 2]), ("#a", [0, 1]), ("li", [1]), ("h3", [2]), ("a", [2]), ("#b, li", [1, 2]), ("head", [])],
)
def test_the_blocks_under_a_selector_s_elements(selector: str, blocks: list[int]) -> None:
    assert under(STORY, selector) == blocks


def test_a_block_under_several_elements_is_given_once_and_in_document_order() -> None:
    assert under(STORY, "#b, p, #a, div") == [0, 1, 2]


@given(trees())
def test_an_element_has_its_own_blocks_and_those_of_its_children(body: str) -> None:
    story = page(f"<body>{body}</body>")
    lineage = Lineage.of(story)
    assert story.tree is not None
    assert lineage.under([story.tree]) == [block.index for block in story.blocks]
    for element in story.tree.iter(etree.Element):
        own = {block.index for block, node in zip(story.blocks, story.nodes, strict=True) if node is element}
        assert set(lineage.under([element])) == own.union(lineage.under(element))


def test_words_are_counted_over_blocks() -> None:
    assert Lineage.of(page(STORY)).count([0, 2]) == 5


def test_a_plain_document_has_words_and_no_elements() -> None:
    lineage = Lineage.of(Page(None, None, Metadata(), segment_text("One two\n\nthree")))
    assert (lineage.words, lineage.blocks) == ((2, 1), {})


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("one two  three", 3), ("渡し船は冬も運航する", 5), ("나루터 배", 2), ("JR東日本旅客", 2)],
)
def test_where_no_spaces_are_written_two_characters_are_a_word(text: str, count: int) -> None:
    assert count_words(text) == count


def test_ancestry_goes_from_the_element_outward() -> None:
    (item,) = parse(STORY).cssselect("li")
    assert [element.tag for element in ancestry(item)] == ["li", "ul", "div", "body", "html"]

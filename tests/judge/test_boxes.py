"""Features of what is around a block."""

from archiver.judge.boxes import Boxes
from archiver.judge.evidence import gather
from archiver.model import Metadata, Page
from archiver.page.decode import parse
from archiver.page.lineage import Lineage
from archiver.page.segment import segment
from archiver.rules.book import shipped_rules

SENTENCE = "The council of the town met again, and its members spoke for hours about the bridge and the harbour."


def around(html: str, find: str) -> tuple[set[str], bool]:
    """The features that the blocks in the element with the id `find` share, and whether its name speaks against it."""
    tree = parse(f"<html><body>{html}</body></html>", "page")
    blocks, nodes = segment(tree)
    page = Page(None, None, Metadata(), blocks, tree, nodes)
    lineage = Lineage.of(page)
    title = next((block.index for block in blocks if block.tag == "h1"), None)
    boxes = Boxes(page, lineage, gather(page, lineage, shipped_rules(), None), title)
    shared = boxes.around(tree.get_element_by_id(find))
    return set(shared.names), shared.against


def test_the_text_itself_is_near_the_title_and_holds_most() -> None:
    story = f"<article><h1>The bridge</h1><div id=here>{f'<p>{SENTENCE}</p>' * 4}</div></article>"
    names, against = around(story, "here")
    assert {
        "in <article>",
        "in <article> 0",
        "the h1 is 1 up",
        "most of the text is 0 up",
        "in the h1's <article>",
    } <= names
    assert not against


def test_names_count_near_and_far() -> None:
    page = f"<div class=story><p>{SENTENCE}</p><p>{SENTENCE}</p></div><div class=comments><ul><li><div id=here><p>Hello"
    names, against = around(page, "here")
    assert {"far within comments", "far within a name that speaks against it", "the page has no h1"} <= names
    assert not against
    names, against = around(page.replace("<div id", "<div class=newsletter id"), "here")
    assert {"within newsletter", "within a name that speaks against it"} <= names
    assert against


def test_a_name_that_holds_much_of_the_text_is_marked() -> None:
    names, _ = around(f"<div class=newsletter id=here><p>{SENTENCE}</p><p>{SENTENCE}</p></div>", "here")
    assert "within newsletter, with much text" in names


def test_pages_that_nest_deeper_than_pythons_stack_are_read() -> None:
    depth = 1500
    names, _ = around(f"{'<div>' * depth}<div id=here><p>{SENTENCE}</p></div>", "here")
    assert names

"""The head of an article on its page."""

from archiver.page.decode import parse
from archiver.page.opening import Opening, said_in

LONG = f"<p>{'The ferry stays through the winter. ' * 8}</p>"


def opening(body: str, title: str | None = "Ferry stays") -> Opening:
    return Opening(parse(f"<html><body>{body}</body></html>"), title)


def test_the_headline_is_the_heading_that_says_the_title() -> None:
    found = opening("<h1>The Shore</h1><h2><span>Harbour</span> Ferry stays</h2><h3>Ferry stays</h3>").headline
    assert found is not None and said_in(found) == "Harbour Ferry stays"


def test_a_page_whose_headings_say_something_else_has_its_first_h1() -> None:
    found = opening("<h2>Menu</h2><h1>Boat</h1>").headline
    assert found is not None and found.tag == "h1"
    assert opening("<p>x</p>").headline is None


def test_the_head_ends_where_the_text_begins() -> None:
    found = opening(f"<h1>Ferry stays</h1><div>By Ann Lee</div><p>3 June</p>{LONG}<p>After</p>")
    assert [line for line, _ in found.lines] == ["3 June", "By Ann Lee"]
    assert opening(LONG).lines == () and opening(LONG).head == ()


def test_outside_the_head_what_stands_below_the_headline_comes_first() -> None:
    found = opening(f'<p class="a">x</p><div><h1>Ferry stays</h1><p class="b">y</p>{LONG}<p class="c">z</p></div>')
    assert [value for _, _, value in found.attributes()] == ["b"]
    assert [value for _, _, value in found.attributes_outside(lambda name, value: True)] == ["c", "a"]


def test_parts_beside_the_article_are_known_by_element_or_class() -> None:
    found = opening(
        '<div class="promo-page"><h1>Ferry stays</h1><p>a</p><div class="related-list"><p>b</p></div>'
        "<aside><p>c</p></aside></div>"
    )
    assert [found.is_elsewhere(element) for element in found.root.iter("p")] == [False, True, True]

"""How a page is cut into blocks: nothing is lost, nothing is changed, and each block knows where it stands."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archiver.article.render import html as as_html
from archiver.errors import PageError
from archiver.labels import LABELS
from archiver.model import Block
from archiver.page.decode import parse
from archiver.page.inline import normalise_space
from archiver.page.segment import segment

from .trees import BOXES, squeezed, trees, visible_text

PAGE = "https://www.example.org/news/2024/ferry"


def blocks(body: str, base: str | None = None) -> tuple[Block, ...]:
    return segment(parse(body), base)[0]


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


def tags(body: str) -> list[tuple[str, str]]:
    return [(block.tag, block.text) for block in blocks(body)]


# laws


@given(trees())
@example("<table><tr>loose<td>a</td><td>b</td></tr></table>")
@example("<table><tr><td>a</td>loose<td>b</td></tr></table>")
@example("<table><tr><td>a<br><br>b</td><td>c</td></tr></table>")
@example("<table><tr><b>a</b><td>b</td><td>c</td></tr></table>")
def test_the_words_of_all_blocks_are_the_words_of_the_visible_text(body: str) -> None:
    tree = parse(f"<body>{body}</body>")
    found = [word for block in segment(tree)[0] for word in block.text.split()]
    assert found == re.sub(r"[\x00-\x08]", "", visible_text(tree)).split()


@given(trees([*BOXES, "figure", "figcaption", "caption"]), st.data())
def test_nothing_is_lost_where_a_rule_wants_some_elements_on_their_own(body: str, data: st.DataObject) -> None:
    tree = parse(f"<body>{body}</body>")
    elements = list(tree.iter(etree.Element))
    isolate = data.draw(st.lists(st.sampled_from(elements), max_size=4))
    found = segment(tree, None, isolate)[0]
    assert squeezed("".join(block.text for block in found)) == squeezed(visible_text(tree))


@given(trees([*BOXES, "figure", "figcaption", "caption"]))
def test_segmenting_never_changes_the_tree(body: str) -> None:
    tree = parse(f"<body>{body}</body>")
    before = etree.tostring(tree)
    segment(tree, PAGE, list(tree.iter("span", "td")))
    assert etree.tostring(tree) == before


@given(trees([*BOXES, "figcaption"]))
@example("<a href='/x'><table><tr><td>a</td><td>b</td></tr></table></a>")
def test_a_block_s_inline_markup_is_balanced_and_says_the_same_as_its_text(body: str) -> None:
    for block in blocks(f"<body>{body}</body>"):
        parsed = etree.fromstring(f"<x>{block.html.replace('<br>', '<br/>')}</x>".encode())
        assert squeezed("".join(parsed.itertext())) == squeezed(block.text)


@given(trees())
def test_every_block_has_the_element_that_holds_it_and_all_of_its_text(body: str) -> None:
    found, nodes = segment(parse(f"<body>{body}</body>"))
    assert [block.index for block in found] == list(range(len(found))) and len(nodes) == len(found)
    for block, node in zip(found, nodes, strict=True):
        assert block.text.strip() and 0 <= block.link_density <= 1
        assert squeezed(block.text) in squeezed(visible_text(node))


@given(st.text(max_size=200))
@example("<p hidden><a href='http://[::1'>x")
@example("<plaintext>a<b>")
@example("<frameset><noframes>x</noframes></frameset>")
@example("</p></br></table>x")
def test_any_text_is_parsed_and_cut_or_is_a_page_error(text: str) -> None:
    try:
        tree = parse(text)
    except PageError:
        return
    segment(tree, PAGE)


def test_5000_elements_one_in_another_are_cut_without_a_crash() -> None:
    root = inner = lxml_html.fromstring("<html><body></body></html>")
    for depth in range(5000):
        inner = etree.SubElement(inner, "div" if depth % 50 == 0 else "span")
    inner.text = "At the bottom"
    inner.tail = "after it"
    assert [block.text for block in segment(root)[0]] == ["At the bottomafter it"]


# cutting


def test_a_line_break_stays_in_the_block_and_two_part_it() -> None:
    found = blocks("<p><br>One <br> two<br><br>three<br/> <br>four</p>")
    assert [block.text for block in found] == ["One\ntwo", "three", "four"]
    assert [block.html for block in found] == ["One<br>two", "three", "four"]


def test_inline_markup_open_at_a_cut_is_closed_before_it_and_opened_again_after_it() -> None:
    found = blocks("<div><b>One <i>two<br><br>three</i></b> four</div>")
    assert [block.html for block in found] == [
        "<strong>One <em>two</em></strong>",
        "<strong><em>three</em></strong> four",
    ]


def test_nested_inline_elements_stay_in_one_line() -> None:
    (block,) = blocks("<p>A <b>bold <i>and <a href='/x'>linked</a></i></b> word<sup>2</sup></p>")
    assert block.text == "A bold and linked word2"
    assert block.html == 'A <strong>bold <em>and <a href="/x">linked</a></em></strong> word<sup>2</sup>'


def test_loose_text_around_blocks_becomes_blocks_in_its_place() -> None:
    assert tags("<div>before<p>inside</p>between<p>again</p>after</div>") == [
        ("div", "before"), ("p", "inside"), ("div", "between"), ("p", "again"), ("div", "after"),
    ]  # fmt: skip


def test_a_block_inside_an_inline_element_is_held_by_the_block() -> None:
    found, nodes = segment(parse('<a href="/x"><h3>A story</h3><div><b>More</b></div></a>'))
    assert [(block.text, node.tag) for block, node in zip(found, nodes, strict=True)] == [
        ("A story", "h3"),
        ("More", "b"),
    ]
    assert found[0].html == '<a href="/x">A story</a>' and found[0].link_density == 1.0


@pytest.mark.parametrize("inner", ["<p>Text</p>", "<div><p>Text</p></div>", "<p><span>Text</span></p>", "Text"])
@pytest.mark.parametrize("tag", ["li", "blockquote", "figcaption", "button", "dd"])
def test_an_element_that_says_what_its_text_is_says_so_through_a_paragraph(tag: str, inner: str) -> None:
    assert tags(f"<{tag}>{inner}</{tag}>") == [(tag, "Text")]


def test_a_heading_that_nobody_closed_ends_with_its_first_paragraph() -> None:
    body = "<h2><div><p>The bridge</p><p>It was built in a year.</p><div><p>Nobody crosses it.</p></div></div></h2>"
    assert [tag for tag, _ in tags(body)] == ["h2", "p", "p"]


def test_a_caption_and_its_credit_are_two_blocks() -> None:
    assert texts("<figcaption><span>The ferry</span> <small>Photo: Ann Lee</small></figcaption>") == [
        "The ferry",
        "Photo: Ann Lee",
    ]


def test_a_data_row_is_one_block_with_a_tab_between_its_cells() -> None:
    found = blocks(
        "<table><tr><th>Year</th><th>Fare</th></tr><tr><td>1911</td><td><b>2</b> d<br>one way</td></tr></table>"
    )
    assert [(block.tag, block.text) for block in found] == [("tr", "Year\tFare"), ("tr", "1911\t2 d one way")]
    assert found[1].html == "1911\t<strong>2</strong> d one way"


def test_an_empty_cell_keeps_its_place() -> None:
    assert texts("<table><tr><td></td><td>b</td><td> </td><td>d</td></tr></table>") == ["\tb\t\td"]


def test_a_layout_table_is_cut_as_if_it_were_none() -> None:
    page = "<table><tr><td><p>One</p><p>Two</p></td><td>Three</td></tr></table>"
    assert tags(page) == [("p", "One"), ("p", "Two"), ("td", "Three")]


def test_a_row_of_one_cell_is_no_row() -> None:
    assert tags("<table><tr><td>Alone</td></tr></table>") == [("td", "Alone")]


def test_preformatted_text_keeps_its_spaces_and_lines() -> None:
    (block,) = blocks("<pre>\n  one\n    <b>two</b>\t3 &lt;\n</pre>")
    assert (block.tag, block.text) == ("pre", "  one\n    two\t3 <")
    assert block.html == "  one\n    <strong>two</strong>\t3 &lt;"


def test_comments_and_processing_instructions_say_nothing_and_what_follows_them_stays() -> None:
    assert texts("<p>One<!-- no --> two<?no no?> three<script>no</script> four</p><!-- no -->five") == [
        "One two three four",
        "five",
    ]


@pytest.mark.parametrize("tag", "script style template svg math iframe object canvas audio video".split())
def test_what_is_no_text_of_the_page_is_left_out(tag: str) -> None:
    assert texts(f"<p>Before</p><{tag}>no</{tag}><p>After</p>") == ["Before", "After"]


def test_characters_that_cannot_be_seen_are_dropped() -> None:
    assert texts("<p>Fer\u00adry\u200b \u2060time\ufefftable&#1;&shy;</p>") == ["Ferry timetable"]


def test_white_space_of_every_kind_is_one_space() -> None:
    assert normalise_space("\u00a0a \n\t\u2003b\u202f") == "a b"


def test_what_is_hidden_in_a_cell_takes_nothing_of_the_row_with_it() -> None:
    page = "<table><tr><td>One <i hidden>two</i> three</td><td>four</td></tr></table>"
    assert texts(page) == ["One", "two", "three", "four"]


# what a block knows


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>X</p>",
        '<p style="color:red; display : none">X</p>',
        '<div style="VISIBILITY:hidden"><p>X</p></div>',
        "<p><span hidden>X</span></p>",
        "<span style='display:none'><p>X</p></span>",
        "<dialog><p>X</p></dialog>",
    ],
)
def test_what_a_browser_would_not_show_is_marked_hidden(hidden: str) -> None:
    assert [block.hidden for block in blocks(hidden + "<p>Y</p>")] == [True, False]


def test_an_open_dialog_is_shown() -> None:
    assert [block.hidden for block in blocks("<dialog open>X</dialog>")] == [False]


@pytest.mark.parametrize(
    ("body", "density"),
    [
        ("<p>No link</p>", 0.0),
        ("<p><a href=/x>All of it</a></p>", 1.0),
        ("<p>half <a href=/x>link</a></p>", 4 / 9),
        ("<a href=/x><p>Around it</p></a>", 1.0),
        ("<p><a href=/x>a<br>b</a></p>", 2 / 3),
    ],
)
def test_link_density_is_the_share_of_characters_in_links(body: str, density: float) -> None:
    assert blocks(body)[0].link_density == pytest.approx(density)


def test_what_a_rule_names_becomes_a_block_in_the_middle_of_a_line() -> None:
    tree = parse('<p>One <a href="/x"><span class="promo">Subscribe</span></a> two</p>')
    found, nodes = segment(tree, None, tree.cssselect(".promo"))
    assert [block.text for block in found] == ["One", "Subscribe", "two"]
    assert nodes[1].get("class") == "promo"


def test_what_a_rule_names_inside_a_data_row_becomes_a_block_too() -> None:
    tree = parse("<table><tr><td>One <i>two</i> three</td><td class=ad>four</td></tr></table>")
    for rule, expected in (("i", ["One", "two", "three", "four"]), (".ad", ["One two three", "four"])):
        assert [block.text for block in segment(tree, None, tree.cssselect(rule))[0]] == expected


def test_path_and_tokens_say_where_a_block_stands() -> None:
    (block,) = blocks('<main id="m"><div class="story wide"><p>Read <b class="x">on</b></p></div></main>')
    assert block.path == "main#m > div.story > p"
    assert block.tokens == ("story", "wide", "m")


@pytest.mark.parametrize(
    ("href", "absolute"),
    [
        ("other", "https://www.example.org/news/2024/other"),
        ("/about", "https://www.example.org/about"),
        ("//cdn.example.org/a", "https://cdn.example.org/a"),
        ("?page=2&x=1", "https://www.example.org/news/2024/ferry?page=2&amp;x=1"),
        ("#top", "https://www.example.org/news/2024/ferry#top"),
        ("http://other.org/", "http://other.org/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_links_are_made_absolute(href: str, absolute: str) -> None:
    (block,) = blocks(f'<p><a href="{href}">x</a></p>', PAGE)
    assert block.html == f'<a href="{absolute}">x</a>'


# hostile pages


HOSTILE = [
    "<script>alert(1)</script>x",
    "<p>x<script>alert(1)</script></p>",
    "<ScRiPt src=//evil.example>alert(1)</sCrIpT>x",
    "<scr<script>ipt>alert(1)</scr</script>ipt>x",
    "<svg onload=alert(1)><script>alert(1)</script></svg>x",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>x",
    "<img src=x onerror=alert(1)>x",
    "<p onclick=alert(1)>x</p>",
    "<b onmouseover='alert(1)'>x</b>",
    "<a href=/x onfocus=alert(1) autofocus>x</a>",
    "<body onload=alert(1)>x",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>x",
    "<object data=javascript:alert(1)>x</object>x",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<style>@import 'javascript:alert(1)'</style>x",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href=' \x0c javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='java&Tab;script&colon;alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href='&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>x</a>",
    "<a href='\u00a0javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='view-source:javascript:alert(1)'>x</a>",
    "<a href='blob:https://x/1'>x</a>",
    "<a href='feed:javascript:alert(1)'>x</a>",
    "<a href='/x\" onmouseover=\"alert(1)'>x</a>",
    "<a href='/x&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'>x</a>",
    "<a href='/x\t\"><script>alert(1)</script>'>x</a>",
    "<table><tr><td><a href='/x\t\" onclick=alert(1) y=\"'>x</a></td><td>y</td></tr></table>",
    "<table><tr><td><a href='/x&#11;\" onclick=alert(1) y=\"'>x</a></td><td>y</td></tr></table>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    "<p>&lt;img src=x onerror=alert(1)&gt;</p>",
    "<pre>&lt;script&gt;alert(1)&lt;/script&gt;</pre>",
    "<textarea></textarea><script>alert(1)</script>x",
    "<textarea><script>alert(1)</script></textarea>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>x",
    "<title><script>alert(1)</script></title>x",
    "<!--[if IE]><script>alert(1)</script><![endif]-->x",
    "<a xlink:href='javascript:alert(1)' formaction='javascript:alert(1)'>x</a>",
    "<q cite='javascript:alert(1)'>x</q><del cite='javascript:alert(1)'>y</del>",
    "<time datetime='\"><script>alert(1)</script>'>x</time>",
]
ALLOWED = {
    "a",
    "strong",
    "em",
    "code",
    "sub",
    "sup",
    "q",
    "mark",
    "abbr",
    "cite",
    "del",
    "ins",
    "kbd",
    "samp",
    "s",
    "u",
}
ALLOWED |= {"small", "time", "br", "p", "h1", "h2", "h3", "ul", "li", "table", "tr", "td", "tbody", "pre", "blockquote"}


def view(body: str, label: str) -> HtmlElement:
    shown = [(block, label) for block in blocks(body, PAGE)]
    return lxml_html.fragment_fromstring(as_html(shown), create_parent="div")  # type: ignore[arg-type]


@pytest.mark.parametrize("label", ["body", "title", "list", "quote", "table", "code"])
@pytest.mark.parametrize("body", HOSTILE)
def test_the_clean_html_of_a_hostile_page_has_nothing_that_runs(body: str, label: str) -> None:
    for element in list(view(body, label).iter())[1:]:
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href"}
        assert re.match(r"https?://|mailto:|tel:", element.get("href", "https://"))


@given(
    st.lists(
        st.sampled_from(
            ["javascript", "java", "script", ":", "&colon;", "&#58", "\t", "\n", "&#1;", "/", "#", "?", "//"]
        )
        | st.sampled_from([" ", "\u00a0", "\\", '"', "'", "data", "https", "%3a", "alert(1)", "\x00", "&Tab;", "．"]),
        max_size=8,
    ).map("".join)
)
def test_no_href_of_the_clean_html_is_a_script(href: str) -> None:
    page = '<p><a href="{}">x</a></p>'.format(href.replace('"', "&quot;"))
    for base in (None, PAGE):
        for element in lxml_html.fragment_fromstring(blocks(page, base)[0].html, create_parent="p").iter("a"):
            as_browsers_read = re.sub(r"[\x00-\x20]", "", element.get("href", ""))
            assert not re.match(r"(javascript|data|vbscript):", as_browsers_read, re.IGNORECASE)


def test_every_label_has_an_html_view() -> None:
    for label in LABELS:
        assert "x" in view("<p>x</p>", label).text_content()

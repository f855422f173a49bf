"""Labelled blocks as plain text, Markdown and HTML.

The Markdown is read back by markdown-it-py (which comes with rich), so that what
a reader of it sees is compared, and not how it is written.
"""

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from archiver.article import render
from archiver.labels import LABELS, Label
from archiver.model import Block
from archiver.page.decode import parse
from archiver.page.segment import segment

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LINES: tuple[Label, ...] = ("body", "list", "quote", "heading", "title", "table")


def block(text: str, html: str | None = None, tag: str = "p", index: int = 0) -> Block:
    return Block(index, tag, tag, (), text, escape(text, quote=False) if html is None else html, 0.0)


def cut(html: str, label: Label = "body") -> list[tuple[Block, Label]]:
    return [(one, label) for one in segment(parse(html))[0]]


def markdown(html: str, label: Label = "body") -> str:
    return render.markdown(cut(html, label))


def read(markdown: str) -> str:
    """What a reader of `markdown` sees, as HTML on one line."""
    return re.sub(r"\s*\n\s*", "", READER.render(markdown).replace("<br />", "<br>"))


def seen(markdown: str) -> str:
    return " ".join(lxml_html.fragment_fromstring(READER.render(markdown), create_parent="x").text_content().split())


words = st.text(alphabet="ab é中\\`*_[]<>#+-=.!1&;:()|~^\"'/{}$@%", min_size=1, max_size=15)
plain = words.map(lambda text: " ".join(text.split())).filter(bool)


@given(plain, st.sampled_from(LINES))
@example("1. May", "body")
@example("12) x", "list")
@example("- x", "body")
@example("+", "quote")
@example("# x", "body")
@example("C #", "heading")
@example("---", "body")
@example("===", "list")
@example("***", "body")
@example("~~~", "body")
@example("&lt;b&gt; &#42;", "body")
@example("<b>x</b>", "body")
@example("![x](y)", "body")
@example("[x]: /y", "body")
@example("| a | b |", "table")
@example("a\\", "body")
@example("~~a~~", "body")
def test_plain_words_are_read_back_from_markdown_as_they_were(text: str, label: Label) -> None:
    tag = "h2" if label == "heading" else "p"
    assert seen(render.markdown([(block(text, tag=tag), label)])) == text


@given(st.lists(plain, min_size=1, max_size=4), st.sampled_from(["body", "quote", "list"]))
@example(["a", "---"], "body")
@example(["a", "1. b", "# c"], "list")
def test_lines_parted_by_breaks_are_read_back_too(lines: list[str], label: Label) -> None:
    one = block("\n".join(lines), "<br>".join(escape(line, quote=False) for line in lines))
    assert seen(render.markdown([(one, label)]).replace("\\\n", "\\\n ")) == " ".join(lines)
    assert READER.render(render.markdown([(one, label)])).count("<br />") == len(lines) - 1


@given(st.lists(st.lists(plain, min_size=1, max_size=3), min_size=1, max_size=4))
def test_cells_of_a_table_are_read_back_each_in_its_place(rows: list[list[str]]) -> None:
    shown: list[tuple[Block, Label]] = [(block("\t".join(row), tag="tr"), "table") for row in rows]
    table = lxml_html.fragment_fromstring(READER.render(render.markdown(shown)), create_parent="x")
    found = [[cell.text_content() for cell in row] for row in table.iter("tr")]
    width = max(map(len, rows))
    assert found == [row + [""] * (width - len(row)) for row in rows]


@given(st.text(alphabet="ab`~ <&\n", max_size=30).map(lambda text: text.strip("\n").rstrip()).filter(bool))
@example("```\n````")
def test_code_is_read_back_as_it_was(code: str) -> None:
    for rendered in (
        READER.render(render.markdown([(block(code, tag="pre"), "code")])),
        render.html([(block(code), "code")]),
    ):
        (pre,) = lxml_html.fragment_fromstring(rendered, create_parent="x").iter("pre")
        assert pre.text_content().strip("\n") == code.strip("\n")


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<b>one</b> <i>two</i>", "**one** *two*"),
        ("<b>one </b>two<i> three</i>", "**one** two *three*"),
        ("<b>one<br></b>two", "**one**\\\ntwo"),
        ("<b></b>one<i> </i>two", "one two"),
        ("<del>one</del> <sup>2</sup>", "~~one~~ 2"),
        ('<a href="/x">one</a>', "[one](/x)"),
        ('<a href="/x"> one </a>two', "[one](/x) two"),
        ('Stop!<a href="/x">one</a>', "Stop\\![one](/x)"),
        ('<a href="/x_(y)">one</a>', "[one](</x_(y)>)"),
        ('<a href="/x y>z">one</a>', "[one](/x%20y%3Ez)"),
        ('<a href="javascript:x">one</a>', "one"),
        ('<a href="/x"><img></a>one', "one"),
        ("<b>a <a href='/x'>b <i>c</i></a></b>", "**a [b *c*](/x)**"),
        ("<code>a_b*c&lt;</code>", "`a_b*c<`"),
        ("<code>a`b``c</code>", "```a`b``c```"),
        ("<code>`a</code>", "`` `a ``"),
        ("<code>a <b>b</b></code>", "`a b`"),
        ("2 * 3 * 4 &lt; snake_case_name", "2 \\* 3 \\* 4 \\< snake\\_case\\_name"),
    ],
)
def test_inline_markup_becomes_markdown_that_means_the_same(html: str, written: str) -> None:
    assert markdown(f"<p>{html}</p>") == written + "\n"


@pytest.mark.parametrize(
    "html",
    [
        "<strong>one</strong> two <em>three</em>",
        'one <a href="/x">two <em>three</em></a>, <code>f(*a)</code>',
        "one<br><strong>two</strong><br>three",
        '<a href="https://example.org/?a=1&amp;b=2">one</a>',
    ],
)
def test_simple_markup_is_read_back_as_it_was(html: str) -> None:
    assert read(markdown(f"<p>{html}</p>")) == f"<p>{html}</p>"


def test_headings_have_their_rank_the_title_the_first() -> None:
    shown: list[tuple[Block, Label]] = [
        (block("Ferry", tag="h3"), "title"),
        (block("One", tag="h1"), "heading"),
        (block("Two", tag="h3"), "heading"),
        (block("Three", tag="p"), "heading"),
    ]
    assert render.markdown(shown) == "# Ferry\n\n## One\n\n### Two\n\nThree\n"
    assert render.html(shown) == "<h1>Ferry</h1>\n<h2>One</h2>\n<h3>Two</h3>\n<p>Three</p>\n"


def test_a_heading_in_two_lines_is_one_heading() -> None:
    assert markdown("<h2>One<br>two</h2>", "heading") == "## One two\n"
    assert render.html(cut("<h2>One<br>two</h2>", "heading")) == "<h2>One<br>two</h2>\n"


def test_a_list_is_one_list_in_every_view() -> None:
    shown = cut("<ul><li>One</li><li>two<br>lines</li></ul>", "list")
    assert render.text(shown) == "One\ntwo\nlines"
    assert render.markdown(shown) == "- One\n- two\\\n  lines\n"
    assert read(render.markdown(shown)) == "<ul><li>One</li><li>two<br>lines</li></ul>"
    assert render.html(shown) == "<ul>\n<li>One</li>\n<li>two<br>lines</li>\n</ul>\n"


def test_a_table_is_one_table_in_every_view() -> None:
    shown = cut("<table><tr><th>Year</th><th>Fare</th></tr><tr><td>1911</td><td><b>2</b>|3</td></tr></table>", "table")
    assert render.text(shown) == "Year\tFare\n1911\t2|3"
    assert render.markdown(shown) == "| Year | Fare |\n| --- | --- |\n| 1911 | **2**\\|3 |\n"
    assert "<tr><td>1911</td><td><strong>2</strong>|3</td></tr>" in render.html(shown)


def test_an_empty_first_cell_keeps_its_place_in_every_view() -> None:
    shown = cut("<table><tr><td></td><td>b</td></tr></table>", "table")
    assert render.markdown(shown) == "|  | b |\n| --- | --- |\n"
    assert render.html(shown) == "<table>\n<tr><td></td><td>b</td></tr>\n</table>\n"


def test_a_quotation_is_one_with_all_of_its_lines() -> None:
    shown = cut("<blockquote>One<br>two</blockquote>", "quote")
    assert render.markdown(shown) == "> One\\\n> two\n"
    assert render.html(shown) == "<blockquote><p>One<br>two</p></blockquote>\n"


def test_code_stands_between_fences_longer_than_any_in_it() -> None:
    shown = cut("<pre>a\n  b &lt; *c*\n```</pre>", "code")
    assert render.markdown(shown) == "````\na\n  b < *c*\n```\n````\n"
    assert render.html(shown) == "<pre>a\n  b &lt; *c*\n```</pre>\n"


def test_a_blank_line_parts_paragraphs_and_what_is_of_another_kind() -> None:
    shown = [*cut("<p>One<p>Two"), *cut("<ul><li>a<li>b</ul>", "list"), *cut("<p>Three")]
    assert render.text(shown) == "One\n\nTwo\n\na\nb\n\nThree"
    assert render.markdown(shown) == "One\n\nTwo\n\n- a\n- b\n\nThree\n"
    assert render.html(shown) == "<p>One</p>\n<p>Two</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>Three</p>\n"


@pytest.mark.parametrize("label", LABELS)
def test_every_label_has_all_three_views(label: Label) -> None:
    shown = [(block("Word", tag="li"), label)]
    assert "Word" in render.text(shown) and "Word" in seen(render.markdown(shown)) and "Word" in render.html(shown)


def test_of_nothing_every_view_is_empty() -> None:
    assert (render.text([]), render.markdown([]), render.html([])) == ("", "", "")

"""What the views keep of a page's structure: lists in lists, tables, quotations, code.

Pages are made up of parts at random; the Markdown is read back by markdown-it-py, the HTML by lxml, and what a reader
sees of either is compared with the page itself.
"""

import re
from collections.abc import Iterator
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from archiver.article.compose import Article
from archiver.labels import Label
from tests.article.pages import article

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LABELS: dict[str, Label] = {
    **dict.fromkeys(("li", "dt", "dd"), "list"),
    **dict.fromkeys(("tr", "th", "caption"), "table"),
    **{f"h{level}": "heading" for level in range(2, 7)},
    "blockquote": "quote",
    "pre": "code",
}  # type: ignore[assignment]

signs = st.text(alphabet="ab é中\\`*_[]<>#+-=.!1&;:()|~^\"'/{}$@%€“”", min_size=1, max_size=12)
words = signs.map(lambda text: escape(" ".join(text.split()))).filter(bool)
marked = st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", st.sampled_from(["b", "i", "code", "del"]), words)
linked = st.builds(
    lambda href, text: f'<a href="/{escape(href)}">{text}</a>', st.text(alphabet="ab ()[]<>&;`\\|*_", max_size=6), words
)
piece = words | marked | linked | st.builds(lambda one: f" {one} ", words)
nested = st.builds(lambda one, two, three: f"<b>{one}<i>{two}</i>{three}</b>", words, words | linked, words)
inline = st.lists(piece | nested | st.just("<br>"), max_size=4).map("".join)
line = st.builds(lambda first, rest: first + rest.removesuffix("<br>"), piece, inline).map(
    lambda html: re.sub(r"(?:<br>)+", "<br>", html)
)
paragraph = line.map(lambda html: f"<p>{html}</p>")
heading = st.builds(lambda level, html: f"<h{level}>{html}</h{level}>", st.integers(2, 6), line)
code = st.text(alphabet="ab`~ <&\n", max_size=20).filter(str.strip).map(lambda text: f"<pre>\n{escape(text)}</pre>")
row = st.lists(line.map(lambda html: html.replace("<br>", " ")), min_size=2, max_size=3)


def lists(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    item = st.builds("<li>{}{}".format, line, inside | st.just(""))
    start = st.integers(0, 3).map(lambda number: f'<ol start="{number}">') | st.just("<ol>") | st.just("<ul>")
    return st.builds(
        lambda tag, items: f"{tag}{''.join(items)}</{tag[1:3]}>", start, st.lists(item, min_size=1, max_size=3)
    )


def table(rows: list[list[str]], head: bool) -> str:
    tags = ["th" if head and not number else "td" for number in range(len(rows))]
    return "<table>{}</table>".format(
        "".join(
            "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) for tag, cells in zip(tags, rows, strict=True)
        )
    )


tables = st.builds(table, st.lists(row, min_size=1, max_size=3), st.booleans())
listed = st.recursive(lists(code | paragraph), lists, max_leaves=4)
quoted = st.lists(paragraph | listed, max_size=2).map("".join)
quotation = st.builds(lambda one, rest: f"<blockquote>{one}{rest}</blockquote>", paragraph, quoted)
pages = st.lists(paragraph | heading | code | tables | listed | quotation, min_size=1, max_size=5).map("".join)


def made(html: str) -> Article:
    return article(f"<article>{html}</article>", LABELS)


def tree(html: str) -> HtmlElement:
    return lxml_html.fragment_fromstring(html, create_parent="x")


def shape(root: HtmlElement) -> Iterator[str]:
    """The parts of a page in order, each with the parts around it."""
    for element in root.iter("li", "ul", "ol", "table", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"):
        around = [one.tag for one in element.iterancestors("li", "ul", "ol", "blockquote", "table")]
        if element.tag != "tr" or element.text_content().strip():
            start = element.get("start", "1") if element.tag == "ol" else ""
            yield f"{element.tag}{start} in {around}"


def letters(text: str) -> str:
    return "".join(text.split())


@given(pages)
@settings(max_examples=150)
def test_what_is_read_back_from_markdown_is_the_page(html: str) -> None:
    found = made(html)
    read = tree(READER.render(found.markdown))
    assert letters(read.text_content()) == letters(found.text)
    assert list(shape(read)) == list(shape(tree(html)))
    assert [one.text_content().rstrip() for one in read.iter("pre")] == [one.text for one in found.labelled("code")]


@given(pages)
@settings(max_examples=150)
def test_what_is_read_back_from_html_is_the_page(html: str) -> None:
    found = made(html)
    read = tree(found.html)
    assert letters(read.text_content()) == letters(found.text)
    assert list(shape(read)) == list(shape(tree(html)))
    assert [one.text_content() for one in read.iter("pre")] == [one.text for one in found.labelled("code")]


@given(pages)
@settings(max_examples=50)
def test_the_text_is_the_text_of_the_blocks(html: str) -> None:
    found = made(html)
    assert re.sub(r"\n+", "\n", found.text) == re.sub(r"\n+", "\n", "\n".join(one.text for one in found.blocks))

"""Inline markup as HTML that is let through and as Markdown: what can run is not there, what is read is the text."""

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

import archiver
from archiver.article.phrases import BREAK, clean_html, markdown_of

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
KEPT = set("a strong em code sub sup q mark abbr cite del ins kbd samp s u small time br x".split())
DANGEROUS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java&#9;script:alert(1)",
    "java&NewLine;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&colon;alert(1)",
    "&#1;javascript:alert(1)",
    "javascript&#0000058alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox",
    "blob:https://example.org/1",
    "file:///etc/passwd",
    "view-source:javascript:alert(1)",
)


@pytest.mark.parametrize("href", DANGEROUS)
def test_an_address_that_can_run_or_reach_inside_is_no_link_in_any_view(href: str) -> None:
    one = f'<a href="{href.replace(chr(34), "")}">word</a>'
    assert clean_html(one) == "<a>word</a>"
    assert markdown_of(one) == "word"
    story = "The ferry between the two shores has run since the spring of 1911, and it was late. " * 5
    for base in ("", "<base href='x'>", "<base href='javascript:/'>"):
        page = f"<html><head>{base}</head><body><article><p>{story}{one}</p></article></body></html>"
        found = archiver.clean(page)
        assert found.text.endswith("word")
        assert "href" not in found.html and "](" not in found.markdown


def test_a_base_that_is_no_address_makes_no_script_of_a_path() -> None:
    story = "The ferry between the two shores has run since the spring of 1911, and it was late. " * 5
    page = f"<base href='x'><article><p>{story}<a href='./javascript:alert(1)'>word</a></p></article>"
    assert "href" not in archiver.clean(page).html


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("a<script>alert(1)</script>b", "ab"),
        ("a<style>p { color: red }</style>b", "ab"),
        ('<b onclick="x">a</b>', "a"),
        ('<strong onclick="x" style="y" class="z">a</strong>', "<strong>a</strong>"),
        ('<a href="/x" onmouseover="y" target="z">a</a>', '<a href="/x">a</a>'),
        ('<a href="/x&quot; onclick=&quot;y">a</a>', '<a href="/x&quot; onclick=&quot;y">a</a>'),
        ("<svg onload=x><a>b</a></svg>", "<a>b</a>"),
        ("<math><mi>x</mi></math>", "x"),
        ('<iframe srcdoc="&lt;script&gt;">', ""),
        ('<img src="x" onerror="y">a', "a"),
        ("<strong>a", "<strong>a</strong>"),
        ("<strong><em>a</strong>b</em>", "<strong><em>a</em></strong>b"),
        ("<!-- a -->b<![x[c", "b&lt;![x[c"),
        ('<a href="/x">a<a href="/y">b</a></a>', '<a href="/x">a</a><a href="/y">b</a>'),
        ("a &lt;script&gt; &amp;amp; b", "a &lt;script&gt; &amp;amp; b"),
        ("one<br>two<br/>three", "one<br>two<br>three"),
    ],
)
def test_nothing_is_let_through_but_what_blocks_keep(html: str, clean: str) -> None:
    assert clean_html(html) == clean


junk = st.lists(
    st.sampled_from(
        "< > / \" ' = & ; script style svg a strong em br onclick href javascript: <a <b </ --> <!-- &#58; / x".split()
    )
    | st.text(max_size=4),
    max_size=12,
).map("".join)


@given(junk)
@example('<a href="/x"><script>')
def test_whatever_comes_only_allowed_elements_leave(html: str) -> None:
    cleaned = clean_html(html)
    if not cleaned.strip():
        return
    for element in lxml_html.fragment_fromstring(f"<x>{cleaned}</x>").iter("*"):
        assert element.tag in KEPT
        assert set(element.attrib) <= {"href"}
        assert not re.search(r"^\W*(javascript|data|vbscript)\s*:", element.get("href", ""), re.IGNORECASE)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<strong>“Yes,”</strong>he said", "**“Yes,”**&#104;e said"),
        ("he said<strong>“Yes”</strong>", "he sai&#100;**“Yes”**"),
        ("<strong>a</strong><strong>b</strong>", "**ab**"),
        ("<code>a</code><code>b</code>", "`ab`"),
        ("<strong>a</strong><em>b</em>", "**a**b"),
        ("un<strong>believ</strong>able", "un**believ**able"),
        ("<s>a <del>b</del></s>", "~~a b~~"),
        ('<a href="/?a=1&amp;amp;b=2">a</a>', "[a](/?a=1&amp;amp;b=2)"),
        ('<a href="/`x">a</a>`', "[a](/%60x)\\`"),
        ("one<br>two", f"one{BREAK}two"),
    ],
)
def test_emphasis_is_written_so_that_it_is_read_as_such(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown


@given(st.text(alphabet="ab [](){}<>&;#`\\|*_!\"'%?=/.-", min_size=1, max_size=12).map(str.strip).filter(bool))
def test_an_address_is_read_back_from_markdown(path: str) -> None:
    (link,) = lxml_html.fragment_fromstring(
        READER.render(markdown_of(f'<a href="/x{escape(path)}">word</a>')), create_parent="x"
    ).iter("a")
    quoted = {"<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C", "`": "%60"}
    plain = "".join(quoted.get(one, one) for one in f"/x{path}")
    assert unquoted(link.get("href", "")) == unquoted(plain)


def unquoted(address: str) -> str:
    return re.sub("%([0-9A-F]{2})", lambda one: chr(int(one[1], 16)), address)

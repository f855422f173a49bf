"""Where a block stands on the page, and what the views make of it."""

import re

import pytest

from archiver.article.compose import Article
from tests.article.pages import article
from tests.article.test_outline import LABELS, made


def places(found: Article) -> list[str]:
    return [block.place for block in found.blocks]


def test_a_place_names_the_elements_around_a_block_each_with_a_number_of_its_own() -> None:
    found = made("<p>a</p><ol type=a start=3><li>b<ul><li>c</ul><li>d</ol><blockquote><p>e<p>f</blockquote>")
    assert places(found) == [
        "", "ol1=a li2=3", "ol1=a li2=3 ul3 li4", "ol1=a li5=4", "blockquote6", "blockquote6"
    ]  # fmt: skip


def test_what_is_not_the_articles_has_no_place() -> None:
    found = made("<ul><li>a</ul><p class=x>b</p>")
    assert [block.place for block in found.with_profile("verbatim").blocks] == ["ul1 li2", ""]


def test_lists_thousands_deep_have_places_that_end() -> None:
    found = made("<ul><li>a" * 600)
    assert max(map(len, places(found))) < 500
    assert found.markdown.count("a") == found.html.count("a") == 600


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ol start=0><li>a<li>b</ol>", "0. a\n1. b\n"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b\n"),
        ("<ol><li>a<li value=7>b<li>c</ol>", "1. a\n7. b\n8. c\n"),
        ("<ol start=x><li>a</ol>", "1. a\n"),
        ("<ol start=-4><li>a</ol>", "1. a\n"),
        ("<ol start=99999999999><li>a</ol>", "1. a\n"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c\n"),
        ("<ul><ul><li>b</li></ul></ul>", "- b\n"),
        ("<div><li>a</li><li>b</li></div><div><li>c</li></div>", "- a\n- b\n\n* c\n"),
        ("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n- c\n"),
        ("<ul><li>a<ol start=4><li>b</ol></ul>", "- a\n\n  4. b\n"),
        ("<ol><li>a<pre>b\n\nc</pre></ol>", "1. a\n\n   ```\n   b\n\n   c\n   ```\n"),
        ("<dl><dt>a<dd>b<dd>c<dt>d</dl>", "- a\n  - b\n  - c\n- d\n"),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>", "> a\n>\n> > b\n"),
        ("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b\n"),
        ("<pre><div>a</div><div>b</div></pre>", "```\na\nb\n```\n"),
        ("<ol><li><article><p>a</p></article><li><article><p>b</p></article></ol>", "a\n\nb\n"),
    ],
)
def test_lists_quotations_and_code_are_what_they_are_on_the_page(html: str, markdown: str) -> None:
    assert made(html).markdown == markdown


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<pre><code class='language-python'>x</code></pre>", "python"),
        ("<pre class='lang-js'>x</pre>", "js"),
        ("<pre class='brush: c++; toolbar: false'>x</pre>", "c++"),
        ("<div class='highlight highlight-source-shell'><pre>x</pre></div>", "shell"),
        ("<pre><code class='hljs rust'>x</code></pre>", "rust"),
        ("<pre class='sourceCode haskell'>x</pre>", "haskell"),
        ("<pre class='language-none'>x</pre>", ""),
        ("<pre class='language-a`b'>x</pre>", ""),
        ("<pre class='wide'>x</pre>", ""),
        ("<pre>x</pre>", ""),
    ],
)
def test_code_has_the_language_that_its_classes_name(html: str, language: str) -> None:
    classes = re.findall("class='([^']*)'", html)
    found = article(f"<article>{html}</article>", {**LABELS, **dict.fromkeys(classes, "code")})  # by the class, if any
    assert found.markdown == f"```{language}\nx\n```\n"
    assert found.html == (f'<pre><code class="language-{language}">x</code></pre>\n' if language else "<pre>x</pre>\n")


def test_a_table_has_the_head_that_the_page_gives_it() -> None:
    head = "<tr><th>a</th><th>b</th></tr>"
    assert made(f"<table>{head}<tr><th>c</th><td>d</td></tr></table>").html == (
        "<table>\n<thead>\n<tr><th>a</th><th>b</th></tr>\n</thead>\n"
        "<tbody>\n<tr><th>c</th><td>d</td></tr>\n</tbody>\n</table>\n"
    )
    bare = made("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert bare.markdown == "|  |  |\n| --- | --- |\n| a | b |\n| c | d |\n"
    bold = made("<table><tr><td><b>a</b></td><td><b>b</b></td></tr><tr><td>c</td><td>d</td></tr></table>")
    assert bold.markdown == "| **a** | **b** |\n| --- | --- |\n| c | d |\n"


def test_a_cell_that_covers_others_leaves_them_their_columns() -> None:
    rows = "<tr><th>a</th><th>b</th><th>c</th></tr><tr><td rowspan=2>d</td><td colspan=2>e</td></tr>"
    found = made(f"<table><caption>x</caption>{rows}<tr><td>f</td><td>g</td></tr></table>")
    assert found.markdown == "x\n\n| a | b | c |\n| --- | --- | --- |\n| d | e |  |\n|  | f | g |\n"
    assert "<caption>x</caption>" in found.html
    assert '<tr><td rowspan="2">d</td><td colspan="2">e</td></tr>' in found.html


def test_a_row_of_one_cell_across_the_table_stays_in_it() -> None:
    rows = "<tr><th>a</th><th>b</th></tr><tr><td colspan=2>all</td></tr><tr><td>c</td><td>d</td></tr>"
    assert made(f"<table>{rows}</table>").markdown == "| a | b |\n| --- | --- |\n| all |  |\n| c | d |\n"


def test_tables_that_follow_one_another_are_tables_of_their_own() -> None:
    one = "<table><tr><th>a</th><th>b</th></tr></table>"
    assert made(one * 2).markdown == "| a | b |\n| --- | --- |\n\n| a | b |\n| --- | --- |\n"
    assert made(one * 2).html.count("<table>") == 2

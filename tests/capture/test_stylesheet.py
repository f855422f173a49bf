import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.stylesheet import MAX_CSS, requisites_of_css

SHEET = "https://news.example/css/main.css"


def test_a_stylesheet_that_tells_no_encoding_has_that_of_the_document_which_names_it() -> None:
    css = "@import 'ещё.css'; a { background: url(фон.png?ф) }".encode("cp1251")
    first, second = requisites_of_css(css, SHEET, "text/css", "cp1251")
    assert first.url == "https://news.example/css/%D0%B5%D1%89%D1%91.css"
    assert second.url == "https://news.example/css/%D1%84%D0%BE%D0%BD.png?%F4"
    assert first.encoding == "cp1251"


@pytest.mark.parametrize(
    ("css", "content_type"),
    [
        ("\ufeffa { background: url(μ.png) }".encode(), ""),
        ("a { background: url(μ.png) }".encode(), "text/css; charset=utf-8"),
        ('@charset "utf-8"; a { background: url(μ.png) }'.encode(), ""),
    ],
)
def test_one_that_tells_its_own_has_its_own(css: bytes, content_type: str) -> None:
    (one,) = requisites_of_css(css, SHEET, content_type, "cp1251")
    assert (one.url, one.encoding) == ("https://news.example/css/%CE%BC.png", "utf-8")


@pytest.mark.parametrize("environment", ["klingon-8", "", "mac-roman", "utf-8"])
def test_an_encoding_that_is_not_known_is_utf_8(environment: str) -> None:
    (one,) = requisites_of_css("a { background: url(μ.png) }".encode(), SHEET, "", environment)
    assert one.url == "https://news.example/css/%CE%BC.png"


def found(css: bytes | str, content_type: str = "") -> list[tuple[str, str]]:
    return [
        (one.kind, one.url.removeprefix("https://news.example/")) for one in requisites_of_css(css, SHEET, content_type)
    ]


@pytest.mark.parametrize(
    ("css", "needs"),
    [
        ("a { background: url(x.png) }", [("image", "css/x.png")]),
        ("a { background: url( 'x y.png' ) }", [("image", "css/x%20y.png")]),
        ('a { background: URL("/x.png?a=(1)") }', [("image", "x.png?a=(1)")]),
        ("a { background: u\\72l(x.png) }", [("image", "css/x.png")]),
        ("a { background: url(x\\ y.png) }", [("image", "css/x%20y.png")]),
        ("a { background: url(data:image/png;base64,AA) }", []),
        ("a { filter: url(#blur) }", []),
        ("a { background: url() }", []),
        ("/* url(x.png) */ a {}", []),
        ('a::after { content: "url(x.png)" }', []),
        ("@import 'more.css';", [("style", "css/more.css")]),
        ("@import url(../more.css) screen and (min-width: 1px);", [("style", "more.css")]),
        ('@IMPORT URL("more.css") layer(x) supports(background: url(no.png));', [("style", "css/more.css")]),
        ("@charset 'utf-8'; @import\n'more.css'", [("style", "css/more.css")]),
        ("@namespace svg url(http://www.w3.org/2000/svg); a { b: url(x.png) }", [("image", "css/x.png")]),
        ("@font-face { src: local('F'), url(f.woff2) format('woff2'), url(f.ttf) }",
         [("font", "css/f.woff2"), ("font", "css/f.ttf")]),
        ("@font-face { src: url(f.woff) } a { b: url(x.png) }", [("font", "css/f.woff"), ("image", "css/x.png")]),
        ("@media print { @supports (a: b) { @font-face { src: url(f.woff) } a { b: url(x.png) } } }",
         [("font", "css/f.woff"), ("image", "css/x.png")]),
        ("a { b: image-set('1.png' 1x, url(2.png) 2x, '3.avif' type('image/avif')) }",
         [("image", "css/1.png"), ("image", "css/2.png"), ("image", "css/3.avif")]),
        ("a { b: -webkit-image-set(url(1.png) 1x) }", [("image", "css/1.png")]),
        ("a { b: cross-fade(url(1.png), '2.png', 50%) }", [("image", "css/1.png"), ("image", "css/2.png")]),
        ("a { --b: url(x.png) }", [("image", "css/x.png")]),
        ("a { cursor: url(x.cur), pointer; b: url(x.cur) }", [("image", "css/x.cur")]),
        ("a { b: url(x.png", [("image", "css/x.png")]),
        ("a { b: url(bad'x) } c { d: url(x.png) }", [("image", "css/x.png")]),
        ("background: url(x.png); color: red", [("image", "css/x.png")]),
        ("<!-- a { b: url(x.png) } -->", [("image", "css/x.png")]),
        (b"\xef\xbb\xbf@import 'more.css';", [("style", "css/more.css")]),
    ],
)  # fmt: skip
def test_what_a_stylesheet_needs(css: bytes | str, needs: list[tuple[str, str]]) -> None:
    assert found(css) == needs


def test_the_encoding_is_the_headers_or_the_stylesheets_own() -> None:
    css = "a { b: url(фото.png) }"
    right = [("image", "css/%D1%84%D0%BE%D1%82%D0%BE.png")]
    assert found(css.encode()) == right
    assert found(css.encode("cp1251"), "text/css; charset=windows-1251") == right
    assert found(b'@charset "windows-1251";' + css.encode("cp1251")) == right


@pytest.mark.parametrize(
    ("css", "needs"),
    [
        ("a { color: red } b { c: url(x{a:b}.png) }", [("image", "css/x%7Ba:b%7D.png")]),
        ("a { color: red } b { c: url('/x{a:b}.png') }", [("image", "x%7Ba:b%7D.png")]),
        ("@import 'x{a:b}.css'; a { color: red }", [("style", "css/x%7Ba:b%7D.css")]),
        ("@font-face { font-family: F } a { color: red } b { c: url(x.png) }", [("image", "css/x.png")]),
        ("@media (a: b) { a { color: calc(1px * 2) } b { c: URL(x.png) } }", [("image", "css/x.png")]),
        ("/* { a: b } */ c { d: e } /* } */ f { g: url(x.png) }", [("image", "css/x.png")]),
        ("a::after { content: '{ b: c }' } d { e: url(x.png) }", [("image", "css/x.png")]),
        ("@import 'a.css'; b { c: d } @import 'e.css';", [("style", "css/a.css"), ("style", "css/e.css")]),
    ],
)
def test_what_is_left_out_for_speed_changes_nothing(css: str, needs: list[tuple[str, str]]) -> None:
    assert found(css) == needs


def test_blocks_as_deep_as_the_file_is_long_are_no_trouble() -> None:
    assert found("a{" * 20_000 + "b:url(x.png)") == [("image", "css/x.png")]


def test_a_stylesheet_without_end_is_looked_at_in_part() -> None:
    assert found("/**/" * (MAX_CSS // 4) + "a { b: url(x.png) }") == []


@given(st.text(alphabet="a@import'\"url(){};\\/* \n-x.", max_size=80))
def test_no_text_breaks_it(css: str) -> None:
    assert len({url for _, url in found(css)}) == len(found(css))


@given(st.from_regex(r"[a-z0-9_./?=&,%()' -]{1,20}[a-z]", fullmatch=True))
def test_every_address_that_is_quoted_is_found(name: str) -> None:
    assert len(found(f'a {{ b: url("/x/{name}") }}')) == 1

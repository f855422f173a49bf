"""Who wrote an article, by source and language."""

import json
from typing import Any

import pytest

from archiver.page.authors import authors_of, is_person
from archiver.page.decode import parse
from archiver.page.opening import Opening
from archiver.page.sources import Sources

URL = "https://www.shore.example/news/ferry"
LONG = f"<p>{'The ferry stays through the winter. ' * 8}</p>"


def authors(head: str = "", body: str = "", article: Any = None) -> tuple[tuple[str, ...], str]:
    if article is not None:
        head += f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **article})}</script>'
    root = parse(f"<html><head>{head}</head><body><h1>Ferry stays</h1>{body}{LONG}</body></html>")
    return authors_of(Sources(root, URL), Opening(root, "Ferry stays"), "The Shore")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("By Ann Lee and Bo Ray", ("Ann Lee", "Bo Ray")),
        ({"name": "Ann Lee, Bo Ray"}, ("Ann Lee", "Bo Ray")),
        ([{"name": "Ann Lee"}, "Bo Ray", {"name": ["Cy D. Ray"]}], ("Ann Lee", "Bo Ray", "Cy D. Ray")),
        ({"givenName": "Ann", "familyName": "Lee"}, ("Ann Lee",)),
        ({"name": "Ann Lee", "jobTitle": "Editor"}, ("Ann Lee",)),
        ([{"name": "Ann Lee"}, {"name": "The Shore"}], ("Ann Lee",)),
        ([{"name": "Ann Lee"}, {"name": "AP"}], ("Ann Lee", "AP")),
        ({"name": "Ann L&eacute;e"}, ("Ann Lée",)),
        ({"name": "https://example.org/ann"}, ()),
        ({"name": "undefined"}, ()),
        ([], ()),
        ({"name": {"name": {"name": {"name": {"name": {"name": "too deep"}}}}}}, ()),
    ],
)
def test_authors_in_the_shapes_of_json_ld(author: Any, names: tuple[str, ...]) -> None:
    assert authors(article={"author": author})[0] == names


def test_an_author_who_is_referred_to_is_found() -> None:
    person = json.dumps({"@graph": [{"@type": "Person", "@id": "#1", "name": "Ann Lee", "url": "/ann"}]})
    script = f'<script type="application/ld+json">{person}</script>'
    assert authors(script, article={"author": {"@id": "#1"}})[0] == ("Ann Lee",)


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<meta name="author" content="Ann Lee">', "meta author"),
        ('<meta name="parsely-author" content="Ann Lee">', "meta parsely-author"),
        ('<meta name="sailthru.author" content="Ann Lee">', "meta sailthru.author"),
        ('<meta name="DC.creator" content="Lee, Ann">', "meta dc.creator"),
        ('<meta property="dc:creator" content="Ann Lee">', "meta dc.creator"),
        ('<meta name="citation_author" content="Lee, Ann">', "meta citation_author"),
        ('<meta property="article:author" content="Ann Lee">', "meta article:author"),
        ('<meta name="twitter:data1" content="Ann Lee">', "meta twitter:data1"),
    ],
)
def test_meta_elements_that_name_authors(head: str, source: str) -> None:
    assert authors(head) == (("Ann Lee",), source)


@pytest.mark.parametrize(
    ("body", "names", "source"),
    [
        ('<p>By <a rel="author" href="/ann">Ann Lee</a></p>', ("Ann Lee",), "rel author"),
        ('<div><span itemprop="author">Ann Lee</span></div>', ("Ann Lee",), "itemprop author"),
        ('<span property="schema:author">Ann Lee</span>', ("Ann Lee",), "property schema:author"),
        ('<p class="c-byline">By Ann Lee and Bo Ray</p>', ("Ann Lee", "Bo Ray"), "byline element"),
        ('<p class="byline">Ann Lee · 3 June 2024</p>', ("Ann Lee",), "byline element"),
        (
            '<p class="byline"><a href="/authors/ann">Ann Lee</a><a href="https://social.example/a">Follow</a></p>',
            ("Ann Lee",),
            "byline element",
        ),
        (
            '<div><p class="author">Ann Lee</p><p class="author">Bo Ray</p></div>',
            ("Ann Lee", "Bo Ray"),
            "byline element",
        ),
        ('<p class="byline"><b>Ann Lee</b> <b>Bo Ray</b> <b>Cy Day</b> <b>Di Fay</b></p>', None, "byline element"),
        ('<div class="articleAuthor">Ann Lee <i>Head of Ferries</i></div>', None, "byline element"),
        ("<ul><li>3 June</li><li>Von: <b>Ann Lee</b>, <b>Bo Ray</b></li></ul>", ("Ann Lee", "Bo Ray"), None),
        ("<p>Par Jean Petit, à Merrow</p>", ("Jean Petit",), None),
        ("<p>Texto: Ana García</p>", ("Ana García",), None),
        ("<p>Av Ola Ek</p>", ("Ola Ek",), None),
        ("<p>Автор: Анна Ли</p>", ("Анна Ли",), None),
        ('<div class="comment"><p class="author">Cy Day</p></div>', (), ""),
        ('<aside><a rel="author">Cy Day</a></aside>', (), ""),
        ('<p class="author-bio">Ann Lee</p>', (), ""),
        ("<figure><figcaption>By Cy Day</figcaption></figure>", (), ""),
    ],
)
def test_the_visible_byline(body: str, names: tuple[str, ...] | None, source: str | None) -> None:
    found = authors(body=body)
    assert found[1] == ("line under the headline" if source is None else source)
    if names is not None:
        assert found[0] == names


@pytest.mark.parametrize("house", ["The Shore", "shore.example", "Newsroom", "dpa", "Redaktion"])
def test_a_person_under_the_headline_goes_before_a_paper_an_agency_or_a_desk(house: str) -> None:
    article = {"author": {"@type": "Organization", "name": house}}
    assert authors(article=article) == ((house,), "JSON-LD NewsArticle author")
    assert authors(body="<p>By Ann Lee</p>", article=article)[0] == ("Ann Lee",)


def test_a_desk_does_not_give_way_to_who_is_named_elsewhere_on_the_page() -> None:
    body = f'{LONG}<p class="byline">By Cy Day</p>'
    assert authors(body=body, article={"author": "Newsroom"})[0] == ("Newsroom",)
    assert authors(body=body)[0] == ("Cy Day",)


def test_an_author_s_page_or_a_sentence_is_no_author() -> None:
    for author in ("https://example.org/ann", "Written with great care by the whole of the staff of the paper " * 2):
        assert authors(f'<meta property="article:author" content="{author}">') == ((), "")


def test_who_is_a_person() -> None:
    assert is_person("Ann Lee", "The Shore", "") and is_person("ann lee", None, "")
    assert not is_person("The Shore", "The Shore", "") and not is_person("Ann", None, "")

"""What a page says of itself, and which of its sources is believed first."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.errors import PageError
from archiver.model import Metadata
from archiver.page.decode import parse
from archiver.page.metadata import read_metadata

URL = "https://www.example.org/news/ferry"


def read(head: str = "", body: str = "<p>x</p>", article: Any = None, html: str = "<html>") -> Metadata:
    data = json.dumps({"@type": "NewsArticle", **article}) if isinstance(article, dict) else article
    script = f'<script type="application/ld+json">{data}</script>' if data is not None else ""
    return read_metadata(parse(f"{html}<head>{head}{script}</head><body>{body}</body></html>"), URL)


def meta(**content: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in content.items())


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(["NewsArticle", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "@type", "url"]), inner),
    max_leaves=5,
)
KEYS = "@type headline description author datePublished dateModified inLanguage publisher articleSection @graph".split()


@given(st.dictionaries(st.sampled_from([*KEYS, "isAccessibleForFree", "mainEntity"]), json_values))
@example({"author": [{"name": ["A", None, {"name": "B"}]}, None, 3]})
def test_json_ld_of_any_shape_is_read_or_passed_over(article: dict[str, Any]) -> None:
    found = read(article=article)
    assert all(isinstance(name, str) and name for name in found.authors)


@given(st.text(max_size=200))
def test_any_page_has_metadata_or_is_a_page_error(text: str) -> None:
    try:
        tree = parse(text)
    except PageError:
        return
    read_metadata(tree, text)


def test_a_page_that_says_nothing_has_nothing() -> None:
    assert read() == Metadata(sources={})


def test_json_ld_goes_before_meta_elements_and_each_field_says_where_it_came_from() -> None:
    head = meta(og__title="Other", article__published_time="2020-01-01", og__description="A dek", author="Bo Ray")
    found = read(
        head, article={"headline": "Ferry stays", "datePublished": "2024-06-07", "author": {"name": "Ann Lee"}}
    )
    assert (found.title, found.published, found.authors, found.dek) == (
        "Ferry stays",
        "2024-06-07",
        ("Ann Lee",),
        "A dek",
    )
    assert found.sources == {
        "title": "JSON-LD headline",
        "published": "JSON-LD datePublished",
        "authors": "JSON-LD author",
        "dek": "meta og:description",
    }


@pytest.mark.parametrize(
    "data",
    [
        {"@graph": [{"@type": "WebSite"}, {"@type": ["Thing", "ReportageNewsArticle"], "headline": "Ferry stays"}]},
        [{"@type": "BreadcrumbList"}, {"@type": "BlogPosting", "headline": ["Ferry stays", "x"]}],
        {"@type": "WebPage", "mainEntity": {"@type": "LiveBlogPosting", "headline": " Ferry\n stays "}},
    ],
)
def test_the_article_is_found_wherever_json_ld_puts_it(data: Any) -> None:
    assert read(article=json.dumps(data)).title == "Ferry stays"


@pytest.mark.parametrize("broken", ["{", "", "[" * 5000, "null", '{"@type": "NewsArticle", "headline": "a\tb"}'])
def test_broken_json_ld_is_passed_over(broken: str) -> None:
    assert read(meta(og__title="Ferry stays"), article=broken).title in ("Ferry stays", "a b")


def test_a_title_element_without_the_paper_s_name_is_the_headline() -> None:
    assert read("<title>Ferry stays through winter | The Sound</title>").title == "Ferry stays through winter"
    assert read("<title>The Sound of the Whole Coast – Ferry</title>", "<h1>Ferry</h1>").title == "Ferry"


def test_a_title_with_the_paper_s_name_in_it_gives_way_to_the_heading() -> None:
    found = read(meta(og__title="Ferry stays through winter - The Sound"), "<h1>Ferry stays through winter</h1>")
    assert (found.title, found.sources["title"]) == ("Ferry stays through winter", "h1")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ({"name": "By Ann Lee"}, ("Ann Lee",)),
        ([{"name": "Ann Lee"}, "Bo Ray", {"name": ["C D"]}], ("Ann Lee", "Bo Ray", "C D")),
        ({"name": "https://example.org/ann"}, ()),
        ([], ()),
    ],
)
def test_authors_in_the_shapes_of_json_ld(author: Any, names: tuple[str, ...]) -> None:
    assert read(article={"author": author}).authors == names


def test_an_author_s_page_or_a_sentence_is_no_author() -> None:
    for author in ("https://example.org/ann", "Written with great care by the whole of the staff of the paper " * 2):
        found = read(meta(article__author=author))
        assert found.authors == () and "authors" not in found.sources


def test_an_author_element_is_the_last_resort() -> None:
    assert read(body='<p>By <a rel="author" href="/ann">Ann Lee</a></p>').authors == ("Ann Lee",)


def test_the_time_element_is_when_it_was_published_and_not_when_it_was_modified() -> None:
    found = read(body='<time>yesterday</time><time datetime="2024-06-07T08:00+02:00">7 June</time>')
    assert (found.published, found.modified) == ("2024-06-07T08:00:00+02:00", None)


@pytest.mark.parametrize("tag", ["de", "de-AT", "DE_de", " de "])
def test_the_language_is_its_code_alone(tag: str) -> None:
    assert read(html=f'<html lang="{tag}">').language == "de"
    assert read(meta(og__locale=tag)).language == "de"


def test_links_are_made_absolute_and_what_is_no_web_address_is_passed_over() -> None:
    head = '<link rel="canonical" href="javascript:void(0)"><link rel="Canonical x" href="/a?b=1">'
    found = read(head + meta(og__image="http://[broken", twitter__image="img/a.jpg"))
    assert found.canonical == "https://www.example.org/a?b=1" and found.sources["canonical"] == "link canonical"
    assert found.image == "https://www.example.org/news/img/a.jpg"


def test_a_link_that_is_rejected_has_no_source() -> None:
    found = read('<link rel="canonical" href="data:text/html,x">')
    assert found.canonical is None and "canonical" not in found.sources


@pytest.mark.parametrize(
    ("free", "access"), [(False, "paywalled"), ("False", "paywalled"), (True, "free"), ("true", "free"), (None, None)]
)
def test_access_is_what_the_page_says_of_it(free: Any, access: str | None) -> None:
    assert read(article={"isAccessibleForFree": free}).access == access

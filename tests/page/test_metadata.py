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
KEYS = "@type headline name description author datePublished dateModified inLanguage publisher articleSection".split()
KEYS += "@graph @id url image hasPart creator mainEntityOfPage givenName".split()


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
        "title": "JSON-LD NewsArticle headline",
        "published": "JSON-LD NewsArticle datePublished",
        "authors": "JSON-LD NewsArticle author",
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


@pytest.mark.parametrize("tag", ["de", "de-AT", "DE_de", " de "])
def test_the_language_is_its_code_alone(tag: str) -> None:
    assert read(html=f'<html lang="{tag}">').language == "de"
    assert read(meta(og__locale=tag)).language == "de"


def test_links_are_made_absolute_and_what_is_no_web_address_is_passed_over() -> None:
    head = '<link rel="canonical" href="javascript:void(0)"><link rel="Canonical x" href="/a?b=1">'
    found = read(head + meta(og__image="http://[broken", twitter__image="img/a.jpg"))
    assert found.canonical == "https://www.example.org/a?b=1" and found.sources["canonical"] == "link canonical"
    assert found.image == "https://www.example.org/news/img/a.jpg"


@pytest.mark.parametrize(
    "image", ["/a.jpg", {"url": "/a.jpg"}, [{"@id": "#x"}, {"contentUrl": "/a.jpg"}], ["", "/a.jpg"]]
)
def test_the_lead_image_is_read_from_json_ld_where_no_meta_element_names_one(image: Any) -> None:
    found = read(article={"image": image})
    assert (found.image, found.sources["image"]) == ("https://www.example.org/a.jpg", "JSON-LD NewsArticle image")


def test_the_site_is_named_by_the_publisher_or_the_website_of_json_ld() -> None:
    assert read(article={"publisher": {"name": "The Shore"}}).site == "The Shore"
    assert read(article={"publisher": [{"name": "The Shore"}]}).site == "The Shore"
    graph = {"@graph": [{"@type": "WebSite", "name": "The Shore"}, {"@type": "Article", "headline": "Ferry"}]}
    assert read(article=json.dumps(graph)).site == "The Shore"


def test_a_section_that_is_a_list_of_tags_is_none() -> None:
    assert read(meta(article__section="News")).section == "News"
    assert read(meta(article__section="News, " * 20)).section is None


def test_the_language_is_what_the_page_says_and_no_other_word() -> None:
    assert read('<meta http-equiv="Content-Language" content="nb-NO">').language == "nb"
    assert read(article={"inLanguage": {"name": "fr"}}).language == "fr"
    assert read(html='<html lang="german">').language is None


def test_a_subject_is_called_by_its_name_where_the_headline_describes_it() -> None:
    article = {"headline": "kind of boat", "name": "Ferry"}
    assert read("<title>Ferry – The Book</title>", "<h1>Ferry</h1>", article=article).title == "Ferry"


def test_a_title_that_is_the_paper_s_name_gives_way_to_the_heading() -> None:
    found = read(meta(og__title="The Shore", og__site_name="The Shore"), "<h1>Ferry stays</h1>")
    assert (found.title, found.sources["title"]) == ("Ferry stays", "h1")


def test_a_link_that_is_rejected_has_no_source() -> None:
    found = read('<link rel="canonical" href="data:text/html,x">')
    assert found.canonical is None and "canonical" not in found.sources


@pytest.mark.parametrize(
    ("free", "access"), [(False, "paywalled"), ("False", "paywalled"), (True, "free"), ("true", "free"), (None, None)]
)
def test_access_is_what_the_page_says_of_it(free: Any, access: str | None) -> None:
    assert read(article={"isAccessibleForFree": free}).access == access


def test_an_article_of_which_a_part_is_not_free_is_not_free() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".wall"}
    for parts in (part, [{"@type": "WebPageElement"}, part]):
        found = read(article={"isAccessibleForFree": True, "hasPart": parts})
        assert (found.access, found.sources["access"]) == (
            "paywalled",
            "JSON-LD NewsArticle hasPart isAccessibleForFree",
        )


@pytest.mark.parametrize(("tier", "access"), [("free", "free"), ("locked", "paywalled"), ("metered", None)])
def test_access_by_the_tier_of_open_graph(tier: str, access: str | None) -> None:
    assert read(meta(article__content_tier=tier)).access == access

"""JSON-LD as pages have it: broken, nested, and of more things than the article."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.jsonld import Graph, loaded, plain, text, types_of

ARTICLE = '{"@type": "NewsArticle", "headline": "Ferry stays"}'
URL = "https://www.example.org/news/ferry"


def about(*nodes: Any, url: str = URL, title: str = "Ferry stays") -> list[Any]:
    found = Graph(map(json.dumps, nodes)).about((url,), lambda headline: headline == title)
    return [node.get("n") for node in found]


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"<!--\n{ARTICLE}\n-->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/*<![CDATA[*/{ARTICLE}/*]]>*/",
        f"{ARTICLE};",
        '{"@type": "NewsArticle", "headline": "Ferry stays",}',
        '{"@type": ["NewsArticle",], "headline": "Ferry stays"}',
        '{"@type": "NewsArticle", "headline": "Ferry\n stays"}',
        r'{"@type": "NewsArticle", "headline": "Ferry stays", "by": "Tim O\'Ray"}',
        ARTICLE.replace('"', "&quot;"),
        f"{ARTICLE} {ARTICLE}",
        f"{ARTICLE}, " + '{"@type": "WebSite"',
    ],
)
def test_broken_json_is_mended(script: str) -> None:
    (node, *_) = Graph([script]).about((URL,), bool)
    assert " ".join(node["headline"].split()) == "Ferry stays"


@given(st.text(max_size=80) | st.text(alphabet='{}[],:"\\a1/*<>!-;', max_size=40))
def test_any_script_is_read_or_passed_over(script: str) -> None:
    list(loaded(script))


def test_a_script_of_white_space_and_commas_is_passed_over() -> None:
    assert list(loaded("{" + ", " * 50_000 + " " * 200_000 + "x")) == []


def test_the_article_of_this_page_goes_before_those_beside_it() -> None:
    other = {"@type": "NewsArticle", "n": 1, "headline": "Other", "url": "https://www.example.org/other"}
    own = {"@type": "NewsArticle", "n": 2, "headline": "Another title", "mainEntityOfPage": {"@id": URL + "#article"}}
    titled = {"@type": "NewsArticle", "n": 3, "headline": "Ferry stays"}
    assert about(other, own) == [2]
    assert about(other, titled) == [3]
    assert about(other, {"@type": "NewsArticle", "n": 4}) == [1]


def test_the_node_of_the_page_says_what_the_article_s_does_not() -> None:
    page = {"@type": "WebPage", "n": 2, "url": URL}
    assert about({"@graph": [page, {"@type": "Article", "n": 1, "url": URL}]}) == [1, 2]
    assert about(page) == [2]
    assert about({"@type": "CollectionPage", "n": 3}, {"@type": "Organization", "n": 4}) == []


def test_a_reference_stands_for_what_it_refers_to() -> None:
    graph = Graph([json.dumps({"@graph": [{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]})])
    assert graph.resolved({"@id": "#ann"})["name"] == "Ann Lee"
    assert graph.resolved({"@id": "#bo"}) == {"@id": "#bo"} and graph.resolved("#ann") == "#ann"


def test_what_a_value_says_in_words() -> None:
    assert [text(value) for value in ("a", ["a", "b"], {"name": "a"}, {"@value": "a"}, [{"name": ["a"]}])] == ["a"] * 5
    assert [text(value) for value in (None, 3, [], {}, [[[["a"]]]])] == [""] * 5


def test_entities_are_read_though_encoded_twice() -> None:
    assert plain("K&uuml;ste &amp;amp; &quot;F&#228;hre&quot;") == 'Küste & "Fähre"'


def test_types_are_given_without_their_vocabulary() -> None:
    assert types_of({"@type": ["https://schema.org/NewsArticle", 3]}) == ["NewsArticle"]

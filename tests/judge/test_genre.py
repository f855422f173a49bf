"""Pages that call themselves news."""

import pytest
from lxml import html

from archiver.judge.genre import is_news

LD = '<html><head><script type="application/ld+json">{}</script></head><body><p>x</p></body></html>'


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        (LD.format('{"@type": "NewsArticle"}'), True),
        (LD.format('{"@graph": [{"@type":["Article", "ReportageNewsArticle"]}]}'), True),
        (LD.format('{"@type": "LiveBlogPosting"}'), True),
        (LD.format('{"@type": "NewsArticle", broken'), True),
        (LD.format('{"@type": "BlogPosting", "about": "NewsArticle"}'), False),
        (LD.format('{"@type": "Recipe"}'), False),
        ("<article itemscope itemtype=http://schema.org/NewsArticle><p>x</p></article>", True),
        ("<article itemscope itemtype=http://schema.org/Article><p>x</p></article>", False),
        ("<p>NewsArticle</p>", False),
    ],
)
def test_what_a_page_calls_itself(page: str, wanted: bool) -> None:
    assert is_news(html.document_fromstring(page)) is wanted

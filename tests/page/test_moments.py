"""When an article came out and was changed, by source."""

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.dateline import day_in
from archiver.page.decode import parse
from archiver.page.metadata import read_metadata

LONG = f"<p>{'The ferry stays through the winter. ' * 8}</p>"


def moments(
    head: str = "", body: str = "", article: Any = None, url: str = "https://shore.org/ferry", lang: str = "en"
) -> tuple[str | None, str | None, str | None]:
    if article is not None:
        head += f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **article})}</script>'
    page = f'<html lang="{lang}"><head>{head}</head><body><h1>Ferry stays</h1>{body}{LONG}</body></html>'
    found = read_metadata(parse(page), url)
    return found.published, found.modified, found.sources.get("published")


@given(st.text(max_size=40) | st.datetimes().map(str) | st.text(alphabet="0123456789-:/.TZ+ ", max_size=30))
def test_a_date_is_iso_8601_whatever_the_page_says(value: str) -> None:
    published, modified, _ = moments(article={"datePublished": value, "dateModified": value})
    for one in (published, modified):
        if one is not None and len(one) >= 10:
            datetime.fromisoformat(one)


@pytest.mark.parametrize(
    "name",
    "article:published_time og:article:published_time parsely-pub-date sailthru.date DC.date.issued dcterms.created "
    "dc.date citation_publication_date publishdate pubdate date datePublished article_date_original".split(),
)
def test_meta_elements_that_tell_when_it_came_out(name: str) -> None:
    assert moments(f'<meta name="{name}" content="2024-06-07T08:00:00+02:00">')[0] == "2024-06-07T08:00:00+02:00"


@pytest.mark.parametrize(
    ("body", "published", "source"),
    [
        ('<time datetime="2024-06-07T08:00+02:00">7 June</time>', "2024-06-07T08:00:00+02:00", "time element"),
        ("<time>7 June 2024</time>", "2024-06-07", "time element"),
        ('<time class="updated" datetime="2024-06-09">9 June</time>', None, None),
        ('<span itemprop="datePublished" content="2024-06-07">x</span>', "2024-06-07", "itemprop datePublished"),
        ('<p class="post-date">Fri, 7 June 2024, 10:30</p>', "2024-06-07T10:30:00", "date element"),
        ("<p>Fr 07.06.24 | 14:07 Uhr</p>", "2024-06-07T14:07:00", "line under the headline"),
        ("<p>By Ann Lee | 7 June 2024</p>", "2024-06-07", "line under the headline"),
        (f'{LONG}<p class="date">7 June 2024</p>', "2024-06-07", "date element"),
        ('<ol class="comments"><li><time datetime="2024-07-01">1 July</time></li></ol>', None, None),
        ('<aside class="related"><p class="date">7 June 2024</p></aside>', None, None),
        ("<p>7 June</p>", None, None),
    ],
)
def test_the_visible_date(body: str, published: str | None, source: str | None) -> None:
    assert moments(body=body)[::2] == (published, source)


def test_the_article_s_date_goes_before_the_day_that_a_masthead_tells() -> None:
    page = '<p class="date">9 June 2024</p><h1>Ferry stays</h1><p class="date">7 June 2024</p>'
    assert read_metadata(parse(f"<html><body>{page}{LONG}</body></html>")).published == "2024-06-07"


def test_of_sources_that_agree_on_the_day_the_most_exact_one_is_taken() -> None:
    meta = '<meta property="article:published_time" content="2024-06-07T08:00:00+02:00">'
    assert moments(meta, article={"datePublished": "2024-06-07"})[0] == "2024-06-07T08:00:00+02:00"
    assert moments(meta, article={"datePublished": "2024-06-06"})[0] == "2024-06-06"
    assert moments(meta, article={"datePublished": "2024"})[0] == "2024-06-07T08:00:00+02:00"


@pytest.mark.parametrize("never", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "1900-01-01"])
def test_the_dates_that_programs_write_for_never_are_none(never: str) -> None:
    assert moments(article={"datePublished": never, "dateModified": never})[:2] == (None, None)


def test_nothing_is_changed_before_the_day_it_came_out() -> None:
    assert moments(article={"datePublished": "2024-06-07", "dateModified": "2024-06-08"})[1] == "2024-06-08"
    assert moments(article={"datePublished": "2024-06-07", "dateModified": "2024-06-06"})[1] is None


@pytest.mark.parametrize(
    ("lang", "url", "day"),
    [
        ("en", "https://shore.org/a", "2024-06-07"),
        ("en", "https://shore.example.co.uk/a", "2024-07-06"),
        ("de", "https://shore.org/a", "2024-07-06"),
    ],
)
def test_of_numbers_americans_write_the_month_first(lang: str, url: str, day: str) -> None:
    assert moments('<meta name="date" content="06/07/2024">', url=url, lang=lang)[0] == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://shore.org/2024/06/07/ferry", "2024-06-07"),
        ("https://shore.org/news/2024-06-07-ferry", "2024-06-07"),
        ("https://shore.org/20240607/ferry", "2024-06-07"),
        ("https://shore.org/2024/06/ferry", None),
        ("https://shore.org/2024/02/31/ferry", None),
        ("https://shore.org/ferry?d=/2024/06/07/", None),
        (None, None),
    ],
)
def test_the_day_in_an_address_is_the_last_resort(url: str | None, day: str | None) -> None:
    assert day_in(url) == day
    if url:
        assert moments(url=url)[::2] == (day, "URL" if day else None)

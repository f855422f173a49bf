"""Lists of pages in all their forms."""

import gzip
import io
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.entries import MAX_FEED, MAX_LIST, entries, entries_from, kind_of
from archiver.capture.entry import Entry
from archiver.errors import CaptureError

HOME = "https://news.example/feeds/all.xml"
RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><link>https://news.example/</link>
<item><title>Tide &amp; time</title><link>https://news.example/1?a=1&amp;b=2</link>
<pubDate>Wed, 28 May 2025 10:11:12 +0300</pubDate></item>
<item><title>Relative</title><link>/2</link><dc:date>2025-05-27T00:00:00Z</dc:date></item>
<item><guid isPermaLink="true">https://news.example/3</guid></item>
<item><title>No link</title><guid isPermaLink="false">urn:4</guid></item>
</channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/blog/"><title>News</title>
<entry><title>One</title><id>urn:1</id><link rel="self" href="one.atom"/><link rel="alternate" href="one"/>
<updated>2025-05-29T00:00:00Z</updated><published>2025-05-28T00:00:00Z</published></entry></feed>"""
SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://news.example/1?a=1&amp;b=2 </loc><lastmod>2025-05-28</lastmod>
<image:image><image:loc>https://news.example/no.png</image:loc></image:image></url>
<url><news:news><news:publication_date>2025-05-27T10:00+02:00</news:publication_date><news:title>Tide
 tables</news:title></news:news><loc>https://news.example/2</loc><lastmod>soon</lastmod></url>
<url><lastmod>2025</lastmod></url><url><loc>mailto:a@b</loc></url></urlset>"""
INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://news.example/s1.xml.gz</loc><lastmod>2025</lastmod></sitemap><sitemap><loc>/s2.xml</loc></sitemap>
</sitemapindex>"""
BOOKMARKS = """<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1><DL><p>
    <DT><H3 ADD_DATE="1">Folder</H3><DL><p>
        <DT><A HREF="https://news.example/1#part" ADD_DATE="1748427072" ICON="data:,">Träume <b>und</b></A>
        <DD>a description
        <DT><A HREF="place:sort=8">Most visited</A>
        <DT><A HREF="javascript:alert(1)">A trick</A>
    </DL><p>
    <DT><A HREF="http://b.example" ADD_DATE="1748427072000000"></A>
</DL><p>""".encode()
WHEN = datetime(2025, 5, 28, 10, 11, 12, tzinfo=UTC)


def listed(data: bytes, content_type: str = "", base_url: str = HOME) -> list[Entry]:
    return list(entries(data, content_type, base_url))


def named(*fields: object, **more: object) -> Entry:
    """An entry as feeds and sitemaps give it: nobody asked for it by name."""
    return Entry(*fields, **more, is_listed=True)


def test_an_rss_feed() -> None:
    assert listed(RSS, "application/rss+xml") == [
        named("https://news.example/1?a=1&b=2", "Tide & time", WHEN.replace(hour=7)),
        named("https://news.example/2", "Relative", datetime(2025, 5, 27, tzinfo=UTC)),
        named("https://news.example/3"),
    ]


def test_an_atom_feed_gives_the_page_and_not_itself_and_when_it_came_out() -> None:
    assert listed(ATOM) == [named("https://news.example/blog/one", "One", datetime(2025, 5, 28, tzinfo=UTC))]


def test_a_feed_in_rdf() -> None:
    data = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="x"/><item rdf:about="https://news.example/1"><link>https://news.example/1</link></item></rdf:RDF>"""
    assert listed(data) == [named("https://news.example/1")]


def test_a_feed_in_another_encoding_and_one_that_is_broken_in_the_middle() -> None:
    russian = RSS.decode().replace("utf-8", "windows-1251").replace("Relative", "Прилив").encode("cp1251")
    assert listed(russian)[1].title == "Прилив"
    assert len(listed(RSS.replace(b"Relative", b"<b>Relative & co"))) >= 1


def test_a_sitemap_with_its_dates_and_titles_but_not_its_images() -> None:
    assert listed(SITEMAP) == [
        named("https://news.example/1?a=1&b=2", None, datetime(2025, 5, 28, tzinfo=UTC)),
        named("https://news.example/2", "Tide tables", datetime(2025, 5, 27, 8, tzinfo=UTC)),
    ]


def test_a_sitemap_without_its_namespace_or_torn_off_gives_what_is_there() -> None:
    assert listed(b"<urlset><url><loc>https://a.example/</loc></url></urlset>") == [named("https://a.example/")]
    torn = SITEMAP[: SITEMAP.index(b"<url><lastmod>2025")]
    assert [one.url for one in listed(torn)] == ["https://news.example/1?a=1&b=2", "https://news.example/2"]
    assert len(listed(gzip.compress(SITEMAP)[:-20])) >= 1


def test_an_index_gives_sitemaps_of_another_kind_than_pages() -> None:
    assert listed(INDEX) == [
        named("https://news.example/s1.xml.gz", None, datetime(2025, 1, 1, tzinfo=UTC), "sitemap"),
        named("https://news.example/s2.xml", kind="sitemap"),
    ]


@pytest.mark.parametrize("data", [RSS, ATOM, SITEMAP, INDEX, BOOKMARKS, b"https://a.example/\n"])
def test_all_may_be_packed_once_or_twice(data: bytes) -> None:
    assert listed(gzip.compress(data)) == listed(gzip.compress(gzip.compress(data))) == listed(data) != []


def test_a_bookmark_file_gives_web_pages_only() -> None:
    assert listed(BOOKMARKS, base_url="") == [
        Entry("https://news.example/1", "Träume und", WHEN),
        Entry("http://b.example/", None, WHEN),
    ]


def test_a_plain_list_is_read_as_ever_and_its_wrong_line_named() -> None:
    assert listed(b"\xef\xbb\xbfhttp://b.example\r\n# no\r\n\r\nhttp://a.example/\n") == [
        Entry("http://b.example/"), Entry("http://a.example/"),
    ]  # fmt: skip
    with pytest.raises(CaptureError, match=r"urls\.txt, line 2: nonsense: not a web address"):
        list(entries(b"http://a.example/\nnonsense", name="urls.txt"))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<!doctype html><html><body><a href='/'>x</a>", "no list of URLs"),
        (b"<svg/>", "no list of URLs"),
        (b"\xff\x00\x01", "not a list of URLs in UTF-8"),
        (b"\x1f\x8b\x08nonsense", "damaged gzip"),
        (gzip.compress(bytes(MAX_LIST + 1), 1), "larger than 64 MiB"),
        (b"<rss>" + b" " * MAX_FEED, "a feed of more than"),
    ],
    ids=["html", "svg", "binary", "gzip", "bomb", "feed"],
)
def test_what_is_no_list_is_named(data: bytes, what: str) -> None:
    with pytest.raises(CaptureError, match=rf"^list\.x: .*{what}"):
        list(entries(data, name="list.x"))


BOMB = b"""<!DOCTYPE x [<!ENTITY a "%s"><!ENTITY b "%s"><!ENTITY c "%s"><!ENTITY d "%s"><!ENTITY e "%s">
<!ENTITY file SYSTEM "file:///etc/hostname">]>""" % (b"a" * 100, b"&a;" * 99, b"&b;" * 99, b"&c;" * 99, b"&d;" * 99)


@pytest.mark.parametrize(
    "data",
    [
        BOMB + b"<urlset><url><loc>https://a.example/?&e;&file;</loc></url></urlset>",
        BOMB + b"<rss version='2.0'><channel><item><link>https://a.example/?&e;&file;</link></item></channel></rss>",
    ],
    ids=["sitemap", "feed"],
)
def test_entities_are_not_expanded_and_files_not_read(data: bytes) -> None:
    tracemalloc.start()
    try:
        found = listed(data)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()
    assert all(len(one.url) < 100 for one in found)


def test_a_large_sitemap_is_walked_and_not_held() -> None:
    data = b"<urlset>" + b"<url><loc>https://a.example/%d</loc></url>" * 30_000 % tuple(range(30_000)) + b"</urlset>"
    assert sum(1 for _ in entries(data)) == 30_000


@given(
    st.binary(max_size=60),
    st.sampled_from([b"", b"<rss>", b"<urlset><url><loc>", b"<!DOCTYPE NETSCAPE-Bookmark-file-1>"]),
)
def test_no_bytes_break_it(rest: bytes, start: bytes) -> None:
    try:
        assert all(one.url.startswith("http") for one in listed(start + rest))
    except CaptureError as error:
        assert "\n" not in str(error)


def test_the_beginning_says_which_kind_it_is() -> None:
    assert (
        kind_of(b"<?xml version='1.0'?>\n<?xml-stylesheet href='x'?><!-- > --><!DOCTYPE rss [<!ENTITY a 'b'>]><rss>")
        == "feed"
    )
    assert kind_of(b"\xef\xbb\xbf <sm:urlset>") == "sitemap"
    assert kind_of("<?xml version='1.0' encoding='utf-16'?><feed>".encode("utf-16")) == "feed"
    assert kind_of(b"") == kind_of(b"https://a.example/<x>") == "plain"
    assert kind_of(io.BytesIO(b"<html><rss>").read()) is None


# Files and standard input


def in_file(folder: Path, data: bytes) -> list[str]:
    path = folder / "list.txt"
    path.write_bytes(data)
    return [one.url for one in entries_from(str(path), None)]


def test_one_url_a_line_in_their_order_and_once(tmp_path: Path) -> None:
    data = b"http://b.example/\n  http://a.example/x  \r\n\n# a comment\nhttp://b.example\nHTTP://A.example:80/x\n"
    assert in_file(tmp_path, data) == ["http://b.example/", "http://a.example/x"]


def test_a_byte_order_mark_is_tolerated(tmp_path: Path) -> None:
    assert in_file(tmp_path, b"\xef\xbb\xbfhttp://a.example/") == ["http://a.example/"]


@pytest.mark.parametrize("data", [RSS, SITEMAP, BOOKMARKS, gzip.compress(SITEMAP)])
def test_a_file_may_hold_any_kind_of_list(tmp_path: Path, data: bytes) -> None:
    assert "https://news.example/1" in in_file(tmp_path, data)[0]


def test_a_dash_is_standard_input() -> None:
    assert list(entries_from("-", io.BytesIO(b"http://a.example/\n"))) == [Entry("http://a.example/")]


def test_a_line_that_is_no_url_is_named_after_those_before_it(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("# two\n\nhttp://a.example/\nexample.org\n")
    found = entries_from(str(path), None)
    assert next(found).url == "http://a.example/"
    with pytest.raises(CaptureError, match=r"list\.txt, line 4: example\.org: not a web address"):
        next(found)


def test_a_line_of_standard_input_is_named_too() -> None:
    with pytest.raises(CaptureError, match="standard input, line 1: nonsense: "):
        list(entries_from("-", io.BytesIO(b"nonsense")))


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"gone\.txt: cannot be read"):
        list(entries_from(str(tmp_path / "gone.txt"), None))


def test_a_list_that_is_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaptureError, match=r"list\.txt: not a list of URLs in UTF-8"):
        in_file(tmp_path, "http://a.example/".encode("utf-16"))


def test_a_list_that_is_packed_in_several_members_is_read_whole() -> None:
    half = len(SITEMAP) // 2
    assert listed(gzip.compress(SITEMAP[:half]) + gzip.compress(SITEMAP[half:])) == listed(SITEMAP) != []

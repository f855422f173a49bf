"""The demonstration newspaper serves what it says, and leaves nothing running."""

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

import pytest
from lxml import html

from archiver.demo.site import MIRROR_LINK, DemoSite


def ask(url: str, method: str = "GET") -> tuple[HTTPResponse, str]:
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        connection.request(method, parts.path)
        answer = connection.getresponse()
        return answer, answer.read().decode()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def linked_data(text: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(html.fromstring(text).xpath("string(//script[@type='application/ld+json'])"))
    return found


def test_every_page_to_save_answers_200_with_its_length_and_type(site: DemoSite) -> None:
    for url in site.urls:
        answer, text = ask(url)
        assert answer.status == 200, url
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert int(answer.headers["Content-Length"]) == len(text.encode())


def test_the_pages_to_save_are_the_story_its_mirror_the_locked_story_and_the_front_page(site: DemoSite) -> None:
    assert site.urls == (site.article_url, site.mirror_url, site.paywall_url, site.index_url)


def test_the_same_request_gets_the_same_bytes(site: DemoSite) -> None:
    assert ask(site.article_url)[1] == ask(site.article_url)[1]


def test_no_placeholder_is_left_in_a_page(site: DemoSite) -> None:
    for url in (*site.urls, site.missing_url):
        assert "{origin}" not in ask(url)[1], url


def test_the_story_names_itself_as_canonical(site: DemoSite) -> None:
    _, text = ask(site.article_url)
    assert html.fromstring(text).xpath("string(//link[@rel='canonical']/@href)") == site.article_url
    assert linked_data(text)["mainEntityOfPage"] == site.article_url


def test_the_mirror_serves_the_story_with_a_stray_link_before_the_end_of_the_body(site: DemoSite) -> None:
    original, mirrored = ask(site.article_url)[1], ask(site.mirror_url)[1]
    assert mirrored == original.replace("</body>", MIRROR_LINK + "</body>")
    assert mirrored.count("OSZAR »") == 1
    assert urlsplit(site.mirror_url).port != urlsplit(site.article_url).port


def test_the_locked_story_says_that_it_is_not_free(site: DemoSite) -> None:
    assert linked_data(ask(site.paywall_url)[1])["isAccessibleForFree"] is False
    assert linked_data(ask(site.article_url)[1])["isAccessibleForFree"] is True


def test_an_unknown_path_answers_404_with_a_page_that_helps(site: DemoSite) -> None:
    answer, text = ask(site.missing_url)
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert html.fromstring(text).xpath("//section[@class='suggestions']//a/@href")


def test_every_image_of_the_story_is_served_as_an_image(site: DemoSite) -> None:
    sources = html.fromstring(ask(site.article_url)[1]).xpath("//img/@src")
    assert sources
    for source in sources:
        answer, _ = ask(site.index_url.rstrip("/") + source)
        assert (answer.status, answer.headers["Content-Type"]) == (200, "image/svg+xml")


def test_head_sends_the_headers_alone(site: DemoSite) -> None:
    answer, text = ask(site.article_url, "HEAD")
    assert answer.status == 200
    assert int(answer.headers["Content-Length"]) > 0
    assert text == ""


def test_nothing_is_printed_while_serving(site: DemoSite, capfd: pytest.CaptureFixture[str]) -> None:
    ask(site.missing_url)
    assert capfd.readouterr() == ("", "")


def test_both_servers_are_gone_after_the_block() -> None:
    with DemoSite() as site:
        urls = site.article_url, site.mirror_url
    for url in urls:
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", urlsplit(url).port or 0), timeout=1).close()


def test_the_servers_stop_when_the_block_fails() -> None:
    with pytest.raises(RuntimeError), DemoSite() as site:
        url = site.article_url
        raise RuntimeError
    with pytest.raises(OSError):
        ask(url)


def test_two_sites_run_side_by_side() -> None:
    with DemoSite() as one, DemoSite() as two:
        assert one.article_url != two.article_url
        assert ask(one.article_url)[0].status == ask(two.article_url)[0].status == 200

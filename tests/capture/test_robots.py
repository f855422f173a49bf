import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.robots import MAX_BYTES, Robots, robots_url

AGENT = "archiver/0.1.0 (web archiving)"
SITE = "https://news.example"


def may(body: str | bytes, path: str, agent: str = AGENT, status: int = 200) -> bool:
    data = body if isinstance(body, bytes) else body.encode()
    return Robots.of(status, data).may_fetch(SITE + path, agent)


@pytest.mark.parametrize(
    ("body", "path", "allowed"),
    [
        ("", "/x", True),
        ("User-agent: *\nDisallow:", "/x", True),
        ("User-agent: *\nDisallow: /", "/x", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),  # the longer rule prevails, not the first
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),  # of two as long the milder
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Archiver\nDisallow: /x", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Archiver\nDisallow: /x", "/x/a", False),
        ("User-agent: other\nUser-agent: archiver\nDisallow: /", "/x", False),
        ("User-agent: other\nDisallow: /", "/x", True),
        ("User-agent: *\nDisallow: /фото", "/%D1%84%D0%BE%D1%82%D0%BE/1", False),
        ("\ufeffUser-agent: *\r\nDisallow: /x # a remark\r\n", "/x", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("<html>not a robots.txt</html>", "/x", True),
        (b"\xff\xfe\x00\x01", "/x", True),
    ],
)
def test_what_rfc_9309_says(body: str | bytes, path: str, allowed: bool) -> None:
    assert may(body, path) is allowed


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (403, True), (401, True), (301, True), (200, False), (204, False),
     (500, False), (503, False), (429, False), (None, False)],
)  # fmt: skip
def test_without_a_file_the_status_says_whether_there_are_rules(status: int | None, allowed: bool) -> None:
    robots = Robots.of(status, b"User-agent: *\nDisallow: /")
    assert robots.may_fetch(SITE + "/x", AGENT) is allowed


def test_a_file_without_end_is_read_up_to_its_last_whole_line() -> None:
    body = b"User-agent: *\nDisallow: /secret\n" + b"# padding\n" * (MAX_BYTES // 10) + b"Disallow: /late\n"
    assert not may(body, "/secret")
    assert may(body, "/late")
    cut = b"User-agent: *\n" + b"#" * (MAX_BYTES - 25) + b"\nDisallow: /long\n"
    assert may(cut, "/x")


def test_delays_are_said_in_either_way_and_bounded() -> None:
    def delay(body: str) -> float | None:
        return Robots.of(200, body.encode()).crawl_delay(AGENT)

    assert delay("User-agent: *\nCrawl-delay: 2.5") == 2.5
    assert delay("User-agent: *\nRequest-rate: 1/5") == 5
    assert delay("User-agent: *\nCrawl-delay: 999999") == 60
    assert delay("User-agent: *\nCrawl-delay: soon") is None
    assert delay("User-agent: other\nCrawl-delay: 9") is None
    assert Robots.of(404).crawl_delay(AGENT) is None


def test_sitemaps_are_named_for_all() -> None:
    robots = Robots.of(200, b"Sitemap: https://news.example/a.xml\nSitemap: /b.xml\nSitemap: javascript:x\n")
    assert robots.sitemaps(SITE + "/robots.txt") == (SITE + "/a.xml", SITE + "/b.xml")
    assert Robots.of(500).sitemaps(SITE) == ()


def test_the_file_is_the_origins() -> None:
    assert robots_url("http://news.example:8080/a/b?c=d") == "http://news.example:8080/robots.txt"


@given(st.binary(max_size=80), st.text(max_size=10))
def test_no_bytes_and_no_agent_break_it(body: bytes, agent: str) -> None:
    robots = Robots.of(200, b"User-agent: *\n" + body)
    assert isinstance(robots.may_fetch(SITE + "/x", agent), bool)
    assert (robots.crawl_delay(agent) or 0) <= 60

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.reference import LIMIT, Collector, absolute
from archiver.urls import normalise

PAGE = "https://news.example/2025/story?p=1"


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("a.png", "https://news.example/2025/a.png"),
        ("/a.png#x", "https://news.example/a.png"),
        ("//cdn.example/a.png", "https://cdn.example/a.png"),
        ("HTTP://CDN.example:80/a.png", "http://cdn.example/a.png"),
        ("  a.png\n", "https://news.example/2025/a.png"),
        ("a\n.p\tng", "https://news.example/2025/a.png"),
        ("my photo.png", "https://news.example/2025/my%20photo.png"),
        ("%20already.png", "https://news.example/2025/%20already.png"),
        ("фото.png?имя=1", "https://news.example/2025/%D1%84%D0%BE%D1%82%D0%BE.png?%D0%B8%D0%BC%D1%8F=1"),
        ("https://новости.example/", "https://xn--b1amnebsh.example/"),
        ("..\\img\\a.png?x=\\", "https://news.example/img/a.png?x=\\"),
        ("?p=2", "https://news.example/2025/story?p=2"),
        ('a".png?b=\'"', "https://news.example/2025/a%22.png?b=%27%22"),
        ("p/%2e%2E/a.png", "https://news.example/2025/a.png"),
        ("a|b.png", "https://news.example/2025/a%7Cb.png"),
        ("../../../a.png", "https://news.example/a.png"),
        ("a.png?", "https://news.example/2025/a.png?"),
        ("a.png?#x", "https://news.example/2025/a.png?"),
        ("a.png#?", "https://news.example/2025/a.png"),
        ("?", "https://news.example/2025/story?"),
        ("//cdn.example?", "https://cdn.example/?"),
        ("a.png??", "https://news.example/2025/a.png??"),
    ],
)
def test_a_reference_becomes_the_address_that_a_browser_would_ask_for(reference: str, url: str) -> None:
    assert absolute(reference, PAGE) == url


@pytest.mark.parametrize(
    "reference",
    ["", "  ", "#top", "data:image/png;base64,AA", "javascript:void(0)", "blob:https://a/1", "about:blank",
     "mailto:a@b", "http://", "http://[", "http://a:99999/", "ftp://a.example/x", "a" * (LIMIT + 1)],
)  # fmt: skip
def test_what_names_nothing_to_fetch_gives_nothing(reference: str) -> None:
    assert absolute(reference, PAGE) is None


@given(st.text(max_size=60))
def test_an_address_is_ascii_and_resolving_it_again_changes_nothing(reference: str) -> None:
    url = absolute(reference, PAGE)
    if url is not None:
        assert url.isascii()
        assert " " not in url
        assert "#" not in url
        assert absolute(url, PAGE) == url == normalise(url)


def test_each_url_is_kept_once_in_order_and_the_document_itself_never() -> None:
    collector = Collector(PAGE)
    for reference in ("b.png", "a.png", "b.png#x", "#self", PAGE + "#self"):
        collector.add(reference, PAGE, "image")
    assert [one.url[-5:] for one in collector.found()] == ["b.png", "a.png"]


def test_what_has_requisites_of_its_own_prevails_over_what_has_none() -> None:
    collector = Collector(PAGE)
    collector.add("x", PAGE, "image")
    collector.add("x", PAGE, "style")
    collector.add("x", PAGE, "image")
    assert [one.kind for one in collector.found()] == ["style"]

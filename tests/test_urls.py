import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import CaptureError
from archiver.urls import join, moved, normalise, target


@pytest.mark.parametrize(
    ("url", "spelling"),
    [
        ("HTTP://News.Example:80", "http://news.example/"),
        ("http://news.example/a#b", "http://news.example/a"),
        ("http://news.example/a.png?", "http://news.example/a.png?"),
        ("http://news.example/a.png?#b?c", "http://news.example/a.png?"),
        ("http://news.example/a.png#?", "http://news.example/a.png"),
        ("http://news.example?", "http://news.example/?"),
        ("http://news.example/a??", "http://news.example/a??"),
    ],
)
def test_a_url_has_one_spelling_and_an_empty_query_is_part_of_it(url: str, spelling: str) -> None:
    assert normalise(url) == spelling == normalise(spelling)


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("b?", "http://a.example/x/b?"),
        ("b?#c", "http://a.example/x/b?#c"),
        ("?", "http://a.example/x/y?"),
        ("#c", "http://a.example/x/y?q#c"),
        ("b", "http://a.example/x/b"),
        ("?r", "http://a.example/x/y?r"),
    ],
)
def test_joining_keeps_an_empty_query(reference: str, url: str) -> None:
    assert join("http://a.example/x/y?q", reference) == url


def test_so_does_a_fragment_of_a_page_that_has_one() -> None:
    assert join("http://a.example/x?", "#c") == "http://a.example/x?#c"


@given(st.text("ab/?=.#", max_size=20))
def test_what_a_request_names_is_the_url_behind_its_host(text: str) -> None:
    url = normalise("http://a.example/" + text)
    assert "http://a.example" + target(url) == url
    assert moved(url, "https://b.example/") == "https://b.example" + target(url)


@pytest.mark.parametrize("url", ["", "a", "ftp://a/", "http://", "http://a b/", "http://a:x/", "http://[::1"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(CaptureError):
        normalise(url)

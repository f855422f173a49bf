import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import CaptureError
from archiver.urls import address, join, moved, normalise, target


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


STORY = "news.example/2025/05/28/story"


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/2025/05/28/story",
        "http://news.example/2025/05/28/story",
        "HTTPS://WWW.News.Example:443/2025/05/28/story/",
        "https://news.example/2025/05/28/story#comments",
        "https://news.example/2025/05/28/story?",
        "https://news.example/2025/05/28/story?utm_source=x&utm_medium=y",
        "https://news.example/2025/05/28/story/?fbclid=IwAR0&gclid=1&msclkid=2&mc_cid=3&yclid=4&igshid=5",
        "https://news.example/2025/05/28/story/?FBCLID=IwAR0&xtor=RSS-1&_ga=2.1&at_medium=RSS",
        "https://news.example/2025/05/28/story/index.html",
        "https://news.example/2025/05/28/story/index.php?utm_id=1#top",
        "https://news.example/2025/05/28/st%6Fry",
        "https://reader@news.example/2025/05/28/story",
    ],
)
def test_addresses_of_one_article_are_the_same(url: str) -> None:
    assert address(url) == STORY


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://news.example/story?id=1", "https://news.example/story?id=2"),
        ("https://news.example/story", "https://news.example/Story"),
        ("https://news.example/story", "https://m.news.example/story"),
        ("https://news.example/story", "https://news.example:8080/story"),
        ("https://news.example/story", "https://news.example/story/index.html/2"),
        ("https://news.example/a%2Fb", "https://news.example/a/b"),
        ("https://news.example/story?campaign=1", "https://news.example/story"),
        ("https://news.example/story?clid=1", "https://news.example/story"),
        ("https://news.example/story?cid=1", "https://news.example/story"),
    ],
)
def test_addresses_of_two_articles_differ(url: str, other: str) -> None:
    assert address(url) != address(other)


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("https://news.example/?b=2&a=1", "https://news.example/?a=1&utm_source=x&b=2"),
        ("https://новости.example/мир", "https://xn--b1amnebsh.example/%D0%BC%d0%b8%D1%80"),
        ("https://news.example", "https://www.news.example/index.htm"),
    ],
)
def test_the_order_of_parameters_and_the_way_letters_are_written_make_no_difference(url: str, other: str) -> None:
    assert address(url) == address(other)


@pytest.mark.parametrize("text", ["", "saved page.html", "ftp://news.example/a", "https://[::1", "mailto:a@b.example"])
def test_what_is_no_web_address_is_its_own_address(text: str) -> None:
    assert address(text) == text


@given(st.text("ab/?=.&#%2Fæ", max_size=20), st.sampled_from(["utm_source=x", "fbclid=1", "UTM_Term=a%20b"]))
def test_tracking_never_makes_another_article(text: str, tracking: str) -> None:
    url = "https://news.example/" + text.partition("#")[0]
    followed = url + ("&" if "?" in url else "?") + tracking
    assert address(followed) == address(url) == address(f"http://{address(url)}")

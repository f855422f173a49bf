"""Where the links of a page lead: the short way and the standard library agree."""

from html import escape
from urllib.parse import urljoin

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.page.links import Links

PAGE = "https://www.example.org/news/2024/ferry?page=2"
BASES = [PAGE, "http://example.org", "http://example.org/", "HTTP://EXAMPLE.org/a", "https://[::1]/a", "/a/b", ""]
parts = st.sampled_from(
    [
        "http:",
        "https:",
        "HTTPS:",
        "//",
        "/",
        ".",
        "..",
        "?",
        "#",
        ";",
        ":",
        "@",
        "a",
        "b.c",
        "x=1",
        "%20",
        "ü",
        " ",
        "[",
    ]
)


@given(st.sampled_from(BASES), st.lists(parts, max_size=9).map("".join))
@example(PAGE, "https://a.b/?")
@example(PAGE, "https://a.b/c#")
@example(PAGE, "/a/../b")
@example(PAGE, "/a/.")
@example(PAGE, "//cdn.example.org/a")
@example(PAGE, "/a;b?c;d#e;f")
@example(PAGE, "/a//b")
def test_a_link_is_joined_as_the_standard_library_joins_it(base: str, href: str) -> None:
    try:
        joined = urljoin(base, href) if base else href
    except ValueError:
        joined = href
    assert Links(base).whole(href) == joined


@pytest.mark.parametrize("href", ["", " ", "javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x"])
def test_a_link_that_leads_nowhere_or_runs_something_has_no_address(href: str) -> None:
    assert Links(PAGE).opening(href) == "<a>"


@pytest.mark.parametrize("href", ["/a?b=1&c=2", '/"', "/<b>"])
def test_an_address_is_escaped(href: str) -> None:
    assert Links(PAGE).opening(href) == f'<a href="{escape(urljoin(PAGE, href))}">'

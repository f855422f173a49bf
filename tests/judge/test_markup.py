"""Features of a block's inline markup."""

import pytest

from archiver.judge.markup import host_site, marks
from archiver.model import Block


def block(html: str, text: str) -> Block:
    return Block(0, "p", "p", (), text, html, 0.0)


@pytest.mark.parametrize(
    ("html", "text", "wanted"),
    [
        ("Plain words.", "Plain words.", []),
        ("<em>The names were changed.</em>", "The names were changed.", ["all in italics"]),
        ("<strong>Also:</strong> the bridge", "Also: the bridge", ["begins in bold", "begins in bold, with a colon"]),
        ("<strong>Also</strong>: the bridge", "Also: the bridge", ["begins in bold", "begins in bold, with a colon"]),
        ("<strong>Anna</strong> came home late", "Anna came home late", ["begins in bold"]),
        (
            "<strong><em>All of it, twice marked</em></strong>",
            "All of it, twice marked",
            ["all in bold", "all in italics"],
        ),
        ("one<br>two<br>three", "one\ntwo\nthree", ["line breaks from 2"]),
    ],
)
def test_what_is_marked_is_named(html: str, text: str, wanted: list[str]) -> None:
    assert marks(block(html, text), "example.org") == wanted


@pytest.mark.parametrize(
    ("href", "where"),
    [
        ("https://www.example.org/sport", "into the site"),
        ("https://www.example.org/2024/05/17/the-bridge-that-nobody-wanted", "deep into the site"),
        ("https://other.example.com/", "abroad"),
        ("mailto:desk@example.org", "to an address of mail"),
        ("#top", "nowhere"),
        ("", "nowhere"),
        ("javascript:void(0)", "nowhere"),
        ("http://[not-filled-in]/", "nowhere"),
        ("/sport", "somewhere"),
    ],
)
def test_a_link_says_where_it_leads(href: str, where: str) -> None:
    found = marks(block(f'See <a href="{href}">here</a>', "See here"), "example.org")
    assert found == ["ends in a link", "links in it below 2", f"its first link leads {where}"]


def test_a_site_is_the_end_of_a_host() -> None:
    assert [host_site(one) for one in ("www.example.org", "example.org", "localhost", "")] == [
        "example.org",
        "example.org",
        "localhost",
        "",
    ]

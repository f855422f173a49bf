"""Pages that are nested deeper than libxml2 goes."""

import pytest

import archiver
from archiver import PageError


def test_unclosed_font_tags_lose_no_text() -> None:
    page = (
        "<p>It began to rain at noon, and nobody minded.<font>" * 2100
        + "<p>The end of it all came at four o'clock.</p>"
    )
    assert "four o'clock" in archiver.clean(page).text


def test_a_page_too_deep_to_be_read_whole_is_refused() -> None:
    with pytest.raises(PageError, match="nested too deep"):
        archiver.clean("<div>" * 5000 + "<p>The bottom of it.</p>")


def test_an_html_page_without_body_tag_keeps_what_follows_the_title() -> None:
    page = "<!doctype html><title>Tides</title><article><p>The tide tables for the year are out.</p></article>"
    assert archiver.clean(page).text == "The tide tables for the year are out."


def test_links_are_relative_to_the_pages_base() -> None:
    page = (
        '<base href="https://paper.example/a/"><body><p>The <a href="b.html">tide tables</a> for the year are out.</p>'
    )
    assert 'href="https://paper.example/a/b.html"' in archiver.clean(page, url="https://other.example/x").html


def test_hidden_words_in_a_shown_line_are_not_part_of_it() -> None:
    page = (
        '<body><p>The tables are out <span style="display:none">secret</span></p><p>They differ from the last ones.</p>'
    )
    article = archiver.clean(page)
    assert "secret" not in article.text
    assert ("secret", "hidden") in [(block.text, verdict.label) for block, verdict in article.residue]

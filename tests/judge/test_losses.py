"""Text of the article that looks like something else. Each was lost once; losing text is the worst fault of all."""

import pytest

import archiver
from archiver import Article
from archiver.rules.book import shipped_rules

FERRY = (
    "<p>The council of Merrow voted on Tuesday to keep the ferry running through the winter, by nine votes to two.</p>"
)
CREW = "<p>Its crew had asked for a third engineer, which the council refused for the fourth time in as many years.</p>"
END = "<p>The mayor said that nobody would have to walk round by the bridge, whatever the ice may do this time.</p>"


def clean(body: str) -> Article:
    page = f"<html><head><title>Ferry</title></head><body><h1>Ferry</h1>{body}</body></html>"
    return archiver.clean(page, rulebook=shipped_rules().without_sites())


def kept(article: Article, text: str) -> bool:
    return text in article.text


def test_a_story_that_quotes_a_letter_to_readers() -> None:
    quoting = (
        "<p>The letter, which the court heard read out on Monday, began “Dear readers” and went on for four pages.</p>"
        "<p>It asked them to become a patron of the boat, and forty did, the prosecutor said, at ten crowns each.</p>"
        "<p>None of the money reached the crew. The treasurer has denied that he ever saw any of it.</p>"
    )
    article = clean(f"<article>{FERRY}{quoting}{CREW}{END}</article>")
    assert kept(article, "four pages") and kept(article, "forty did") and kept(article, "reached the crew")


def test_a_story_about_signing_up() -> None:
    told = "<p>Residents over sixty can sign up for our vaccine from Friday, the doctor told her morning briefing.</p>"
    assert kept(clean(f"<article>{told}{FERRY}{CREW}{END}</article>"), "Residents over sixty")


def test_a_letter_in_the_middle_goes_although_its_box_has_no_telling_name() -> None:
    letter = (
        "<div class='q7'><p>Dear readers,</p><p>The Post has no owner but the eleven people who write and print it.</p>"
        "<p>Please consider giving what you can.</p><p>$5</p><p>$10</p><button>Donate now</button></div>"
    )
    article = clean(f"<article>{FERRY}{letter}{CREW}{END}</article>")
    assert not kept(article, "has no owner") and not kept(article, "$10")
    assert kept(article, "nobody would have to walk")


def test_ingredients_of_cookies() -> None:
    box = "<div class='cookie-ingredients'><ul><li>200 g of flour</li><li>one egg, beaten</li></ul></div>"
    assert kept(clean(f"<article>{FERRY}{box}{CREW}{END}</article>"), "200 g of flour")


@pytest.mark.parametrize("slug", ["popular-support", "newsletter-war", "follow-the-money"])
def test_sections_whose_ids_are_made_from_their_headings(slug: str) -> None:
    heading = slug.replace("-", " ").capitalize()
    article = clean(f"<article>{FERRY}<section id='{slug}'><h2>{heading}</h2>{CREW}</section>{END}</article>")
    assert kept(article, heading) and kept(article, "third engineer")


def test_a_heading_that_is_a_known_line_stays_with_the_text_under_it() -> None:
    article = clean(f"<article>{FERRY}<h2>Comments</h2>{CREW}<h2>Donate</h2>{END}</article>")
    assert kept(article, "Comments") and kept(article, "Donate")


def test_the_questions_of_a_page_of_answers() -> None:
    item = (
        "<details><summary>When does it sail?</summary><p>At ten past six, and then every forty minutes.</p></details>"
    )
    assert kept(clean(f"<article>{FERRY}{item}{CREW}{END}</article>"), "When does it sail?")


def test_a_short_last_line_among_the_paragraphs() -> None:
    assert kept(clean(f"<article>{FERRY}{CREW}{END}<p>Nor did the ice</p></article>"), "Nor did the ice")


def test_a_last_paragraph_that_fell_out_of_the_articles_box() -> None:
    after = (
        "<p>The engineer was buried on Friday, with the whole of the crew and half of the town behind the coffin.</p>"
    )
    assert kept(clean(f"<main><div class='text'>{FERRY}{CREW}{END}</div>{after}</main>"), "was buried on Friday")


def test_a_fact_box_in_the_text() -> None:
    box = "<aside><h3>What is a sound?</h3><p>A sound is a strait between an island and the land beside it.</p></aside>"
    assert kept(clean(f"<article>{FERRY}{box}{CREW}{END}</article>"), "a strait between")


def test_elements_of_the_pages_own_making() -> None:
    parts = "".join(part.replace("<p>", "<x-par>").replace("</p>", "</x-par>") for part in (FERRY, CREW, END))
    article = clean(
        f"<x-head><a href='/'>Home</a></x-head><x-body>{parts}</x-body><x-foot>All rights reserved.</x-foot>"
    )
    assert article.text.count("\n\n") == 2
    assert not kept(article, "rights reserved")


def test_a_story_and_its_menu_in_the_cells_of_one_table() -> None:
    story = "<br><br>".join(part[3:-4] for part in (FERRY, CREW, END))
    article = clean(f"<table><tr><td><a href='/'>Home</a><br><a href='/n'>News</a></td><td>{story}</td></tr></table>")
    assert article.text.count("\n\n") == 2
    assert not kept(article, "News")


def test_a_story_that_only_a_browser_without_scripts_shows() -> None:
    assert kept(
        clean(f"<div id='app'></div><noscript><article>{FERRY}{CREW}{END}</article></noscript>"), "third engineer"
    )


def test_the_rest_of_a_story_that_unfolds_when_asked_to() -> None:
    assert kept(clean(f"<article>{FERRY}{CREW}<div style='display:none'>{END}</div></article>"), "whatever the ice")


def test_a_box_of_many_blocks_takes_no_longer_than_they_do() -> None:
    rows = "".join(f"<p>Line {number} to the quay</p>" for number in range(3000))
    article = clean(f"<article>{FERRY}{CREW}{END}</article><aside>{rows}</aside>")
    assert not kept(article, "Line 7 ")


def test_a_story_that_is_set_in_the_letters_of_headings() -> None:
    large = "".join(part.replace("p>", "h3>") for part in (FERRY, CREW, END))
    article = clean(f"<article><blockquote><h2>The winter timetable</h2>{large}</blockquote></article><p>Contact</p>")
    assert kept(article, "nine votes to two") and kept(article, "third engineer")

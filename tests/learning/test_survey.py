"""What a site's captures say without anybody's help."""

import pytest

from archiver.errors import RuleError
from archiver.learning.repeats import articles, repeated
from archiver.learning.sample import sample_of
from archiver.learning.survey import survey
from archiver.rules.book import shipped_rules
from tests.learning.site import APPEAL, SITE, STORIES, TOPICS, page, sample, url


def test_a_box_that_repeats_in_every_article_is_proposed_once_with_the_captures_that_show_it() -> None:
    (one,) = survey(SITE, [sample(title) for title in TOPICS]).proposals
    assert (one.kind, one.selector, one.refused) == ("remove", ".cr-standing", "")
    assert {name for name, _ in one.captures} == {url(title) for title in TOPICS}
    assert one.words == sum(words for _, words in one.captures)


def test_each_design_has_its_own_name_for_it() -> None:
    both = [sample(title, design) for title in TOPICS for design in ("old", "new")]
    assert {one.selector for one in survey(SITE, both).proposals} == {".cr-standing", ".cr-house"}


def test_captures_of_one_article_say_nothing_however_many_there_are() -> None:
    same = [sample(TOPICS[0], design) for design in ("old", "new", "old", "new")]
    assert set(articles(same)) == {0}
    with pytest.raises(RuleError, match=f"{SITE}: the archive holds 4 captures, 1 different; .* 3 different articles"):
        survey(SITE, same)


def test_a_reprint_under_another_headline_is_the_same_article() -> None:
    first = page(TOPICS[0]).replace("cr-standing", "x")
    again = first.replace(TOPICS[0], "No ferry until the end of June")
    samples = [sample_of(html, None, None, shipped_rules()) for html in (first, again)]
    assert articles(samples) == [0, 0]


def test_a_long_appeal_under_short_news_does_not_make_one_article_of_them() -> None:
    many = [sample(title, box=f"<p>{APPEAL} {APPEAL[::-1]}</p>" * 3) for title in TOPICS]
    assert articles(many) == [0, 1, 2, 3]


def test_two_articles_are_not_enough() -> None:
    with pytest.raises(RuleError, match="label one page"):
        survey(SITE, [sample(title) for title in TOPICS[:2]])
    with pytest.raises(RuleError, match="holds no capture"):
        survey(SITE, [])


def test_headings_and_short_lines_may_well_come_again() -> None:
    boxes = "<h2>What we know about it so far today</h2><p>More tomorrow.</p>"
    samples = [sample(title, box=boxes) for title in TOPICS]
    texts = {
        one.page.blocks[index].text for one, found in zip(samples, repeated(samples), strict=True) for index in found
    }
    assert APPEAL in texts
    assert not [text for text in texts if "What we know" in text or "tomorrow" in text]


def test_what_would_cost_text_is_refused_and_said_why() -> None:
    """On one page the box of the appeal holds the story."""
    odd = page(TOPICS[0]).replace("cr-standing", "aside-note").replace("story-text", "cr-standing")
    samples = [sample_of(odd, url(TOPICS[0]), None, shipped_rules()), *map(sample, TOPICS[1:])]
    found = {one.selector: one for one in survey(SITE, samples).proposals if one.selector}
    assert "surely the text" in found[".cr-standing"].refused
    assert url(TOPICS[0]) in found[".cr-standing"].refused
    assert list(found.values())[-1].refused  # the refused ones stand last


def test_nothing_is_proposed_for_a_site_whose_pages_repeat_nothing() -> None:
    bare = [
        sample_of(
            f"<html><body><h1>{title}</h1>{''.join(f'<p>{one}</p>' for one in story)}", None, None, shipped_rules()
        )
        for title, story in STORIES.items()
    ]
    assert survey(SITE, bare).proposals == ()

"""Names that build tools make are told from names that people give."""

import pytest

from archiver.rules.hashed import hashed_names, is_hashed

MADE = """
    Story_body__3xYz1 article_text__aBcDe styles_wrap___2aB3c Headline__k9Rt2 _3cXyZa _1x2Yz _title_1x2yz_5
    sc-bdVaJa sc-1a2b3c-0 css-1a2b3c css-1q2w3e-Title e1abc2d30 svelte-1abc2de astro-j7pv25f6 jss123 jsx-1234567
    data-v-7ba5bd90 makeStyles-root-12 ember1234 yui_3_17_2
""".split()
GIVEN = """
    article__block article__block--html article__bodyText Article__BodyText article__mainHTML menu__itemUL col__2col
    title__h1 text__inner__h2 item__300x250 ad_300x600 news__item-12345 post_12345678 article_2023 td_block_11
    elementor-element-1a2b wp-block-group_inner c-article__level2 newsletter_signup_box2 fc_loginBox zeus_adUnit
    ArticleNewsletterSignUp_signUp sc-title css-grid css-transition svelte-tooltip e1 e2e-test entry2 _preheader _hidden
""".split()


@pytest.mark.parametrize("name", MADE)
def test_a_tool_s_name_is_told(name: str) -> None:
    assert is_hashed(name)


@pytest.mark.parametrize("name", GIVEN)
def test_a_person_s_name_is_left_alone(name: str) -> None:
    assert not is_hashed(name)


def test_they_are_found_in_selectors_of_both_kinds_each_once() -> None:
    assert hashed_names(".Story_body__3xYz1 p, .Story_body__3xYz1 > .css-1a2b3c") == ("Story_body__3xYz1", "css-1a2b3c")
    assert hashed_names('//div[contains(@class, "sc-bdVaJa")]') == ("sc-bdVaJa",)


def test_a_beginning_without_the_hash_is_well_chosen() -> None:
    assert hashed_names('[class*="Story_body__"], [class^="css-"]') == ()

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.index.facts import bits, fact, facts_of, labels_in
from archiver.labels import LABELS
from archiver.language.streams import Analyser

HOSTS = ("example.org", "a-b.example", "a_b.example", "ab.example", "[::1]", "xn--mnchen-3ya.example", "10.0.0.1")


@given(st.sets(st.sampled_from(LABELS)))
def test_law_labels_come_back_from_their_bits(labels):
    assert set(labels_in(bits(labels))) == labels


def test_a_label_keeps_its_bit_for_good():
    # The bits are in each catalog. A new label goes to the end of LABELS.
    assert bits(["body"]) == 1
    assert bits(["paywall"]) == 1 << 13
    assert bits(["boilerplate"]) == 1 << 33


@pytest.mark.parametrize("host", HOSTS)
def test_a_fact_is_one_token_of_fts5_s_ascii_tokenizer(host: str):
    word = fact("site", host)
    assert not any(character.isascii() and not character.isalnum() for character in word)


def test_no_two_facts_are_one_word():
    every = [
        fact(name, value) for name in ("site", "lang", "is", "label") for value in (*HOSTS, "en", "partial", *LABELS)
    ]
    assert all(one != other for one, other in combinations(every, 2))


@given(st.text())
def test_law_no_text_holds_a_fact(text: str):
    streams = Analyser().streams(f"{text} is§partial lang§en label§paywall site§example§org {text}", "en")
    assert "§" not in streams.words + streams.stems


def test_an_article_s_facts_are_what_a_search_is_narrowed_by():
    row = {"labels": bits(["body", "correction"]), "host": "example.org", "partial": 1, "access": "paywalled"}
    assert set(facts_of(row, "en")) == {
        "label§body", "label§correction", "lang§en", "site§example§org", "is§partial", "is§paywalled", "has§correction",
    }  # fmt: skip
    assert facts_of({"labels": None, "host": None, "partial": 0, "access": None}, None) == []


def test_a_page_with_a_paywall_in_it_is_paywalled_whatever_it_says_of_itself():
    row = {"labels": bits(["paywall"]), "host": None, "partial": 0, "access": "free"}
    assert "is§paywalled" in facts_of(row, None)

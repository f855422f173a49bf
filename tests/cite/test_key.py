"""Keys: what they are made of, and that they stay."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.cite.key import keys_of
from archiver.cite.name import Name
from tests.cite.samples import citable


@pytest.mark.parametrize(("values", "key"), [
    ({}, "petrova2025face"),
    ({"title": "The How of a Żółć-Ærø & Straße"}, "petrova2025zolc"),
    ({"title": "Don’t Look"}, "petrova2025dont"),
    ({"authors": (Name(family="Çelik-Šimić", given="A"),)}, "celik2025face"),
    ({"authors": (Name(literal="Amnesty International"),)}, "amnesty2025face"),
    ({"authors": (Name(literal="Анна Петрова"),)}, "themoscowtimes2025face"),
    ({"authors": ()}, "themoscowtimes2025face"),
    ({"published": None}, "petrovandface"),
    ({"published": "2024"}, "petrova2024face"),
    ({"title": "Кто владеет"}, "petrova2025-1"),
    ({"title": None, "authors": (), "published": None, "url": "nonsense"}, "anonnd-1"),
    ({"authors": (), "url": "https://xn--e1afmkfd.xn--p1ai/"}, "xne1afmkfd2025face"),
])  # fmt: skip
def test_a_key_is_family_year_and_word_and_something_else_where_there_is_none(values: dict[str, object], key: str):
    assert keys_of([citable(**values)]) == (key,)


def test_two_that_would_share_a_key_have_their_numbers_in_any_order():
    assert keys_of([citable(7), citable(3), citable(5, title="Other")]) == (
        "petrova2025face-7", "petrova2025face-3", "petrova2025other",
    )  # fmt: skip


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_law_keys_are_plain_and_each_has_its_own(given: list[tuple[str, str]]):
    keys = keys_of([citable(n, title=title, authors=(Name(literal=name),)) for n, (title, name) in enumerate(given, 1)])
    assert len(set(keys)) == len(given)
    assert all(re.fullmatch("[a-z0-9]+(-[0-9]+)?", key) for key in keys)

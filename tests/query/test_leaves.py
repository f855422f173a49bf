import pickle

import pytest

from archiver.query.describe import describe
from archiver.query.leaves import filters_of, is_only_filters, without_filters, words_of
from archiver.query.parse import parse
from archiver.query.tree import Labelled, Near, Phrase, Prefix, Word


@pytest.mark.parametrize(("typed", "words"), [
    ("a b OR c*", ["a", "b", "c*"]),
    ('a -b NOT (c OR "d e") f', ["a", "f"]),
    ("title:a author:(b -c) d label:ad", ["a", "b", "d"]),
    ('NEAR(a "b c", 5) d', ["a", '"b c"', "d"]),
    ("lang:de label:ad", []),
    ("a a", ["a", "a"]),
])  # fmt: skip
def test_the_words_of_a_query_are_those_that_are_looked_for(typed: str, words: list[str]):
    assert sorted(map(describe, words_of(parse(typed).tree))) == sorted(words)


@pytest.mark.parametrize(("typed", "filters", "rest"), [
    ("a lang:de b -site:x.example", ["lang:de", "NOT site:x.example"], "a b"),
    ("lang:de", ["lang:de"], None),
    ("a OR lang:de", [], "a OR lang:de"),
    ("(is:partial OR has:note) a", ["is:partial OR has:note"], "a"),
    ("(a OR lang:de) tag:x", ["tag:x"], "a OR lang:de"),
    ("label:ad lang:de", ["label:ad", "lang:de"], None),
    ("a label:ad lang:de", ["lang:de"], "a label:ad"),
    ("a", [], "a"),
])  # fmt: skip
def test_the_filters_of_a_query_are_what_every_hit_must_pass(typed: str, filters: list[str], rest: str | None):
    tree = parse(typed).tree
    left = without_filters(tree)
    assert list(map(describe, filters_of(tree))) == filters
    assert (left and describe(left)) == rest


@pytest.mark.parametrize(("typed", "only"), [
    ("lang:de", True), ("lang:de OR NOT is:partial", True), ("label:ad", True),
    ("lang:de a", False), ("lang:de -a", False), ("a label:ad", False), ("title:a", False),
])  # fmt: skip
def test_a_query_of_filters_alone_has_no_words(typed: str, only: bool):
    assert is_only_filters(parse(typed).tree) is only


def test_a_value_of_a_tree_is_equal_to_one_of_its_kind_and_fields_alone_and_never_changes():
    assert Word("a") == Word("a")
    assert Word("a") != Phrase("a")
    assert len({Word("a"), Word("a"), Phrase("a"), Prefix("a")}) == 3
    assert repr(Near((Word("a"), Word("b")), 3)) == "Near(parts=(Word(text='a'), Word(text='b')), distance=3)"
    assert pickle.loads(pickle.dumps(Labelled(("ad",)))) == Labelled(("ad",), None)
    with pytest.raises(AttributeError):
        Word("a").text = "b"
    for wrong in ((), ("a", "b")):
        with pytest.raises(TypeError):
            Word(*wrong)

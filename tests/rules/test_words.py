"""Names of classes and ids taken apart, and the vocabulary that knows a word of them."""

import pytest

from archiver.rules.pack import Vocabulary
from archiver.rules.words import WordIndex

BOOKS = (
    Vocabulary("ads", "ad", frozenset({"ad", "cookie-bar"}), ("advert",)),
    Vocabulary("social", "social", frozenset({"share", "ad"}), ()),
)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("ad", ("ads", "ad")),
        ("main-ad", ("ads", "ad")),
        ("ShareBox", ("social", "share")),
        ("share-ad", ("ads", "ad")),  # the first book that knows any word, not the first word
        ("adverts_top", ("ads", "adverts")),
        ("cookieBar", ("ads", "cookie-bar")),
        ("header", None),
        ("shadow", None),
        ("ad7f", None),  # made by a machine
        ("", None),
    ],
)
def test_the_first_vocabulary_that_knows_a_word_of_the_name_counts(name: str, found: tuple[str, str] | None) -> None:
    known = WordIndex.of(BOOKS).find(name)
    assert (known and (known[0].id, known[1])) == found


def test_an_index_of_nothing_knows_nothing() -> None:
    assert WordIndex.of(()).find("ad") is None

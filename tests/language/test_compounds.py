import pytest

from archiver.language.compounds import COMPOUNDING, beginning, endings_range, tail, unreversed


def ends(word: str, compound: str, language: str) -> bool:
    found = tail(compound, language)
    low, high = endings_range(word, language)
    return found is not None and low <= found < high


@pytest.mark.parametrize(("word", "compound", "language"), [
    ("Gesetz", "klimaschutzgesetze", "de"),
    ("Gesetze", "klimaschutzgesetz", "de"),
    ("Häusern", "krankenhaus", "de"),
    ("huis", "ziekenhuizen", "nl"),
    ("gemeente", "buurgemeenten", "nl"),
    ("skola", "grundskolan", "sv"),
    ("ministern", "statsminister", "sv"),
    ("skole", "folkeskolen", "da"),
    ("skole", "grunnskolen", "nb"),
    ("vaalit", "eduskuntavaaleissa", "fi"),
    ("tunti", "oppitunteja", "fi"),
    ("minisztérium", "kulugyminiszterium", "hu"),
])  # fmt: skip
def test_a_word_is_found_at_the_end_of_a_compound(word: str, compound: str, language: str):
    assert ends(word, compound, language)


def test_a_tail_gives_back_the_token_that_the_text_has():
    assert unreversed(tail("klimaschutzgesetze", "de") or "") == "klimaschutzgesetz"


@pytest.mark.parametrize(("token", "language"), [
    ("rathaus", "de"), ("parliament", "en"), ("klimaschutzgesetze", None), ("правительство", "de"),
    ("1234567890", "de"),
])  # fmt: skip
def test_short_words_numbers_and_other_languages_have_no_tail(token: str, language: str | None):
    assert tail(token, language) is None


@pytest.mark.parametrize(
    ("word", "language"), [("Amt", "de"), ("wetten", "nl"), ("house", "en"), ("", "de"), ("дом", "de")]
)
def test_too_short_a_word_ends_nothing(word: str, language: str):
    low, high = endings_range(word, language)
    assert low == high


def test_other_endings_are_outside_the_range():
    assert not ends("Gesetz", "hochwasserschutz", "de")


@pytest.mark.parametrize(("word", "language", "begun"), [
    ("Schule", "de", "schul"),
    ("Klimaschutz", "de", "klimaschutz"),
    ("Häuser", "de", "hauser"),
    ("gemeente", "nl", "gemeente"),
    ("Amt", "de", None),
    ("Haus", "de", None),
    ("school", "en", None),
    ("правительство", "de", None),
])  # fmt: skip
def test_a_beginning_is_of_five_letters_at_least(word: str, language: str, begun: str | None):
    assert beginning(word, language) == begun


def test_every_tag_of_norwegian_compounds():
    assert {"nb", "nn", "no"} <= COMPOUNDING
    assert tail("grunnskolen", "nn-NO") == tail("grunnskolen", "no")

import pytest

from archiver.language.wanted import Phrase, Sought, exact, plain, variants

ALL = ("en", "de", "fr", "tr", "uk", "he", "ja")


def tokens(sought: Sought) -> list[str]:
    return [" ".join(phrase.tokens) + "*" * phrase.prefix for phrase in sought.alternatives]


def test_variants_are_the_folded_word_first_and_then_its_stems_once_each():
    assert variants("Häuser", ["de-AT"]) == ("hauser", "haus")
    assert variants("Élections", ["fr", "en"]) == ("elections", "elect", "election")
    assert variants("houses", []) == ("houses",)
    assert variants("houses", ["ja"]) == ("houses",)


def test_a_word_stands_for_its_forms_each_in_the_texts_of_its_language():
    assert plain("Häuser", ["de", "en"]) == Sought((Phrase(("hauser",)), Phrase(("haus",), languages=("de",))))


def test_a_stem_of_several_languages_names_them_all():
    assert Phrase(("elect",), languages=("en", "fr")) in plain("elections", ["en", "fr"]).alternatives


@pytest.mark.parametrize(("word", "stands_for"), [
    ("e-mail", ["e mail", "email"]),
    ("O'Brien", ["o brien", "obrien"]),
    ("don't", ["don t", "dont"]),
    ("Smith's", ["smith s", "smiths", "smith"]),
    ("l’élection", ["l election", "lelection", "election", "elect"]),
    ("Ankara'nın", ["ankara nin", "ankaranin", "ankara"]),
    ("п'ятниці", ["п ятниці", "пятниці", "пятниц"]),
    ('צה"ל', ["צה ל", "צהל"]),
    ("U.S.", ["u s"]),
    ("U.S.A.", ["u s a", "usa"]),
    ("3.5", ["3 5"]),
    ("2024-25", ["2024 25"]),
    ("東京都", ["東京 京都"]),
    ("東京", ["東京"]),
    ("都", ["都*"]),
    ("AI技術", ["ai 技術"]),
    ("K팝", ["k 팝*"]),
])  # fmt: skip
def test_a_word_of_several_tokens_is_a_phrase_or_its_joined_form(word: str, stands_for: list[str]):
    assert set(stands_for) <= set(tokens(plain(word, ALL)))
    assert tokens(plain(word, ALL))[0] == stands_for[0]


@pytest.mark.parametrize(("word", "never"), [("don't", "don"), ("O'Brien", "o"), ("U.S.", "us"), ("п'ятниці", "п")])
def test_a_part_of_a_word_is_not_the_word(word: str, never: str):
    assert never not in tokens(plain(word, ALL))


@pytest.mark.parametrize(("text", "phrase"), [
    ("Face Values", "face values"),
    ("東京都", "東京 京都"),
    ("東京都 知事", "東京 京都 都 知事"),
    ("小池 都", "小池 池 都*"),
])  # fmt: skip
def test_an_exact_phrase_has_no_other_form(text: str, phrase: str):
    assert tokens(exact(text)) == [phrase]


def test_a_beginning_has_no_other_form_but_its_joined_one():
    assert tokens(plain("Häu", ALL, prefix=True)) == ["hau*"]
    assert tokens(plain("e-mai", ALL, prefix=True)) == ["e mai*", "emai*"]
    assert tokens(plain("東京", ALL, prefix=True)) == ["東京"]
    assert tokens(exact("face val", prefix=True)) == ["face val*"]


@pytest.mark.parametrize("typed", ["", " ", "!?", "-", "’", "😀", "\x00"])
def test_what_has_no_letter_and_no_digit_stands_for_nothing(typed: str):
    assert plain(typed, ALL) == exact(typed) == Sought(())

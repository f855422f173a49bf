import pytest

from archiver.language.streams import VERSION, Analyser, Streams, signature


def streams(text: str, language: str | None) -> Streams:
    return Analyser().streams(text, language)


def test_words_are_all_tokens_in_order_and_stems_those_that_are_not_words_already():
    found = streams("The houses and the house: houses!", "en-US")
    assert found.words == "the houses and the house houses"
    assert found.stems == "hous hous hous"
    assert found.language == "en"


@pytest.mark.parametrize(("text", "language", "words", "stems"), [
    ("state-of-the-art e-mails", "en", "state of the art e mails", "stateoftheart mail emails email"),
    ("e‑mail", "en", "e mail", "email"),
    ("well -- so - called--thing 2024-25", "en", "well so called thing 2024 25", "call"),
    ("U.S. and F.B.I. agree.", "en", "u s and f b i agree", "agre us fbi"),
    ("об'єкт п’ятниця", "uk", "об єкт п ятниця", "обєкт ятниц пятниця пятниц"),
    ('בצה"ל', "he", "בצה ל", "בצהל צהל"),
    ("col·legi", "ca", "col legi", "leg collegi colleg"),
    ("می‌خواهم", "fa", "مي خواهم", "خواه ميخواهم ميخواه"),
    ("l'année", "fr", "l annee", "anne"),
    ("東京都 2026年", "ja", "東京 京都 都 2026 年", ""),
    ("", "en", "", ""),
    ("… — !", "en", "", ""),
])  # fmt: skip
def test_what_a_sign_holds_together_is_found_as_one_word_too(text: str, language: str, words: str, stems: str):
    found = streams(text, language)
    assert found.words == words
    assert set(found.stems.split()) == set(stems.split())


def test_a_text_is_the_same_with_and_without_letters_beyond_ascii_elsewhere():
    plain = "Some e-mails -- from O'Brien's state-of-the-art U.S. office_block"
    one, other = streams(plain, "en"), streams(plain + " é", "en")
    assert (one.words + " e", one.stems) == (other.words, other.stems)


@pytest.mark.parametrize("language", ["en", "de", "fr", "tr", "uk", "he", "ar", "ja"])
@pytest.mark.parametrize("sign", [*'.,;:!?"()[]{}/', *"“”„«»‘’…–—\u00a0،"])
def test_signs_at_the_edges_of_words_change_nothing(sign: str, language: str):
    words = "Häuser об'єкт Straße été Evler 東京 ΟΔΟΣ e-mail 42 كتب".split()
    bare, signed = (
        streams(" ".join(words), language),
        streams(sign.join(["", " ".join(f"{sign}{word}{sign}" for word in words), ""]), language),
    )
    assert signed == bare


@pytest.mark.parametrize("language", ["en", "fr"])
def test_typographic_signs_are_as_good_as_those_of_a_typewriter(language: str):
    plain = '"The state-of-the-art e-mails," said O\'Brien, "are the houses\' own"...'
    set_in_type = "“The state-of-the-art e-mails,” said O’Brien, “are the houses’ own”…"
    assert streams(plain, language) == streams(set_in_type, language)


@pytest.mark.parametrize("language", [None, "", "und"])
def test_a_language_that_is_not_given_is_guessed(language: str | None):
    text = "The government said that it would not pay for the houses of the poor."
    assert streams(text, language) == streams(text, "en")


def test_where_no_language_is_known_there_are_no_stems():
    assert streams("zxq houses", None) == Streams("zxq houses", "", None)


def test_an_analyser_forgets_what_it_has_no_room_for_and_says_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archiver.language.streams._ROOM", 3)
    analyser = Analyser()
    first = analyser.streams("One of the houses, voilà", "en")
    assert analyser.streams("Other words altogether, déjà", "en").words == "other words altogether deja"
    assert analyser.streams("One of the houses, voilà", "en") == first


def test_long_words_of_compounding_languages_have_tails():
    analyser = Analyser()
    words = analyser.streams("Die neuen Klimaschutzgesetze, ein Haus", "de").words
    assert analyser.tails(words, "de") == {"ztesegztuhcsamilk"}
    assert analyser.tails(words, "en") == frozenset()
    assert analyser.tails("", "de") == frozenset()


def test_the_signature_names_the_analysis_and_the_stemmers():
    assert signature().startswith(f"{VERSION}/3.")

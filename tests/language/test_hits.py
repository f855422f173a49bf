import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.language.endings import LIGHT
from archiver.language.fold import fold
from archiver.language.hits import Finder
from archiver.language.passage import Passages, Wanted, passage
from archiver.language.pieces import Pieces
from archiver.language.scripts import has_spaceless, spaceless_run, word_run
from archiver.language.stems import SNOWBALL, stemming
from archiver.language.wanted import exact, plain
from tests.language import plainly

WORDS = {
    "ar": "الحكومة والحكومة حكومات وانتخاباتهم الانتخابات مسؤولون المسؤولين رئيس إسرائيل من في",
    "da": "Aarhus Århus skolen skole års",
    "de": "Häuser Haeuser Haus Hauses Straße Strassen STRASSE Gesetze Gesetz Klimaschutzgesetz übel uebel die große",
    "en": "dying die dies running ran run house houses housing happily e-mail emails U.S. e\u0301lan élan ﬁnd finding",
    "fr": "élection élections l'homme aujourd'hui travaux travail œuvre oeuvres y a cœurs été État",
    "he": 'צה"ל הממשלה ממשלה בירושלים ירושלים שלום ולכשתלך',
    "hi": "हिन्दी हिंदी सरकार सरकारों",
    "ja": "東京都 東京 ｶﾞﾗｽ ガラス AI技術 の",
    "ko": "정부는 정부 서울에서",
    "nl": "gewerkt werken huizen huis geven",
    "ru": "Выборов выборы ёлка елки людей йод",
    "th": "น้ำท่วม น้ำ",
    "tr": "kitap kitabı kitaplar İstanbul'da ISPARTA ısı Iğdır",
    "uk": "п'ятниця кіт кота об’єкт Києва Київ",
    "xx": "½ ㎏ Ⅳ K Ａｂｃ ǆ a\u00adb co\u2011op 7 ٣ _a_b",
}
ALL = tuple(WORDS)
SAID = tuple(dict.fromkeys(word for words in WORDS.values() for word in words.split(" ")))
texts = st.lists(
    st.sampled_from((*SAID, *(" " * 6), *"\n-_'’«\u200c\u3000。", ". ", ", ", "» ")),
    max_size=40,
).map("".join)  # fmt: skip
spaced = st.lists(st.sampled_from(SAID), max_size=60).map(" ".join)
said = st.sampled_from(SAID)
terms = st.lists(
    st.one_of(
        said.map(lambda word: plain(word, ALL)),
        st.lists(said, min_size=2, max_size=3).map(lambda words: exact(" ".join(words))),
        said.filter(lambda word: word[0] != "ｶ").map(lambda word: exact(word[:2], prefix=True)),
    ),
    max_size=4,
).map(tuple)


@settings(deadline=None, max_examples=400)
@given(st.one_of(texts, spaced), terms, st.sampled_from(ALL))
def test_law_what_is_found_is_what_is_found_by_looking_at_every_word(text, wanted, language):
    found = {(hit.start, hit.end, hit.term, hit.weight) for hit in Finder(wanted, language).hits(text)}
    expected = {(hit.start, hit.end, hit.term, hit.weight) for hit in plainly.hits(text, Wanted(wanted, language))}
    assert found == expected


@settings(deadline=None, max_examples=400)
@given(st.one_of(texts, spaced), terms, st.sampled_from(ALL), st.integers(1, 12))
def test_law_a_passage_is_the_one_found_by_weighing_every_place(text, wanted, language, words):
    expected = plainly.passage(text, Wanted(wanted, language), words)
    assert passage(text, Wanted(wanted, language), words) == expected


@settings(deadline=None)
@given(st.lists(spaced, min_size=2, max_size=4), terms, st.sampled_from(ALL))
def test_law_what_was_shown_of_one_text_changes_nothing_in_the_next(several, wanted, language):
    passages = Passages(Wanted(wanted, language))
    assert [passages.of(text) for text in several] == [passage(text, Wanted(wanted, language)) for text in several]


@settings(deadline=None)
@given(st.one_of(texts, spaced), terms, st.sampled_from(ALL))
def test_law_hits_come_in_the_order_of_the_text(text, wanted, language):
    found = [(hit.start, hit.end) for hit in Finder(wanted, language).hits(text)]
    assert found == sorted(found)


def test_a_text_is_read_only_as_far_as_somebody_asks():
    reading = Finder((plain("venture", ("en",)),), "en").hits("a venture " * 1_000_000)
    assert [next(reading).start for _ in range(3)] == [2, 12, 22]


LETTERS = {
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئء", "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя", "el": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώς",
    "fa": "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی", "he": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}  # fmt: skip
LATIN = "aaaeeeiiooubcdfghjklmnpqrstuvwxyzäöüßéèêëçñãõáíóúàìòùâîôûåæøąćęłńóśźżğışčďěňřšťůýžőűăîșț"
ENDINGS = "e en er es s ing ed ies y ung ation ami ów ых ого ами ات ون ها ين ים ות ler larda ssa ksi ões eux".split()


def words_of(language: str) -> st.SearchStrategy[str]:
    letters = st.text(LETTERS.get(language, LATIN), min_size=1, max_size=7)
    return st.tuples(letters, st.sampled_from(["", "", *ENDINGS])).map("".join)


@pytest.mark.parametrize("language", sorted({*SNOWBALL, *LIGHT}))
def test_law_a_word_has_the_pieces_of_its_stems(language):
    @settings(deadline=None, max_examples=150)
    @given(words_of(language))
    def check(word):
        for stem in (fold(word), *stemming(language).stems(word)):
            pieces = Pieces([stem], [], language)
            if pieces.firsts is None or fold(word)[0] in pieces.firsts:
                assert pieces.may_be(fold(word)), stem
                assert pieces.known(fold(word)).search(fold(word)), stem
                assert pieces.known(word).search(word) or pieces.unknown(word).search(word), stem

    check()


@pytest.mark.parametrize("language", ["", "de", "pl", "tr", "uk", "he"])
def test_each_letter_is_known_by_what_it_folds_to_or_not_at_all(language):
    unknown = Pieces([], [], language).unknown("é")
    known = [one for one in map(chr, range(0x80, 0x10000)) if word_run().match(one) and not unknown.match(one)]
    assert len(known) > 300
    for letter in known:
        assert Pieces([], [fold(letter)], language).known(letter).search(letter), hex(ord(letter))


def test_every_script_without_spaces_is_noticed():
    letters = [chr(code) for code in range(sys.maxunicode + 1) if spaceless_run().match(chr(code))]
    assert all(map(has_spaceless, letters))
    assert not has_spaceless("Größe, “quoted” – ещё, שלום, हिन्दी")
    assert re.fullmatch(spaceless_run(), "".join(letters))

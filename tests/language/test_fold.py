import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.language.fold import fold, is_folded


@pytest.mark.parametrize(("text", "folded"), [
    ("École", "ecole"),
    ("STRASSE Straße ẞ", "strasse strasse ss"),
    ("Æther Œuvre Øre Łódź Đurić Þór", "aether oeuvre ore lodz duric thor"),
    ("İstanbul ISPARTA ışık", "istanbul isparta isik"),
    ("ﬁn ﬂux", "fin flux"),
    ("Ⅷ", "viii"),
    ("Ελλάς", "ελλασ"),
    ("всё, Ёлка", "все, елка"),
    ("замо́к", "замок"),
    ("ｶﾞﾗｽ ＡＢＣ １２", "ガラス abc 12"),
    ("٢٠٢٦ २०२६ ๒๕๖๙", "2026 2026 2569"),
    ("مُدَرِّسَة", "مدرسه"),
    ("تـاريـخ", "تاريخ"),
    ("أحمد إلى آخر مصطفى ٱلله", "احمد الي اخر مصطفي الله"),
    ("کتاب ی", "كتاب ي"),
    ("שָׁלוֹם", "שלום"),
    ("Donau\u00addampf", "donaudampf"),
])  # fmt: skip
def test_ways_of_writing_a_word_become_one(text: str, folded: str):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text", ["мой", "їх", "ўсё".replace("ё", "е"), "ѓ", "が", "か", "हिन्दी", "น้อง", "বাংলা", "தமிழ்", "각국"]
)
def test_what_a_script_counts_as_a_letter_stays(text: str):
    assert fold(text) == text


@pytest.mark.parametrize(("one", "other"), [("мой", "мои"), ("їх", "іх"), ("が", "か"), ("война", "воина")])
def test_letters_that_differ_by_a_mark_alone_stay_different(one: str, other: str):
    assert fold(one) != fold(other)


def test_law_every_character_folds_to_what_stays_as_it_is():
    for code in (*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x20000)):  # all but plain Han and Hangul
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)


letters = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
marked = st.lists(
    st.sampled_from("eиуіaгкかｶﾞआक़กำ้각ᄀ\u0301\u0306\u0308\u0323\u0327\u3099\u200d\u00ad\u093c\u064b\u05b0 İıßﬁ٣")
).map("".join)


@settings(deadline=None)
@given(letters | marked)
def test_law_what_is_folded_stays_as_it_is(text: str):
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(letters | marked)
def test_law_composed_and_decomposed_text_fold_to_the_same(text: str):
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


def test_what_is_said_to_be_folded_is_of_letters_and_digits_that_fold_to_themselves():
    kept = [chr(code) for code in range(0x110000) if is_folded(chr(code))]
    assert {"a", "9", "й", "ω", "ب", "ש"} <= set(kept)
    assert [one for one in kept if not one.isalnum()] == []
    # With an accent behind it each goes the long way; what comes out of that must be the same.
    assert [one for one in kept if fold(f"{one}é") != f"{one}e"] == []


def test_no_two_letters_that_stay_make_another_one_side_by_side():
    kept = "".join(chr(code) for code in range(0x110000) if is_folded(chr(code)))
    pairs = " ".join(one + other for one in kept for other in kept)
    assert unicodedata.normalize("NFC", unicodedata.normalize("NFKC", pairs)) == pairs


@pytest.mark.parametrize("word", ["A", "é", "ς", "ё", "ى", "a-b", "a b", "ß", "東", "Ж"])
def test_of_a_word_that_folding_may_change_or_cut_it_is_not_said(word: str):
    assert not is_folded(word)

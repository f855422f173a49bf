import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.language.passage import Wanted, passage
from archiver.language.wanted import Sought, exact, plain

ALL = ("en", "de", "fr", "ru", "ja", "he")


def wanted(*words: str, phrases: tuple[str, ...] = (), language: str | None = "en") -> Wanted:
    return Wanted((*(plain(word, ALL) for word in words), *map(exact, phrases)), language)


def shown(pieces: tuple[tuple[str, bool], ...]) -> str:
    return "".join(f"[{text}]" if matched else text for text, matched in pieces)


FILLER = "Nothing of note happened here. " * 30
LONG = (
    f"Money opened the piece. {FILLER}At last the ventures of the bank folded for good. {FILLER}Venture capital left."
)


def test_the_passage_is_where_most_of_what_is_wanted_stands_together():
    found = shown(passage(LONG, wanted("venture", "folding")))
    assert found.startswith("…At last the [ventures] of the bank [folded] for good. Nothing")
    assert found.endswith("…")


def test_the_first_of_equal_places_is_shown():
    assert "the [ventures] of" in shown(passage(LONG, wanted("venture")))


def test_a_phrase_counts_more_than_a_word():
    assert shown(passage(LONG, wanted(phrases=("venture capital",)))).endswith("[Venture capital] left.")
    assert "[Venture capital]" in shown(passage(LONG, wanted("money", phrases=("venture capital",))))


def test_where_nothing_is_found_the_text_s_beginning_is_shown():
    found = shown(passage(LONG, wanted("zebra")))
    assert found.startswith("Money opened the piece. Nothing")
    assert found.endswith("…")
    assert len(found.rstrip("…").split()) == 32


def test_a_short_text_is_shown_whole():
    assert shown(passage("A venture.\n\nIt folded.", wanted("folds"))) == "A venture. It [folded]."


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_text_has_no_passage(text: str):
    assert passage(text, wanted("a")) == ()


@pytest.mark.parametrize("words", [1, 2, 8, 32, 100])
def test_the_passage_has_about_as_many_words_as_are_asked_for(words: int):
    found = shown(passage(LONG, wanted("folded"), words))
    assert abs(len(found.strip("…").split()) - words) <= 1
    assert "[folded]" in found


def test_a_passage_begins_with_a_sentence_only_where_one_begins_near():
    text = f"First. {'word ' * 60}target {'word ' * 60}"
    found = shown(passage(text, wanted("target")))
    assert found.startswith("…word ")
    assert 4 <= found.split().index("[target]") <= 12


def test_line_breaks_and_control_characters_are_spaces():
    text = "some\x02 nul\x00 \x03word\n\nthen  more"
    assert passage(text, wanted("word")) == (("some nul ", False), ("word", True), (" then more", False))


@pytest.mark.parametrize(("text", "language", "word", "found"), [
    ("Die Häuser, das Haus.", "de", "Haeusern", "Die [Häuser], das [Haus]."),
    ("L'élection des élus", "fr", "élections", "L'[élection] des élus"),
    ("His e-mails, her emails", "en", "e-mail", "His [e-mails], her [emails]"),
    ("Self-made policy", "en", "policies", "Self-made [policy]"),
    ("Cafe\u0301s are", "en", "café", "[Cafe\u0301s] are"),
    ("The organisers", "de", "organiser", "The [organisers]"),
    ("«Выборов» нет", "ru", "выборы", "«[Выборов]» нет"),
    ('דובר צה"ל בירושלים', "he", "צהל", 'דובר [צה"ל] בירושלים'),
    ('דובר צה"ל בירושלים', "he", "ירושלים", 'דובר צה"ל [בירושלים]'),
    ("東京都知事、東京", "ja", "東京都", "[東京都]知事、東京"),
    ("東京都知事、東京", "ja", "東京", "[東京]都知事、[東京]"),
    ("東京都知事", "ja", "都", "東京[都]知事"),
    ("ｶﾞﾗｽの窓", "ja", "ガラス", "[ｶﾞﾗｽ]の窓"),
    ("新しいAI技術だ", "ja", "AI技術", "新しい[AI技術]だ"),
    ("น้ำท่วม", "th", "น้ำ", "[น้ำ]ท่วม"),
])  # fmt: skip
def test_what_the_index_finds_is_what_is_marked(text: str, language: str, word: str, found: str):
    assert shown(passage(text, wanted(word, language=language))) == found


def test_overlapping_finds_are_marked_as_one():
    assert shown(passage("東京都庁舎", wanted("東京都", "京都庁", language="ja"))) == "[東京都庁]舎"


def test_the_beginning_of_a_word_marks_the_word():
    terms = (plain("ventur", ALL, prefix=True), exact("face val", prefix=True))
    assert shown(passage("An adventure, a venture: face values", Wanted(terms, "en"))) == (
        "An adventure, a [venture]: [face values]"
    )


def test_a_passage_of_chinese_counts_two_characters_as_a_word():
    text = "前" * 500 + "。" + "政府公布政策" + "后" * 500
    found = shown(passage(text, wanted("政策", language="zh")))
    assert found.startswith("…政府公布[政策]后")
    assert len(found.strip("…")) - 2 == 64


def test_stems_of_another_language_than_the_text_s_are_not_marked():
    assert shown(passage("A bid for Biden", wanted("Biden", language="en"))) == "A bid for [Biden]"


def test_common_words_everywhere_do_not_take_forever():
    text = "the cat and the dog " * 5000
    assert shown(passage(text, wanted("the", "dogs"))).startswith("[the] cat and [the] [dog]")


pieces = st.lists(
    st.sampled_from(
        ["word", "words", "É", "e\u0301", "-", "'", ".", "_", " ", "\n", "7", "東京", "都", "ｶﾞ", "น้ำ", "می\u200cها",
         'צה"ל', "\x00", "。", "か\u3099", "Haus-", "…"]
    ), max_size=30,
).map("".join)  # fmt: skip


@settings(deadline=None)
@given(pieces, st.integers(1, 12))
def test_law_a_passage_is_a_piece_of_the_text(text: str, words: int):
    terms = tuple(plain(word, ALL) for word in ("word", "É", "東京", "都", "ガ", "น้ำ", 'צה"ל', "Haus"))
    found = passage(text, Wanted(terms, "en"), words)
    assert all(piece for piece, _ in found)
    plainly = "".join(piece for piece, _ in found).removeprefix("…").removesuffix("…")
    squeezed = " ".join("".join(" " if ord(c) < 32 else c for c in text).split())
    assert " ".join(plainly.split()) in squeezed


@settings(deadline=None)
@given(pieces)
def test_law_without_anything_wanted_the_whole_is_plain(text: str):
    assert not any(matched for _, matched in passage(text, Wanted((Sought(()),)), 1000))

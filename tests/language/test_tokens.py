import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.language.fold import fold
from archiver.language.streams import Analyser
from archiver.language.tokens import tokenise


def words(text: str) -> list[str]:
    return [token.text for token in tokenise(text)]


@pytest.mark.parametrize(("text", "tokens"), [
    ("The Café's e-mail, 1,200 of them.", "the cafe s e mail 1 200 of them"),
    ("l'homme don’t", "l homme don t"),
    ("snake_case", "snake case"),
    ("東京都", "東京 京都 都"),
    ("都", "都"),
    ("AI技術を", "ai 技術 術を を"),
    ("ｶﾞﾗｽ", "ガラ ラス ス"),
    ("서울시장은 왔다", "서울 울시 시장 장은 은 왔다 다"),
    ("กรุงเทพ ๒", "กร รุ ุง งเ เท ทพ พ 2"),
    ("हिन्दी है।", "हिन्दी है"),
    ("می‌خواهم", "مي خواهم"),
    ("क्‍ष", "क्ष"),
    ("пʼять п'ять", "п ять п ять"),
    ("5㎏ ㌔", "5kg キロ ロ"),
    ("\u0301 — …", ""),
])  # fmt: skip
def test_a_text_is_cut_into_folded_tokens(text: str, tokens: str):
    assert words(text) == tokens.split()


@pytest.mark.parametrize(("text", "places"), [
    ("L'Été fini", ["L", "Été", "fini"]),
    ("Cafe\u0301s", ["Cafe\u0301s"]),
    ("Straße", ["Straße"]),
    ("ｶﾞｷﾞ", ["ｶﾞｷﾞ", "ｷﾞ"]),
    ("น้ำ", ["น้", "้ำ", "ำ", "ำ"]),
    ("\u1112\u1161\u11ab\u1100\u116e\u11a8", ["\u1112\u1161\u11ab\u1100\u116e\u11a8", "\u1100\u116e\u11a8"]),
    ("пʼять", ["п", "ять"]),
])  # fmt: skip
def test_places_are_those_in_the_text_as_it_is_written(text: str, places: list[str]):
    assert [text[token.start : token.end] for token in tokenise(text)] == places


pieces = st.lists(
    st.sampled_from(
        ["word", "É", "e\u0301", "\u0301", "-", "--", "'", "’", ".", "_", " ", "\n", "\u00a0", "7", "½", "™", "東京",
         "都", "ｶﾞ", "각", "\u1100", "\u1161", "น้ำ", "ก", "हिन्दी", "।", "می", "\u200c", "\u200d", "\u00ad", "п", "ʼ",
         "צה", '"', "㎏", "\ufe0f", "😀", "ß", "İ", "\x00", "。", "か", "\u3099", "ﾞ"]
    ), max_size=12,
).map("".join)  # fmt: skip
texts = pieces | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(deadline=None)
@given(texts)
def test_law_tokens_are_folded_and_stand_in_their_order_within_the_text(text: str):
    before = 0
    for token in tokenise(text):
        assert before <= token.start < token.end <= len(text)
        assert token.text == fold(token.text)
        assert any(map(str.isalnum, token.text)) or len(token.text) <= 2
        assert not set(token.text) & set(" -_'.\n")
        before = token.start


@settings(deadline=None)
@given(texts)
def test_law_composed_and_decomposed_text_have_the_same_tokens(text: str):
    assert words(unicodedata.normalize("NFC", text)) == words(unicodedata.normalize("NFD", text))


@settings(deadline=None)
@given(texts)
def test_law_the_words_of_the_index_are_the_tokens(text: str):
    assert Analyser().streams(text, "en").words.split(" ") == (words(text) or [""])

"""Phrases are found at the edges of words, and the index finds all that a look at each phrase would."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archiver.rules.pack import Cue, fold, fold_all
from archiver.rules.phrases import PhraseIndex


def cue(name: str, *phrases: str, equals: tuple[str, ...] = ()) -> Cue:
    return Cue(name, "ad", "en", tuple(map(fold, phrases)), frozenset(map(fold, equals)), False, False, 100)


def found(text: str, *cues: Cue) -> list[tuple[str, str]]:
    return [(phrase, one.id) for phrase, one in PhraseIndex.of(cues).inside(fold(text))]


@pytest.mark.parametrize("text", ["Donate now", "Please, donate now!", "“DONATE  NOW”", "(donate now)", "x/donate now"])
def test_a_phrase_is_found_whatever_stands_around_its_words(text: str) -> None:
    assert found(text, cue("give", "donate now")) == [("donate now", "give")]


@pytest.mark.parametrize("text", ["Redonate now", "Donate nowhere", "donate", "now donate", "donate, now", ""])
def test_a_phrase_is_not_found_in_the_middle_of_words_or_in_pieces(text: str) -> None:
    assert found(text, cue("give", "donate now")) == []


def test_a_later_place_counts_where_the_first_is_in_the_middle_of_a_word() -> None:
    assert found("Nowhere to donate nowadays, so donate now", cue("give", "donate now")) == [("donate now", "give")]


@pytest.mark.parametrize("phrase", ["/ afp", "photo:", "'s readers", "photo : x"])
def test_a_phrase_may_begin_or_end_with_a_sign(phrase: str) -> None:
    assert found(f"ann {phrase} b", cue("credit", phrase)) == [(phrase, "credit")]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("サイトはCookieを使用します", "cookieを使用"),
        ("今すぐ寄付をお願いします", "寄付"),
        ("สมัครรับข่าวสารวันนี้", "ข่าวสาร"),
    ],
)
def test_in_scripts_without_spaces_a_phrase_is_found_anywhere(text: str, phrase: str) -> None:
    assert found(text, cue("give", phrase)) == [(phrase, "give")]


def test_a_cue_is_found_once_and_by_its_longest_phrase() -> None:
    give = cue("give", "donate", "donate now please", "donate now")
    assert found("Donate now, or donate later", give) == [("donate now", "give")]


def test_several_cues_are_found_in_one_text() -> None:
    cues = (cue("a", "donate"), cue("b", "sign up"), cue("c", "nowhere"))
    assert found("Sign up and donate", *cues) == [("sign up", "b"), ("donate", "a")]


def test_a_whole_line_is_found_only_as_a_whole() -> None:
    index = PhraseIndex.of([cue("a", equals=("Donate",)), cue("b", equals=("donate", "give"))])
    assert [one.id for one in index.whole(fold(" DONATE "))] == ["a", "b"]
    assert index.whole("donate now") == [] and list(index.inside("donate")) == []


pieces = st.text(alphabet="ab é'-_/.寄", min_size=1, max_size=6).map(fold).filter(bool)


@given(st.lists(pieces, max_size=6), st.lists(pieces, max_size=8).map(" ".join))
@example(["a b"], "_a b")
@example(["a寄", "寄a"], "ba寄b 寄ab")
def test_the_index_finds_a_phrase_wherever_the_edges_of_words_are(phrases: list[str], text: str) -> None:
    padded = f" {fold(text)} "
    expected = set()
    for number, phrase in enumerate(phrases):
        places = [at for at in range(len(padded)) if padded.startswith(phrase, at)]
        for at in places:
            before, after = padded[at - 1 : at + 1], padded[at + len(phrase) - 1 : at + len(phrase) + 1]
            if "寄" in (phrase[0], phrase[-1]) or not (before.isalnum() or after.isalnum()):
                expected.add(str(number))
    assert {name for _, name in found(text, *(cue(str(n), one) for n, one in enumerate(phrases)))} == expected


@given(
    st.lists(
        st.lists(st.sampled_from(["donate", "now", "please donate", "寄付", "e", "…", " ", ",", "-"])).map("".join)
    )
)
def test_the_spots_of_a_page_are_the_blocks_that_have_a_phrase_in_them(texts: list[str]) -> None:
    index = PhraseIndex.of([cue("a", "donate now", "寄付"), cue("b", "please donate"), cue("c", "…")])
    folded = [fold(text) for text in texts]
    spots = index.spots(folded)
    assert spots.keys() == {at for at, text in enumerate(folded) if list(index.inside(text))}
    assert all(list(index.inside(folded[at], known)) == list(index.inside(folded[at])) for at, known in spots.items())


@given(st.lists(st.text(alphabet="aÉ ß…–“.\n\tİıάأـ：e\u0301", max_size=8)))
def test_folding_all_at_once_is_folding_one_by_one(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]

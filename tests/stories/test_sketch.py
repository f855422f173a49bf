import unicodedata
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import StoreError
from archiver.stories.sketch import count_prints, prints, sketch, unpack
from archiver.stories.words import words
from benchmarks.newsroom import SCRIPTS, Language, Site


def site(script: str) -> Site:
    random = Random(script)
    return Site(Language(script, random), random)


TEXTS = {script: site(script).story(Random(5), 700).text for script in SCRIPTS}


@pytest.mark.parametrize(("text", "found"), [
    ("Don't PANIC: it's 5,000 — fine!", "don t panic it s 5 000 fine"),
    ("Straße, ＦＵＬＬ Width, ﬁne", "strasse full width fine"),
    ("東京は日本の首都です。Tokyo 2024", "東 京 は 日 本 の 首 都 で す tokyo 2024"),
    ("한국어 기사", "한국어 기사"),
    ("यह एक समाचार है।", "यह एक समाचार है"),
    ("", ""),
])  # fmt: skip
def test_words_are_case_folded_and_without_marks(text: str, found: str) -> None:
    assert words(text) == found.split()


@pytest.mark.parametrize(("one", "other"), [
    ("café", "cafe\u0301"),
    ("Zeitungs\u00adartikel", "Zeitungsartikel"),
    ("\ufeffnews", "news"),
    ("كِتَاب", "كتاب"),
])  # fmt: skip
def test_what_one_copy_has_and_the_next_has_not_makes_no_other_word(one: str, other: str) -> None:
    assert words(one) == words(other)


# These change only together with FORMAT: sketches that were made before would be compared with those made now.
@pytest.mark.parametrize(("first_letter", "digest"), [
    ("a", "645a39d88be6ec58"),
    ("а", "fe72381ab9f695d5"),
    ("ا", "4902161400863637"),
    ("क", "a09911d74a6b5ee4"),
    ("一", "1d1b2b908881d166"),
    ("0", "b579e8b0d67fba01"),
])  # fmt: skip
def test_a_text_has_the_same_sketch_everywhere(first_letter: str, digest: str) -> None:
    text = " ".join("".join(chr(ord(first_letter) + int(digit)) for digit in str(n * n * 7919)) for n in range(300))
    assert sha256(sketch(text)).hexdigest()[:16] == digest


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_sketch_is_small(script: str) -> None:
    assert 100 < len(sketch(TEXTS[script])) <= 400


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9])
def test_the_sample_of_a_teaser_lies_in_that_of_the_whole(script: str, share: float) -> None:
    text = TEXTS[script]
    whole, part = unpack(sketch(text)), unpack(sketch(text[: int(len(text) * share)].rpartition(" ")[0] or text[:90]))
    assert part.head and part.head <= whole.head
    # The last word may be cut in scripts without spaces, and with it the last few samples.
    assert len(part.body - whole.body) <= 1


def test_an_edit_changes_the_samples_around_it_alone() -> None:
    text = TEXTS["Latin"].split()
    whole, edited = unpack(sketch(" ".join(text))), unpack(sketch(" ".join([*text[:400], "edited", *text[401:]])))
    assert len(whole.body - edited.body) <= 4


@pytest.mark.parametrize("text", ["", "Nine words are too few for this to work.", "?!"])
def test_a_text_too_short_to_be_told_from_others_has_an_empty_sketch(text: str) -> None:
    assert sketch(text) == b""
    assert (prints(b""), count_prints(b""), unpack(b"").body) == ([], 0, frozenset())


@given(st.text(max_size=400) | st.lists(st.sampled_from(["to", "be", "or", "12"]), max_size=200).map(" ".join))
def test_any_text_has_a_sketch_that_can_be_unpacked(text: str) -> None:
    packed = sketch(text)
    assert packed == sketch(unicodedata.normalize("NFD", text)) or not text.isascii()
    assert len(prints(packed)) == count_prints(packed)
    assert unpack(packed).head or not packed


@pytest.mark.parametrize("data", [b"\x00", b"\x01", b"\x01\x05\x00\x00", sketch(TEXTS["Latin"])[:-1], b"\x02" * 60])
def test_what_is_no_sketch_is_refused(data: bytes) -> None:
    with pytest.raises(StoreError, match="of another version"):
        unpack(data)
    with pytest.raises(StoreError, match="of another version"):
        prints(data)

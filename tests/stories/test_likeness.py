"""When two texts are one; the texts are invented words, a number each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.stories.likeness import is_copy, overlap
from archiver.stories.sketch import Sketch, sketch, unpack


def text(*ranges: range) -> Sketch:
    return unpack(sketch(" ".join("".join(chr(97 + int(digit)) for digit in str(n * 7919)) for r in ranges for n in r)))


WHOLE = text(range(1000))
OTHER = range(5000, 9000)


@pytest.mark.parametrize(("what", "other", "copy"), [
    ("a mirror with a stray line", text(range(1000), OTHER[:9]), True),
    ("a teaser of a twentieth", text(range(50)), True),
    ("a teaser of a twentieth with a short line below", text(range(50), OTHER[:6]), True),
    ("half of it below another lead", text(OTHER[:40], range(100, 560)), True),
    ("every fifteenth word gone", text(*(range(n, n + 14) for n in range(0, 1000, 15))), True),
    ("a third of it as background", text(OTHER[:660], range(300, 640)), False),
    ("its head alone in another text", text(range(60), OTHER[:400]), False),
    ("a few words of it", text(range(20)), False),
    ("its beginning far down in a round-up", text(OTHER[:700], range(150), OTHER[700:1500]), False),
    ("other words", text(OTHER[:1000]), False),
])  # fmt: skip
def test_a_text_and_what_became_of_it(what: str, other: Sketch, copy: bool) -> None:
    assert is_copy(WHOLE, other) is is_copy(other, WHOLE) is copy


def test_a_teaser_is_no_copy_of_a_round_up_that_has_it_farther_down() -> None:
    teaser, round_up = text(range(150)), text(OTHER[:700], range(150), OTHER[700:1500])
    assert overlap(teaser, round_up) > 0.9
    assert not is_copy(teaser, round_up)
    assert is_copy(teaser, text(range(150), OTHER[:1500]))


@pytest.mark.parametrize(("numbers", "copy"), [
    (("40", "51", "62", "73"), True),
    (("40", "51", "62", "99"), True),
    (("11", "22", "33", "73"), False),
])  # fmt: skip
def test_other_numbers_in_the_same_places_make_another_text(numbers: tuple[str, ...], copy: bool) -> None:
    def report(values: tuple[str, ...]) -> Sketch:
        parts = [
            " ".join(f"w{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(at, at + 40)) for at in range(0, 200, 40)
        ]
        return unpack(sketch(" ".join(word for pair in zip(parts, (*values, ""), strict=True) for word in pair)))

    assert is_copy(report(("40", "51", "62", "73")), report(numbers)) is copy


@given(st.lists(st.integers(0, 60), max_size=150), st.lists(st.integers(0, 60), max_size=150))
def test_who_is_asked_first_does_not_matter(one: list[int], other: list[int]) -> None:
    first, second = (unpack(sketch(" ".join(map(chr, (97 + n for n in numbers))))) for numbers in (one, other))
    assert is_copy(first, second) == is_copy(second, first)
    assert 0 <= overlap(first, second) == overlap(second, first) <= 1

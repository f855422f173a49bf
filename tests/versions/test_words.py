"""What changed within a paragraph."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.versions import words
from archiver.versions.words import after, before, mirrored, parts


def shown(old: str, new: str) -> str:
    marks = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[part.kind].format(part.text) for part in parts(old, new))


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("It rose 3 to 5 percent.", "It rose 4 to 6 percent.", "It rose[- 3-]{+ 4+} to[- 5-]{+ 6+} percent."),
        ("Breaking: the ferry sank.", "The ferry sank.", "[-Breaking: the-]{+The+} ferry sank."),
        ("the ferry sank", "Now the ferry sank", "{+Now+} the ferry sank"),
        ("Now the ferry sank", "the ferry sank", "[-Now-] the ferry sank"),
        ("He sat.", "He sat!", "He sat[-.-]{+!+}"),
        ("知事は昨日会見した。", "知事は今日会見した。", "知事は[-昨-]{+今+}日会見した。"),
        ("", "New", "{+New+}"),
        ("Old", "", "[-Old-]"),
        ("Same here", "Same here", "Same here"),
        ("", "", ""),
    ],
)
def test_words_that_went_and_came_are_told(old: str, new: str, change: str) -> None:
    assert shown(old, new) == change


def test_little_words_between_greater_changes_are_not_said_to_have_stayed() -> None:
    old, new = "A spokesman denied reports of a merger on Monday.", "The chairman confirmed talks of higher wages soon."
    assert shown(old, new) == f"[-{old[:-1]}-]{{+{new[:-1]}+}}."


def test_more_words_than_can_be_compared_are_replaced_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "MOST", 8)
    assert shown("a b c", "a b d") == "[-a b c-]{+a b d+}"


SENTENCE = st.lists(st.sampled_from("a b c the of , . 東 x-y".split()), max_size=15).map(" ".join)


@given(SENTENCE, SENTENCE)
def test_both_paragraphs_are_in_the_parts_and_turned_round_they_are_the_way_back(old: str, new: str) -> None:
    found = parts(old, new)
    assert (before(found), after(found)) == (old, new)
    back = mirrored(found)
    assert (before(back), after(back)) == (new, old)
    assert mirrored(back) == found


@given(SENTENCE, SENTENCE)
def test_of_a_change_what_was_removed_comes_first_and_nothing_twice(old: str, new: str) -> None:
    kinds = [part.kind for part in parts(old, new)]
    assert all(one != other for one, other in pairwise(kinds))
    assert ("added", "removed") not in set(pairwise(kinds))

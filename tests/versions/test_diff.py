"""What changed between two versions: laws that hold for any two texts, and what is said of an editor's changes."""

import random
import time

import pytest
from hypothesis import given

from archiver.versions import align
from archiver.versions.diff import Change, Diff, Text, diff
from tests.versions.texts import pairs, texts

FERRY = "The ferry to Gannet Point will run again from Monday, the council said."
PRICE = "A single ticket costs three pounds, and children travel free of charge."
HISTORY = "The line was closed in 2019 after the old slipway was found unsafe."
QUOTE = "“We have waited for six years,” said the harbour master."


def change(*paragraphs: str, to: tuple[str, ...]) -> list[tuple[str, int | None, int | None]]:
    found = diff(Text(paragraphs), Text(to))
    return [(one.kind, one.old, one.new) for one in found.changes]


# Laws


@given(pairs())
def test_applied_to_the_old_text_a_diff_gives_the_new_one(pair: tuple[Text, Text]) -> None:
    old, new = pair
    assert diff(old, new).applied(old.paragraphs) == new.paragraphs


@given(pairs())
def test_the_other_way_round_a_diff_is_its_mirror(pair: tuple[Text, Text]) -> None:
    old, new = pair
    there, back = diff(old, new), diff(new, old)
    assert there.mirrored() == back
    assert there == back.mirrored()
    assert (there.words_added, there.words_removed) == (back.words_removed, back.words_added)


@given(texts())
def test_a_text_has_not_changed_from_itself(text: Text) -> None:
    assert diff(text, text).is_empty


@given(pairs())
def test_a_diff_is_empty_only_where_nothing_changed(pair: tuple[Text, Text]) -> None:
    old, new = pair
    found = diff(old, new)
    assert found.is_same_text == (old.paragraphs == new.paragraphs)
    assert (found.fields == ()) == ((old.title, old.dek, old.published) == (new.title, new.dek, new.published))


@given(pairs())
def test_every_paragraph_of_both_texts_is_in_a_diff_once(pair: tuple[Text, Text]) -> None:
    old, new = pair
    changes = diff(old, new).changes
    assert sorted(one.old for one in changes if one.old is not None) == list(range(len(old.paragraphs)))
    assert [one.new for one in changes if one.new is not None] == list(range(len(new.paragraphs)))
    assert all(one.before == old.paragraphs[one.old] for one in changes if one.old is not None)


def test_a_diff_is_not_applied_to_another_text() -> None:
    found = diff(Text((FERRY,)), Text((PRICE,)))
    for other in ((), (PRICE,), (FERRY, PRICE)):
        with pytest.raises(ValueError, match="not the text"):
            found.applied(other)


# Paragraphs


def test_a_paragraph_that_was_reworded_is_replaced() -> None:
    found = change(FERRY, PRICE, HISTORY, to=(FERRY, PRICE.replace("three", "four"), HISTORY))
    assert found == [("kept", 0, 0), ("replaced", 1, 1), ("kept", 2, 2)]


def test_one_that_has_little_in_common_with_any_is_removed_or_added() -> None:
    assert change(FERRY, PRICE, to=(FERRY, QUOTE)) == [("kept", 0, 0), ("removed", 1, None), ("added", None, 1)]


def test_a_paragraph_that_is_put_in_before_a_changed_one_does_not_take_its_place() -> None:
    found = change(FERRY, PRICE, to=(FERRY, QUOTE, PRICE.replace("three", "four")))
    assert found == [("kept", 0, 0), ("added", None, 1), ("replaced", 1, 2)]


def test_one_that_was_cut_to_its_first_sentence_is_the_same_one() -> None:
    assert change(f"{FERRY} {PRICE} {HISTORY}", to=(FERRY,)) == [("replaced", 0, 0)]


def test_a_paragraph_that_stands_elsewhere_now_was_moved() -> None:
    found = change(FERRY, PRICE, HISTORY, QUOTE, to=(QUOTE, FERRY, PRICE, HISTORY))
    assert found == [("moved", 3, 0), ("kept", 0, 1), ("kept", 1, 2), ("kept", 2, 3)]


def test_a_line_of_hardly_any_words_is_not_said_to_have_moved() -> None:
    assert {kind for kind, _, _ in change("* * *", FERRY, PRICE, to=(FERRY, PRICE, "* * *"))} == {
        "removed",
        "kept",
        "added",
    }


def test_very_many_lines_are_compared_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "_CELLS", 100)
    old = tuple(f"Boat {place} of the harbour left at {place} in the morning." for place in range(500))
    found = diff(Text(old), Text(tuple(one.replace("left", "sailed") for one in old)))
    assert {one.kind for one in found.changes} == {"replaced"}


# Fields and corrections


def test_fields_are_compared_by_words() -> None:
    found = diff(Text((FERRY,), title="Ferry is back", byline="A. Reed"), Text((FERRY,), title="Ferry is late"))
    assert [(one.name, one.before, one.after) for one in found.fields] == [
        ("title", "Ferry is back", "Ferry is late"),
        ("byline", "A. Reed", None),
    ]
    assert [part.text for part in found.fields[0].parts] == ["Ferry is", " back", " late"]
    assert found.is_same_text
    assert not found.is_empty


CORRECTION = "Correction: an earlier version of this article gave the wrong price of a ticket."


def corrections(old: Text, new: Text) -> list[tuple[str, str, str]]:
    return [(one.kind, one.before, one.after) for one in diff(old, new).corrections]


def test_a_correction_that_is_new_altered_or_gone_is_named() -> None:
    none, one = Text((FERRY,)), Text((FERRY, CORRECTION), (CORRECTION,))
    altered = CORRECTION.replace("price", "time")
    other = Text((FERRY, altered), (altered,))
    assert corrections(none, one) == [("added", "", CORRECTION)]
    assert corrections(one, none) == [("removed", CORRECTION, "")]
    assert corrections(one, other) == [("replaced", CORRECTION, altered)]
    assert corrections(one, one) == []


def test_one_that_stood_there_before_under_another_label_is_not_called_new() -> None:
    unlabelled, labelled = Text((FERRY, CORRECTION)), Text((FERRY, CORRECTION), (CORRECTION,))
    assert diff(unlabelled, labelled).is_empty
    assert diff(labelled, unlabelled).is_empty


# Size


def long_text(seed: int, words: int = 10_000) -> list[list[str]]:
    rare = random.Random(seed)
    vocabulary = [f"w{place}" for place in range(3000)]
    weights = [1 / (place + 1) for place in range(3000)]
    return [rare.choices(vocabulary, weights, k=50) for _ in range(words // 50)]


@pytest.mark.parametrize("kind", ["changed everywhere", "all new", "one paragraph"])
def test_ten_thousand_words_are_compared_in_a_moment(kind: str) -> None:
    old = long_text(1)
    new = long_text(2) if kind == "all new" else [[*line[:20], "and", *line[25:]] for line in old]
    one, other = (tuple(" ".join(line) for line in lines) for lines in (old, new))
    if kind == "one paragraph":
        one, other = (" ".join(one),), (" ".join(other),)
    began = time.process_time()
    found = diff(Text(one), Text(other))
    assert time.process_time() - began < 2  # a quarter of a second where nothing else runs; a quadratic way takes ten
    assert found.applied(one) == other


def test_values_are_frozen() -> None:
    found = diff(Text((FERRY,)), Text((PRICE,)))
    assert isinstance(found, Diff)
    assert isinstance(found.changes[0], Change)
    assert hash(found) == hash(diff(Text((FERRY,)), Text((PRICE,))))

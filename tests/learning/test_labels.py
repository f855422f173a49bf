"""The list of a page's blocks that a person edits, and what is kept of it."""

import json
from pathlib import Path

import pytest

from archiver.errors import RuleError
from archiver.labels import LABELS
from archiver.learning.labels import Labelling, as_json, editable, edited, read_labels
from tests.learning.site import TOPICS, sample

PAGE = sample(TOPICS[0])
BLOCKS, LABELLED = PAGE.page.blocks, PAGE.labels


def test_each_block_is_a_line_with_its_number_its_label_and_its_text() -> None:
    lines = [line for line in editable(BLOCKS, LABELLED, "it").splitlines() if line and not line.startswith("#")]
    assert [line.split(maxsplit=2) for line in lines] == [
        [str(block.index), label, " ".join(block.text.split())] for block, label in zip(BLOCKS, LABELLED, strict=True)
    ]


def test_a_list_that_nobody_changed_says_what_was_said() -> None:
    assert edited(editable(BLOCKS, LABELLED, "it"), BLOCKS, LABELLED, "it") == list(LABELLED)


@pytest.mark.parametrize("label", LABELS)
def test_any_label_can_be_given(label: str) -> None:
    text = editable(BLOCKS, LABELLED, "it").replace("\n2 body ", f"\n2 {label} ", 1)
    assert edited(text, BLOCKS, LABELLED, "it")[2] == label


def test_signs_stand_for_text_and_residue_and_keep_what_is_known_better() -> None:
    assert edited("2 - " + BLOCKS[2].text, BLOCKS, LABELLED, "it")[2] == "boilerplate"
    assert edited("2 + " + BLOCKS[2].text, BLOCKS, LABELLED, "it")[2] == "body"
    last = len(BLOCKS) - 1
    assert edited(f"{last} - {BLOCKS[last].text}", BLOCKS, LABELLED, "it")[last] == LABELLED[last] == "legal"


def test_lines_that_are_gone_change_nothing_and_those_of_no_block_are_refused() -> None:
    assert edited("# no line at all\n\n", BLOCKS, LABELLED, "it") == list(LABELLED)
    with pytest.raises(RuleError, match=r"^it: line 1: is not a block of this page"):
        edited("99 body What is this?", BLOCKS, LABELLED, "it")
    with pytest.raises(RuleError, match=r"^it: line 2: is not a block of this page"):
        edited("\nbody What is this?", BLOCKS, LABELLED, "it")


def test_labels_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    pairs = tuple((block.text, label) for block, label in zip(BLOCKS, LABELLED, strict=True))
    file = tmp_path / "x.json"
    file.write_text(as_json(Labelling("12", PAGE.page.url, pairs), LABELLED), encoding="utf-8")
    assert read_labels(file) == Labelling("12", PAGE.page.url, pairs)
    assert "was" not in file.read_text()


def test_they_are_put_on_the_page_by_its_texts_in_their_order() -> None:
    pairs = tuple(
        (block.text, "bio" if block.index == 3 else label) for block, label in zip(BLOCKS, LABELLED, strict=True)
    )
    labelled = Labelling("12", None, pairs).on(PAGE)
    assert [index for index, label in enumerate(labelled.labels) if label != LABELLED[index]] == [3]
    assert labelled.leaked == {3}


def test_a_page_that_has_other_texts_is_not_the_one_that_was_labelled() -> None:
    with pytest.raises(RuleError, match=r"^12: is not the page that was labelled"):
        Labelling("12", None, (("Something else", "body"),)).on(PAGE)


@pytest.mark.parametrize("wrong", [{"source": 3}, {"source": "1", "url": 4}, {"blocks": [{"text": "x", "label": "y"}]}])
def test_a_file_with_something_else_in_it_is_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"schema": 1, "source": "1", "url": None, "blocks": []} | wrong))
    with pytest.raises(RuleError, match=r"x\.json"):
        read_labels(file)

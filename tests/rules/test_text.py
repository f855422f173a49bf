"""Rules on words alone: whole lines at the head, at the tail or anywhere, and runs from one phrase to another."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.page.plaintext import segment_text
from archiver.rules.pack import Cut, Match, Pack, Rules
from archiver.rules.text import match_text

from .files import pack

LETTER = "The ferry stays.\nA Message from The Sound:\nDear readers, give.\nRemind me later.\nIt sails at noon."


def line(where: str, rule: str = 'equals = ["Read more"]') -> str:
    return f'[[text.line]]\nid = "line"\nlabel = "related"\nwhere = "{where}"\n{rule}'


def cut(start: str = "A Message from", end: str = "later.", more: str = "") -> str:
    return f'[[text.cut]]\nid = "cut"\nlabel = "fundraising"\nfrom = "{start}"\nto = "{end}"\n{more}'


def found(rules: Pack, text: str, notes: list[str] | None = None) -> list[int]:
    every = match_text(rules, segment_text(text), notes if notes is not None else [])
    return [index for _, _, _, indexes in every for index in indexes]


@pytest.mark.parametrize(
    ("where", "indexes"),
    [
        ("any", [0, 2, 4]),
        ("head:1", [0]),
        ("head:3", [0, 2]),
        ("tail:2", [4]),
        ("tail:3", [2, 4]),
        ("tail:99", [0, 2, 4]),
    ],
)
def test_a_line_is_looked_for_within_so_many_blocks_of_an_end(tmp_path: Path, where: str, indexes: list[int]) -> None:
    assert found(pack(tmp_path, line(where)), "Read more\na\nREAD  more\nb\nRead more") == indexes


def test_a_line_is_the_whole_block_or_its_beginning(tmp_path: Path) -> None:
    text = "Read more\nRead more about it\nSee also\nSee also: the bridge\nDo see also"
    assert found(pack(tmp_path, line("any", 'equals = ["Read more"]\nstarts = ["See also"]')), text) == [0, 2, 3]


def test_a_line_that_is_found_by_its_beginning_is_no_longer_than_its_guard(tmp_path: Path) -> None:
    rule = pack(tmp_path, line("any", 'starts = ["See also"]\nmax_words = 4'))
    assert found(rule, "See also the bridge\nSee also the bridge there") == [0]


def test_a_cut_goes_from_one_phrase_to_the_other_both_included(tmp_path: Path) -> None:
    assert found(pack(tmp_path, cut()), LETTER) == [1, 2, 3]


def test_a_cut_is_made_as_often_as_it_is_there(tmp_path: Path) -> None:
    assert found(pack(tmp_path, cut()), f"{LETTER}\n{LETTER}") == [1, 2, 3, 6, 7, 8]


def test_a_cut_may_begin_and_end_in_one_block(tmp_path: Path) -> None:
    assert found(pack(tmp_path, cut()), "One.\nA message from us: remind me later.\nTwo.") == [1]


def test_a_cut_without_its_end_steps_aside_and_says_so(tmp_path: Path) -> None:
    notes: list[str] = []
    assert found(pack(tmp_path, cut(end="never")), LETTER, notes) == []
    assert notes == ["cut: stepped aside; no “never” within 400 words of “a message from”"]


def test_a_cut_longer_than_its_guard_steps_aside_and_a_shorter_one_after_it_is_made(tmp_path: Path) -> None:
    notes: list[str] = []
    long = "A message from us:\n" + "word " * 10 + "\nRemind me later."
    assert found(pack(tmp_path, cut(more="max_words = 12")), f"{long}\n{LETTER}", notes) == [4, 5, 6]
    assert notes == ["cut: stepped aside; no “later.” within 12 words of “a message from”"]


def test_the_note_is_the_reason_and_otherwise_what_was_found(tmp_path: Path) -> None:
    def reasons(more: str) -> list[str]:
        rules = pack(tmp_path, line("any", f'equals = ["The ferry stays."]\n{more}') + "\n" + cut(more=more))
        return [because for _, _, because, _ in match_text(rules, segment_text(LETTER), [])]

    assert reasons("") == ["the whole line is a known one", "from “a message from” to “later.”"]
    assert reasons('note = "the letter"') == ["the letter", "the letter"]


@given(st.lists(st.sampled_from(["a", "a b", "b", "c d e", "b a"]), max_size=12), st.integers(1, 6))
def test_a_cut_is_an_unbroken_run_within_its_guard_and_no_two_overlap(texts: list[str], guard: int) -> None:
    runs = found_by(Cut("cut", "ad", "a", "b", guard), texts)
    for run in runs:
        assert run == list(range(run[0], run[-1] + 1))
        assert texts[run[0]].startswith("a") and texts[run[-1]].endswith("b")
        assert sum(len(texts[index].split()) for index in run) <= guard
    flat = [index for run in runs for index in run]
    assert flat == sorted(set(flat))


def found_by(cut: Cut, texts: list[str]) -> list[list[int]]:
    rules = Pack("x", "x.toml", "site", None, None, Match(), digest="", source=lambda: Rules(cuts=(cut,)))
    return [indexes for _, _, _, indexes in match_text(rules, segment_text("\n".join(texts)), [])]

"""Proposals as a rule file, and for people to read."""

import tomllib
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from archiver.learning.proposal import Proposal, guard
from archiver.learning.report import report
from archiver.learning.write import Seen, rule_file
from archiver.rules.load import load_text

SEEN = Seen("courier.example", 4, date(2023, 5, 1), date(2024, 6, 2))
BOX = Proposal("remove", "fundraising", selector=".cr-standing", max_words=180, words=60, captures=(("it", 60),))


def test_a_file_says_from_when_its_pages_were_and_for_whom_its_rules_are() -> None:
    pack = load_text(rule_file(SEEN, [BOX]), "x.toml", "learned")
    assert (pack.id, pack.match.hosts) == ("learned/courier.example", ("courier.example", "*.courier.example"))
    assert (pack.valid_from, pack.valid_until) == (date(2023, 5, 1), date(2024, 6, 2))
    (rule,) = pack.removals
    assert (rule.id, rule.label, rule.selector.text, rule.max_words) == (
        "courier.example/cr-standing",
        "fundraising",
        ".cr-standing",
        180,
    )


def test_what_is_refused_is_not_written() -> None:
    bad = Proposal("remove", "ad", selector=".story", words=900, refused="it would cost text")
    assert ".story" not in rule_file(SEEN, [BOX, bad])
    assert [line for line in report([BOX, bad]) if "it would cost text" in line]


def test_rules_of_the_same_name_get_numbers() -> None:
    same = Proposal("remove", "ad", selector="#cr-standing")
    pack = load_text(rule_file(SEEN, [BOX, same]), "x.toml", "learned")
    assert pack.rule_ids == ("courier.example/cr-standing", "courier.example/cr-standing-2")


def test_without_days_nothing_is_said_of_them() -> None:
    assert "valid" not in rule_file(Seen("courier.example", 1, None, None), [BOX])


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40).filter(str.strip))
def test_any_line_can_be_written_and_is_found_again(line: str) -> None:
    text = rule_file(SEEN, [Proposal("line", "ad", equals=(line,), example=line)])
    assert tomllib.loads(text)["text"]["line"][0]["equals"] == [line]


@given(st.integers(1, 5000))
def test_a_guard_leaves_room_and_is_never_endless(words: int) -> None:
    assert words < guard(words) <= max(60, 3 * words + 10)

"""The rules that come with the archiver: each file's own tests hold, and no two files get into each other's way."""

from collections import Counter

import pytest

from archiver.proving import Proof, prove
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.load import builtin_folder, load_folder
from archiver.rules.pack import Expectation, Pack

PACKS = load_folder(builtin_folder())
EXPECTATIONS = [(pack, expectation) for pack in PACKS for expectation in pack.tests]


def proof(pack: Pack, expectation: Expectation) -> Proof:
    return prove(pack, expectation, shipped_rules())


def rule_ids(pack: Pack) -> list[str]:
    of_layouts = [rule.id for one in pack.layouts for rule in (one, *one.removals, *one.keeps)]
    rules = (*pack.originals, *pack.removals, *pack.keeps, *pack.lines, *pack.cuts, *pack.cues, *pack.vocabularies)
    return [*of_layouts, *(rule.id for rule in rules)]


def name(value: object) -> str:
    return value.id if isinstance(value, Pack) else value.file if isinstance(value, Expectation) else ""


@pytest.mark.parametrize(("pack", "expectation"), EXPECTATIONS, ids=name)
def test_what_a_rule_file_expects_of_a_page_comes_out_of_it(pack: Pack, expectation: Expectation) -> None:
    found = proof(pack, expectation)
    assert (found.state, found.why, found.missing, found.unwanted, found.short) == ("ok", "", (), (), ())


@pytest.mark.parametrize(("pack", "expectation"), EXPECTATIONS, ids=name)
def test_the_file_s_own_rules_are_heard_on_that_page(pack: Pack, expectation: Expectation) -> None:
    assert proof(pack, expectation).heard


def test_there_are_such_tests() -> None:
    assert any(pack.level == "site" for pack, _ in EXPECTATIONS)


def test_all_files_fit_together_and_each_has_rules_in_it() -> None:
    assert len(Rulebook.of(PACKS).packs) == len(PACKS) > 0
    assert [pack.file for pack in PACKS if not rule_ids(pack)] == []


def test_every_pack_and_every_rule_has_an_id_of_its_own() -> None:
    ids = Counter([*(f"pack {pack.id}" for pack in PACKS), *(one for pack in PACKS for one in rule_ids(pack))])
    assert [one for one, times in ids.items() if times > 1] == []


@pytest.mark.parametrize("kind", ["phrases", "starts", "equals"])
def test_no_phrase_stands_twice_within_one_label(kind: str) -> None:
    said = Counter((cue.label, phrase) for pack in PACKS for cue in pack.cues for phrase in getattr(cue, kind))
    assert [one for one, times in said.items() if times > 1] == []  # to be taken to cues-shared.toml


def test_no_word_of_class_names_stands_twice_within_one_label() -> None:
    rules = [rule for pack in PACKS for rule in pack.vocabularies]
    words = Counter((rule.label, word) for rule in rules for word in (*rule.words, *(f"{one}*" for one in rule.stems)))
    assert [one for one, times in words.items() if times > 1] == []

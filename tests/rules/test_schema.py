"""The schema for editors: it is the reader's own, holds for every shipped file, and refuses what the reader refuses."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archiver.errors import RuleError
from archiver.rules.load import builtin_folder, load_text
from archiver.rules.schema import schema
from archiver.rules.table import KEYS
from tests.rules.files import VALID

VALIDATOR = Draft202012Validator(schema())
FILES = sorted(builtin_folder().rglob("*.toml"))


def read(text: str) -> Any:
    """A file as an editor sees it, whose days are texts to a schema."""
    return json.loads(json.dumps(tomllib.loads(text), default=date.isoformat))


def test_it_is_a_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(schema())


def test_the_file_that_ships_is_what_the_reader_reads() -> None:
    file = builtin_folder() / "schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == schema(), "make docs"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_file_is_valid(file: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(read(file.read_text(encoding="utf-8")))] == []


def test_a_file_with_every_kind_of_rule_is_valid() -> None:
    VALIDATOR.validate(read(VALID))


def test_every_key_of_the_reader_has_a_form() -> None:
    made = {**schema()["$defs"], "file": schema()}
    assert {kind: set(made[kind]["properties"]) for kind in KEYS} == {kind: set(KEYS[kind].split()) for kind in KEYS}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("schema = 1", "schema = 2"),
        ('id = "example.org"\n', ""),
        ('label = "newsletter"', 'label = "newsleter"'),
        ('css = ".ad"', 'ccs = ".ad"'),
        ('css = ".ad"', ""),
        ('css = ".ad"', 'css = ".ad"\nxpath = "//p"'),
        ("max_words = 50", "max_words = 0"),
        ('where = "head:3"', 'where = "top"'),
        ("from = 2020-01-01", 'from = "2020"'),
        ('from = "A Message from"\n', ""),
        ('body = ["article .text"]\n', ""),
        ("fires = { newsletter = 1 }", "fires = { newsleter = 1 }"),
        ("[[cue]]", "[cue]"),
    ],
)
def test_what_the_reader_refuses_it_refuses_too(old: str, new: str) -> None:
    text = VALID.replace(old, new, 1)
    assert text != VALID
    with pytest.raises(RuleError):
        load_text(text, "x.toml", "user")
    checker = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert not checker.is_valid(read(text))

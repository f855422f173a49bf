"""What docs/search.md shows."""

import re
from pathlib import Path

import pytest

from archiver.labels import LABELS
from archiver.query.fields import FIELDS
from archiver.query.parse import parse

GUIDE = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"(?m)^ {4}(.+)$", GUIDE)
IN_TABLES = [code for row in re.findall(r"(?m)^\| (`.+?) \|", GUIDE) for code in re.findall("`(.+?)`", row)]


@pytest.mark.parametrize("query", EXAMPLES + IN_TABLES)
def test_every_example_of_the_guide_is_understood(query: str):
    assert parse(query).ignored == ()


def test_the_guide_has_examples():
    assert len(EXAMPLES) >= 8
    assert len(IN_TABLES) >= 20


def test_the_guide_names_every_field_and_label():
    assert all(f"`{name}:" in GUIDE for name in FIELDS)
    assert all(f"`{label}`" in GUIDE for label in LABELS)


def test_the_guide_is_right_about_what_binds_more():
    assert parse("truce border OR peace NOT war") == parse("(truce border) OR (peace NOT war)")

"""Which facts an export has, and what is said to somebody who mistypes one."""

from dataclasses import fields
from datetime import date

import pytest

from archiver.errors import ExportError
from archiver.export.exported import Exported
from archiver.export.fields import FIELDS, cell, fields_typed
from archiver.export.formats import FORMATS, Order, format_of
from tests.export.samples import TIME, exported


def test_every_value_of_the_record_is_a_field_and_can_be_chosen():
    assert {field.name for field in fields(Exported)} <= {field.name for field in FIELDS}
    for field in FIELDS:
        assert field.of(exported()) == getattr(exported(), field.name)


def test_fields_come_in_the_order_in_which_they_are_typed():
    assert [field.name for field in fields_typed("text, id ,Title,warc-file")] == ["text", "id", "title", "warc_file"]


@pytest.mark.parametrize(
    ("typed", "near"), [("titel", "title"), ("autors", "authors"), ("digest", "payload_digest"), ("xyz", "text")]
)
def test_an_unknown_field_is_an_error_that_names_the_nearest(typed: str, near: str):
    with pytest.raises(
        ExportError, match=rf"^there is no field '{typed}'; did you mean {near}\? There are: id, title,"
    ):
        fields_typed(f"id,{typed}")


def test_a_field_named_twice_and_no_field_at_all_are_errors():
    with pytest.raises(ExportError, match="the field id is named twice"):
        fields_typed("id,title,id")
    with pytest.raises(ExportError, match="there is no field ''"):
        fields_typed("")
    with pytest.raises(ExportError, match="there is no field ' , '"):
        fields_typed(" , ")


@pytest.mark.parametrize(("value", "text"), [
    (None, ""), (True, "true"), (False, "false"), (7, "7"), (1.5, "1.5"), (("a", "b"), "a; b"), ((), ""),
    (TIME, "2025-05-28T10:11:12+00:00"), (date(2025, 5, 28), "2025-05-28"), ("as it is", "as it is"),
])  # fmt: skip
def test_a_value_as_text(value: object, text: str):
    assert cell(value) == text


@pytest.mark.parametrize(("published", "day"), [
    ("2025-05-28T09:00:00+03:00", date(2025, 5, 28)), ("2025-05-28", date(2025, 5, 28)), ("2025-05", None),
    ("2025", None), (None, None), ("nonsense", None),
])  # fmt: skip
def test_the_day_of_publication_is_never_made_up(published: str | None, day: date | None):
    assert exported(published=published).published_day == day


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_fields_of_its_own_and_says_what_it_needs(form):
    order = Order.of(form)
    assert order.fields
    assert {field.name for field in order.fields} <= order.needs
    assert ("html" in order.needs, "markdown" in order.needs) == (form == "epub", form == "markdown")


@pytest.mark.parametrize("form", ["markdown", "epub", "zip-of-text"])
def test_where_the_text_comes_by_itself_it_is_no_field(form):
    with pytest.raises(ExportError, match=f"in {form} the text comes by itself; leave text out of the fields"):
        Order.of(form, "id,text")


def test_only_csv_is_made_for_spreadsheets():
    with pytest.raises(ExportError, match="--spreadsheet is for csv"):
        Order.of("jsonl", spreadsheet=True)


@pytest.mark.parametrize(("name", "form"), [
    ("a.csv", "csv"), ("a.b.JSONL", "jsonl"), ("a.ndjson", "jsonl"), ("a.parquet", "parquet"), ("a.md", "markdown"),
    ("a.epub", "epub"), ("x/a.zip", "zip-of-text"),
])  # fmt: skip
def test_the_ending_of_a_name_tells_the_format(name: str, form: str):
    assert format_of(name) == form


@pytest.mark.parametrize("name", ["-", "folder/", "a.xlsx", "csv"])
def test_a_name_that_tells_none_is_an_error_that_lists_them(name: str):
    with pytest.raises(ExportError, match="no format is known by this name; choose one with --format: csv, jsonl"):
        format_of(name)

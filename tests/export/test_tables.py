"""Tables: CSV, JSON lines and Parquet, read back by readers that others wrote."""

import csv
import io
import json
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.errors import MissingExtra
from archiver.export.csvtable import is_formula
from archiver.export.fields import FIELDS
from archiver.export.formats import Order
from archiver.export.write import export
from tests.export.samples import TIME, exported, written

ALL = ",".join(field.name for field in FIELDS)
TEXT = st.text(st.characters(exclude_categories=("Cs",)))
NASTY = 'a "quoted", cell\nof two\r\nlines; «и кириллица» 東京 العربية'


def table(data: bytes, encoding: str = "utf-8") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline="")))


def test_csv_is_a_line_of_names_and_a_line_an_article_ended_as_rfc_4180_has_it():
    data = written("csv", exported(1), exported(2), fields="id,title,words,partial")
    assert data == b"id,title,words,partial\r\n1,Tide tables 1,7,false\r\n2,Tide tables 2,7,false\r\n"


def test_csv_has_every_field_as_text_and_nothing_for_what_is_not_known():
    (row,) = table(written("csv", exported(title=None, score=None), fields=ALL))
    assert (row["title"], row["score"], row["authors"]) == ("", "", "Anna Petrova; Ivo Tress")
    assert (row["captured_at"], row["published_day"]) == ("2025-05-29T10:11:12+00:00", "2025-05-28")
    assert row["text"] == "The tables are out.\n\nThey differ."


@given(TEXT, TEXT)
def test_law_whatever_a_cell_holds_comes_back_from_csv(title: str, text: str):
    (row,) = table(written("csv", exported(title=title, text=text), fields="title,id,text"))
    assert (row["title"], row["text"], row["id"]) == (title, text, "1")


@given(TEXT, st.lists(TEXT))
def test_law_whatever_a_value_holds_comes_back_from_json_one_object_a_line(title: str, authors: list[str]):
    data = written("jsonl", exported(title=title, authors=tuple(authors)), exported(2), fields="title,authors")
    first, second = data.decode().splitlines()
    assert json.loads(first) == {"title": title, "authors": authors}
    assert json.loads(second)["title"] == "Tide tables 2"


def test_json_has_types_and_the_fields_in_their_order():
    (line,) = written("jsonl", exported(score=1.5, partial=True, title=None), fields=ALL).splitlines()
    found = json.loads(line)
    assert list(found) == [field.name for field in FIELDS]
    assert (found["id"], found["score"], found["partial"], found["title"]) == (1, 1.5, True, None)
    assert (found["tags"], found["notes"]) == (["sea", "time"], [])
    assert datetime.fromisoformat(found["captured_at"]) == exported().captured_at
    assert found["published_day"] == "2025-05-28"


def test_half_of_a_surrogate_pair_does_not_stop_a_table():
    broken = exported(title="cut \ud83d")
    for form in ("csv", "jsonl", "parquet"):
        assert b"cut" in written(form, broken, fields="title")


@pytest.mark.parametrize("cell", ["=1+1", "+49 30", "-a", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")', "＝1"])
def test_a_cell_that_a_spreadsheet_could_take_for_a_formula_is_known(cell: str):
    assert is_formula(cell)


@pytest.mark.parametrize("cell", ["", "a=1", "-1.5", "-3", "+2", "1-2", "'=1", " =1", "– dash"])
def test_other_cells_and_plain_numbers_are_none(cell: str):
    assert not is_formula(cell)


def test_by_default_csv_is_exact_and_says_what_a_spreadsheet_would_do():
    file = io.BytesIO()
    result = export([exported(title="=1+1"), exported(title="@x")], Order.of("csv", "title"), file)
    assert file.getvalue() == b"title\r\n=1+1\r\n@x\r\n"
    assert result.notes == ("2 cells begin as formulas do; for a spreadsheet program, export with --spreadsheet",)


def test_for_spreadsheets_an_apostrophe_disarms_such_cells_and_a_mark_tells_the_encoding():
    file = io.BytesIO()
    cells = [exported(title="=1+1", score=-1.5), exported(title="Ёлка", score=2.0)]
    result = export(cells, Order.of("csv", "title,score", spreadsheet=True), file)
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    assert table(file.getvalue(), "utf-8-sig") == [
        {"title": "'=1+1", "score": "-1.5"}, {"title": "Ёлка", "score": "2.0"},
    ]  # fmt: skip
    assert result.notes == ()


def test_a_text_longer_than_excel_keeps_is_said_and_not_cut():
    file = io.BytesIO()
    result = export([exported(text="a" * 32_768)], Order.of("csv", "text"), file)
    assert len(table(file.getvalue())[0]["text"]) == 32_768
    assert result.notes == (
        "1 cell is longer than the 32,767 characters that Excel keeps; other programs read them whole",
    )


def test_parquet_has_a_typed_schema_and_the_same_values():
    parquet = pytest.importorskip("pyarrow.parquet")
    articles = [exported(1, title=NASTY, score=2.5), exported(2, title=None, published="2025-05", tags=())]
    read = parquet.read_table(io.BytesIO(written("parquet", *articles, fields=ALL)))
    assert {name: str(read.schema.field(name).type) for name in ("id", "title", "tags", "captured_at", "score")} == {
        "id": "int64", "title": "string", "tags": "list<element: string>", "captured_at": "timestamp[us, tz=UTC]",
        "score": "double",
    }  # fmt: skip
    assert str(read.schema.field("published_day").type) == "date32[day]"
    assert str(read.schema.field("partial").type) == "bool"
    first, second = read.to_pylist()
    assert (first["title"], first["authors"], first["published_day"]) == (
        NASTY,
        ["Anna Petrova", "Ivo Tress"],
        date(2025, 5, 28),
    )
    assert (second["title"], second["published"], second["published_day"], second["tags"]) == (
        None,
        "2025-05",
        None,
        [],
    )
    assert first["captured_at"] == exported().captured_at.astimezone(UTC)
    assert (first["score"], second["score"]) == (2.5, None)


def test_parquet_is_written_in_groups_of_rows_whether_many_or_long():
    parquet = pytest.importorskip("pyarrow.parquet")
    many = written("parquet", *(exported(number) for number in range(5_001)), fields="id")
    long = written("parquet", *(exported(number, text="a" * 6_000_000) for number in range(4)), fields="text")
    for data, groups in ((many, [5_000, 1]), (long, [3, 1])):
        read = parquet.ParquetFile(io.BytesIO(data)).metadata
        assert [read.row_group(place).num_rows for place in range(read.num_row_groups)] == groups


def test_parquet_without_its_package_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"an export to parquet needs .*; run: pip install 'archiver\[parquet\]'$"):
        written("parquet", exported())


def test_articles_are_taken_one_after_the_other_and_none_is_kept():
    class Kept:
        alive = most = 0

    def coming():
        import weakref

        for number in range(50):
            article = _Tracked(id=number, captured_at=TIME)
            Kept.alive += 1
            Kept.most = max(Kept.most, Kept.alive)
            weakref.finalize(article, _gone)
            yield article
            del article

    def _gone():
        Kept.alive -= 1

    for form in ("csv", "jsonl", "markdown", "zip-of-text", "epub"):
        Kept.most = 0
        export(coming(), Order.of(form), io.BytesIO())
        assert Kept.most <= 3, form
    assert Kept.alive <= 1


class _Tracked(type(exported())):  # type: ignore[misc]
    __slots__ = ("__weakref__",)

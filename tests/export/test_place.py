"""Where an export goes: whole or not at all, and never over what is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.errors import ExportError
from archiver.export.exported import Exported
from archiver.export.formats import Order
from archiver.export.place import Place
from archiver.export.write import Written, export
from tests.export.samples import exported


def breaking() -> Iterator[Exported]:
    yield exported()
    raise KeyboardInterrupt


def test_a_file_has_its_name_when_it_is_whole_and_nothing_else_is_left(tmp_path: Path):
    place = Place.of(f"{tmp_path}/a.csv", "csv")
    assert export([exported(1), exported(2)], Order.of("csv"), place) == Written(2)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "form"), [("a.csv", "csv"), ("a.epub", "epub"), ("notes", "markdown"), ("a.zip", "zip-of-text")]
)
def test_an_export_that_breaks_off_leaves_nothing(tmp_path: Path, name: str, form):
    with pytest.raises(KeyboardInterrupt):
        export(breaking(), Order.of(form), Place.of(f"{tmp_path}/{name}", form))
    assert list(tmp_path.iterdir()) == []


def test_of_no_article_nothing_is_made(tmp_path: Path):
    assert export([], Order.of("csv"), Place.of(f"{tmp_path}/a.csv", "csv")) == Written(0)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_replaced_only_by_force_and_only_by_something_whole(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("mine")
    with pytest.raises(
        ExportError, match=r"a.csv: exists already; name another file with -o, or replace it with --force"
    ):
        Place.of(str(path), "csv")
    with pytest.raises(KeyboardInterrupt):
        export(breaking(), Order.of("csv"), Place.of(str(path), "csv", force=True))
    assert path.read_text() == "mine"
    export([exported()], Order.of("csv", "id"), Place.of(str(path), "csv", force=True))
    assert path.read_bytes() == b"id\r\n1\r\n"


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path):
    def slow() -> Iterator[Exported]:
        yield exported()
        (tmp_path / "a.csv").write_text("mine")

    with pytest.raises(ExportError, match="exists already"):
        export(slow(), Order.of("csv"), Place.of(f"{tmp_path}/a.csv", "csv"))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_no_folder_with_something_in_it_is_ever_replaced(tmp_path: Path):
    (tmp_path / "notes").mkdir()
    Place.of(f"{tmp_path}/notes", "markdown")
    (tmp_path / "notes" / "mine.md").write_text("mine")
    for name, form in (("notes", "markdown"), ("notes", "csv"), ("notes/", "markdown")):
        with pytest.raises(ExportError, match="exists already, and no folder is ever replaced"):
            Place.of(f"{tmp_path}/{name}", form, force=True)


def test_an_empty_folder_is_filled(tmp_path: Path):
    (tmp_path / "notes").mkdir()
    export([exported()], Order.of("markdown"), Place.of(f"{tmp_path}/notes", "markdown"))
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["000001 Tide tables 1.md"]


def test_a_name_that_ends_as_a_document_is_one_and_any_other_a_folder(tmp_path: Path):
    kinds = {
        name: Place.of(f"{tmp_path}/{name}", "markdown").is_folder for name in ("a.md", "a.MARKDOWN", "a", "a.md/")
    }
    assert kinds == {"a.md": False, "a.MARKDOWN": False, "a": True, "a.md/": True}


def test_a_folder_that_is_missing_is_named(tmp_path: Path):
    with pytest.raises(ExportError, match=r"there is no folder .*nowhere; make it first"):
        Place.of(f"{tmp_path}/nowhere/a.csv", "csv")


def test_only_what_can_be_read_as_it_comes_goes_to_standard_output():
    assert Place.of("-", "csv") is Place.of("-", "jsonl") is Place.of("-", "markdown") is None
    for form in ("parquet", "epub", "zip-of-text"):
        with pytest.raises(ExportError, match=f"{form} cannot go to standard output"):
            Place.of("-", form)


def test_a_disk_that_takes_no_more_is_an_error_that_names_the_file(tmp_path: Path):
    place = Place.of(f"{tmp_path}/a.csv", "csv")
    with (
        pytest.raises(ExportError, match=r"a.csv: cannot be written \(No space left on device\)"),
        place.file() as file,
    ):
        file.write(b"x")
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []

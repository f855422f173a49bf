"""Copies of WARC files that others made: whole, byte for byte, or not at all."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.errors import WarcError
from archiver.warc.adopt import Adopted, adopt_warc, check_whole, discard_parts
from archiver.warc.resource import Resource, write_resources


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    page = Resource("https://news.example/1", datetime(2025, 5, 28, tzinfo=UTC), "text/html", b"<p>hello</p>" * 99)
    path = write_resources(tmp_path / "elsewhere", [page, page])
    assert path is not None
    return path.rename(path.with_name("crawl.warc.gz"))


def test_a_copy_is_the_same_to_the_byte(warc: Path, tmp_path: Path) -> None:
    copy = adopt_warc(warc, tmp_path / "warc").path
    assert copy == tmp_path / "warc" / "crawl.warc.gz"
    assert copy.read_bytes() == warc.read_bytes()
    assert check_whole(copy) == 3
    assert [path.name for path in copy.parent.iterdir()] == ["crawl.warc.gz"]


def test_a_second_time_nothing_is_copied_and_nothing_ever_replaced(warc: Path, tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    first = adopt_warc(warc, folder).path
    assert adopt_warc(warc, folder) == Adopted(first, known=True) == adopt_warc(first, folder)
    renamed = warc.with_name("renamed.warc.gz")
    renamed.write_bytes(warc.read_bytes())
    assert adopt_warc(renamed, folder) == Adopted(first, known=True)
    other = warc.parent / "other"
    other.mkdir()
    (other / warc.name).write_bytes(warc.read_bytes() * 2)
    assert adopt_warc(other / warc.name, folder).path.name == "crawl-2.warc.gz"
    assert first.read_bytes() == warc.read_bytes()
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.warc.gz.open", "crawl"])
def test_the_ending_says_what_is_in_the_file(name: str, warc: Path, tmp_path: Path) -> None:
    plain = tmp_path / name
    plain.write_bytes(gzip.decompress(warc.read_bytes()))
    assert adopt_warc(plain, tmp_path / "warc").path.name.endswith(".warc")
    plain.write_bytes(warc.read_bytes())
    assert adopt_warc(plain, tmp_path / "warc").path.name.endswith(".warc.gz")


@pytest.mark.parametrize("cut", [1, 20, 400])
def test_a_torn_file_is_named_and_nothing_stays(cut: int, warc: Path, tmp_path: Path) -> None:
    warc.write_bytes(warc.read_bytes()[:-cut])
    with pytest.raises(WarcError, match=r"crawl\.warc\.gz: at offset \d+: torn"):
        adopt_warc(warc, tmp_path / "warc")
    assert not (tmp_path / "warc").exists()


@pytest.mark.parametrize("data", [b"", b"no warc", gzip.compress(b"no warc")])
def test_so_is_what_is_no_warc(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(data)
    with pytest.raises(WarcError, match=r"x\.warc: at offset 0"):
        adopt_warc(tmp_path / "x.warc", tmp_path / "warc")
    assert not (tmp_path / "warc").exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarcError, match=r"gone\.warc: cannot be copied \(no such file"):
        adopt_warc(tmp_path / "gone.warc", tmp_path / "warc")


def test_a_record_whose_digest_is_wrong_is_taken_in_and_said(warc: Path, tmp_path: Path) -> None:
    plain = gzip.decompress(warc.read_bytes())
    bad = tmp_path / "bad.warc"
    bad.write_bytes(plain.replace(b"<p>hello</p>", b"<p>hallo</p>", 1))
    found = adopt_warc(bad, tmp_path / "warc")
    assert found.path.read_bytes() == bad.read_bytes()
    assert len(found.notes) == 2
    assert all(note.startswith(f"{bad} at offset ") and "digest is wrong" in note for note in found.notes)


def test_of_many_faults_a_few_are_said_and_how_many_more(warc: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.warc"
    bad.write_bytes(gzip.decompress(warc.read_bytes()).replace(b"<p>hello</p>", b"<p>hallo</p>"))
    *_, last = adopt_warc(bad, tmp_path / "warc").notes
    assert last == f"{bad}: 1 more fault; `archiver check` lists them"


def test_what_a_crash_left_of_a_copy_is_deleted_and_nothing_else(warc: Path) -> None:
    left = warc.with_name("import-0123456789ab.part")
    left.write_bytes(b"WARC/1.1")
    (warc.parent / "mine.part").write_bytes(b"mine")
    assert discard_parts(warc.parent) == [left]
    assert sorted(path.name for path in warc.parent.iterdir()) == ["crawl.warc.gz", "mine.part"]
    assert discard_parts(warc.parent / "none") == []


def test_a_folder_that_cannot_be_made_is_named(warc: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(WarcError, match=r"file.*cannot be written"):
        adopt_warc(warc, tmp_path / "file" / "warc")

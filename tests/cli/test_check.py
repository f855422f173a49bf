"""`archiver check`: what is right is called right, and each fault has its line."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.cli.terminal import done, objects, tree


def warc_of(home: Path) -> Path:
    (path,) = (home / "warc").iterdir()
    return path


def test_an_archive_that_is_right_has_no_fault(home: Path) -> None:
    before = tree(home)
    found = done("check", "--archive", home)
    assert (found.stdout, found.stderr) == ("16 records in 1 file: no faults\n", "")
    assert tree(home) == before


def test_so_has_a_file_that_is_named(home: Path) -> None:
    assert objects("check", warc_of(home)) == [{"files": 1, "records": 16, "faults": 0}]


def test_a_fault_is_a_line_with_the_file_the_offset_and_what_is_wrong(home: Path) -> None:
    path = warc_of(home)
    data = path.read_bytes()
    path.write_bytes(data + b"garbage")
    line, summary = done("check", path, code=4).stdout.splitlines()
    assert line == f"{path} at offset {len(data)}: no record begins here; 7 bytes are no whole record"
    assert summary == "16 records in 1 file: 1 fault"


def test_as_json_it_is_an_object(home: Path) -> None:
    path = warc_of(home)
    size = path.stat().st_size
    path.write_bytes(path.read_bytes() + b"garbage")
    assert objects("check", path, code=4) == [
        {"file": str(path), "offset": size, "record_id": None,
         "what": "no record begins here; 7 bytes are no whole record"},
        {"files": 1, "records": 16, "faults": 1},
    ]  # fmt: skip


def test_a_torn_file_leaves_rows_that_point_at_nothing(home: Path) -> None:
    path = warc_of(home)
    with closing(sqlite3.connect(home / "catalog.sqlite")) as db:
        offset, record = db.execute('SELECT "offset", record_id FROM captures WHERE id = 5').fetchone()
    path.write_bytes(path.read_bytes()[: offset + 30])
    found = objects("check", "--archive", home, code=4)
    assert {one["what"].split(";")[0] for one in found[:-1] if one["offset"] == offset} == {
        "torn: the file ends within this record",
        "the index names a record here (capture 5), but none begins here",
    }
    assert record in [one["record_id"] for one in found[:-1]]


def test_a_file_that_is_gone_is_a_fault_and_so_is_each_row_of_it(home: Path) -> None:
    path = warc_of(home)
    path.unlink()
    found = objects("check", "--archive", home, code=4)
    assert found[0]["what"].startswith("cannot be read (No such file")
    assert len(found) == 1 + 5 + 1
    assert {one["file"] for one in found[:-1]} == {str(path)}


def test_rows_that_say_other_than_the_record_are_faults(home: Path) -> None:
    with closing(sqlite3.connect(home / "catalog.sqlite")) as db, db:
        db.execute("UPDATE captures SET length = length + 1 WHERE id = 1")
        db.execute("UPDATE captures SET record_id = '<urn:x:other>' WHERE id = 2")
        db.execute("UPDATE captures SET payload_digest = 'sha1:AAAA' WHERE id = 3")
        db.execute('UPDATE captures SET "offset" = 7 WHERE id = 4')
    whats = [one["what"] for one in objects("check", "--archive", home, code=4)[:-1]]
    assert len(whats) == 4
    for number, column in enumerate(("length", "record_id", "payload_digest"), 1):
        assert f" as {column} of capture {number}, but the record has " in whats[number - 1]
    assert whats[3] == "the index names a record here (capture 4), but none begins here"


def test_an_index_that_is_ruined_is_a_fault_and_the_files_are_checked_all_the_same(home: Path) -> None:
    (home / "catalog.sqlite").write_bytes(b"no database at all, only words\n" * 100)
    (fault, summary) = objects("check", "--archive", home, code=4)
    assert fault["file"] == str(home / "catalog.sqlite")
    assert "archiver index --rebuild" in fault["what"]
    assert summary == {"files": 1, "records": 16, "faults": 1}


def test_a_file_that_still_grows_may_end_within_a_record(home: Path) -> None:
    path = warc_of(home)
    path.rename(f"{path}.open")
    with Path(f"{path}.open").open("ab") as file:
        file.write(gzip.compress(b"WARC/1.1\r\n")[:15])
    assert objects("check", "--archive", home) == [{"files": 1, "records": 16, "faults": 0}]

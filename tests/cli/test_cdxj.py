"""`archiver cdxj`: an index for replay tools, on standard output or in a file."""

from pathlib import Path

from tests.cli.terminal import done, objects, refused, run


def test_the_index_is_printed_sorted(home: Path) -> None:
    found = done("cdxj", "--archive", home).stdout.splitlines()
    assert len(found) == 5
    assert found == sorted(found)
    assert all(line.startswith("1,0,0,127:") for line in found)


def test_so_is_that_of_a_file(home: Path) -> None:
    (path,) = (home / "warc").iterdir()
    assert done("cdxj", path).stdout == done("cdxj", "--archive", home).stdout


def test_as_json_a_line_is_an_object(home: Path) -> None:
    (path,) = (home / "warc").iterdir()
    found = objects("cdxj", "--archive", home)
    assert {one["filename"] for one in found} == {path.name}
    assert set(found[0]) == {"key", "time", "url", "mime", "status", "digest", "length", "offset", "filename"}


def test_one_beside_the_warc_files_is_verified_by_check(home: Path) -> None:
    done("cdxj", "--archive", home, "-o", home / "warc" / "index.cdxj")
    assert objects("check", "--archive", home) == [{"files": 1, "records": 16, "faults": 0}]
    assert done("check", home / "warc" / "index.cdxj").stdout == "no records in no files: no faults\n"
    index = home / "warc" / "index.cdxj"
    index.write_text(index.read_text().replace('"offset": "', '"offset": "1', 1))
    for words in (["--archive", home], [index]):
        (fault, _) = objects("check", *words, code=4)
        assert (fault["file"], fault["offset"]) == (str(index), 0)
        assert "no record begins" in fault["what"]


def test_where_there_is_nothing_to_index_that_is_said(here: Path) -> None:
    refused(run("cdxj"), "archives/warc", "archiver save")
    refused(run("cdxj", "missing.warc.gz"), "missing.warc.gz")
    (here / "noise").write_bytes(b"noise")
    refused(run("cdxj", "noise"), "noise")


def test_no_other_file_is_overwritten_by_it(home: Path) -> None:
    (path,) = (home / "warc").iterdir()
    data = path.read_bytes()
    refused(run("cdxj", path, "-o", path), path, "exists")
    assert path.read_bytes() == data

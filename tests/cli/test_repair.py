"""`archiver repair`: what is whole goes into a new file, and what was lost is said."""

from pathlib import Path

from tests.cli.terminal import done, objects, refused, run, tree


def torn(home: Path) -> Path:
    (path,) = (home / "warc").iterdir()
    path.write_bytes(path.read_bytes()[:-10])
    return path


def test_the_whole_records_are_in_the_new_file_and_the_lost_bytes_are_named(home: Path, here: Path) -> None:
    path = torn(home)
    found = done("repair", path, "-o", "new.warc.gz", code=4)
    lost, summary = found.stdout.splitlines()
    assert lost.startswith(f"{path}: bytes ")
    assert lost.endswith(f"-{path.stat().st_size - 1} lost: torn: the file ends within this record")
    assert summary.startswith("new.warc.gz: 15 records recovered, ")


def test_as_json_it_is_one_object(home: Path, here: Path) -> None:
    path = torn(home)
    (found,) = objects("repair", path, "-o", "new.warc.gz", code=4)
    assert (found["file"], found["new"], found["records"]) == (str(path), "new.warc.gz", 15)
    assert [(one["end"], one["end"] - one["start"]) for one in found["lost"]] == [
        (path.stat().st_size, found["bytes_lost"])
    ]


def test_where_nothing_is_lost_all_is_well(home: Path, here: Path) -> None:
    (path,) = (home / "warc").iterdir()
    assert done("repair", path, "-o", "new.warc.gz").stdout == "new.warc.gz: 16 records recovered, no bytes lost\n"
    assert (here / "new.warc.gz").read_bytes() == path.read_bytes()


def test_nothing_is_overwritten_and_the_file_is_not_touched(home: Path, here: Path) -> None:
    path = torn(home)
    (here / "new.warc.gz").write_text("precious")
    before = tree(home), tree(here)
    refused(run("repair", path, "-o", "new.warc.gz"), "new.warc.gz", "exists already")
    refused(run("repair", path, "-o", path), path, "exists already")
    assert (tree(home), tree(here)) == before

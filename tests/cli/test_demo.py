"""`archiver demo`: works in an empty folder, and says where it leaves what it made."""

from pathlib import Path

from tests.cli.terminal import done, refused, run, tree


def test_it_leaves_its_archive_in_a_new_folder_and_says_where(here: Path) -> None:
    said = done("demo").stdout
    assert [path.name for path in here.iterdir()] == ["archiver-demo"]
    assert sorted(path.name for path in (here / "archiver-demo").iterdir()) == ["index.sqlite", "warc"]
    assert "The archive is in archiver-demo/" in said


def test_a_second_one_takes_another_new_folder(here: Path) -> None:
    done("demo")
    before = tree(here / "archiver-demo")
    assert "The archive is in archiver-demo-2/" in done("demo").stdout
    assert tree(here / "archiver-demo") == before
    assert sorted(path.name for path in here.iterdir()) == ["archiver-demo", "archiver-demo-2"]


def test_it_may_be_told_where(here: Path) -> None:
    done("demo", "--archive", "one")
    done("--archive", "two", "demo")
    assert sorted(path.name for path in here.iterdir()) == ["one", "two"]


def test_the_archive_of_the_variable_is_not_mixed_with_a_demonstration(here: Path, monkeypatch) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(here / "mine"))
    done("demo")
    assert [path.name for path in here.iterdir()] == ["archiver-demo"]


def test_the_commands_that_it_proposes_work() -> None:
    proposed = [line.split()[1:] for line in done("demo").stdout.splitlines() if line.startswith("  archiver ")]
    assert [words[0] for words in proposed] == ["search", "explain", "show"]
    for words in proposed:
        done(*words)


def test_a_file_in_its_place_is_refused(here: Path) -> None:
    (here / "notes").write_text("some notes")
    refused(run("demo", "--archive", "notes"), "notes")
    refused(run("--archive", "notes", "demo"), "notes")
    assert tree(here) == {"notes": b"some notes"}

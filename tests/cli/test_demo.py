"""`archiver demo`: works in an empty folder, and says where it leaves what it made."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.cli.demo import as_called
from tests.cli.terminal import done, refused, run, tree


def test_it_leaves_its_archive_in_a_new_folder_and_says_where(here: Path) -> None:
    said = done("demo").stdout
    assert [path.name for path in here.iterdir()] == ["archiver-demo"]
    names = sorted(path.name for path in (here / "archiver-demo").iterdir())
    assert names == ["catalog.sqlite", "fulltext.sqlite", "warc"]
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


def test_where_the_command_is_not_on_the_path_it_is_proposed_as_it_was_called(here: Path, monkeypatch) -> None:
    command = Path(sys.executable).with_name("archiver")
    if not command.exists():
        pytest.skip("the package is not installed")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    (here / "an env").mkdir()
    (here / "an env" / "archiver").symlink_to(command)
    told = subprocess.check_output([here / "an env" / "archiver", "demo", "--archive", "my news"], text=True)
    proposed = [line.strip() for line in told.splitlines() if line.startswith("  'an env/archiver' ")]
    assert [shlex.split(line)[1] for line in proposed] == ["search", "explain", "show"]
    for line in proposed:
        subprocess.run(["sh", "-c", line], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("called", "path", "proposed"),
    [
        ("bin/archiver", "/nowhere", "bin/archiver"),
        ("archiver", "/nowhere", "./archiver"),
        ("bin/archiver", "bin", "archiver"),
        ("bin/pytest", "/nowhere", "archiver"),
        ("gone/archiver", "/nowhere", "archiver"),
        ("../archiver", "/nowhere", "../archiver"),
        ("{here}/bin/archiver", "/nowhere", "bin/archiver"),
        ("{here}/archiver", "/nowhere", "./archiver"),
    ],
)
def test_it_proposes_the_shortest_words_that_work(
    called: str, path: str, proposed: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "bin").mkdir()
    for place in ("bin/archiver", "archiver", "bin/pytest", "../archiver"):
        (here / place).touch(mode=0o755)
    monkeypatch.setenv("PATH", path)
    monkeypatch.setattr("sys.argv", [called.format(here=here), "demo"])
    assert as_called() == proposed


def test_a_file_in_its_place_is_refused(here: Path) -> None:
    (here / "notes").write_text("some notes")
    refused(run("demo", "--archive", "notes"), "notes")
    refused(run("--archive", "notes", "demo"), "notes")
    assert tree(here) == {"notes": b"some notes"}

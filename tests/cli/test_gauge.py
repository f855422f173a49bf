"""What is shown of indexing while it goes on, and that nothing is in a pipe."""

import shutil
from pathlib import Path

import pytest

from archiver.cli import gauge as module
from archiver.cli.gauge import Gauge
from archiver.indexer import Reading
from tests.cli.terminal import done, on_a_terminal, process


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands where a test puts it."""
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A file of a megabyte and one of three."""
    for name, size in (("a", 1_000_000), ("b", 3_000_000)):
        (tmp_path / name).write_bytes(bytes(size))
    return [tmp_path / "a", tmp_path / "b"]


def test_bytes_captures_and_articles_are_told_with_rate_and_time_left(files: list[Path], clock: list[float]) -> None:
    gauge = Gauge(files)
    assert gauge.text() == "0 B of 4.0 MB · 0 captures, 0 articles"
    gauge.finished(files[0], 120, 30)
    clock[0] += 10
    gauge.reading(Reading(str(files[1]), 1_000_000, 60, 40, unchanged=20))
    assert gauge.text() == "2.0 MB of 4.0 MB · 200 captures, 70 articles · 200 kB/s · 10 s left"
    gauge.finished(files[1], 300, 90)
    assert gauge.text() == "4.0 MB of 4.0 MB · 420 captures, 120 articles · 400 kB/s"


def test_then_how_far_the_full_text_is(files: list[Path], clock: list[float]) -> None:
    gauge = Gauge(files)
    gauge.indexing(0, 1000)
    assert gauge.text() == "full text: 0 of 1,000 articles"
    clock[0] += 2
    gauge.indexing(250, 1000)
    assert gauge.text() == "full text: 250 of 1,000 articles · 125 articles/s · 6 s left"


def test_a_file_that_was_not_expected_or_is_gone_is_no_obstacle(files: list[Path], clock: list[float]) -> None:
    gauge = Gauge([files[0], files[0].with_name("gone")])
    gauge.reading(Reading("elsewhere", 2_000_000, 1, 1, 0))
    assert gauge.text() == "2.0 MB of 2.0 MB · 1 capture, 1 article"


def test_on_a_terminal_it_is_shown_above_what_is_printed_and_then_gone(home: Path) -> None:
    shown = on_a_terminal("index", "--rebuild", "--archive", home, TERM="xterm-256color")
    assert " captures, " in shown
    assert "3 articles in 5 captures" in shown
    assert shown.rstrip().endswith("\x1b[2K")


def test_in_a_pipe_and_with_json_nothing_is_shown(home: Path, here: Path) -> None:
    found = process("index", "--rebuild", "--archive", home)
    assert (found.stdout.count("\n"), found.stderr) == (1, "")
    shutil.copy(next((home / "warc").iterdir()), here / "other.warc.gz")
    assert done("import", "other.warc.gz").stderr == ""

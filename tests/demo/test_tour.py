"""The demonstration: it does the whole job on this machine alone, and can be read at any width."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from archiver.archive import Archive
from archiver.demo.tour import run
from archiver.rules.book import shipped_rules

# Every address that anything in the process connects to or asks the name of, one a line on standard error.
WATCHED = """
import sys
def hook(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple):
        print("address", args[1][0], file=sys.stderr)
    if event == "socket.getaddrinfo":
        print("address", args[0], file=sys.stderr)
sys.addaudithook(hook)
from archiver.__main__ import main
main()
"""


def told(home: Path, width: int = 100) -> str:
    paper = StringIO()
    run(home, Console(file=paper, width=width, highlight=False))
    return paper.getvalue()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tour") / "demo"


@pytest.fixture(scope="module")
def story(home: Path) -> str:
    return told(home)


def test_it_tells_what_became_of_each_page(story: str) -> None:
    for outcome in ("article     1", "article     2", "partial     3", "no article", "error page"):
        assert re.search(rf"^{outcome} ", story, re.MULTILINE), outcome
    assert "the server answered 404; recorded, not indexed" in story


def test_it_shows_before_and_after_side_by_side(story: str) -> None:
    assert re.search(r"│ - navigation +Skip to main content .*│ Lifeboat station to reopen", story)
    assert re.search(r"│ \+ body +The lifeboat station", story)
    assert re.search(r"│ = title +Lifeboat station", story)
    assert re.search(r"│ - consent +Accept all", story)


def test_it_shows_that_the_mirror_s_text_is_the_same(story: str) -> None:
    assert "The text that came through the mirror is the same, word for word." in story
    assert "Its stray “OSZAR »” was named “mirror”." in " ".join(story.split())


def test_it_searches_and_finds(story: str) -> None:
    hits = story.split("Searching for: lifeboat donations")[1].split("\n5. ")[0]
    assert re.findall(r"^  (\d+)  Lifeboat station to reopen", hits, re.MULTILINE) == ["1"]
    assert "1 more copy" in hits
    assert "donations" in hits


def test_it_leaves_a_whole_archive_where_it_says(story: str, home: Path) -> None:
    assert f"The archive is in {home}/" in story
    archive = Archive(home, shipped_rules())
    assert archive.article(1).article.title == "Lifeboat station to reopen after year of fundraising"
    assert [(one.unchanged, one.why) for one in archive.index()] == [(5, None)]


@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_line_is_wider_than_the_paper(width: int, tmp_path: Path) -> None:
    lines = told(tmp_path / "demo", width).splitlines()
    # What is to be copied is never broken.
    assert max(len(line.rstrip()) for line in lines if str(tmp_path) not in line) <= width
    assert sum(str(tmp_path) in line for line in lines) == 4
    passages = [line for line in lines if "donations since" in line and "│" not in line]
    assert all(line.startswith("     ") for line in passages)


def test_on_narrow_paper_before_and_after_stand_one_above_the_other(tmp_path: Path) -> None:
    text = told(tmp_path / "demo", 60)
    assert text.index("─ before ─") < text.index("Accept all") < text.index("─ after ─")


def test_it_prints_plain_text_into_a_pipe_and_connects_to_this_machine_alone(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", WATCHED, "demo"],
        cwd=tmp_path, env=os.environ | {"NO_COLOR": "1", "COLUMNS": "80"}, capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    text = found.stdout.decode()
    assert "\x1b" not in text
    assert "The archive is in archiver-demo/" in text
    assert set(re.findall(r"[0-9.]{7,}", found.stderr.decode())) == {"127.0.0.1"}

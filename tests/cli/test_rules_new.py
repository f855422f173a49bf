"""`archiver rules new`: a file to begin with, which takes nothing away by itself."""

from pathlib import Path

import pytest

from archiver.rules.book import Rulebook
from archiver.rules.load import load_file
from tests.cli.terminal import done, refused, run
from tests.learning.site import SITE, STORIES, TOPICS, archive, page, url


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_RULES", str(tmp_path / "mine"))
    return tmp_path / "mine"


def test_a_site_that_nobody_saved_gets_a_template(mine: Path) -> None:
    found = done("rules", "new", f"https://www.{SITE}/")
    assert found.stdout == f"{mine / SITE}.toml\n"
    assert "no capture" in found.stderr
    pack = load_file(mine / f"{SITE}.toml", "user")
    assert pack.match.hosts == (SITE, f"*.{SITE}")
    assert pack.rule_ids == ()


def test_captures_suggest_body_and_title_and_give_a_test(tmp_path: Path, mine: Path) -> None:
    archive(tmp_path / "news", [(url(title), page(title), 2024) for title in TOPICS])
    done("rules", "new", SITE, "--archive", tmp_path / "news")
    text = (mine / f"{SITE}.toml").read_text()
    assert '# body = [".story-text"]    # on 4 of 4; 100% of the words in it' in text
    (test,) = load_file(mine / f"{SITE}.toml", "user").tests
    assert test.file == f"{SITE}/page.html"
    assert (mine / test.file).read_text() == page(TOPICS[-1])
    assert test.url == url(TOPICS[-1])
    assert STORIES[TOPICS[-1]][0].startswith(test.has[0])


def test_what_is_suggested_holds_once_the_signs_before_it_are_gone(tmp_path: Path, mine: Path) -> None:
    archive(tmp_path / "news", [(url(title), page(title), 2024) for title in TOPICS])
    done("rules", "new", SITE, "--archive", tmp_path / "news")
    file = mine / f"{SITE}.toml"
    wanted = ("[[layout]]", "id =", "valid =", "body =")
    lines = file.read_text().splitlines()
    start = lines.index("# [[layout]]")
    lines[start : start + 4] = [line.removeprefix("# ") for line in lines[start : start + 4]]
    assert all(line.startswith(begin) for line, begin in zip(lines[start:], wanted, strict=False))
    file.write_text("\n".join(lines))
    (layout,) = load_file(file, "user").layouts
    assert layout.body[0].text == ".story-text"


def test_nothing_is_overwritten(mine: Path) -> None:
    done("rules", "new", SITE)
    (mine / f"{SITE}.toml").write_text("schema = 1\nid = 'mine'\n")
    assert "exists already" in refused(run("rules", "new", SITE), f"{SITE}.toml")
    assert (mine / f"{SITE}.toml").read_text() == "schema = 1\nid = 'mine'\n"


def test_without_a_folder_of_one_s_own_that_of_the_configuration_is_made(tmp_path: Path) -> None:
    found = done("rules", "new", SITE)
    assert Path(found.stdout.strip()).is_relative_to(tmp_path / "person" / ".config")
    assert Rulebook.load(Path(found.stdout.strip()).parent)


def test_what_is_no_site_is_refused(mine: Path) -> None:
    refused(run("rules", "new", "no site"), "no site")
    assert not mine.exists()

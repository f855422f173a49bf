"""`archiver rules lint`: rule files held against pages, as a person runs it."""

from pathlib import Path

import pytest

from tests.cli.terminal import done, objects, run
from tests.cli.test_rules_test import RULES, WORDS
from tests.learning.site import SITE, TOPICS, archive, page, url

TITLE = TOPICS[0]
GHOST = '[[remove]]\nid = "courier/ghost"\nlabel = "ad"\ncss = ".ghost"\n'


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "ferry.html").write_text(page(TITLE))
    monkeypatch.setenv("ARCHIVER_RULES", str(folder))
    return folder


def write(folder: Path, text: str) -> Path:
    (folder / "courier.toml").write_text(text)
    return folder / "courier.toml"


def kinds(*args: object) -> list[tuple[str, str]]:
    return [(one["rule"], one["kind"]) for one in objects("rules", "lint", *args, code=4)]


def test_a_file_with_nothing_to_say_of_it(mine: Path) -> None:
    write(mine, RULES + WORDS)
    found = done("rules", "lint")
    assert (found.stdout, found.stderr) == ("", "1 file, 0 findings\n")


def test_a_mistake_is_a_finding_and_the_other_files_are_read(mine: Path, bad_rules: Path) -> None:
    found = done("rules", "lint", "--rules", bad_rules, code=4)
    (wrong,) = (line for line in found.stdout.splitlines() if "wrong.toml" in line)
    assert "did you mean 'navigation'?" in wrong
    assert "good.toml: has no [[test]]" in found.stdout


def test_two_files_for_one_site_are_a_finding(mine: Path) -> None:
    write(mine, RULES + WORDS)
    (mine / "twin.toml").write_text(RULES.replace(f'id = "{SITE}"', 'id = "twin"') + WORDS)
    assert ("", "error") in kinds()


def test_a_selector_that_finds_nothing_on_the_test_s_page(mine: Path) -> None:
    file = write(mine, RULES + GHOST + WORDS)
    found = done("rules", "lint", file, code=4)
    assert found.stdout == (
        f"{file}: courier/ghost: `.ghost` finds nothing on 1 sample page; "
        "correct it, or give a page that has it: as a test, or with --page\n"
    )


def test_a_saved_page_that_has_it_is_enough_for_that_not_for_a_test(mine: Path) -> None:
    write(mine, RULES + GHOST + WORDS)
    (mine / "other.html").write_text('<html><body><p>Some text.</p><p class="ghost">Boo</p></body></html>')
    assert kinds("--page", mine / "other.html") == [("courier/ghost", "untested")]


def test_the_last_captures_of_the_site_are_sample_pages(mine: Path, tmp_path: Path) -> None:
    write(mine, RULES + GHOST)
    archive(tmp_path / "archives", [(url(title), page(title), 2024) for title in TOPICS])
    found = done("rules", "lint", "--archive", tmp_path / "archives", code=4)
    assert "`.ghost` finds nothing on 4 sample pages" in found.stdout
    assert "courier/appeal" not in found.stdout


def test_a_removal_that_takes_the_whole_text(mine: Path) -> None:
    write(mine, RULES.replace(".cr-standing", "main"))
    assert kinds("--page", mine / "ferry.html")[0] == ("courier/appeal", "finds-all")


def test_a_body_that_is_the_whole_page(mine: Path) -> None:
    write(mine, RULES + '[[layout]]\nid = "courier/all"\nbody = ["body"]\n' + WORDS)
    assert ("courier/all", "finds-all") in kinds()


def test_a_layout_that_is_on_no_page_is_told_once(mine: Path) -> None:
    layout = '[[layout]]\nid = "courier/gone"\nbody = [".gone"]\ntitle = [".gone h1"]\n'
    write(mine, RULES + layout + WORDS)
    assert kinds() == [("courier/gone", "finds-nothing")]


def test_a_selector_that_is_too_slow_for_a_large_page(mine: Path) -> None:
    write(mine, RULES.replace('css = ".cr-standing"', 'xpath = "//p[count(preceding::p) > 3]"'))
    assert ("courier/appeal", "too-slow") in kinds()


def test_a_rule_without_a_test_and_a_test_without_a_page(mine: Path) -> None:
    line = '[[text.line]]\nid = "courier/line"\nlabel = "related"\nstarts = ["See also"]\n'
    write(mine, RULES + line + WORDS)
    assert kinds() == [("courier/line", "untested")]
    (mine / "ferry.html").unlink()
    assert kinds() == [("", "no-page"), ("courier/appeal", "untested"), ("courier/line", "untested")]


def test_a_test_of_long_ago(mine: Path) -> None:
    write(mine, RULES + WORDS + "date = 2019-05-28\n")
    assert kinds() == [("", "old-test")]


def test_without_a_file_it_ends_with_3(mine: Path) -> None:
    found = run("rules", "lint")
    assert (found.exit_code, found.stdout) == (3, "")
    assert "archiver rules new" in found.stderr

"""`archiver rules test`: the tests of rule files, as a person runs them."""

from pathlib import Path

import pytest

from tests.cli.terminal import done, objects, refused, run
from tests.learning.site import APPEAL, PLEA, SITE, STORIES, TOPICS, page, url

TITLE = TOPICS[0]
RULES = f"""\
schema = 1
id = "{SITE}"
[match]
hosts = ["{SITE}", "*.{SITE}"]
[[remove]]
id = "courier/appeal"
label = "fundraising"
css = ".cr-standing"
"""
WORDS = f"""\
[[test]]
file = "ferry.html"
url = "{url(TITLE)}"
has = ["{STORIES[TITLE][0][:40]}"]
lacks = ["{APPEAL[:40]}"]
fires = {{ fundraising = 3 }}
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with a rule, its test and the test's page."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "courier.toml").write_text(RULES + WORDS)
    (folder / "ferry.html").write_text(page(TITLE))
    monkeypatch.setenv("ARCHIVER_RULES", str(folder))
    return folder


def test_a_test_that_holds_is_one_line_with_its_counts(mine: Path) -> None:
    found = done("rules", "test", SITE)
    assert found.stdout == f"ok  {SITE}: ferry.html as {url(TITLE)}, fundraising 3 (at least 3)\n"
    assert found.stderr == "1 ok\n"


def test_one_that_fails_says_what_is_not_there_and_what_should_not_be(mine: Path) -> None:
    (mine / "courier.toml").write_text(
        RULES.replace(".cr-standing", ".gone") + WORDS.replace("has = [", 'has = ["No such words", ')
    )
    found = done("rules", "test", SITE, code=4)
    assert found.stdout.splitlines()[1:] == [
        "    expected, and not in the text: “No such words”",
        f"    in the text, and unwanted: “{APPEAL[:40]}”",
        "    fundraising: at least 3 blocks expected, 0 found",
    ]
    assert found.stderr == "1 failed\n"


def test_the_page_may_lie_in_the_folder_tests_of_the_rules(mine: Path) -> None:
    (mine / "tests" / "courier").mkdir(parents=True)
    (mine / "ferry.html").rename(mine / "tests" / "courier" / "ferry.html")
    (mine / "courier.toml").write_text(RULES + WORDS.replace("ferry.html", "courier/ferry.html"))
    done("rules", "test", f"https://www.{SITE}/2025/")


def test_a_page_that_is_nowhere_is_a_failure(mine: Path) -> None:
    (mine / "ferry.html").unlink()
    assert "neither beside the file nor in tests/" in done("rules", "test", SITE, code=4).stdout


def test_a_page_that_cannot_be_cleaned_is_a_failure(mine: Path) -> None:
    (mine / "ferry.html").write_text("")
    assert "empty" in done("rules", "test", SITE, code=4).stdout


def test_a_saved_text_can_be_tested_too(mine: Path) -> None:
    (mine / "ferry.txt").write_text(f"{TITLE}\n\n{STORIES[TITLE][0]}\n\n{PLEA}\n")
    line = f'[[text.line]]\nid = "courier/plea"\nlabel = "fundraising"\nequals = ["{PLEA}"]\n'
    test = WORDS.replace("ferry.html", "ferry.txt").replace("fundraising = 3", "fundraising = 1")
    (mine / "courier.toml").write_text(RULES + line + test)
    done("rules", "test", SITE)


def test_the_day_of_a_test_chooses_the_layout(mine: Path) -> None:
    layouts = "".join(
        f'[[layout]]\nid = "courier/{year}"\nvalid = {{ from = {year}-01-01, until = {year}-12-31 }}\n'
        'body = [".story-text"]\n'
        for year in (2023, 2025)
    )
    for year in (2023, 2025):
        (mine / "courier.toml").write_text(RULES + layouts + WORDS + f"date = {year}-05-01\n")
        (found,) = objects("rules", "test", SITE)
        assert found["heard"] == sorted([f"courier/{year}", "courier/appeal"])


def test_a_test_in_which_no_rule_of_the_file_speaks_is_noted(mine: Path) -> None:
    plain = WORDS.splitlines(keepends=True)[:4]
    (mine / "courier.toml").write_text(RULES.replace(".cr-standing", ".gone") + "".join(plain))
    assert "no rule of this file had a say" in done("rules", "test", SITE).stdout


def test_for_programs_each_test_is_an_object(mine: Path) -> None:
    (found,) = objects("rules", "test", SITE)
    assert {"state": "ok", "id": SITE, "missing": [], "why": None}.items() <= found.items()
    assert found["fires"] == {"fundraising": {"least": 3, "found": 3}}


def test_the_shipped_files_tests_run_in_a_checkout() -> None:
    found = done("rules", "test", "themoscowtimes.com")
    assert {line.split()[0] for line in found.stdout.splitlines()} == {"ok"}


def test_without_a_test_it_ends_with_3(mine: Path) -> None:
    found = run("rules", "test", "elsewhere.example")
    assert (found.exit_code, found.stdout) == (3, "")
    assert found.stderr.startswith("No test to run for elsewhere.example")


def test_a_wrong_file_is_reported_before_any_test_runs(bad_rules: Path) -> None:
    assert run("rules", "test", "--rules", bad_rules).stdout == ""
    refused(run("rules", "test", "--rules", bad_rules), "wrong.toml", "did you mean 'navigation'?")

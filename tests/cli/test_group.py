"""What holds for every command: help, where the archive and the rules are, colour, pipes, mistakes in typing."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from archiver import __version__
from archiver.cli import archiver
from tests.cli.terminal import done, on_a_terminal, process, refused, run, tree

COMMANDS = archiver.list_commands(click.Context(archiver))
HEAVY = {"lxml", "warcio", "sqlite_utils", "sqlite3", "readability", "rich", "asyncio", "h11", "dateutil"} | {
    "rapidfuzz",
    "matplotlib",
    "numpy",
}


# Help


def test_the_commands_are_listed_in_the_order_of_the_work() -> None:
    assert COMMANDS == [
        "save",
        "import",
        "clean",
        "index",
        "search",
        "show",
        "explain",
        "versions",
        "diff",
        "stats",
        "trend",
        "tag",
        "note",
        "saved",
        "export",
        "cite",
        "rules",
        "check",
        "repair",
        "cdxj",
        "pack",
        "demo",
    ]
    text = done("--help").stdout
    places = [text.index(f"\n  {command} ") for command in COMMANDS]
    assert places == sorted(places)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_s_help_shows_an_example_of_it(command: str) -> None:
    text = done(command, "--help").stdout
    assert "Example:\n" in text
    assert f"archiver {command}" in text.split("Example:\n")[1].splitlines()[0]
    assert text == done(command, "-h").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_in_one_line_what_it_is_for(command: str) -> None:
    line = next(line for line in done("--help").stdout.splitlines() if line.startswith(f"  {command} "))
    assert line.endswith(".")


LISTED = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
import archiver.__main__
archiver.__main__.main()
"""


def loaded(*words: object) -> set[str]:
    """The names of the modules that a command loads."""
    found = subprocess.run([sys.executable, "-c", LISTED, *map(str, words)], check=True, capture_output=True, text=True)
    return set(found.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["save", "--help"]])
def test_help_does_not_wait_for_what_it_does_not_need(words: list[str]) -> None:
    names = {name.split(".")[0] for name in loaded(*words)}
    assert "click" in names
    assert names & HEAVY == set()


def test_a_command_does_not_wait_for_the_others() -> None:
    names = {name for name in loaded("save", "--help") if name.startswith("archiver.cli.")}
    assert "archiver.cli.save" in names
    assert not names & {"archiver.cli.search", "archiver.cli.rules", "archiver.cli.export"}


@pytest.mark.parametrize("words", [["lifeboat"], ["lifeboat", "--after", "2025", "--json"], ["lifebaot OR lifeboat"]])
def test_searching_loads_nothing_of_what_fills_an_archive(saved: Path, words: list[str]) -> None:
    names = loaded("search", *words, "--archive", saved)
    assert "archiver.index.search" in names
    assert {name.split(".")[0] for name in names} & (HEAVY - {"sqlite3", "rapidfuzz"} | {"warcio", "tinycss2"}) == set()
    rooms = ("article", "page", "rules", "judge", "capture", "warc", "stories", "model", "index.filling")
    assert {name for name in names if name.removeprefix("archiver.").startswith(rooms)} == set()


def test_an_unknown_command_is_answered_with_the_one_that_is_like_it() -> None:
    assert "Did you mean 'search'?" in refused(run("serach", "peace"), "serach")


def test_python_dash_m_is_the_same_command() -> None:
    assert process("--version").stdout == f"archiver, version {__version__}\n"
    assert process("--help").stdout == done("--help").stdout


def test_the_installed_command_is_the_same_too() -> None:
    command = Path(sys.executable).with_name("archiver")
    if not command.exists():
        pytest.skip("the package is not installed")
    assert subprocess.check_output([command, "--version"], text=True) == f"archiver, version {__version__}\n"


def test_without_a_command_the_help_is_shown_and_nothing_done(here: Path) -> None:
    found = run()
    assert found.exit_code == 2
    assert "Commands:" in found.output
    assert tree(here) == {}


# Mistakes in typing


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["--nosuch"], ["--nosuch", "archiver --help"]),
        (["serach", "x"], ["serach"]),
        (["search"], ["QUERY", "archiver search --help"]),
        (["show"], ["ID"]),
        (["show", "twelve"], ["twelve is no article number", "archiver search"]),
        (["show", "0"], ["ID"]),
        (["repair", "x.warc.gz"], ["--output", "archiver repair --help"]),
        (["clean"], ["FILE|URL|-"]),
        (["clean", "a.html", "--format", "pdf"], ["--format", "pdf"]),
        (["save"], ["--from", "archiver save --help"]),
        (["save", "https://news.example/", "--timeout", "soon"], ["--timeout", "soon"]),
        (["search", "x", "--limit", "0"], ["--limit"]),
        (["search", "x", "--limit", "99999999999999999999"], ["--limit"]),
        (["--rules", "nofolder", "search", "x"], ["--rules"]),
        (["explain", "1", "--only", "body"], ["--only", "body"]),
    ],
)
def test_a_wrong_word_is_named_in_one_line_with_exit_code_2(words: list[str], names: list[str], here: Path) -> None:
    found = run(*words)
    assert found.exit_code == 2
    refused(found, *names)
    assert tree(here) == {}


# Where the archive is


def test_the_archive_may_be_named_before_the_command_and_after_it(saved: Path) -> None:
    before = done("--archive", saved, "show", 1)
    assert before.stdout == done("show", 1, "--archive", saved).stdout


def test_named_after_the_command_it_goes_before_one_named_earlier(saved: Path) -> None:
    assert done("--archive", "nowhere", "show", 1, "--archive", saved).stdout.startswith("Lifeboat")


def test_the_variable_names_the_archive_where_no_option_does(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVER_HOME", str(saved))
    assert done("show", 1).stdout.startswith("Lifeboat")
    refused(run("show", 1, "--archive", "nowhere"), "nowhere/catalog.sqlite")


def test_else_it_is_the_folder_archives(saved: Path, here: Path) -> None:
    refused(run("show", 1), "archives/catalog.sqlite", "nothing is archived here yet")
    (here / "archives").symlink_to(saved)
    assert done("show", 1).stdout.startswith("Lifeboat")


@pytest.mark.parametrize("command", [["save", "https://news.example/"], ["index"], ["search", "x"], ["show", "1"]])
@pytest.mark.parametrize("way", ["before", "after", "variable"])
def test_an_archive_that_is_a_file_is_refused(
    command: list[str], way: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "notes").write_text("some notes")
    if way == "variable":
        monkeypatch.setenv("ARCHIVER_HOME", "notes")
    option = [] if way == "variable" else ["--archive", "notes"]
    refused(run(*option, *command) if way == "before" else run(*command, *option), "notes", "no folder")
    assert tree(here) == {"notes": b"some notes"}


# Whose rules


RULE = """schema = 1
id = "mine"
[match]
hosts = ["127.0.0.1"]
[[remove]]
id = "mine/headings"
label = "boilerplate"
css = "h2"
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "mine.toml").write_text(RULE)
    return folder


def page(here: Path) -> list[object]:
    (here / "page.html").write_text("<body><h1>Tides</h1><h2>Heading of mine</h2><p>High water at noon.</p></body>")
    return ["explain", "page.html", "--url", "http://127.0.0.1/story"]


def test_rules_of_one_s_own_may_be_named_after_the_command_or_by_the_variable(
    rules: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = page(here)
    assert "mine/headings" not in done(*words).stdout
    after = done(*words, "--rules", rules).stdout
    assert "mine/headings" in after
    monkeypatch.setenv("ARCHIVER_RULES", str(rules))
    assert done(*words).stdout == after
    assert "mine/headings" not in done(*words, "--no-site-rules").stdout


def test_rules_in_the_configuration_folder_are_found(rules: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = here / "config"
    (config / "archiver").mkdir(parents=True)
    rules.rename(config / "archiver" / "rules")
    monkeypatch.setattr("click.get_app_dir", lambda name: str(config / name))
    assert "mine/headings" in done(*page(here)).stdout


# Colour, width, pipes


def test_there_is_no_colour_in_a_pipe(saved: Path) -> None:
    for words in (["search", "lifeboat"], ["explain", 1]):
        assert "\x1b" not in process("--archive", saved, *words).stdout


def test_there_is_colour_on_a_terminal(saved: Path) -> None:
    shown = on_a_terminal("search", "lifeboat", "--archive", saved)
    assert "\x1b[33m\x1b[1mlifeboat\x1b[0m" in shown


def test_there_is_none_where_a_person_wants_none(saved: Path) -> None:
    shown = on_a_terminal("search", "lifeboat", "--archive", saved, NO_COLOR="1")
    assert "lifeboat" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_terminal_s_width_cuts_the_texts_that_are_listed_and_wraps_the_reasons(saved: Path, columns: int) -> None:
    words = ("explain", 1, "--votes", "--archive", saved)
    lines = on_a_terminal(*words, NO_COLOR="1", COLUMNS=str(columns)).splitlines()
    assert max(map(len, lines)) <= columns
    assert any(line.endswith("…") for line in lines)
    assert "".join(reasons(lines)) == "".join(reasons(process(*words).stdout.splitlines()))


def reasons(lines: list[str]) -> list[str]:
    """The lines under the blocks', without white space: a long word may be parted anywhere."""
    return ["".join(line.split()) for line in lines if line.startswith(" " * 18)]


def test_in_a_pipe_texts_are_whole(saved: Path) -> None:
    assert "…" not in process("explain", 1, "--archive", saved).stdout


def test_a_pipe_that_is_closed_early_is_no_error_worth_a_traceback(saved: Path) -> None:
    # So many lines that they do not fit into the pipe's own room.
    script = f"{sys.executable} -m archiver explain 1 --votes --archive {saved} | head -1"
    found = subprocess.run(["sh", "-c", script], check=False, capture_output=True, text=True, timeout=30)
    assert found.stdout.count("\n") == 1
    assert found.stderr == ""


def test_a_pipe_that_cannot_take_a_letter_does_not_break_the_text_off(saved: Path) -> None:
    found = process("show", 1, "--archive", saved, env=os.environ | {"PYTHONIOENCODING": "latin-1"})
    assert found.returncode == 0
    assert found.stdout.endswith("It was founded in 1871.\n")
    assert r"\u201cWe thought it would take us five years,\u201d" in found.stdout

"""The README and the documents are true: what they show is what happens."""

import doctest
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.cli import archiver

ROOT = Path(__file__).parents[1]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
ELISION = "[...]"


def steps() -> list[tuple[str, str]]:
    """The commands of the README with what it says they print, in order."""
    blocks = CONSOLE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    return [(command, output) for block in blocks for command, _, output in [block.removeprefix("$ ").partition("\n")]]


def matches(shown: str, printed: str) -> bool:
    pattern = re.escape(shown.strip()).replace(re.escape(ELISION), r"(?s:.*?)")
    return re.fullmatch(pattern, printed.strip()) is not None


def test_the_readmes_commands_print_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "archives").mkdir()
    shutil.copy(ROOT / "archives" / "sample.warc.gz", tmp_path / "archives")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("ARCHIVER_HOME", raising=False)
    assert steps()
    for command, shown in steps():
        result = CliRunner().invoke(archiver, shlex.split(command)[1:], prog_name="archiver")
        assert matches(shown, result.output), f"{command}\n{result.output}"


def test_the_readmes_python_is_true() -> None:
    failures, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried and not failures


@pytest.mark.parametrize("document", sorted([ROOT / "README.md", *ROOT.glob("*/*.md")]), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


def test_the_source_distribution_has_all_that_the_repository_has() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a repository")
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    included = tuple(path.removeprefix("/") for path in build["targets"]["sdist"]["include"])
    tracked = subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()
    of_itself = {"pyproject.toml", "README.md", ".gitignore"}  # what hatchling takes along unasked
    assert [path for path in tracked if path not in of_itself and not _is_in(path, included)] == []


def _is_in(path: str, included: tuple[str, ...]) -> bool:
    return any(path == one or path.startswith(f"{one}/") for one in included)

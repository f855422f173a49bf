"""The guide's section on learned rules is true: its commands print what it shows, on the invented paper's archive."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.cli import archiver
from tests.learning.site import APPEAL, PLEA, PROMISE, TOPICS, archive, page, url
from tests.test_documents import CONSOLE, ROOT, matches


def test_the_guides_commands_print_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = ([(url(title) + end, page(title, end.strip("?") or "old"), year) for title in TOPICS[:count]]
                for end, year, count in (("", 2023, 4), ("?new", 2025, 2)))  # fmt: skip
    archive(tmp_path / "archives", [*old, *new])
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARCHIVER_RULES", "mine")
    monkeypatch.delenv("ARCHIVER_HOME", raising=False)
    guide = (ROOT / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
    shown = [step for block in CONSOLE.findall(guide) for step in re.split(r"^\$ ", block, flags=re.MULTILINE) if step]
    assert len(shown) == 4
    for step in shown:
        command, _, output = step.partition("\n")
        result = CliRunner().invoke(archiver, shlex.split(command)[1:], prog_name="archiver")
        assert matches(output, result.output), f"{command}\n{result.output}"
        if Path("ferry.txt").exists():
            by_hand(Path("ferry.txt"))


def by_hand(listing: Path) -> None:
    """Change the labels of the appeal, as the guide says."""
    text = listing.read_text(encoding="utf-8")
    for line in (APPEAL, PLEA, PROMISE):
        text = re.sub(rf"\bbody( +{re.escape(line)})", r"fundraising\1", text)
    listing.write_text(text, encoding="utf-8")

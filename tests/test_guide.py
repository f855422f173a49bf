"""The guide to rules is true: its commands, given one after the other, print what it shows, on an invented paper."""

import re
import shlex
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from archiver.cli import archiver
from archiver.rules.load import load_text
from archiver.rules.table import KEYS
from tests.learning.site import APPEAL, PLEA, PROMISE, TOPICS, page, url
from tests.test_documents import CONSOLE, ROOT, matches

GUIDE = (ROOT / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
FILE = re.compile(r"<!-- (my-rules/\S+) -->\n```toml\n(.*?)```", re.DOTALL)
BY_HAND, LEARNED = GUIDE.split("## Or have it learned")
STORIES = {urlsplit(url(title)).path: page(title) for title in TOPICS}


class Paper(BaseHTTPRequestHandler):
    """A proxy that knows the paper alone."""

    def do_GET(self) -> None:
        story = STORIES.get(urlsplit(self.path).path, "")
        data = story.encode()
        self.send_response(200 if story else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Options by which the paper is reached, one story after the other; a folder for rules, and a list of stories."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARCHIVER_RULES", "my-rules")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("ARCHIVER_HOME", raising=False)
    Path("my-rules").mkdir()
    Path("stories.txt").write_text("".join(f"http://www.courier.example{path}\n" for path in STORIES))
    with ThreadingHTTPServer(("127.0.0.1", 0), Paper) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield ["--proxy", f"http://127.0.0.1:{server.server_port}", "--parallel", "1"]
        server.shutdown()
        thread.join()


def steps(text: str) -> Iterator[tuple[str, str]]:
    """The commands with what they print, in order; a file is given as its name and its content."""
    for found in re.finditer(f"{FILE.pattern}|{CONSOLE.pattern}", text, re.DOTALL):
        if found[1]:
            yield found[1], found[2]
        for step in re.split(r"^\$ ", found[3] or "", flags=re.MULTILINE):
            command, _, output = step.partition("\n")
            if command:
                yield command, output


def follow(text: str, options: list[str]) -> list[str]:
    """Do what the guide says, and return the commands."""
    done = []
    for command, shown in steps(text):
        if command.endswith(".toml"):
            Path(command).write_text(shown, encoding="utf-8")
            continue
        words = shlex.split(command)[1:]
        result = CliRunner().invoke(archiver, [*words, *(options if words[0] == "save" else [])], prog_name="archiver")
        assert matches(shown, result.output), f"{command}\n{result.output}"
        done.append(command)
        if Path("ferry.txt").exists():
            label(Path("ferry.txt"))
    return done


def label(listing: Path) -> None:
    """Change the labels of the appeal, as the guide says."""
    text = listing.read_text(encoding="utf-8")
    for line in (APPEAL, PLEA, PROMISE):
        text = re.sub(rf"\bbody( +{re.escape(line)})", r"fundraising\1", text)
    listing.write_text(text, encoding="utf-8")


def test_the_way_by_hand_leads_from_a_bad_capture_to_a_tested_rule(paper: list[str]) -> None:
    done = follow(BY_HAND, paper)
    words = ["save", "explain", "rules", "rules", "rules", "index", "index", "rules", "rules"]
    assert [command.split()[1] for command in done] == words


def test_the_way_by_learning_leads_there_too(paper: list[str]) -> None:
    assert CliRunner().invoke(archiver, ["save", "--from", "stories.txt", *paper]).exit_code == 0
    assert len(follow(LEARNED, paper)) == 4
    assert list(Path("my-rules/learned").iterdir())


def test_every_file_that_the_guide_shows_is_one() -> None:
    files = [text for text in re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL) if "schema = 1" in text]
    assert len(files) == 3
    for text in files:
        load_text(text, "guide.toml", "user")


def test_every_table_and_key_of_a_rule_file_is_in_its_tables() -> None:
    reference = GUIDE[GUIDE.index("## What a file can say") :]
    keys = {key for kind, some in KEYS.items() if kind != "file" for key in some.split()}
    assert [key for key in sorted(keys) if not re.search(rf"`[^`]*\b{key}\b[^`]*`", reference)] == []

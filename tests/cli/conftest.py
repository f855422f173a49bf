import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.capture.exchange import Options
from archiver.capture.run import Plan
from archiver.demo.site import DemoSite
from archiver.rules.book import shipped_rules
from tests.capture.server import Server

PLAIN = Plan(Options(allow_private=True), requisites=False, pages=1)
"""Pages alone, one after the other: their numbers are known then."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and nothing in the surroundings that the command would heed."""
    for name in ("ARCHIVER_HOME", "ARCHIVER_RULES", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "person" / ".config"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that says what a test tells it to."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def saved(site: DemoSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive for reading: 1 the story, 2 its mirror's, 3 the locked story; a front page and a 404 besides."""
    home = tmp_path_factory.mktemp("saved") / "news"
    saved = Archive(home, shipped_rules()).save([*site.urls, site.missing_url], PLAIN)
    assert [one.id for one in saved] == [1, 2, 3, None, None]
    return home


@pytest.fixture
def home(saved: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(saved, tmp_path / "news"))


@pytest.fixture(scope="session")
def closed_url() -> str:
    """A URL on this machine that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"http://127.0.0.1:{port}/story"


@pytest.fixture
def bad_rules(tmp_path: Path) -> Path:
    """A folder of rules with a mistake in one of its files."""
    folder = tmp_path / "my-rules"
    folder.mkdir()
    (folder / "good.toml").write_text('schema = 1\nid = "good"\n[match]\nhosts = ["news.example"]\n')
    (folder / "wrong.toml").write_text(
        'schema = 1\nid = "wrong"\n[match]\nhosts = ["other.example"]\n'
        '[[remove]]\nid = "wrong/nav"\nlabel = "navigaton"\ncss = "nav"\n'
    )
    return folder

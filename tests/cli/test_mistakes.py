"""Whatever is given to a command that is not what it takes: one line that names it, and nothing changed."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.capture.server import Server
from tests.cli.terminal import process, refused, run, tree

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))


@pytest.fixture(autouse=True)
def material(here: Path) -> Path:
    (here / "empty.html").write_bytes(b"")
    (here / "blank.txt").write_bytes(b" \n\n\t")
    (here / "comment.html").write_bytes(b"<!-- nothing -->")
    (here / "folder").mkdir()
    (here / "image.png").write_bytes(PNG)
    (here / "image.html").write_bytes(PNG)
    (here / "noise").write_bytes(bytes(range(256)) * 40)
    (here / "crawl.warc").write_bytes(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n")
    (here / "list.txt").write_text("https://news.example/\n\nnews.example/story\n")
    return here


NO_DOCUMENT = [
    "missing.html", "empty.html", "blank.txt", "comment.html", "folder", "image.png", "image.html", "noise",
    "crawl.warc",
]  # fmt: skip


@pytest.mark.parametrize("command", ["clean", "explain"])
@pytest.mark.parametrize("source", NO_DOCUMENT)
def test_what_is_no_document_is_named(command: str, source: str, here: Path) -> None:
    before = tree(here)
    found = run(command, source)
    assert (found.exit_code, found.stdout) == (1, "")
    refused(found, source)
    assert tree(here) == before


@pytest.mark.parametrize("command", ["clean", "explain"])
@pytest.mark.parametrize("data", [b"", PNG])
def test_so_is_standard_input(command: str, data: bytes) -> None:
    refused(run(command, "-", stdin=data), "standard input")


@pytest.mark.parametrize("command", ["clean", "explain"])
@pytest.mark.parametrize("url", ["closed", "http://no-such-host.invalid/", "http://", "https://[/", "http://a b/"])
def test_a_url_that_nothing_comes_from_is_named(command: str, url: str, closed_url: str, here: Path) -> None:
    before = tree(here)
    url = closed_url if url == "closed" else url
    found = run(command, url)
    assert (found.exit_code, found.stdout) == (1, "")
    refused(found, url)
    assert tree(here) == before


@pytest.mark.parametrize("command", ["clean", "explain"])
@pytest.mark.parametrize("url", ["ftp://news.example/", "file:///tmp/page.html", "FTP://news.example/story"])
def test_of_an_address_that_is_not_of_the_web_it_is_said_that_it_is_not_fetched(command: str, url: str) -> None:
    refused(run(command, url), url, "only http and https are fetched")


def test_a_file_may_have_a_name_like_an_address(here: Path) -> None:
    (here / "ftp:" / "news").mkdir(parents=True)
    (here / "ftp:" / "news" / "a.html").write_text("<p>High water at noon.")
    assert run("clean", "ftp://news/a.html").stdout == "High water at noon.\n"


@pytest.mark.parametrize("words", [["clean", ""], ["explain", ""], ["save", ""], ["save", "--from", ""]])
def test_of_an_empty_name_it_is_said_that_it_is_empty(words: list[str], here: Path) -> None:
    before = tree(here)
    refused(run(*words), "empty")
    assert tree(here) == before


@pytest.mark.parametrize("words", [["clean", "-"], ["explain", "-"], ["save", "--from", "-"]])
def test_standard_input_that_is_closed_is_named(words: list[str]) -> None:
    found = process(*words, closed=True)
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("Error: standard input: it is closed")
    assert found.stderr.count("\n") == 1


def test_where_it_is_not_asked_for_nobody_misses_it(here: Path) -> None:
    (here / "a.html").write_text("<p>High water at noon.")
    assert process("clean", "a.html", closed=True).stdout == "High water at noon.\n"


def test_a_page_is_refused_for_the_reason_that_there_is(here: Path) -> None:
    (here / "deep.html").write_text("<div>" * 3000 + "<p>Text")
    refused(run("clean", "deep.html", "--url", "https://news.example/"), "deep.html: its elements are nested too deep")
    refused(run("clean", "comment.html"), "comment.html: no HTML in it")


@pytest.mark.parametrize("name", ["missing.txt", "folder", "image.png"])
def test_what_is_no_list_is_named(name: str, here: Path) -> None:
    before = tree(here)
    refused(run("save", "--from", name), name)
    assert tree(here) == before


@pytest.mark.parametrize(
    "command",
    [["save", "--from", "list.txt"], ["clean", "noise"], ["index", "crawl.warc"], ["check", "missing.warc"]],
)
def test_a_process_says_it_the_same_way(command: list[str], here: Path) -> None:
    found = process(*command)
    assert found.returncode in (1, 4)
    assert len(found.stderr.splitlines()) == 1
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("name", ["missing.warc", "folder"])
def test_what_is_no_file_to_check_is_named(name: str, here: Path) -> None:
    before = tree(here)
    refused(run("check", name), name)
    assert tree(here) == before


@pytest.mark.parametrize("name", ["missing.warc", "folder", "empty.html", "crawl.warc", "noise"])
def test_what_cannot_be_repaired_is_named(name: str, here: Path) -> None:
    before = tree(here)
    refused(run("repair", name, "-o", "new.warc.gz"), name)
    assert tree(here) == before


# Rules


@pytest.mark.parametrize(
    ("command", "way"),
    [("save", "option"), ("save", "variable"), ("clean", "option"), ("explain", "variable"),
     ("index", "option")],
)  # fmt: skip
def test_a_wrong_rule_is_named_with_its_file_before_anything_is_fetched_or_written(
    way: str, command: str, bad_rules: Path, here: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.says("/story", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Text")
    words = [command, "crawl.warc" if command == "index" else url]
    before = tree(here)
    if way == "variable":
        monkeypatch.setenv("ARCHIVER_RULES", str(bad_rules))
    found = run(*words, *([] if way == "variable" else ["--rules", str(bad_rules)]))
    assert (found.exit_code, found.stdout) == (1, "")
    refused(found, bad_rules / "wrong.toml", "wrong/nav", "navigaton")
    assert server.requests == []
    assert tree(here) == before


@pytest.mark.parametrize("way", ["option", "variable"])
def test_a_folder_of_rules_that_is_not_there_is_named(way: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "variable":
        monkeypatch.setenv("ARCHIVER_RULES", "no-rules")
    refused(run("clean", "list.txt", *([] if way == "variable" else ["--rules", "no-rules"])), "no-rules")


# The archive


READERS = [["search", "lifeboat"], ["show", "1"], ["explain", "1"], ["explain", "http://news.example/"]]


@pytest.mark.parametrize("command", [*READERS, ["save", "http://news.example/"], ["index"]])
def test_an_index_that_is_no_database_is_named_and_left_as_it_is(command: list[str], home: Path) -> None:
    (home / "catalog.sqlite").write_bytes(b"no database at all, only words\n" * 100)
    before = tree(home)
    found = run(*command, "--archive", home)
    assert found.exit_code == 1
    refused(found, home / "catalog.sqlite", "archiver index --rebuild")
    assert tree(home) == before


def test_a_rebuild_makes_it_good(home: Path) -> None:
    (home / "catalog.sqlite").write_bytes(b"no database at all, only words\n" * 100)
    assert run("index", "--rebuild", "--archive", home).exit_code == 0
    assert run("show", 1, "--archive", home).exit_code == 0


@pytest.mark.parametrize("command", [*READERS, ["save", "http://news.example/"], ["index"], ["index", "--rebuild"]])
def test_another_program_s_database_is_named_and_left_as_it_is(command: list[str], home: Path) -> None:
    (home / "catalog.sqlite").unlink()
    with closing(sqlite3.connect(home / "catalog.sqlite")) as db:
        db.execute("CREATE TABLE recipes (name)")
    before = tree(home)
    refused(run(*command, "--archive", home), home / "catalog.sqlite", "not an archiver's catalog")
    assert tree(home) == before


@pytest.mark.parametrize("command", [*READERS[:3], ["check"]])
def test_where_nothing_is_archived_yet_that_is_said(command: list[str], here: Path) -> None:
    before = tree(here)
    refused(run(*command), "nothing is archived here yet", "archiver save")
    assert tree(here) == before


@pytest.mark.parametrize("command", [["save", "http://news.example/"], ["index", "crawl.warc"], ["demo"]])
def test_an_archive_that_cannot_be_made_is_named(command: list[str], here: Path) -> None:
    before = tree(here)
    refused(run(*command, "--archive", "image.png/news"), "image.png/news")
    assert tree(here) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="no permission binds the superuser")
def test_an_archive_that_must_not_be_written_is_named(here: Path) -> None:
    locked = here / "locked"
    locked.mkdir(mode=0o500)
    refused(run("save", "http://news.example/", "--archive", locked), locked)
    assert list(locked.iterdir()) == []

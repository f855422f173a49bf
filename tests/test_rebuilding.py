"""An index that is made anew, with cleaning in one process or in several: the same in every row."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archiver import archive
from archiver.archive import Archive
from archiver.rules.book import shipped_rules
from archiver.warc.write import WarcWriter
from tests.warc.exchanges import exchange

PAGES = 90
TEXT = "The harbour office has published the tables for the year {0}, and they differ from the last ones. " * 5
STORY = "<title>Tides {0}</title><article><h1>Tides {0}</h1><p>" + TEXT + "</p></article><nav><a href='/'>All</a></nav>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
BEGAN = datetime(2025, 5, 28, tzinfo=UTC)
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1"
OF_ITS_MAKING = {"runs", "_sqlite_migrations"}
"""Tables that say when a catalog was made."""


@pytest.fixture(scope="module")
def warcs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warc")
    with WarcWriter(folder) as writer:
        for number in range(PAGES):
            body = STORY.format(number % 70).encode()  # some are copies of others, some are versions
            url, time = f"http://news.example/{number % 80}", BEGAN + timedelta(hours=number)
            writer.write(exchange(url, HEAD % len(body), body, time=time))
    return folder


def rebuilt(home: Path, warcs: Path) -> dict[str, list[Any]]:
    shutil.copytree(warcs, home / "warc")
    (done,) = Archive(home, shipped_rules()).rebuild()
    assert (done.captures, done.articles, done.why) == (PAGES, PAGES, None)
    return content(home / "catalog.sqlite") | content(home / "fulltext.sqlite")


def content(path: Path) -> dict[str, list[Any]]:
    """Return all rows of a file, by table; of what FTS5 keeps, those in which its words lie."""
    with closing(sqlite3.connect(path)) as db:
        names = {name for (name,) in db.execute(TABLES)} - OF_ITS_MAKING
        found = {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
    return {f"{path.name} {name}": [row for row in rows if row[0] != "identity"] for name, rows in found.items()}


@pytest.mark.parametrize("is_begun_early", [False, True])
def test_how_many_processes_clean_makes_no_difference(
    tmp_path: Path, warcs: Path, monkeypatch: pytest.MonkeyPatch, is_begun_early: bool
) -> None:
    monkeypatch.setattr(archive, "_MUCH", 1 if is_begun_early else 10**9)
    found = []
    for count in (1, 2, 3):
        monkeypatch.setattr(os, "cpu_count", lambda count=count: count)
        found.append(rebuilt(tmp_path / str(count), warcs))
    assert found[0]["catalog.sqlite stories"]
    for other in found[1:]:
        assert other.keys() == found[0].keys()
        for name, rows in found[0].items():
            assert other[name] == rows, name

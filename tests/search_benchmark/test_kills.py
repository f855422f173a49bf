"""Whoever writes to the index may be killed; and what looks for the damage would see it."""

import json
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.folder import index_of
from archiver.rules.book import shipped_rules
from archiver.warc.write import WarcWriter
from benchmarks.search.edits import full_text
from benchmarks.search.exchange import exchange_of
from benchmarks.search.integrity import faults
from benchmarks.search.ordeal import Ordeal, page_of, word_of
from tests.index.samples import TIME


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with WarcWriter(tmp_path / "warc") as writer:
        for number in range(1, 4):
            writer.write(exchange_of(f"https://tides.example/{number}", page_of(number, length=5), TIME))
    for _ in Archive(tmp_path, shipped_rules()).index():
        pass
    return tmp_path


def change(home: Path, sql: str) -> None:
    with closing(sqlite3.connect(index_of(home))) as db, db:
        db.execute(sql)


def test_nothing_is_lost_or_broken_by_a_kill() -> None:
    """The short version of `python -m benchmarks.search.kills --points 100`."""
    command = [sys.executable, "-m", "benchmarks.search.kills", "--points", "3", "--seed", "1"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["wrong"] == []


def test_an_article_that_was_lost_is_missed(tmp_path: Path) -> None:
    ordeal = Ordeal(tmp_path, random.Random(1), Counter())
    ordeal.begin()
    assert ordeal.wrong == []
    change(tmp_path, "DELETE FROM blocks WHERE article_id = 3")
    change(tmp_path, "DELETE FROM articles WHERE id = 3")
    ordeal.check("after a loss")
    assert ordeal.wrong == [f"after a loss: {word_of(3)}: found 0 times"]


def test_each_page_has_a_word_of_its_own() -> None:
    assert len({word_of(number) for number in range(5_000)}) == 5_000


def test_a_whole_index_has_no_faults(home: Path) -> None:
    assert list(faults(home)) == []


def test_a_full_text_that_does_not_fit_its_articles_is_a_fault(home: Path) -> None:
    change(home, "DELETE FROM articles_fts_docsize WHERE id = 2")
    change(home, "UPDATE articles_fts_data SET block = zeroblob(8) WHERE id > 10")
    assert any("articles_fts" in fault for fault in faults(home))


def test_a_file_that_is_no_database_is_a_fault(home: Path) -> None:
    (home / "other.sqlite").write_bytes(b"no database" * 100)
    assert [fault for fault in faults(home) if fault.startswith("other.sqlite")]


def test_the_digest_of_the_full_text_sees_an_edit_of_the_text_and_none_of_a_field(home: Path) -> None:
    before = full_text(home)
    change(home, "UPDATE articles SET section = 'Harbour'")
    assert full_text(home) == before
    change(home, "UPDATE articles SET text = text || ' more' WHERE id = 1")
    assert full_text(home) != before


def test_so_does_the_digest_of_a_full_text_that_has_a_file_of_its_own(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "fulltext.sqlite")) as db, db:
        db.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='')")
        db.execute("INSERT INTO words(rowid, text) VALUES (1, 'tides')")
    before = full_text(tmp_path)
    assert full_text(tmp_path) == before
    with closing(sqlite3.connect(tmp_path / "fulltext.sqlite")) as db, db:
        db.execute("INSERT INTO words(rowid, text) VALUES (2, 'tables')")
    assert full_text(tmp_path) != before

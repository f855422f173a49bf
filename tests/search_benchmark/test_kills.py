"""Whoever writes to the index may be killed; and what looks for the damage would see it."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
import tantivy

from archiver.archive import Archive
from archiver.folder import fulltext_of, index_of
from archiver.index.tantivy import fields
from archiver.rules.book import shipped_rules
from benchmarks.search import adapter
from benchmarks.search.agreement import disagreements
from benchmarks.search.harbour import word_of, write_pages
from benchmarks.search.integrity import faults
from benchmarks.search.notebook import Notebook
from benchmarks.search.ordeal import Ordeal
from benchmarks.search.victim import Death, killed, undisturbed


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("archive")
    write_pages(home / "warc", range(1, 4), random.Random(1))
    index(home)
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def index(home: Path) -> None:
    for _ in Archive(home, shipped_rules()).index():
        pass


def change(home: Path, sql: str) -> None:
    """Change the catalog or, named "fulltext", the full text."""
    with closing(sqlite3.connect(index_of(home))) as db:
        db.execute("ATTACH ? AS fulltext", [str(fulltext_of(index_of(home)))])
        with db:
            db.execute(sql)


def test_nothing_is_lost_or_broken_by_a_kill() -> None:
    """The short version of `python -m benchmarks.search.kills --points 100`."""
    command = [sys.executable, "-m", "benchmarks.search.kills", "--points", "3", "--seed", "1"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["wrong"] == []


def test_nothing_is_lost_or_broken_by_a_kill_where_tantivy_keeps_the_words() -> None:
    """The short version of `python -m benchmarks.search.kills --points 100 --engine tantivy`."""
    command = [sys.executable, "-m", "benchmarks.search.kills", "--points", "2", "--seed", "2", "--engine", "tantivy"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["wrong"] == []


def test_what_tantivy_lacks_or_has_twice_is_a_fault(home: Path) -> None:
    for _ in Archive(home, shipped_rules()).index(engine="tantivy"):
        pass
    assert [*disagreements(home)] == []
    (folder,) = home.glob("*.tantivy")
    writer = fields.opened(folder).writer(20_000_000, 1)
    writer.delete_documents_by_term(fields.DOCID, 1)
    for number in (2, 9):
        one = tantivy.Document()
        one.add_integer(fields.DOCID, number)
        writer.add_document(one)
    writer.commit()
    writer.wait_merging_threads()
    found = list(disagreements(home))
    assert {"document 2: there 2 times", "document 9: not in the catalog"} < set(found)
    assert any(one.startswith("document 1: not all of its words are in") for one in found)


def test_an_article_that_was_lost_is_missed(tmp_path: Path) -> None:
    ordeal = Ordeal(tmp_path, random.Random(1), Counter())
    ordeal.begin()
    assert ordeal.wrong == []
    for table, column in (
        ("blocks", "article_id"),
        ("sketches", "article"),
        ("stories", "article"),
        ("articles", "id"),
    ):
        change(tmp_path, f"DELETE FROM {table} WHERE {column} = 3")
    ordeal.check("after a loss")
    assert f"after a loss: {word_of(3)}: found 0 times" in ordeal.wrong


def test_each_page_has_a_word_of_its_own() -> None:
    assert len({word_of(number) for number in range(5_000)}) == 5_000


def test_a_whole_index_has_no_faults(home: Path) -> None:
    assert [*faults(home), *disagreements(home)] == []


def test_a_file_that_is_no_database_is_a_fault(home: Path) -> None:
    (home / "other.sqlite").write_bytes(b"no database" * 100)
    assert [fault for fault in faults(home) if fault.startswith("other.sqlite")]


@pytest.mark.parametrize("table", ["articles_fts_1", "parts_fts_1"])
def test_a_full_text_that_is_broken_in_itself_is_a_fault(home: Path, table: str) -> None:
    change(home, f"UPDATE fulltext.{table}_data SET block = zeroblob(8) WHERE id > 10")
    assert [fault for fault in faults(home) if fault.startswith(f"fulltext.sqlite: {table}")]


def test_a_row_that_refers_to_nothing_is_a_fault(home: Path) -> None:
    change(home, "INSERT INTO article_authors VALUES (77, 1)")
    assert any("article_authors" in fault for fault in faults(home))


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("DELETE FROM fulltext.docs WHERE article = 2", "article without a document: 2"),
        ("UPDATE fulltext.docs SET article = 99 WHERE article = 2", "document without an article: 99"),
        ("DELETE FROM fulltext.articles_fts_1_docsize WHERE id = 2", "document without words: 2"),
        ("INSERT INTO fulltext.dead(docid) VALUES (2)", "document dead and alive: 2"),
        ("DELETE FROM sketches WHERE article = 2", "article without a sketch: 2"),
        ("UPDATE articles SET text = 'other' WHERE id = 2", "change not taken in: "),
        ("UPDATE fulltext.docs SET captured = 0 WHERE article = 2", "article 2: the full text has other facts of it"),
        ("DELETE FROM blocks WHERE article_id = 2 AND label = 'quote'", "parts_fts_1: with "),
        ("INSERT INTO fulltext.articles_fts_1(rowid, text) VALUES (9, 'x')", "words without a document: 9"),
        ("INSERT INTO fulltext.parts_fts_1(rowid, words) VALUES (129, 'x')", "parts_fts_1: with 1 words against"),
    ],
)
def test_what_catalog_and_full_text_say_differently_is_a_fault(home: Path, sql: str, fault: str) -> None:
    change(home, sql)
    assert [one for one in disagreements(home) if one.startswith(fault)]


def test_words_of_before_an_edit_are_a_fault_though_the_index_takes_itself_for_current(home: Path) -> None:
    change(home, "UPDATE articles SET title = 'The ebb at night' WHERE id = 2")
    change(home, "UPDATE fulltext.state SET value = (SELECT max(number) FROM changes) WHERE name = 'synced'")
    found = list(disagreements(home))
    assert any(fault.startswith("articles_fts_1: without 2 words") for fault in found)
    assert any(fault.startswith("articles_fts_1: with ") for fault in found)


def test_the_next_indexing_mends_what_a_kill_between_the_two_files_leaves(home: Path) -> None:
    change(home, "UPDATE articles SET text = 'other' WHERE id = 2")
    index(home)
    assert list(disagreements(home)) == []


def test_whenever_a_rebuild_is_killed_there_is_a_catalog(home: Path) -> None:
    def rebuild() -> None:
        for _ in Archive(home, shipped_rules()).rebuild():
            pass

    steps = undisturbed(rebuild, home).steps
    assert steps > 10
    for step in range(1, steps + 1):
        assert killed(rebuild, home, Death(0, step)) == "killed"
        assert len(adapter.numbers(home)) == 3
    (home / "catalog.sqlite.4194304999.new").touch()  # no process has that number
    index(home)
    assert list(home.glob("*.new*")) == []


def test_a_tag_or_note_that_is_lost_or_comes_back_is_missed(home: Path) -> None:
    notebook = Notebook(home, random.Random(1))
    notebook.tag(range(1, 4))
    notebook.note(range(1, 4))
    assert list(notebook.faults()) == []
    article, word = min(notebook.tags)
    adapter.untag(home, article, word)
    change(home, "DELETE FROM notes WHERE article_id = 2")
    assert sorted(fault.partition(":")[0] for fault in notebook.faults()) == ["note lost", "tag lost"]
    adapter.tag(home, article, word)
    assert list(notebook.faults()) == [f"tag that should be gone: {(article, word)}"]


def test_what_somebody_was_killed_over_may_be_there_or_not_but_nothing_before_it(home: Path) -> None:
    notebook = Notebook(home, random.Random(1))
    steps = undisturbed(lambda: notebook.note(range(1, 3)), home).steps
    assert killed(lambda: notebook.note(range(1, 3)), home, Death(0, steps // 2)) == "killed"
    assert list(notebook.faults()) == []
    assert len(notebook.notes) >= 2
    change(home, "DELETE FROM notes")
    assert {fault.partition(":")[0] for fault in notebook.faults()} == {"note lost"}


def test_a_process_is_killed_before_the_step_that_was_named(tmp_path: Path) -> None:
    def act() -> None:
        (tmp_path / "a").write_text("a")
        (tmp_path / "a").rename(tmp_path / "b")
        (tmp_path / "b").unlink()

    assert undisturbed(act, tmp_path).steps == 3
    assert killed(act, tmp_path, Death(0, 3)) == "killed"
    assert [path.name for path in tmp_path.iterdir()] == ["b"]
    assert killed(act, tmp_path, Death(0, 4)) == "ended"


def test_a_process_is_killed_after_the_time_that_was_named_and_a_failure_is_not_taken_for_it(tmp_path: Path) -> None:
    assert killed(lambda: time.sleep(60), tmp_path, Death(0.01, None)) == "killed"
    assert killed((tmp_path / "missing").unlink, tmp_path, Death(5, 99)) == "failed"

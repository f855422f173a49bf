"""`archiver note`: what people write on articles."""

import os
import re
from pathlib import Path

import pytest

from tests.cli.terminal import done, objects, on_a_terminal, refused, run


@pytest.fixture(autouse=True)
def archive(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    return home


def test_a_note_is_written_and_listed_with_its_id_and_time() -> None:
    found = re.fullmatch(r"note (\w{12}) on article 1\n", done("note", 1, "Check the date.").stdout)
    assert found
    lines = done("note", 1).stdout.splitlines()
    assert re.fullmatch(rf"{found[1]}  20\d\d-\d\d-\d\d \d\d:\d\d UTC", lines[0])
    assert lines[1:] == ["    Check the date."]


def test_words_need_no_quotation_marks_and_notes_come_in_the_order_of_writing() -> None:
    done("note", 1, "check", "the", "date")
    done("note", 1, "and the place")
    assert [one["text"] for one in objects("note", 1)] == ["check the date", "and the place"]


def test_a_note_of_several_lines_comes_by_standard_input() -> None:
    done("note", 1, "-", stdin="first\n\nsecond: Ü 東京\n")
    assert [one["text"] for one in objects("note", 1)] == ["first\n\nsecond: Ü 東京"]


def test_a_note_is_removed_by_its_id_or_the_beginning_of_it() -> None:
    first, second = (objects("note", 1, text)[0]["id"] for text in ("a", "b"))
    done("note", 1, "--remove", first)
    done("note", 1, "--remove", second[:11])
    assert done("note", 1).stderr == "No notes on article 1.\n"


def test_a_note_of_another_article_is_not_removed() -> None:
    (added,) = objects("note", 1, "a")
    refused(run("note", 2, "--remove", "zz"), "no note 'zz'")
    refused(run("note", 2, "--remove", ""), "no note ''")
    refused(run("note", 2, "--remove", added["id"][:6]), "no note")
    assert len(objects("note", 1)) == 1


def test_articles_are_found_by_their_notes_and_shown_with_them() -> None:
    done("note", 3, "The nine companies were named later.")
    assert [one["id"] for one in objects("search", "note:company")] == [3]
    assert [one["id"] for one in objects("search", 'note:"nine companies" fish')] == [3]
    assert [one["id"] for one in objects("search", "has:note")] == [3]
    done("search", "note:zebra", code=3)
    assert done("show", 3).stdout.endswith("    The nine companies were named later.\n")
    assert objects("show", 3)[0]["notes"][0]["text"] == "The nine companies were named later."


def test_what_cannot_be_meant_is_said() -> None:
    refused(run("note", 99, "text"), "no article 99")
    refused(run("note", 99), "no article 99")
    refused(run("note", 1, " "), "empty note")
    refused(run("note", 1, "-", stdin=""), "empty note")
    refused(run("note", 1, "text", "--remove", "x"), "only one of them")
    refused(run("note", 1, "--edit"), "terminal")


def test_a_note_can_be_written_in_an_editor(tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsleep 1\necho "from the editor" > "$1"\n')  # click sees that it was saved by its time
    editor.chmod(0o755)
    assert "note " in on_a_terminal("note", 1, "--edit", EDITOR=str(editor), ARCHIVER_HOME=os.environ["ARCHIVER_HOME"])
    assert [one["text"] for one in objects("note", 1)] == ["from the editor"]

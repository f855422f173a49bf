"""`archiver diff`: what changed between two versions of an article."""

import re
from pathlib import Path

import pytest

from archiver.cli.width import width
from tests.cli import history
from tests.cli.terminal import done, objects, on_a_terminal, process, refused, run


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = history.make(tmp_path / "news")
    monkeypatch.setenv("ARCHIVER_HOME", str(home))
    return home


def test_changes_are_legible_by_their_marks_alone() -> None:
    found = done("diff", 1, 2)
    assert found.stdout.splitlines() == [
        "Ferry to run in July",
        "- 1: 2025-06-01 10:00 UTC, 50 words".replace("50", str(words(history.OLD, history.GONE))),
        found.stdout.splitlines()[2],
        history.URL,
        "",
        f"New correction: {{+{history.CORRECTION}+}}",
        "Title: Ferry to run [-again-] {+in July+}",
        "",
        "… 3 paragraphs unchanged",
        f"  {history.UNCHANGED[3]}",
        "~ The council said on [-Monday-] {+Tuesday+} that the ferry to Gannet Point would run again from [-June-] "
        "{+July+}, for the first time.",
        f"- {history.GONE}",
        f"+ {history.CAME}",
        f"+ {history.CORRECTION}",
    ]


def words(*texts: str) -> int:
    return sum(len(text.split()) for text in (*history.UNCHANGED, *texts))


def test_one_number_is_compared_with_the_version_before_it() -> None:
    assert done("diff", 2).stdout == done("diff", 1, 2).stdout


def test_where_there_is_no_earlier_version_that_is_said_with_exit_code_3() -> None:
    for number in (1, 4):
        found = done("diff", number, code=3)
        assert found.stdout == ""
        assert f"Article {number} has no earlier version" in found.stderr


def test_a_text_that_is_the_same_is_said_to_be() -> None:
    assert done("diff", 3).stdout.splitlines()[-1] == "The text is the same, word for word."


def test_two_articles_that_are_not_one_are_compared_with_a_note() -> None:
    found = done("diff", 1, 4)
    assert "Note: 1 and 4 are not from the same address" in found.stderr
    assert "+ Another story." in found.stdout


@pytest.mark.parametrize(("context", "elided"), [(0, "… 4 "), (1, "… 3 "), (2, "… 2 "), (3, None), (9, None)])
def test_as_many_unchanged_paragraphs_are_shown_as_a_person_wants(context: int, elided: str | None) -> None:
    shown = done("diff", 2, "--context", context).stdout
    assert (elided in shown) if elided else ("…" not in shown)


def test_json_is_one_object_with_every_paragraph() -> None:
    (found,) = objects("diff", 2)
    assert (found["old"]["number"], found["new"]["number"], found["is_empty"]) == (1, 2, False)
    assert [one["kind"] for one in found["changes"]] == ["kept"] * 4 + ["replaced", "removed", "added", "added"]
    assert found["corrections"][0]["parts"] == [{"kind": "added", "text": history.CORRECTION}]
    assert [one["name"] for one in found["fields"]] == ["title"]


# On a terminal


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_lines_fit_the_terminal_ideographs_included(columns: int) -> None:
    lines = on_a_terminal("diff", "2", NO_COLOR="1", COLUMNS=str(columns)).splitlines()
    assert max(map(width, lines)) <= columns
    text = "".join(lines).replace("+ ", "")
    assert history.CAME in text.replace(" ", "")


def test_removed_and_added_words_are_in_colour_too_unless_a_person_wants_none() -> None:
    shown = on_a_terminal("diff", "2", COLUMNS="200")
    assert "\x1b[31m[-Monday-]\x1b[0m" in shown.replace(" [-", "[-")
    assert "\x1b[32m{+Tuesday+}\x1b[0m" in shown.replace(" {+", "{+")
    plain = on_a_terminal("diff", "2", COLUMNS="200", NO_COLOR="1")
    assert "\x1b" not in plain
    assert "[-Monday-] {+Tuesday+}" in plain
    assert "\x1b" not in process("diff", "2").stdout


# As a web page


def test_the_web_page_is_one_file_with_the_same_changes(here: Path) -> None:
    done("diff", 2, "--html", "ferry.html")
    page = (here / "ferry.html").read_text(encoding="utf-8")
    assert "<del>Monday</del> <ins>Tuesday</ins>" in page
    assert f'<section class="correction"><h2>A correction is new</h2><p dir="auto"><ins>{history.CORRECTION}' in page
    assert "<details><summary>… 3 paragraphs unchanged</summary>" in page
    assert not re.search(r"<script|<link|src=|@import|url\(", page)


def test_nothing_but_a_page_of_its_own_is_overwritten(here: Path) -> None:
    done("diff", 2, "--html", "ferry.html")
    done("diff", 2, "--html", "ferry.html")
    (here / "notes.html").write_text("my notes")
    refused(run("diff", 2, "--html", "notes.html"), "notes.html", "nothing else is overwritten")
    assert (here / "notes.html").read_text() == "my notes"


def test_what_a_page_holds_is_never_markup(tmp_path: Path) -> None:
    from archiver.folder import index_of
    from archiver.index.store import Store
    from tests.index.samples import TIME, article, capture

    with Store.open(index_of(tmp_path / "evil"), create=True) as store:
        for name, text in (("1", "One <script>alert(1)</script> & two."), ("2", "One <b onclick=x>three</b> & two.")):
            store.add(capture(name, "javascript:alert(1)", TIME), "article", article(text, title="<img src=x>"))
    done("diff", 1, 2, "--html", "evil.html", "--archive", tmp_path / "evil")
    page = Path("evil.html").read_text(encoding="utf-8")
    assert not re.search(r"<(script|b|img)\b", page)
    assert 'href="javascript' not in page

"""`archiver rules learn` and `archiver explain --edit`, on real archives of an invented paper."""

import json
import stat
from pathlib import Path

import pytest

from archiver.rules.book import Rulebook
from tests.cli.terminal import done, objects, refused, run, tree
from tests.learning.site import APPEAL, SITE, STORIES, TOPICS, archive, page, url

FIRST, SECOND = TOPICS[:2]


@pytest.fixture
def courier(tmp_path: Path) -> Path:
    """An archive with four articles in the old design, from 2023, and two of them again in the new one, from 2025."""
    old = [(url(title), page(title), 2023) for title in TOPICS]
    archive(tmp_path / "courier", [*old, *((f"{url(title)}?new", page(title, "new"), 2025) for title in TOPICS[:2])])
    return tmp_path / "courier"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for rules of one's own."""
    monkeypatch.setenv("ARCHIVER_RULES", str(tmp_path / "mine"))
    (tmp_path / "mine").mkdir()
    return tmp_path / "mine"


def text(number: int, home: Path) -> str:
    return done("show", number, "--archive", home).stdout


# From captures alone


def test_what_repeats_is_proposed_and_nothing_written(courier: Path, mine: Path) -> None:
    before = tree(courier)
    found = done("rules", "learn", SITE, "--archive", courier)
    assert ".cr-standing" in found.stdout
    assert "240 words of text would be removed; 4 captures" in found.stdout
    assert "nothing written; --write" in found.stderr
    assert tree(courier) == before
    assert not list(mine.iterdir())


def test_for_programs_each_proposal_is_an_object(courier: Path) -> None:
    found = objects("rules", "learn", SITE, "--archive", courier)
    first = {"kind": "remove", "selector": ".cr-standing", "words": 240, "refused": None}
    assert first.items() <= found[0].items()
    assert {one["url"] for one in found[0]["captures"]} == {url(title) for title in TOPICS}


def test_what_is_written_removes_it_from_what_is_archived(courier: Path, mine: Path) -> None:
    assert APPEAL in text(1, courier)
    done("rules", "learn", SITE, "--archive", courier, "--write")
    (pack,) = (one for one in Rulebook.load(mine).packs if one.level == "learned")
    assert pack.id == f"learned/{SITE}"
    assert (str(pack.valid_from), str(pack.valid_until)) == ("2023-05-01", "2025-05-06")
    done("index", "--archive", courier)
    for number, title in enumerate(TOPICS, 1):
        shown = text(number, courier)
        assert APPEAL not in shown
        assert all(paragraph in shown for paragraph in STORIES[title])


def test_a_file_is_never_overwritten(courier: Path, mine: Path) -> None:
    done("rules", "learn", SITE, "--archive", courier, "-o", "learned.toml")
    written = Path("learned.toml").read_text()
    complaint = refused(run("rules", "learn", SITE, "--archive", courier, "-o", "learned.toml"), "learned.toml")
    assert "exists already" in complaint
    assert Path("learned.toml").read_text() == written


def test_a_site_with_two_captures_is_told_that_three_are_needed(tmp_path: Path) -> None:
    archive(tmp_path / "few", [(url(title), page(title), 2024) for title in TOPICS[:2]])
    complaint = refused(run("rules", "learn", SITE, "--archive", tmp_path / "few"), SITE)
    assert "holds 2 captures, 2 different" in complaint
    assert "3 different articles or more" in complaint


def test_a_site_of_which_there_is_nothing_to_say_ends_with_3(tmp_path: Path) -> None:
    bare = [(url(title), page(title).replace('<div class="cr-standing">', "<!--"), 2024) for title in TOPICS]
    archive(tmp_path / "bare", [(where, html.replace("</div></div>", "--></div>"), year) for where, html, year in bare])
    found = done("rules", "learn", SITE, "--archive", tmp_path / "bare", code=3)
    assert found.stderr == f"{SITE}: no rule to propose\n"


# From a labelled page


def labelled(number: int, home: Path, label: str = "fundraising") -> Path:
    """Have the three lines of the appeal labelled by hand, without an editor."""
    done("explain", number, "--archive", home, "--labels", "page.txt")
    lines = Path("page.txt").read_text().splitlines(keepends=True)
    wrong = [at for at, line in enumerate(lines) if "We at the" in line or "a loaf" in line or "printed copy" in line]
    assert len(wrong) == 3
    for at in wrong:
        lines[at] = lines[at].replace(" body ", f" {label} ", 1)
    Path("page.txt").write_text("".join(lines))
    done("explain", number, "--archive", home, "--labels", "page.txt")
    return Path("page.json")


def test_one_labelled_page_gives_rules_for_the_whole_site(courier: Path, mine: Path) -> None:
    labels = labelled(1, courier)
    rows = json.loads(labels.read_text())["blocks"]
    assert {one["label"] for one in rows if one.get("was") == "body"} == {"fundraising"}
    found = done("rules", "learn", SITE, "--from", labels, "--archive", courier, "--write")
    assert "remove fundraising: .cr-standing" in found.stdout
    done("index", "--archive", courier)
    assert APPEAL not in text(2, courier)
    assert all(paragraph in text(2, courier) for paragraph in STORIES[SECOND])


def test_across_the_redesign_the_text_stays_whole(courier: Path, mine: Path) -> None:
    done("rules", "learn", SITE, "--from", labelled(1, courier), "--archive", courier, "--write")
    done("index", "--archive", courier)
    for number, title in ((5, FIRST), (6, SECOND)):
        assert all(paragraph in text(number, courier) for paragraph in STORIES[title])


def test_a_page_of_another_time_is_cleaned_by_them_and_it_is_said(courier: Path, mine: Path, tmp_path: Path) -> None:
    done("rules", "learn", SITE, "--from", labelled(1, courier), "--archive", courier, "--write")
    archive(tmp_path / "later", [(url(FIRST), page(FIRST), 2031)])
    found = done("explain", 1, "--archive", tmp_path / "later")
    assert f"learned/{SITE}: its rules fit, although they are not dated for 2031-05-01" in found.stderr


def test_with_one_capture_too_a_labelled_page_is_enough(tmp_path: Path, mine: Path) -> None:
    archive(tmp_path / "one", [(url(FIRST), page(FIRST), 2024)])
    found = done("rules", "learn", SITE, "--from", labelled(1, tmp_path / "one"), "--archive", tmp_path / "one")
    assert ".cr-standing" in found.stdout


def test_a_saved_file_can_be_labelled_too(here: Path, mine: Path) -> None:
    Path("saved.html").write_text(page(FIRST))
    done("explain", "saved.html", "--url", url(FIRST), "--labels", "page.txt")
    listing = Path("page.txt").read_text().splitlines(keepends=True)
    Path("page.txt").write_text("".join(line.replace(" body ", " - ", "We at" in line) for line in listing))
    done("explain", "saved.html", "--url", url(FIRST), "--labels", "page.txt")
    found = done("rules", "learn", SITE, "--from", "page.json")
    assert "line boilerplate" in found.stdout


def test_an_editor_is_opened_where_no_file_is_named(
    courier: Path, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "/We at the/ s/ body / fundraising /" "$1"\n')
    editor.chmod(editor.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    found = done("explain", 1, "--archive", courier, "--edit")
    assert "Wrote 1 changed label to 1-labels.json" in found.stderr
    assert [file.name for file in here.iterdir()] == ["1-labels.json"]


def test_a_slip_in_the_editor_does_not_cost_the_work(
    courier: Path, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nsed -i "/We at the/ s/ body / fundrasing /" "$1"\n')
    editor.chmod(editor.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    complaint = refused(run("explain", 1, "--archive", courier, "--edit"), "1-labels.txt: line ")
    assert "did you mean 'fundraising'?; correct it there" in complaint
    Path("1-labels.txt").write_text(Path("1-labels.txt").read_text().replace("fundrasing", "fundraising"))
    assert "1 changed label" in done("explain", 1, "--archive", courier, "--labels", "1-labels.txt").stderr
    refused(run("explain", 1, "--archive", courier, "--edit"), "1-labels.json", "nothing is overwritten")


def test_the_list_and_the_labels_are_two_files(courier: Path, here: Path) -> None:
    refused(run("explain", 1, "--archive", courier, "--labels", "page.json"), "page.json", "*.txt")


def test_nothing_changed_is_nothing_written(courier: Path, here: Path) -> None:
    for _ in range(2):
        found = done("explain", 1, "--archive", courier, "--labels", "page.txt")
    assert "Nothing was changed" in found.stderr
    assert [file.name for file in here.iterdir()] == ["page.txt"]


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        (" body ", " boddy ", "no label 'boddy'; did you mean 'body'?"),
        ("The ferry did", "The fairy did", "the text is not that of block"),
    ],
)
def test_a_slip_in_the_labels_is_said_with_its_line(courier: Path, here: Path, old: str, new: str, hint: str) -> None:
    done("explain", 1, "--archive", courier, "--labels", "page.txt")
    lines = Path("page.txt").read_text().split("\n\n", 1)
    Path("page.txt").write_text(f"{lines[0]}\n\n{lines[1].replace(old, new, 1)}")
    complaint = refused(run("explain", 1, "--archive", courier, "--labels", "page.txt"), "page.txt: line ")
    assert hint in complaint


def test_labels_of_another_page_are_refused(courier: Path, here: Path) -> None:
    labels = labelled(1, courier)
    labels.write_text(labels.read_text().replace('"source": "1"', '"source": "no.html"'))
    Path("no.html").write_text("<html><body><p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p></body></html>")
    refused(run("rules", "learn", SITE, "--from", labels, "--archive", courier), "no.html", "label it again")


@pytest.mark.parametrize("content", ["{", "[]", '{"schema": 1, "blocks": [1]}', '{"schema": 9, "blocks": []}'])
def test_a_file_that_holds_no_labels_is_said_to_hold_none(content: str, here: Path) -> None:
    Path("x.json").write_text(content)
    refused(run("rules", "learn", SITE, "--from", "x.json"), "x.json")


def test_a_page_that_is_kept_nowhere_cannot_be_labelled(here: Path) -> None:
    refused(run("explain", "https://courier.example/x", "--edit"), "https://courier.example/x", "save the page first")

"""How far imported rules may go on a page: a limit where they fit, and no further where the judges say the contrary."""

from pathlib import Path

import pytest

from archiver import Article
from archiver.labels import TEXT
from archiver.pipeline import clean
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.load import load_folder

SENTENCE = "The harbour council of the island decided on {} evening that the old ferry will go on sailing this winter. "
STORY = "".join(f"<p>{SENTENCE.format(day) * 3}</p>" for day in ("Monday", "Tuesday", "Wednesday", "Thursday"))
EXTRA = f"<div class='teller'><p>{SENTENCE.format('Sunday') * 2}</p></div>"
PAGE = f"<html><body><main><h1>Ferry stays</h1><div class='story'>{STORY}</div>{EXTRA}</main></body></html>"
URL = "https://example.org/ferry"


def cleaned(folder: Path, rules: str, page: str = PAGE) -> Article:
    (folder / "imported").mkdir(exist_ok=True)
    head = 'schema = 1\nid = "ftr/example.org"\n[match]\nhosts = ["example.org"]\n'
    (folder / "imported" / "example.org.toml").write_text(head + rules)
    return clean(page, URL, rulebook=Rulebook.of([*load_folder(folder, "user"), *shipped_rules().packs]))


def layout(body: str, more: str = "") -> str:
    return f'[[layout]]\nid = "ftr/body"\nbody = ["{body}"]\n{more}\n'


def remove(css: str, label: str = "boilerplate") -> str:
    return f'[[remove]]\nid = "ftr/{css}"\nlabel = "{label}"\ncss = "{css}"\n'


@pytest.fixture
def bare() -> Article:
    article = clean(PAGE, URL)
    assert "Sunday" in article.text and "Thursday" in article.text
    return article


def test_what_lies_outside_a_body_that_fits_is_no_text(tmp_path: Path, bare: Article) -> None:
    article = cleaned(tmp_path, layout(".story"))
    assert "Sunday" not in article.text and "Thursday" in article.text
    (verdict,) = [one for one in article.verdicts if "Sunday" in article.blocks[one.block].text]
    assert (verdict.by, verdict.label) == ("ftr/body", "boilerplate")


def test_inside_the_body_the_judges_decide_and_the_layout_says_that_it_fits(tmp_path: Path) -> None:
    page = PAGE.replace("</p></div>", "</p><div class='newsletter-signup'>Sign up for our newsletter</div></div>", 1)
    article = cleaned(tmp_path, layout(".story"), page)
    assert "newsletter" not in article.text
    inside = [one for one in article.verdicts if one.label in TEXT]
    assert all(one.by.startswith("judge/") and one.votes[-1].by == "ftr/body" for one in inside)


def test_a_body_that_has_a_part_of_the_text_only_steps_aside(tmp_path: Path, bare: Article) -> None:
    article = cleaned(tmp_path, layout(".teller"))
    assert article.text == bare.text
    assert any(note.startswith("ftr/body: stepped aside") for note in article.notes)


def test_a_removal_that_takes_much_of_the_text_steps_aside(tmp_path: Path, bare: Article) -> None:
    article = cleaned(tmp_path, remove(".story"))
    assert article.text == bare.text
    assert any(note.startswith("ftr/.story: stepped aside") for note in article.notes)


def test_removals_that_together_take_most_of_the_text_all_step_aside(tmp_path: Path, bare: Article) -> None:
    rules = "".join(remove(f".story p:nth-child({number})") for number in (1, 2, 3))
    assert cleaned(tmp_path, rules).text == bare.text


def test_a_removal_of_little_is_done(tmp_path: Path, bare: Article) -> None:
    assert "Sunday" not in cleaned(tmp_path, remove(".teller")).text


def test_a_removal_without_a_name_for_what_it_takes_leaves_the_name_to_the_judges(tmp_path: Path) -> None:
    (verdict, *_) = cleaned(tmp_path, remove("h1")).verdicts
    assert (verdict.by, verdict.label) == ("ftr/h1", "title")


def test_a_field_as_long_as_a_text_steps_aside(tmp_path: Path, bare: Article) -> None:
    article = cleaned(tmp_path, layout("main", 'byline = [".story"]'))
    assert article.text == bare.text
    assert "ftr/body: its byline stepped aside; it is over 60 words long" in article.notes


def test_a_user_s_own_layout_goes_before_an_imported_one(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'schema = 1\nid = "mine"\n[match]\nhosts = ["example.org"]\n[[layout]]\nid = "mine/all"\nbody = ["main"]\n'
    )
    assert "Sunday" in cleaned(tmp_path, layout(".story")).text


def test_a_user_s_keep_holds_against_an_imported_layout(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        'schema = 1\nid = "mine"\n[match]\nhosts = ["example.org"]\n[[keep]]\nid = "mine/keep"\ncss = ".teller"\n'
    )
    assert "Sunday" in cleaned(tmp_path, layout(".story")).text


def test_a_page_of_another_site_is_cleaned_as_ever(tmp_path: Path) -> None:
    (tmp_path / "imported").mkdir()
    cleaned(tmp_path, layout(".story"))
    book = Rulebook.of([*load_folder(tmp_path, "user"), *shipped_rules().packs])
    other = "https://example.net/ferry"
    assert clean(PAGE, other, rulebook=book).verdicts == clean(PAGE, other).verdicts

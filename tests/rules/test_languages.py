"""What the cues that ship say of lines as sites of 23 languages write them, and of stories that only speak of such."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

import archiver
from archiver import Article
from archiver.judge.wording import cue_signs
from archiver.model import Block
from archiver.rules.book import shipped_rules
from archiver.rules.pack import fold, fold_all

LINES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "lines.toml").read_text(encoding="utf-8"))
LABELS = "paywall fundraising newsletter related tags social comments ad legal consent navigation bio correction date"
CASES = [(language, label) for language in LINES for label in LABELS.split()]

PAGE = """<html lang="{0}"><head><title>{title}</title></head><body>
<header><p><a href="#text">{navigation}</a></p><p><a href="/">Merrow</a></p></header>
<div class="w1"><p>{consent}</p><button>OK</button></div>
<main><article><h1>{title}</h1><p>{date}</p>{text}</article>
<section class="w2"><p>{related}</p></section>
<section class="w3"><p>{newsletter}</p><input type="email"></section>
<section class="w4"><p>{fundraising}</p></section>
<div class="w5"><span>{social}</span></div>
<section class="w6"><h3>{comments}</h3><textarea></textarea></section></main>
<div class="w7"><p>{legal}</p></div></body></html>"""
BOXES = "navigation consent related newsletter fundraising social comments legal"


def said(line: str) -> set[str | None]:
    block = Block(0, "p", "/p", (), line, line, 0.0)
    found = cue_signs([block], fold_all([line]), shipped_rules().phrases)
    return {sign.label for sign, _ in found[0]}


def page(language: str) -> Article:
    one = LINES[language]
    first, *rest = (*one["story"][:2], one["about"], *one["story"][2:])
    text = "".join(f"<p>{part}</p>" for part in (first, *rest))
    return archiver.clean(PAGE.format(language, text=text, **one), rulebook=shipped_rules().without_sites())


@pytest.mark.parametrize(("language", "label"), CASES)
def test_a_line_of_residue_hints_at_its_label(language: str, label: str) -> None:
    assert label in said(LINES[language][label])


@pytest.mark.parametrize("language", LINES)
def test_a_paragraph_about_such_things_hints_at_nothing(language: str) -> None:
    assert said(LINES[language]["about"]) == set()


@pytest.mark.parametrize("language", LINES)
def test_of_a_whole_page_the_story_comes_out_and_nothing_else(language: str) -> None:
    one = LINES[language]
    wanted = [*one["story"][:2], one["about"], *one["story"][2:]]
    assert [block.text for block, _ in page(language).shown] == wanted


@pytest.mark.parametrize("language", LINES)
def test_what_stands_around_the_story_is_called_what_it_is(language: str) -> None:
    found = {block.text: verdict.label for block, verdict in page(language).residue}
    wanted = {LINES[language][label]: label for label in BOXES.split()}
    assert {text: found.get(text) for text in wanted} == wanted


def test_a_phrase_that_starts_a_block_is_not_heard_in_the_middle_of_one() -> None:
    assert "related" in said("Les mer om ferjen")
    assert "related" not in said("Vi skulle gjerne les mer om den")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İLGİLİ HABERLER", "ilgili haberler"),
        ("YAZI", "yazı"),
        ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "διαβάστε επίσης"),
        ("إقرأ أيضًا", "اقرا ايضا"),
        ("مشـــاركة", "مشاركه"),
        ("שִׁתּוּף", "שתוף"),
        ("ЕЩЁ", "еще"),
        ("ＲＥＬＡＴＥＤ：１", "related:1"),
        ("Cafe\u0301", "café"),
        ("обовʼязкові", "обов’язкові"),
        ("Abon\u00adnement", "abonnement"),
    ],
)
def test_what_a_script_may_leave_out_makes_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_every_language_has_a_file_with_phrases_for_all_that_a_newspaper_asks_of_its_readers() -> None:
    asked = {"paywall", "fundraising", "newsletter", "related", "tags", "social", "comments", "ad", "legal", "consent"}
    labels: dict[str, set[str]] = {}
    for pack in shipped_rules().packs:
        for cue in pack.cues:
            labels.setdefault(cue.language, set()).add(cue.label)
    assert len(LINES) == 23
    assert {language: asked - labels.get(language, set()) for language in LINES} == {one: set() for one in LINES}

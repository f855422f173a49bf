"""What is unwise in a rule file and shows without a page."""

from pathlib import Path

import pytest

from archiver.rules.lint import Finding, lint, parts_of
from archiver.rules.load import builtin_folder, load_folder
from tests.rules.files import pack

BOX = '[[remove]]\nid = "box"\nlabel = "ad"\ncss = ".box, #side"\n'


def found(folder: Path, text: str) -> list[Finding]:
    return list(lint(pack(folder, text)))


def layout(name: str, body: str, since: str = "", until: str = "", more: str = "") -> str:
    days = ", ".join(f"{key} = {day}" for key, day in (("from", since), ("until", until)) if day)
    return f'[[layout]]\nid = "{name}"\nvalid = {{ {days} }}\nbody = ["{body}"]\n{more}'


def test_a_hashed_name_is_told_with_the_rule(tmp_path: Path) -> None:
    (one,) = found(tmp_path, BOX.replace("#side", ".css-1a2b3c"))
    assert (one.rule, one.kind) == ("box", "hashed-name")
    assert str(one).startswith(f"{tmp_path / 'example.toml'}: box: `css-1a2b3c` looks as if")
    (one,) = found(tmp_path, layout("a", ".sc-bdVaJa"))
    assert one.rule == "a"


@pytest.mark.parametrize(("key", "phrase"), [("starts", "By"), ("starts", "- "), ("equals", "…")])
def test_a_line_that_hits_any_article_is_told(tmp_path: Path, key: str, phrase: str) -> None:
    (one,) = found(tmp_path, f'[[text.line]]\nid = "l"\nlabel = "related"\n{key} = ["{phrase}"]\n')
    assert (one.rule, one.kind) == ("l", "short-phrase")


@pytest.mark.parametrize(
    ("key", "phrase"), [("starts", "See also"), ("equals", "Ad"), ("starts", "关注"), ("starts", ">> ")]
)
def test_one_that_says_something_is_not(tmp_path: Path, key: str, phrase: str) -> None:
    assert found(tmp_path, f'[[text.line]]\nid = "l"\nlabel = "related"\n{key} = ["{phrase}"]\n') == []


def test_both_ends_of_a_cut_are_looked_at(tmp_path: Path) -> None:
    assert len(found(tmp_path, '[[text.cut]]\nid = "c"\nlabel = "related"\nfrom = "We"\nto = "."\n')) == 2


def test_a_selector_that_stands_twice_is_told_however_it_is_written(tmp_path: Path) -> None:
    (one,) = found(tmp_path, BOX + BOX.replace('"box"', '"again"').replace(".box, #side", "p,  *#side"))
    assert (one.rule, one.kind, one.what) == ("again", "duplicate-selector", "`#side` is what 'box' asks for too")


def test_one_of_a_layout_is_a_second_one_beside_that_of_the_file_not_of_another_layout(tmp_path: Path) -> None:
    rule = BOX.replace("[[remove]]", "[[layout.remove]]")
    two = "".join(layout(name, f".{name}", more=rule.replace('"box"', f'"{name}/box"')) for name in ("a", "b"))
    assert found(tmp_path, two) == []
    assert [one.rule for one in found(tmp_path, BOX + two)] == ["a/box", "a/box", "b/box", "b/box"]


def test_a_layout_whose_dates_lie_within_those_of_an_earlier_one_is_told(tmp_path: Path) -> None:
    wide = layout("wide", ".a", "2020-01-01")
    (one,) = found(tmp_path, wide + layout("narrow", ".b", "2021-01-01", "2021-12-31"))
    assert (one.rule, one.kind) == ("narrow", "hidden-layout")
    assert "within those of 'wide'" in one.what


def test_layouts_that_have_their_turn_are_not(tmp_path: Path) -> None:
    apart = layout("old", ".a", "2020-01-01", "2021-06-30") + layout("new", ".b", "2021-01-01")
    narrow_first = layout("x", ".c", "2021-01-01", "2021-12-31") + layout("y", ".d")
    assert found(tmp_path, apart) == found(tmp_path, narrow_first) == []


def test_layouts_without_dates_are_told_apart_by_their_bodies(tmp_path: Path) -> None:
    assert found(tmp_path, layout("a", ".a") + layout("b", ".b")) == []
    (one,) = found(tmp_path, layout("a", ".a") + layout("b", "*.a"))
    assert "never used" in one.what


def test_an_xpath_is_one_part_in_any_spacing() -> None:
    assert parts_of("//p[ contains(@class, 'a,b') ]") == ["//p[ contains(@class, 'a,b') ]"]
    assert parts_of(".a,.b > p") == [".a", ".b > p"]


def test_the_shipped_files_are_clean_of_all_this() -> None:
    assert [str(one) for pack in load_folder(builtin_folder()) for one in lint(pack)] == []

"""Thousands of rule files: only those that can be for a page are read, and a broken one stops no other site's pages."""

from pathlib import Path

import pytest

from archiver import clean
from archiver.errors import RuleError
from archiver.page.decode import parse
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.load import builtin_folder, load_file, load_folder, load_head
from archiver.rules.pack import Level

from .files import write

STORY = "".join(f"<p>The {one} ferry left the harbour at dawn, with only its crew.</p>" for one in "abcdef")


def rule(number: int, more: str = "") -> str:
    return f"""schema = 1
id = "site{number}"
[match]
hosts = ["site{number}.example", "*.site{number}.example"]
[[remove]]
id = "site{number}/box"
label = "ad"
css = ".box"
{more}"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sites").mkdir()
    for number in range(30):
        write(tmp_path / "sites", rule(number), f"{number}.toml")
    return tmp_path


def book(folder: Path) -> Rulebook:
    return Rulebook.of([*load_folder(folder), *shipped_rules().packs])


def read(of: Rulebook) -> set[str]:
    """The packs whose rules have been read."""
    return {pack.id for pack in of.packs if "_read" in vars(pack) and pack.id.startswith("site")}


@pytest.mark.parametrize("host", ["site7.example", "www.site7.example", "news.site7.example", "a.b.site7.example"])
def test_only_the_files_of_the_page_s_site_are_read(folder: Path, host: str) -> None:
    many = book(folder)
    article = clean(f'<article>{STORY}<p class="box">Buy!</p></article>', f"https://{host}/a", rulebook=many)
    assert read(many) == {"site7"}
    assert [verdict.by for block, verdict in article.residue if block.text == "Buy!"] == ["site7/box"]


def test_a_broken_file_is_named_on_pages_of_its_site_and_stops_none(folder: Path) -> None:
    write(folder / "sites", rule(7, '[[remove]]\nid = "site7/x"\nlabel = "add"\ncss = ".x"'), "7.toml")
    write(folder / "sites", rule(8).replace('css = ".box"', 'css = ".box["'), "8.toml")
    many = book(folder)
    (note,) = clean(f"<article>{STORY}</article>", "https://site7.example/a", rulebook=many).notes
    assert note.startswith(f"not heard: {folder / 'sites' / '7.toml'}: remove 'site7/x': no label 'add'")
    html = f'<article>{STORY}<p class="box">x</p></article>'
    (note,) = clean(html, "https://site8.example/a", rulebook=many).notes
    assert ".box[" in note and "site8" in note
    assert clean(f"<article>{STORY}</article>", "https://site9.example/a", rulebook=many).notes == ()


def test_one_that_changes_while_it_is_used_is_not_half_believed(folder: Path) -> None:
    many = book(folder)
    write(folder / "sites", rule(7).replace(".box", ".other"), "7.toml")
    (note,) = clean(f"<article>{STORY}</article>", "https://site7.example/a", rulebook=many).notes
    assert "changed while it was being used" in note


def test_people_s_own_files_are_checked_whole_before_anything_is_done(folder: Path) -> None:
    write(folder / "sites", rule(7).replace('css = ".box"', 'css = ".box["'), "7.toml")
    with pytest.raises(RuleError, match=r"7\.toml: remove 'site7/box'"):
        load_folder(folder / "sites", "user")


@pytest.mark.parametrize(
    "text",
    [
        'schema = 1\nid = "a"\n[[remove]]\nid = "x"\nlabel = "ad"\ncss = "p"\n[match]\nhosts = ["a.example"]\n',
        'schema = 1\nid = "a"\nmatch = { hosts = ["a.example"] }\n[[keep]]\nid = "x"\ncss = "p"\n',
        'schema = 1\nid = "a"\n[[keep]]\nid = "x"\ncss = "p"\n[ "match" ]\nhosts = ["a.example"]\n',
        'schema = 1\nid = "a"\nnote = """\n[not a table]\n"""\n[match]\nhosts = ["a.example"]\n',
        'schema = 1\nid = "a"\n[match]\nhosts = """\na.example\n"""\n[[keep]]\nid = "x"\ncss = "p"\n',
        'schema = 1\nid = "a"\n  [match]\n  hosts = [\n "a.example",\n]\n[[keep]]\nid = "x"\ncss = "p"\n',
    ],
)
def test_wherever_the_head_stands_it_is_found(tmp_path: Path, text: str) -> None:
    pack = load_head(write(tmp_path, text, "a.toml"), "site")
    assert pack.match.hosts == ("a.example",)
    assert pack.fault is None


def test_every_shipped_file_can_be_read() -> None:
    assert [pack.fault for pack in load_folder(builtin_folder()) if pack.fault] == []


def test_rules_of_other_sites_make_no_difference_to_a_page_s_digest(folder: Path) -> None:
    before = book(folder)
    write(folder / "sites", rule(7).replace(".box", ".other"), "7.toml")
    after = book(folder)
    changed = [
        n
        for n in range(30)
        if before.digest_for(f"https://site{n}.example/") != after.digest_for(f"https://site{n}.example/")
    ]
    assert changed == [7]
    copy = "https://web.archive.org/web/2020/https://site7.example/"
    assert before.digest_for(copy) != after.digest_for(copy)
    named = "https://unknown.example/", "https://site7.example/a"
    assert before.digest_for(*named) != after.digest_for(*named)
    assert before.digest_for("https://unknown.example/") == after.digest_for("https://unknown.example/")


def test_a_new_rule_for_every_page_makes_a_difference_to_all(folder: Path) -> None:
    before = book(folder)
    (folder / "generic").mkdir()
    write(folder / "generic", 'schema = 1\nid = "g"\n[[remove]]\nid = "g/x"\nlabel = "ad"\ncss = ".x"\n', "g.toml")
    assert before.digest_for("https://site7.example/") != book(folder).digest_for("https://site7.example/")


def test_choosing_is_the_same_as_asking_every_pack(folder: Path) -> None:
    many, tree = book(folder), parse("<p>x</p>")
    for host in ("site3.example", "x.site3.example", "xsite3.example", "example", "", "www.site3.example"):
        chosen = {one.pack.id for one in many.choose(f"https://{host}/", tree)}
        assert ("site3" in chosen) == (host in ("site3.example", "x.site3.example", "www.site3.example"))


VENDOR = """schema = 1
id = "vendor"
[match]
fingerprint = [".vendor-box"]
[[remove]]
id = "vendor/box"
label = "newsletter"
css = ".vendor-box"
"""


@pytest.mark.parametrize(("level", "is_removed"), [("site", True), ("user", False)])
def test_a_vendor_s_box_is_known_inside_the_body_of_a_site_s_layout_but_a_person_s_own_body_is_final(
    tmp_path: Path, level: Level, is_removed: bool
) -> None:
    site = 'schema = 1\nid = "s"\n[match]\nhosts = ["s.example"]\n[[layout]]\nid = "s/all"\nbody = [".story"]\n'
    packs = [
        load_file(write(tmp_path, site, "s.toml"), level), load_file(write(tmp_path, VENDOR, "v.toml"), "platform")
    ]  # fmt: skip
    html = f'<article><div class="story">{STORY}<p class="vendor-box">Our letter comes on Sundays.</p></div></article>'
    article = clean(html, "https://s.example/a", rulebook=Rulebook.of([*packs, *shipped_rules().packs]))
    assert ("Sundays" not in article.text) == is_removed

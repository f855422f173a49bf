"""What rules say of a page's blocks, and when a rule steps aside instead of emptying it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.model import Metadata, Page, Vote
from archiver.page.decode import parse
from archiver.page.lineage import Lineage
from archiver.page.plaintext import segment_text
from archiver.page.segment import segment
from archiver.rules.book import Chosen
from archiver.rules.match import Ballot, Finds, find, match
from archiver.rules.pack import Level, Pack

from .files import pack

STORY = """<h1>Ferry stays</h1><div class="byline">Ann Lee</div>
<div class="new"><p>One two three four five.</p><p>Six seven eight nine ten.</p>
<div class="box">Sign up now</div></div><p class="ad">Buy a boat</p>"""
HEADLINE, BYLINE, FIRST, SECOND, BOX, AD = range(6)
LAYOUTS = """
[[layout]]
id = "old"
valid = { until = 2019-12-31 }
body = [".old"]
[[layout]]
id = "new"
valid = { from = 2020-01-01 }
body = [".new"]
title = ["h1"]
byline = [".nobody", ".byline"]
"""


def rule(kind: str, name: str, css: str, more: str = "") -> str:
    label = "" if kind.endswith("keep") else 'label = "ad"\n'
    return f'[[{kind}]]\nid = "{name}"\n{label}css = "{css}"\n{more}\n'


def ballot(*packs: Pack, html: str = STORY, day: tuple[int, int, int] | None = None) -> Ballot:
    tree = parse(html)
    chosen = [Chosen(one, "host") for one in packs]
    finds = find(chosen, tree)
    blocks, nodes = segment(tree, None, {element for elements in finds.values() for element in elements})
    captured = datetime(*day, tzinfo=UTC) if day else None
    page = Page(None, captured, Metadata(), blocks, tree, nodes)
    return match(page, chosen, finds, Lineage.of(page))


def removed(found: Ballot) -> dict[int, list[str]]:
    return {index: [vote.by for vote in votes] for index, votes in found.votes.items()}


def body(found: Ballot) -> tuple[str, set[int]] | None:
    return (found.body.by, set(found.body.blocks)) if found.body else None


# layouts


def test_a_layout_names_the_body_and_its_fields(tmp_path: Path) -> None:
    found = ballot(pack(tmp_path, LAYOUTS))
    assert body(found) == ("new", {FIRST, SECOND, BOX})
    assert found.fields == {"title": (HEADLINE,), "byline": (BYLINE,)}
    assert found.votes[HEADLINE] == [Vote("new", "title", 301, "title of layout new (h1)")]
    assert found.notes == ()


@pytest.mark.parametrize(
    ("day", "layout"),
    [((2019, 12, 31), "first"), ((2020, 1, 1), "second"), ((2024, 6, 7), "second"), (None, "first")],
)
def test_of_layouts_that_fit_the_one_in_use_on_the_day_of_capture_is_taken(
    tmp_path: Path, day: tuple[int, int, int] | None, layout: str
) -> None:
    layouts = """
    [[layout]]
    id = "first"
    valid = { until = 2019-12-31 }
    body = [".new"]
    [[layout]]
    id = "second"
    valid = { from = 2020-01-01 }
    body = [".new p"]"""
    found = ballot(pack(tmp_path, layouts), day=day)
    assert found.body is not None and (found.body.by, found.notes) == (layout, ())


def test_a_layout_that_fits_out_of_its_time_is_taken_and_noted(tmp_path: Path) -> None:
    found = ballot(pack(tmp_path, LAYOUTS), day=(2018, 3, 1))
    assert body(found) == ("new", {FIRST, SECOND, BOX})
    assert found.notes == ("new: fits, although it is not dated for 2018-03-01",)


def test_a_page_that_no_layout_fits_is_noted_and_the_pack_s_other_rules_still_hold(tmp_path: Path) -> None:
    rules = pack(tmp_path, LAYOUTS + rule("remove", "ads", ".ad"))
    found = ballot(rules, html='<p>One two three</p><p class="ad">Buy</p>', day=(2024, 6, 7))
    assert body(found) is None and removed(found) == {1: ["ads"]}
    assert found.notes == ("example: no layout fits this page (old, new); cleaned without the site's layouts",)


def test_a_layout_whose_body_is_there_but_empty_does_not_fit(tmp_path: Path) -> None:
    assert body(ballot(pack(tmp_path, LAYOUTS), html="<div class=old> </div>" + STORY)) == ("new", {FIRST, SECOND, BOX})


def test_the_rules_of_a_layout_that_was_not_taken_do_not_hold(tmp_path: Path) -> None:
    layouts = """
    [[layout]]
    id = "old"
    body = [".old"]
    [[layout.remove]]
    id = "old/box"
    label = "newsletter"
    css = ".box"
    [[layout]]
    id = "new"
    body = [".new"]
    [[layout.remove]]
    id = "new/ad"
    label = "ad"
    css = ".ad"
    """
    assert removed(ballot(pack(tmp_path, layouts))) == {AD: ["new/ad"]}


def test_the_strongest_pack_s_layout_names_the_body(tmp_path: Path) -> None:
    mine = pack(tmp_path, '[[layout]]\nid = "mine"\nbody = [".new p"]\ntitle = [".ad"]', "user", name="mine")
    found = ballot(mine, pack(tmp_path, LAYOUTS))
    assert body(found) == ("mine", {FIRST, SECOND})
    assert found.fields["title"] == (AD,) and found.fields["byline"] == (BYLINE,)


def test_a_plain_document_has_no_layout_and_says_nothing_of_it(tmp_path: Path) -> None:
    line = '[[text.line]]\nid = "more"\nlabel = "related"\nequals = ["Read more"]\n'
    rules = pack(tmp_path, line + LAYOUTS)
    page = Page(None, None, Metadata(), segment_text("One.\nRead more"))
    found = match(page, [Chosen(rules, "host")], Finds(), Lineage.of(page))
    assert (removed(found), found.body, found.notes) == ({1: ["more"]}, None, ())


# removals and keeps


def test_a_removal_stands_above_the_layout_s_body_and_below_every_stronger_level(tmp_path: Path) -> None:
    found = ballot(pack(tmp_path, LAYOUTS + rule("remove", "box", ".box")))
    assert found.body is not None
    assert found.body.rank < found.votes[BOX][0].rank < 320


def test_a_removal_s_reason_is_its_note_and_otherwise_its_selector(tmp_path: Path) -> None:
    rules = rule("remove", "a", ".box") + rule("remove", "b", ".ad", 'note = "boats"')
    found = ballot(pack(tmp_path, rules))
    assert [vote.because for index in (BOX, AD) for vote in found.votes[index]] == ["matches .box", "boats"]


def test_a_removal_takes_all_blocks_under_what_it_finds_each_once(tmp_path: Path) -> None:
    html = '<p>Stays</p><div class="ad"><p>a</p><div class="ad"><p>b</p></div>c</div>'
    assert removed(ballot(pack(tmp_path, rule("remove", "ads", ".ad")), html=html)) == {
        1: ["ads"],
        2: ["ads"],
        3: ["ads"],
    }


def test_a_removal_finds_what_stands_inside_a_link(tmp_path: Path) -> None:
    html = '<p>Stays</p><a href="/x"><h3 class="ad">Boats</h3></a><p>One <a href="/y"><b class="ad">two</b></a></p>'
    assert removed(ballot(pack(tmp_path, rule("remove", "ads", ".ad")), html=html)) == {1: ["ads"], 3: ["ads"]}


def test_a_removal_beyond_its_guard_steps_aside_for_that_element_alone(tmp_path: Path) -> None:
    html = '<p>Stays</p><p class="ad">one two three four</p><p class="ad">one two three</p>'
    found = ballot(pack(tmp_path, rule("remove", "ads", ".ad", "guard = { max_words = 3 }")), html=html)
    assert removed(found) == {2: ["ads"]}
    assert found.notes == ("ads: stepped aside; it would remove 4 words, its guard is 3",)


@pytest.mark.parametrize("selector", [".new", "body", ".new > *"])
def test_a_removal_that_would_take_the_whole_body_steps_aside(tmp_path: Path, selector: str) -> None:
    found = ballot(pack(tmp_path, LAYOUTS + rule("remove", "stale", selector)))
    assert "stale" not in [name for names in removed(found).values() for name in names]
    (note,) = found.notes
    assert note.startswith("stale: stepped aside; ") and "the whole article" in note


def test_a_removal_of_most_of_the_body_steps_aside_and_one_of_a_part_does_not(tmp_path: Path) -> None:
    text = '<div class="new"><p class="a">1 2 3 4 5 6 7 8</p><p class="b">9</p><p class="c">10</p></div>'
    for selector, steps in ((".a, .b", True), (".a", False), (".b, .c", False)):
        found = ballot(pack(tmp_path, LAYOUTS + rule("remove", "part", selector)), html=text)
        assert bool(found.notes) == steps, selector


@pytest.mark.parametrize("selector", ["body", "p", "div, p"])
def test_without_a_layout_a_removal_of_everything_steps_aside(tmp_path: Path, selector: str) -> None:
    found = ballot(pack(tmp_path, rule("remove", "stale", selector)), html="<div><p>One</p><p>two</p></div>")
    assert removed(found) == {} and "stale: stepped aside" in found.notes[0]


@pytest.mark.parametrize("layouts", [LAYOUTS, ""])
def test_rules_of_a_pack_that_take_the_whole_body_between_them_step_aside_together(
    tmp_path: Path, layouts: str
) -> None:
    html = '<div class="new"><p class="a">One two three.</p><p class="b">Four five six.</p></div>'
    rules = rule("remove", "a", ".a") + rule("remove", "b", ".b")
    found = ballot(pack(tmp_path, layouts + rules), html=html)
    assert removed(found) == {}
    assert found.notes == ("example: a, b: stepped aside; together they would remove the whole article",)


def test_a_selector_that_would_take_too_long_on_a_page_steps_aside_and_the_others_hold(tmp_path: Path) -> None:
    costly = '[[remove]]\nid = "slow"\nlabel = "ad"\nxpath = "//p[count(preceding::p) > 5]"\n'
    html = "<p class=ad>Buy</p>" + "<p>x</p>" * 9000
    found = ballot(pack(tmp_path, costly + rule("remove", "ads", ".ad")), html=html)
    assert removed(found) == {0: ["ads"]}
    assert found.notes == (
        "example: stepped aside; `//p[count(preceding::p) > 5]` would take too long on a page of this size",
    )


def test_a_removal_that_finds_nothing_says_nothing(tmp_path: Path) -> None:
    found = ballot(pack(tmp_path, rule("remove", "none", ".none") + rule("remove", "empty", "br")), html="<p>a<br>b")
    assert (found.votes, found.notes) == ({}, ())


@pytest.mark.parametrize(
    ("keeper", "remover", "kept"),
    [
        ("site", "site", True),
        ("site", "generic", True),
        ("site", "platform", True),
        ("site", "user", False),
        ("generic", "site", False),
        ("user", "user", True),
        ("mirror", "mirror", True),
        ("mirror", "site", False),
        ("platform", "mirror", False),
        ("site", "imported", True),
        ("imported", "site", False),
        ("imported", "learned", True),
        ("learned", "imported", False),
        ("learned", "mirror", True),
        ("mirror", "learned", False),
    ],
)
def test_a_keep_beats_what_its_own_level_and_those_below_it_remove(
    tmp_path: Path, keeper: Level, remover: Level, kept: bool
) -> None:
    keeps = pack(tmp_path, rule("keep", "keep", ".ad"), keeper, name="keeps")
    removes = pack(tmp_path, rule("remove", "ads", ".ad"), remover, name="removes")
    found = ballot(keeps, removes)
    assert (found.keeps[AD][0].rank > found.votes[AD][0].rank) == kept


def test_a_keep_is_a_vote_for_the_text_with_its_reason(tmp_path: Path) -> None:
    found = ballot(pack(tmp_path, rule("keep", "a", ".ad") + rule("keep", "b", ".box", 'note = "the paper\'s own"')))
    assert found.keeps == {
        AD: [Vote("a", "body", 320, "kept by .ad")],
        BOX: [Vote("b", "body", 320, "the paper's own")],
    }


def test_text_rules_vote_on_pages_of_html_too(tmp_path: Path) -> None:
    line = '[[text.line]]\nid = "boats"\nlabel = "affiliate"\nwhere = "tail:1"\nstarts = ["Buy"]\n'
    assert ballot(pack(tmp_path, line)).votes == {
        AD: [Vote("boats", "affiliate", 300, "the whole line is a known one")]
    }


def test_every_vote_of_every_pack_is_kept(tmp_path: Path) -> None:
    packs = [pack(tmp_path, rule("remove", level, ".ad"), level, name=level) for level in ("user", "site", "generic")]
    assert removed(ballot(*packs)) == {AD: ["user", "site", "generic"]}

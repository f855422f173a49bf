import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import StoreError
from archiver.stories.item import Item
from archiver.stories.register import Stories
from archiver.stories.sketch import sketch
from benchmarks.copydesk import amp, followed_up, mirror, syndicated, translated, truncated
from benchmarks.newsroom import Language, Site

SCHEMA = "the stories"
random = Random(11)
SITE = Site(Language("Latin", random), random)
ABROAD = Site(Language("Cyrillic", random), random)
STORIES = [SITE.story(random, 400) for _ in range(3)]


def item(number: int, text: str, address: str | None = None) -> Item:
    return Item(number, sketch(text), address)


def empty() -> Stories:
    db = sqlite3.connect(":memory:")
    db.execute(f"ATTACH ':memory:' AS \"{SCHEMA}\"")
    return Stories.create(db, SCHEMA)


def holding(*items: Item) -> Stories:
    stories = empty()
    stories.add(items)
    return stories


def groups(stories: Stories, items: Iterable[Item]) -> set[tuple[int, ...]]:
    return {stories.members(stories.story_of(one.article)) for one in items}


@pytest.mark.parametrize("copy", [mirror, amp, syndicated, truncated])
def test_a_copy_is_in_the_story_of_the_original_whose_number_is_the_smallest(copy) -> None:
    stories = holding(
        item(7, copy(STORIES[0], SITE, Random(1)).text), item(3, STORIES[0].text), item(5, STORIES[1].text)
    )
    assert stories.story_of(7) == stories.story_of(3) == 3
    assert stories.members(3) == (3, 7)


@pytest.mark.parametrize(("other", "site"), [(followed_up, SITE), (translated, ABROAD)])
def test_a_follow_up_and_a_translation_are_stories_of_their_own(other, site: Site) -> None:
    stories = holding(item(1, STORIES[0].text), item(2, other(STORIES[0], site, Random(2)).text))
    assert (stories.story_of(1), stories.story_of(2)) == (1, 2)


def test_an_article_that_is_alone_or_unknown_is_a_story_by_itself() -> None:
    stories = holding(item(1, STORIES[0].text))
    assert (stories.story_of(1), stories.members(1)) == (1, (1,))
    assert (stories.story_of(9), stories.members(9)) == (9, (9,))


def test_reports_in_one_frame_are_told_apart_by_their_numbers() -> None:
    frame = (
        "The river stood at {0} centimetres by the old bridge when the wardens came to read the gauge, "
        "as they do on every day of the year but one, and the water was as brown as it always is after rain. "
        "In the hills {1} millimetres had fallen during the night, which is neither much nor little for the season, "
        "and the shepherds brought down their flocks to the lower meadows, where the grass is said to be the sweeter. "
        "The ferry carried {2} people over to the market on the other side, most of them with baskets, some with hens, "
        "and came back nearly empty in the evening, when the bells of both churches rang for the end of the day. "
    )
    days = [frame.format(*(random.randint(10, 9999) for _ in range(3))) for _ in range(8)]
    stories = holding(*(item(number, day) for number, day in enumerate(days, 1)))
    assert [stories.story_of(number) for number in range(1, 9)] == list(range(1, 9))
    stories.add([item(20, "The Bridge Gazette. " + days[4])])
    assert stories.members(5) == (5, 20)


def test_versions_at_one_address_belong_together_however_little_they_share() -> None:
    stories = holding(*(item(at, story.text, "https://example.org/live") for at, story in enumerate(STORIES, 1)))
    assert stories.members(1) == (1, 2, 3)
    stories.remove(1)
    assert stories.members(2) == (2, 3)


def test_a_copy_of_one_version_is_in_the_story_of_all() -> None:
    first, second, _ = STORIES
    stories = holding(item(1, first.text, "a"), item(2, second.text, "a"), item(3, second.text, "b"))
    assert stories.members(1) == (1, 2, 3)


def test_an_empty_text_is_like_no_other() -> None:
    stories = holding(item(1, ""), item(2, ""), item(3, "Too short."), item(4, "Too short."))
    assert {stories.story_of(number) for number in (1, 2, 3, 4)} == {1, 2, 3, 4}


def test_what_is_added_again_is_replaced() -> None:
    stories = holding(item(1, STORIES[0].text), item(2, STORIES[0].text))
    stories.add([item(2, STORIES[1].text), item(3, STORIES[1].text)])
    assert (stories.members(1), stories.members(2)) == ((1,), (2, 3))


def test_removing_the_smallest_gives_its_story_the_next_number_and_the_unknown_is_no_error() -> None:
    stories = holding(*(item(number, STORIES[0].text) for number in (4, 5, 6)))
    stories.remove(4)
    stories.remove(99)
    assert stories.story_of(6) == 5


def test_removing_what_held_two_texts_together_parts_them() -> None:
    paragraphs = STORIES[0].paragraphs
    third = len(paragraphs) // 3
    ends = replace(STORIES[0], paragraphs=paragraphs[:-third]), replace(STORIES[0], paragraphs=paragraphs[-third:])
    bridge = replace(STORIES[0], paragraphs=paragraphs[third:])
    stories = holding(item(1, ends[0].text), item(2, bridge.text), item(3, ends[1].text))
    assert stories.members(1) == (1, 2, 3)
    stories.remove(2)
    assert groups(stories, [item(1, ""), item(3, "")]) == {(1,), (3,)}


def test_a_sketch_of_another_version_is_named_as_such_and_what_to_do() -> None:
    with pytest.raises(StoreError, match=r"another version; run `archiver index --rebuild`$"):
        holding(Item(1, b"\xff" + sketch(STORIES[0].text)[1:]))


def test_a_formula_of_many_pages_costs_each_of_them_a_few_comparisons() -> None:
    def page() -> str:
        return replace(
            SITE.story(random, 130), paragraphs=((SITE.formulas[0],), *SITE.story(random, 130).paragraphs)
        ).text

    def statements(count: int) -> int:
        db = sqlite3.connect(":memory:")
        stories = Stories.create(db)
        stories.build(item(number, page()) for number in range(count))
        traced: list[str] = []
        db.set_trace_callback(traced.append)
        stories.add([item(count, page())])
        return len(traced)

    assert statements(300) < 1.5 * statements(20)


@pytest.fixture(scope="module")
def sketches() -> list[bytes]:
    """Texts of all kinds: with formulas in common, copies, follow-ups, and some that bridge two stories."""
    formulas = tuple((formula,) for formula in SITE.formulas[:3])
    bases = [SITE.story(random, 150) for _ in range(5)]
    copies = [copy(base, SITE, random) for base in bases for copy in (amp, mirror, syndicated, truncated, followed_up)]
    found = [replace(copy, paragraphs=formulas + copy.paragraphs) for copy in copies]
    for base, other in pairwise(bases):
        found.append(replace(base, paragraphs=base.paragraphs[:4] + other.paragraphs[:4]))
    return [sketch(story.text) for story in found]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_order_of_adding_and_removing_gives_what_building_gives(sketches: list[bytes], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(sketches) - 1), max_size=40))
    addresses = data.draw(st.lists(st.sampled_from(["a", "b", *[None] * 12]), min_size=40, max_size=40))
    items = [Item(number, sketches[one], addresses[number]) for number, one in enumerate(chosen)]
    built, shuffled, added, rebuilt = empty(), empty(), empty(), empty()
    built.build(items)
    shuffled.build(data.draw(st.permutations(items)))
    added.add(data.draw(st.permutations(items)))
    assert groups(added, items) == groups(built, items) == groups(shuffled, items)
    gone = data.draw(st.lists(st.sampled_from(items))) if items else []
    for one in gone:
        added.remove(one.article)
    left = [one for one in items if one not in gone]
    rebuilt.build(left)
    assert groups(added, left) == groups(rebuilt, left)
    added.add(gone)
    assert groups(added, items) == groups(built, items)

import sqlite3
from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.stories.item import Item
from archiver.stories.register import Stories
from archiver.stories.sketch import sketch
from benchmarks.copydesk import amp, followed_up, mirror, syndicated, truncated
from benchmarks.newsroom import Language, Site

SCHEMA = "stories"


@pytest.fixture(scope="module")
def texts() -> list[bytes]:
    """Sketches of texts that make all kinds of groups: formulas that every page has, copies, follow-ups, parts."""
    random = Random(11)
    site = Site(Language("Latin", random), random)
    formulas = tuple((formula,) for formula in site.formulas[:3])
    stories = [site.story(random, 150) for _ in range(5)]
    found = [
        copy(story, site, random) for story in stories for copy in (amp, mirror, syndicated, truncated, followed_up)
    ]
    from dataclasses import replace

    found = [replace(story, paragraphs=formulas + story.paragraphs) for story in found] + [
        replace(story, paragraphs=story.paragraphs[:4] + other.paragraphs[:4])
        for story, other in zip(stories, stories[1:])
    ]
    return [sketch(story.text) for story in found]


def empty() -> Stories:
    db = sqlite3.connect(":memory:")
    db.execute(f"ATTACH ':memory:' AS {SCHEMA}")
    return Stories.create(db, SCHEMA)


def groups(stories: Stories, items: Iterable[Item]) -> set[tuple[int, ...]]:
    return {stories.members(stories.story_of(item.article)) for item in items}


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_order_of_adding_and_removing_gives_what_building_gives(texts: list[bytes], data: st.DataObject) -> None:
    numbers = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=40))
    addresses = data.draw(st.lists(st.sampled_from(["a", "b", *[None] * 12]), min_size=40, max_size=40))
    items = [Item(at, texts[one], addresses[at]) for at, one in enumerate(numbers)]
    built, added = empty(), empty()
    built.build(items)
    added.add(data.draw(st.permutations(items)))
    assert groups(added, items) == groups(built, items)
    gone = data.draw(st.lists(st.sampled_from(items))) if items else []
    for item in gone:
        added.remove(item.article)
    left = [item for item in items if item not in gone]
    rebuilt = empty()
    rebuilt.build(left)
    assert groups(added, left) == groups(rebuilt, left)
    added.add(gone)
    assert groups(added, items) == groups(built, items)

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.capture.entry import Entry
from archiver.capture.selection import Selection, matches, since
from archiver.errors import CaptureError

MAY = datetime(2025, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "does"),
    [
        ("https://news.example/2025/story?p=1", True),
        ("https://news.example/2025/*", True),
        ("https://news.example/2025", False),
        ("*/2025/*", True),
        ("*/2024/*", False),
        ("*story?p=1", True),
        ("*storyXp=1", False),
        ("news.example/*", True),
        ("news.example", False),
        ("example/*", False),
        ("*", True),
        ("**", True),
        ("http://*", False),
        ("*story*story*", False),
        ("https://news.example/2025/story?p=1*1", False),
        ("", False),
    ],
)
def test_a_pattern_is_for_the_whole_url_and_a_star_for_anything(pattern: str, does: bool) -> None:
    assert matches("https://news.example/2025/story?p=1", pattern) is does


@given(st.lists(st.text(alphabet="ab/?.", max_size=5), min_size=1, max_size=6), st.text(alphabet="ab/?.", max_size=5))
def test_a_url_made_from_a_pattern_matches_it(pieces: list[str], filling: str) -> None:
    assert matches("https://x/" + filling.join(pieces), "https://x/" + "*".join(pieces))


def test_the_worst_pattern_takes_no_time_to_speak_of() -> None:
    assert not matches("a" * 8000, "*a" * 4000 + "*b")


def pages(*paths: str) -> list[Entry]:
    return [Entry(f"https://news.example/{path}") for path in paths]


def test_exclude_prevails_over_include() -> None:
    wanted = Selection(include=("*/2025/*",), exclude=("*/video/*",)).chosen(
        pages("2025/a", "2024/a", "2025/video/a", "2025/b")
    )
    assert list(wanted) == pages("2025/a", "2025/b")


def test_each_url_once_and_no_more_than_the_limit_is_even_asked_for() -> None:
    endless = (Entry(f"https://news.example/{number // 2}") for number in count())
    assert list(Selection(limit=3).chosen(endless)) == pages("0", "1", "2")
    assert list(Selection(limit=0).chosen(pages("0"))) == []
    assert list(Selection().chosen(pages("0", "1"))) == pages("0", "1")


def test_what_is_older_goes_and_what_has_no_date_stays() -> None:
    old = Entry("https://a.example/old", time=MAY.replace(day=1, month=4))
    new, undated = Entry("https://a.example/new", time=MAY), Entry("https://a.example/undated")
    assert list(Selection(since=MAY).chosen([old, new, undated])) == [new, undated]


def test_sitemaps_pass_by_patterns_and_limit_but_not_by_a_date() -> None:
    old = Entry("https://a.example/old.xml", time=MAY.replace(month=4), kind="sitemap")
    new = Entry("https://a.example/new.xml", time=MAY, kind="sitemap")
    chosen = Selection(include=("*/story",), since=MAY, limit=1).chosen([old, new, Entry("https://a.example/story")])
    assert [one.url for one in chosen] == ["https://a.example/new.xml", "https://a.example/story"]


def test_a_day_begins_with_its_first_second_in_utc() -> None:
    assert since("2025-05-01") == MAY
    assert since("2025-05-01T02:00+02:00") == MAY
    assert since("2025-05-01T00:00Z") == since("2025-05-01T00:00") == MAY


@pytest.mark.parametrize("text", ["", "yesterday", "2025", "2025-13-01", "01.05.2025", "2025-05-01T99:00"])
def test_what_is_no_date_is_named(text: str) -> None:
    with pytest.raises(CaptureError, match="not a date; write it as 2024-05-01"):
        since(text)

"""`archiver save` of lists: what is chosen from them, what is passed over, and going on where a run broke off."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.capture.tap import Tap, close
from tests.cli.terminal import done, objects, on_a_terminal, refused, run
from tests.cli.test_save import INTERRUPTIBLE, captured

PLAIN = ("--allow-private", "--no-requisites", "--parallel", "1", "--tries", "1", "--delay", "0")
STORY = "<title>Tides {0}</title><article><h1>Tides {0}</h1><p>{1}</p></article>"
TEXT = "The harbour office has published the tables for the coming year, and they differ from the last ones. " * 5


@pytest.fixture
def tap() -> Iterator[Tap]:
    with Tap() as tap:
        yield tap


def answer(body: str, content_type: str = "text/html", status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body.encode())}\r\n\r\n"
    return (head + body).encode()


def stories(tap: Tap, count: int) -> list[str]:
    return [tap.says(f"/{n}", answer(STORY.format(n, TEXT))) for n in range(1, count + 1)]


def feed(tap: Tap, urls: list[str], robots: str = "") -> str:
    dates = [f"<pubDate>0{n} May 2025 10:00:00 GMT</pubDate>" for n in range(1, len(urls) + 1)]
    items = "".join(f"<item><link>{url}</link>{date}</item>" for url, date in zip(urls, dates, strict=True))
    tap.says("/robots.txt", answer(robots, "text/plain"))
    return tap.says("/feed", answer(f'<rss version="2.0"><channel>{items}</channel></rss>', "application/rss+xml"))


def asked(tap: Tap) -> list[str]:
    return [turn.received.split()[1].decode() for turn in tap.turns]


def listed(here: Path, urls: list[str]) -> str:
    (here / "list.txt").write_text("\n".join(urls))
    return "list.txt"


def interrupted(tap: Tap, here: Path, urls: list[str]) -> str:
    """Save a list until the last of its pages is waited for, and press Ctrl-C; return what was said."""
    words = [sys.executable, "-c", INTERRUPTIBLE, "save", *PLAIN, "--from", listed(here, urls)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in urls[:-1]:
            assert child.stdout.readline().startswith("article ")
            assert child.stdout.readline().strip() in urls
        journal = here / "archives" / "unfinished"
        while not journal.exists() or next(journal.iterdir()).read_text().count("done") < len(urls) - 1:
            time.sleep(0.01)
        while len(tap.turns) < len(urls):
            time.sleep(0.01)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=30)
    assert child.returncode == 130
    return said


# What is in lists


def test_a_feed_by_its_address_is_recorded_and_its_pages_saved(tap: Tap, here: Path) -> None:
    urls = stories(tap, 3)
    found = done("save", *PLAIN, "--from", feed(tap, urls))
    assert found.stderr == "3 article\n"
    assert sorted(captured(here / "archives")) == sorted(
        [(url, "article") for url in urls] + [(f"{tap.origin}{name}", "requisite") for name in ("/feed", "/robots.txt")]
    )


def test_a_feed_in_a_file_and_one_by_standard_input_are_lists_too(tap: Tap, here: Path) -> None:
    urls = stories(tap, 2)
    text = f'<rss version="2.0"><channel><item><link>{urls[0]}</link></item></channel></rss>'
    (here / "feed.xml").write_text(text)
    done("save", *PLAIN, "--no-robots", "--from", "feed.xml")
    done("save", *PLAIN, "--no-robots", "--from", "-", stdin=text.replace(urls[0], urls[1]))
    assert [url for url, _ in captured(here / "archives")] == urls


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (("--include", "*/2", "--include", "*/3"), ["/2", "/3"]),
        (("--exclude", "*/2"), ["/1", "/3"]),
        (("--limit", "2"), ["/1", "/2"]),
        (("--since", "2025-05-02"), ["/2", "/3"]),
        (("--since", "2025-05-02T12:00Z"), ["/3"]),
    ],
)
def test_one_may_choose_from_a_list(tap: Tap, options: tuple[str, ...], wanted: list[str]) -> None:
    listing = feed(tap, stories(tap, 3))
    done("save", *PLAIN, "--no-robots", *options, "--from", listing)
    assert asked(tap)[1:] == wanted


@pytest.mark.parametrize(
    ("option", "value"), [("--since", "May"), ("--limit", "0"), ("--delay", "soon"), ("--run-limit", "3 weeks")]
)
def test_what_cannot_be_meant_is_refused(option: str, value: str) -> None:
    assert run("save", option, value, "http://news.example/").exit_code == 2


def test_a_list_that_cannot_be_had_is_named_and_no_success(tap: Tap, here: Path) -> None:
    url = tap.says("/feed", answer("gone", status="404 Not Found"))
    (story,) = stories(tap, 1)
    found = done("save", *PLAIN, story, "--from", url, code=4)
    assert f"Error: {url}: the server answered 404; no list to be read" in found.stderr
    assert (story, "article") in captured(here / "archives")


def test_what_robots_txt_forbids_is_said_and_left_out_unless_it_is_not_to_be_heeded(tap: Tap) -> None:
    urls = stories(tap, 2)
    listing = feed(tap, urls, robots="User-agent: *\nDisallow: /1\n")
    found = done("save", *PLAIN, "--from", listing, code=4)
    assert f"Error: {urls[0]}: " in found.stderr and "--no-robots" in found.stderr
    assert "/1" not in asked(tap)
    done("save", *PLAIN, "--no-robots", "--from", listing)
    assert "/1" in asked(tap)


def test_robots_txt_is_heeded_for_a_named_page_only_on_request(tap: Tap) -> None:
    (url,) = stories(tap, 1)
    tap.says("/robots.txt", answer("User-agent: *\nDisallow: /\n", "text/plain"))
    done("save", *PLAIN, url)
    assert asked(tap) == ["/1"]
    refused(run("save", *PLAIN, "--robots", url), url, "robots.txt")


def test_what_the_archive_holds_may_be_left_out(tap: Tap) -> None:
    urls = stories(tap, 3)
    done("save", *PLAIN, urls[0])
    done("save", *PLAIN, "--only-new", *urls)
    assert asked(tap) == ["/1", "/2", "/3"]


# Going on


def test_a_run_that_broke_off_is_gone_on_with_by_the_same_command(tap: Tap, here: Path) -> None:
    urls = [*stories(tap, 2), tap.says("/slow", 5.0)]
    said = interrupted(tap, here, urls)
    assert said.splitlines()[-1].startswith("Stopped: ")
    tap.says("/slow", answer(STORY.format(3, TEXT)))
    found = done("save", *PLAIN, "--from", "list.txt")
    assert re.match(r"Note: going on with a run that was begun on .* and broke off; 2 pages are done\n", found.stderr)
    assert asked(tap) == ["/1", "/2", "/slow", "/slow"]
    assert sorted(path.name for path in (here / "archives").iterdir()) == ["catalog.sqlite", "fulltext.sqlite", "warc"]
    assert "going on" not in done("save", *PLAIN, "--from", "list.txt").stderr
    assert asked(tap)[4:] == ["/1", "/2", "/slow"]


def test_one_may_begin_anew_instead(tap: Tap, here: Path) -> None:
    urls = [*stories(tap, 1), tap.says("/slow", 5.0)]
    interrupted(tap, here, urls)
    tap.says("/slow", answer(STORY.format(3, TEXT)))
    found = done("save", *PLAIN, "--restart", "--from", "list.txt")
    assert "going on" not in found.stderr
    assert asked(tap)[2:] == ["/1", "/slow"]


def test_another_list_is_another_run(tap: Tap, here: Path) -> None:
    urls = [*stories(tap, 1), tap.says("/slow", 5.0)]
    interrupted(tap, here, urls)
    assert "going on" not in done("save", *PLAIN, urls[0]).stderr
    assert asked(tap)[2:] == ["/1"]


def test_where_time_runs_out_that_is_said_and_the_next_run_goes_on(tap: Tap, here: Path) -> None:
    first, second, third = stories(tap, 3)
    tap.says("/1", 0.7, answer(STORY.format(1, TEXT)))
    found = done("save", *PLAIN, "--run-limit", "0.5", "--from", listed(here, [first, second, third]), code=5)
    assert "2 not reached" in found.stderr or "3 not reached" in found.stderr
    again = objects("save", *PLAIN, "--from", "list.txt")
    assert again[-1]["event"] == "end"
    assert {second, third} <= {one["url"] for one in again[:-1]}


def test_what_a_page_needs_and_does_not_get_is_counted_and_not_named(tap: Tap) -> None:
    url = tap.says("/1", answer(STORY.format(1, TEXT) + '<img src="/a.png"><img src="/b.png">'))
    tap.says("/favicon.ico", answer("x", "image/png"))
    tap.says("/a.png", answer("x", "image/png"))
    tap.says("/b.png", close)
    found = done("save", "--allow-private", "--tries", "1", url)
    assert found.stderr == "2 of 3 files that they need came\n"


# What is shown meanwhile


def test_on_a_terminal_one_sees_how_far_it_is(tap: Tap, here: Path) -> None:
    urls = [*stories(tap, 2), tap.says("/slow", 2.0, answer(STORY.format(3, TEXT)))]
    printed = on_a_terminal("save", *PLAIN, *urls)
    assert re.search(r"[12] of 3 pages", printed)
    assert "3 article" in printed
    assert printed.count("Tides 1") == 1


def test_in_a_pipe_as_json_and_on_a_dumb_terminal_nothing_moves(tap: Tap, here: Path) -> None:
    urls = [*stories(tap, 2), tap.says("/slow", 0.5, answer(STORY.format(3, TEXT)))]
    assert "of 3 pages" not in done("save", *PLAIN, *urls).output
    assert "of 3 pages" not in on_a_terminal("save", *PLAIN, *urls, TERM="dumb")
    printed = on_a_terminal("save", *PLAIN, "--json", *urls)
    assert all(json.loads(line) for line in printed.splitlines())


def test_no_colour_where_none_is_wanted(tap: Tap, here: Path) -> None:
    urls = [*stories(tap, 1), tap.says("/slow", 0.5, answer(STORY.format(3, TEXT)))]
    coloured = re.compile(r"\x1b\[[\d;]*[3-9]\dm")
    assert not coloured.search(on_a_terminal("save", *PLAIN, *urls, NO_COLOR="1"))
    assert os.environ.get("NO_COLOR") is None

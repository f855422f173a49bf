"""A run from lists to pages: which URLs are asked for, in which order, and what becomes of each."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from archiver.capture.entry import Entry
from archiver.capture.http import Options
from archiver.capture.manners import Manners
from archiver.capture.run import Arrival, Done, Plan, arrivals
from archiver.capture.selection import Selection
from archiver.capture.watch import Watch
from tests.capture.tap import Tap, close, silence

QUICK: dict[str, Any] = {"delay": 0.0, "backoff": 0.02}


@pytest.fixture
def tap() -> Iterator[Tap]:
    with Tap() as tap:
        yield tap


def answer(body: bytes = b"<title>A page</title>", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *(headers or ("Content-Type: text/html",))]
    return "\r\n".join([*lines, "", ""]).encode() + body


def planned(robots: str = "none", options: dict[str, Any] | None = None, **more: Any) -> Plan:
    manners = Manners(**QUICK | more.pop("manners", {}))
    return Plan(
        Options(allow_private=True, **options or {}), **{"requisites": False} | more, manners=manners, robots=robots
    )


def ran(sources: Any, plan: Plan | None = None, watch: Watch | None = None) -> list[Arrival]:
    every = [one for batch in arrivals(sources, plan or planned(), watch) for one in batch]
    return [one for one in every if isinstance(one, Arrival)]


def settled(sources: Any, plan: Plan | None = None) -> list[str]:
    """Return the pages of which the run says that they are done."""
    every = [one for batch in arrivals(sources, plan or planned()) for one in batch]
    return [one.page for one in every if isinstance(one, Done)]


def named(url: str, **more: Any) -> Entry:
    return Entry(url, kind="list", **more)


def sitemap(*urls: str, of: str = "url", time: str = "") -> bytes:
    root = "urlset" if of == "url" else "sitemapindex"
    lastmod = f"<lastmod>{time}</lastmod>" if time else ""
    return f"<{root}>{''.join(f'<{of}><loc>{url}</loc>{lastmod}</{of}>' for url in urls)}</{root}>".encode()


def feed(*urls: str) -> bytes:
    items = "".join(f"<item><title>x</title><link>{url}</link></item>" for url in urls)
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


def xml(body: bytes) -> bytes:
    return answer(body, "200 OK", "Content-Type: application/xml")


def paths(tap: Tap) -> list[str]:
    return [turn.received.split()[1].decode() for turn in tap.turns]


def pages(found: list[Arrival]) -> list[str]:
    return [one.asked for one in found if one.role == "page"]


def pages_of(tap: Tap, *names: str) -> list[str]:
    return [tap.says(name, answer()) for name in names]


def other_host(url: str) -> str:
    """The same server by another name: hosts are told apart by their names."""
    return url.replace("127.0.0.1", "localhost")


# Lists


def test_a_feed_is_recorded_and_its_pages_are_fetched(tap: Tap) -> None:
    urls = pages_of(tap, "/1", "/2")
    listed = tap.says("/feed", xml(feed(*urls)))
    first, *rest = ran([named(listed)], planned(pages=1))
    assert (first.role, first.asked, first.fate, first.why) == ("list", listed, "answered", None)
    assert first.exchanges[0].body.read() == feed(*urls)
    assert pages(rest) == urls
    assert {one.fate for one in rest} == {"answered"}


def test_an_index_of_packed_sitemaps_leads_to_their_pages_each_once(tap: Tap) -> None:
    urls = pages_of(tap, "/1", "/2", "/3")
    tap.says("/a.xml.gz", answer(gzip.compress(sitemap(*urls[:2])), "200 OK", "Content-Type: application/x-gzip"))
    tap.says("/b.xml", xml(sitemap(*urls[1:])))
    index = tap.says("/index.xml", xml(sitemap("/a.xml.gz", "/b.xml", "/a.xml.gz", "/index.xml", of="sitemap")))
    found = ran([named(index)])
    assert sorted(pages(found)) == urls
    assert sorted(paths(tap)) == ["/1", "/2", "/3", "/a.xml.gz", "/b.xml", "/index.xml"]
    assert [one.role for one in found].count("list") == 3


def test_indexes_are_followed_to_a_depth_and_no_further(tap: Tap) -> None:
    for number in range(9):
        tap.says(f"/{number}", xml(sitemap(f"/{number + 1}", of="sitemap")))
    found = ran([named(f"{tap.origin}/0")])
    assert paths(tap) == ["/0", "/1", "/2", "/3"]
    assert (found[-1].asked, found[-1].fate) == (f"{tap.origin}/4", "not reached")
    assert "more than 3 lists led to it" in str(found[-1].why)


def test_pages_are_fetched_before_all_sitemaps_are_read(tap: Tap) -> None:
    seen = threading.Event()
    first = tap.says("/first", lambda _: seen.set(), answer())
    tap.says("/0.xml", xml(sitemap(first)))
    later = [f"/{number}.xml" for number in range(1, 12)]
    for number, path in enumerate(later, 1):
        page = f"/page{number}"
        tap.says(page, answer())
        # The sitemap that comes last is answered when a page of the first one was asked for, and no sooner.
        wait = (lambda _: seen.wait(5),) if number == 11 else ()
        tap.says(path, *wait, xml(sitemap(page)))
    index = tap.says("/index", xml(sitemap("/0.xml", *later, of="sitemap")))
    found = ran([named(index)])
    assert seen.is_set()
    assert len(pages(found)) == 12
    assert paths(tap).index("/first") < paths(tap).index("/11.xml")


def test_a_list_of_thousands_is_read_to_its_end(tap: Tap) -> None:
    urls = [f"{tap.origin}/{number}" for number in range(3000)]
    tap.scripts = Anything()
    listed = tap.says("/list", answer("\n".join(urls).encode(), "200 OK", "Content-Type: text/plain"))
    assert pages(ran([named(listed)], planned(pages=1, selection=Selection(include=("*00",))))) == urls[100::100]


class Anything(dict[str, Any]):
    def __missing__(self, path: str) -> tuple[bytes]:
        return (answer(),)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (answer(b"<html><p>no list"), "no list of URLs, feed, sitemap or bookmark file"),
        (answer(b"gone", "404 Not Found"), "the server answered 404; no list to be read"),
        (answer(b"\x1f\x8b\x08nonsense"), "damaged gzip data"),
        (answer(b"http:", "200 OK", "Content-Type: text/plain"), "line 1: "),
    ],
)
def test_a_list_that_cannot_be_read_says_why_and_keeps_nothing_else_from_being_saved(
    tap: Tap, body: bytes, why: str
) -> None:
    listed, (page,) = tap.says("/list", body), pages_of(tap, "/page")
    found = {one.role: one for one in ran([named(listed), page])}
    assert why in str(found["list"].why)
    assert found["list"].exchanges
    assert found["page"].fate == "answered"


def test_a_list_that_cannot_be_had_says_why(tap: Tap) -> None:
    listed = tap.says("/list", close)
    (found,) = ran([named(listed)], planned(manners={"attempts": 1}))
    assert (found.role, found.fate, found.exchanges) == ("list", "no answer", ())
    assert "closed the connection without an answer" in str(found.why)


def test_a_plain_list_that_breaks_off_gives_what_stands_before(tap: Tap) -> None:
    (page,) = pages_of(tap, "/page")
    lines = [f"{page}?{number}" for number in range(400)]
    tap.scripts = Anything()
    listed = tap.says("/list", answer("\n".join([*lines, "nonsense"]).encode(), "200 OK", "Content-Type: text/plain"))
    found = ran([named(listed)])
    assert len(pages(found)) == 400
    assert ["line 401" in str(one.why) for one in found if one.role == "list"] == [False, True]


# Selection


def test_patterns_dates_and_a_number_say_which_pages_are_wanted(tap: Tap) -> None:
    old, new = pages_of(tap, "/news/old", "/news/new")
    tap.says("/old.xml", xml(sitemap(old, time="2023-01-01")))
    tap.says("/new.xml", xml(sitemap(new, "/sport/new", "/news/live", time="2025-01-01")))
    lists = [named(f"{tap.origin}/{name}.xml") for name in ("old", "new")]
    chosen = Selection(include=("*/news/*",), exclude=("*/live",), since=datetime(2024, 1, 1, tzinfo=UTC))
    assert pages(ran(lists, planned(selection=chosen))) == [new]


def test_the_limit_is_for_the_whole_run_and_what_the_user_names_counts(tap: Tap) -> None:
    one, two, three = pages_of(tap, "/1", "/2", "/3")
    listed = tap.says("/list", xml(sitemap(two, three)))
    found = ran([one, one, named(listed)], planned(pages=1, selection=Selection(limit=2)))
    assert pages(found) == [one, two]


def test_nothing_is_asked_for_beyond_the_limit(tap: Tap) -> None:
    tap.scripts = Anything()
    endless = (f"{tap.origin}/{number}" for number in count())
    assert len(pages(ran(endless, planned(selection=Selection(limit=3))))) == 3
    assert ran([f"{tap.origin}/"], planned(selection=Selection(limit=0))) == []


def test_what_the_user_names_is_chosen_from_too_and_each_url_fetched_once(tap: Tap) -> None:
    one, two = pages_of(tap, "/1", "/2")
    found = ran([one, two, one, one.replace("http://", "HTTP://")], planned(selection=Selection(exclude=("*/2",))))
    assert pages(found) == [one]


# robots.txt


def test_a_page_that_robots_txt_forbids_is_refused_and_the_file_recorded_once(tap: Tap) -> None:
    yes, no = pages_of(tap, "/yes", "/no")
    tap.says("/robots.txt", answer(b"User-agent: *\nDisallow: /no\n", "200 OK", "Content-Type: text/plain"))
    listed = tap.says("/list", xml(sitemap(yes, no)))
    found = {one.asked: one for one in ran([named(listed)], planned("lists"))}
    assert (found[no].fate, found[no].exchanges) == ("refused", ())
    assert (
        str(found[no].why)
        == f"{no}: not fetched: {tap.origin}/robots.txt forbids it; --no-robots fetches it all the same"
    )
    assert found[yes].fate == "answered"
    assert (found[f"{tap.origin}/robots.txt"].role, len(found)) == ("robots", 4)
    assert paths(tap) == ["/list", "/robots.txt", "/yes"]


@pytest.mark.parametrize(
    ("robots", "is_listed", "is_asked"),
    [("lists", False, False), ("lists", True, True), ("all", False, True), ("none", True, False)],
)
def test_whom_robots_txt_is_asked_for_is_the_plans_business(
    tap: Tap, robots: str, is_listed: bool, is_asked: bool
) -> None:
    (page,) = pages_of(tap, "/page")
    tap.says("/robots.txt", answer(b"User-agent: *\nDisallow: /\n", "200 OK", "Content-Type: text/plain"))
    (found,) = (one for one in ran([Entry(page, is_listed=is_listed)], planned(robots)) if one.role == "page")
    assert (found.fate == "refused", "/robots.txt" in paths(tap)) == (is_asked, is_asked)


def test_what_a_page_needs_is_fetched_whatever_robots_txt_says(tap: Tap) -> None:
    page = tap.says("/page", answer(b"<img src=/img/1.png><link rel=icon href=/img/2.png>"))
    pages_of(tap, "/img/1.png", "/img/2.png")
    tap.says("/robots.txt", answer(b"User-agent: *\nDisallow: /img\n", "200 OK", "Content-Type: text/plain"))
    ran([page], planned("all", requisites=True))
    assert sorted(paths(tap)) == ["/img/1.png", "/img/2.png", "/page", "/robots.txt"]


@pytest.mark.parametrize(
    ("script", "fate", "why"),
    [
        ((answer(b"", "404 Not Found"),), "answered", None),
        ((answer(b"", "302 Found", "Location: /r2"),), "answered", None),
        ((answer(b"", "503 Later"),), "refused", "cannot be had (status 503), which forbids everything for now"),
        ((close,), "refused", "cannot be had (the server closed the connection without an answer"),
    ],
    ids=["none", "elsewhere", "broken", "silent"],
)
def test_no_robots_txt_forbids_nothing_and_one_that_cannot_be_had_everything(
    tap: Tap, script: tuple[Any, ...], fate: str, why: str | None
) -> None:
    (page,) = pages_of(tap, "/page")
    tap.says("/robots.txt", *script)
    tap.says("/r2", answer(b"User-agent: *\nAllow: /", "200 OK", "Content-Type: text/plain"))
    found = {one.role: one for one in ran([page], planned("all"))}
    assert found["page"].fate == fate
    assert (why or "None") in str(found["page"].why)


def test_a_crawl_delay_is_obeyed_where_robots_txt_is(tap: Tap) -> None:
    urls = pages_of(tap, "/1", "/2", "/3")
    tap.says("/robots.txt", answer(b"User-agent: *\nCrawl-delay: 50\n", "200 OK", "Content-Type: text/plain"))
    found = ran(urls, planned("all", manners={"run_limit": 0.4}))
    assert {one.asked: one.fate for one in found if one.role == "page"} == {
        urls[0]: "answered", urls[1]: "not reached", urls[2]: "not reached",
    }  # fmt: skip
    assert paths(tap) == ["/robots.txt", "/1"]


# Manners


def test_a_busy_server_is_asked_again_and_both_answers_are_kept(tap: Tap) -> None:
    answers = iter([answer(b"", "503 Busy", "Retry-After: 0"), answer()])
    page = tap.says("/page", lambda connection: connection.sendall(next(answers)))
    (found,) = ran([page])
    assert [one.status for one in found.exchanges] == [503, 200]
    assert (found.fate, found.why) == ("answered", None)


def test_a_server_that_stays_busy_is_left_after_some_attempts(tap: Tap) -> None:
    page = tap.says("/page", answer(b"", "503 Busy"))
    (found,) = ran([page], planned(manners={"attempts": 4}))
    assert [one.status for one in found.exchanges] == [503] * 4
    assert found.fate == "answered"


def test_a_server_that_closes_without_an_answer_is_asked_again(tap: Tap) -> None:
    def once(connection: socket.socket) -> None:
        if len(tap.turns) == 1:
            connection.shutdown(socket.SHUT_RDWR)

    (found,) = ran([tap.says("/page", once, answer())])
    assert ([one.status for one in found.exchanges], found.fate) == ([200], "answered")
    assert len(tap.turns) == 2


@pytest.mark.parametrize("script", [(close,), (silence, close)], ids=["closed", "slow"])
def test_one_that_never_answers_is_given_up(tap: Tap, script: tuple[Any, ...]) -> None:
    (found,) = ran([tap.says("/page", *script)], planned(options={"timeout": 0.6}, manners={"attempts": 2}))
    assert (found.exchanges, found.fate) == ((), "no answer")
    assert len(tap.turns) == 2


def test_what_a_page_needs_is_asked_for_twice_at_most(tap: Tap) -> None:
    page = tap.says("/page", answer(b"<link rel=icon href=/i.png>"))
    tap.says("/i.png", answer(b"", "503 Busy"))
    ran([page], planned(requisites=True, manners={"attempts": 5}))
    assert paths(tap) == ["/page", "/i.png", "/i.png"]


def test_a_host_that_wants_to_be_left_alone_for_long_is_and_others_are_not(tap: Tap) -> None:
    busy = tap.says("/busy", answer(b"", "429 Too Many", "Retry-After: 9999"))
    here, there = pages_of(tap, "/here", "/there")
    found = {one.asked: one for one in ran([busy, here, other_host(there)], planned(pages=1))}
    assert [one.status for one in found[busy].exchanges] == [429]
    assert found[here].fate == "no answer"
    assert "127.0.0.1 asked to be left alone for another 9999 seconds" in str(found[here].why)
    assert found[other_host(there)].fate == "answered"
    assert paths(tap) == ["/busy", "/there"]


def test_a_host_that_asks_for_a_pause_does_not_stop_pages_of_others(tap: Tap) -> None:
    asked: list[str] = []
    others = [other_host(url) for url in pages_of(tap, *(f"/other{number}" for number in range(20)))]

    def busy(connection: socket.socket) -> None:
        asked.append("busy")
        connection.sendall(answer() if len(asked) > 2 else answer(b"", "503 Busy", "Retry-After: 1"))

    held = [tap.says(f"/held{number}", busy) for number in range(4)]
    found = ran([*held, *others], planned(pages=2))
    assert sorted(one.asked for one in found[:20]) == sorted(others)
    assert sorted(one.asked for one in found[20:]) == held
    assert {one.exchanges[-1].status for one in found} == {200}


def test_pages_that_wait_for_a_delay_do_not_stop_those_of_others(tap: Tap) -> None:
    slow = [Entry(url, is_listed=True) for url in pages_of(tap, *(f"/slow{number}" for number in range(4)))]
    others = [other_host(url) for url in pages_of(tap, *(f"/other{number}" for number in range(20)))]
    found = ran([*slow, *others], planned(pages=2, manners={"delay": None, "run_limit": 1.5}))
    assert sorted(one.asked for one in found[:21]) == sorted([slow[0].url, *others])
    assert paths(tap).index("/slow1") == 21
    assert [one.fate for one in found].count("not reached") == 2


def test_a_slow_server_of_which_all_turns_are_taken_does_not_stop_pages_of_others(tap: Tap) -> None:
    done = threading.Event()
    slow = [tap.says(f"/slow{number}", lambda _: done.wait(5), answer()) for number in range(4)]
    others = [other_host(url) for url in pages_of(tap, *(f"/other{number}" for number in range(5)))]
    tap.says("/other4", lambda _: done.set(), answer())
    found = ran([*slow, *others], planned(pages=2, options={"per_host": 1}))
    assert done.is_set()
    assert sorted(one.asked for one in found) == sorted([*slow, *others])
    assert max(paths(tap).index(f"/other{number}") for number in range(5)) < paths(tap).index("/slow1")


def test_one_page_at_a_time_means_with_all_that_it_needs(tap: Tap) -> None:
    for page in "ab":
        tap.says(f"/{page}", answer(f"<img src=/{page}1><img src=/{page}2><link rel=icon href=/{page}3>".encode()))
        pages_of(tap, *(f"/{page}{number}" for number in (1, 2, 3)))
    ran([f"{tap.origin}/a", f"{tap.origin}/b"], planned(pages=1, requisites=True))
    assert [path[1] for path in paths(tap)] == list("aaaabbbb")


# Limits


def dripping(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n")
    connection.settimeout(0.02)
    for _ in range(400):
        connection.sendall(b"x")
        try:
            if not connection.recv(1):
                return
        except TimeoutError:
            continue


def test_a_page_that_comes_drop_by_drop_is_kept_as_far_as_it_came(tap: Tap) -> None:
    (found,) = ran([tap.says("/drip", dripping)], planned(manners={"page_limit": 0.3}))
    (exchange,) = found.exchanges
    assert (exchange.truncated, found.fate) == ("time", "answered")
    assert 0 < exchange.body.size < 1000


def test_the_limit_of_a_page_is_for_what_it_needs_too(tap: Tap) -> None:
    page = tap.says("/page", answer(b"<img src=/drip><link rel=icon href=/i>"))
    tap.says("/drip", dripping)
    pages_of(tap, "/i")
    plan = planned(requisites=True, manners={"page_limit": 0.3}, options={"per_host": 1})
    found = {one.role: one for one in ran([page], plan)}
    assert found["image"].exchanges[0].truncated == "time"
    assert found["icon"].fate == "not reached"


def test_when_the_time_of_the_run_is_up_the_rest_is_named_and_nothing_begun(tap: Tap) -> None:
    (first, second), drip = pages_of(tap, "/1", "/2"), tap.says("/drip", dripping)
    sources = [first, drip, second, named(f"{tap.origin}/list"), first]
    found = ran(iter(sources), planned(pages=1, manners={"run_limit": 0.3}))
    assert [(one.asked, one.role, one.fate) for one in found] == [
        (first, "page", "answered"), (drip, "page", "answered"), (second, "page", "not reached"),
        (f"{tap.origin}/list", "list", "not reached"),
    ]  # fmt: skip
    assert found[1].exchanges[0].truncated == "time"
    assert "the time of the run was up" in str(found[2].why)
    assert paths(tap) == ["/1", "/drip"]


def test_a_list_that_was_not_read_to_its_end_in_time_is_named(tap: Tap) -> None:
    tap.says("/drip", dripping)
    urls = [f"{tap.origin}/drip?{number}" for number in range(50)]
    tap.scripts |= {f"/drip?{number}": tap.scripts["/drip"] for number in range(50)}
    listed = tap.says("/list", answer("\n".join(urls).encode(), "200 OK", "Content-Type: text/plain"))
    found = ran([named(listed)], planned(pages=1, manners={"run_limit": 0.3}))
    last = found[-1]
    assert (last.role, last.asked, last.fate) == ("list", listed, "not reached")
    assert "its end was not reached" in str(last.why)


# The run itself


def test_sources_that_break_off_raise_when_what_they_named_is_fetched(tap: Tap) -> None:
    (page,) = pages_of(tap, "/page")

    def sources() -> Iterator[str]:
        yield page
        raise OSError("the disk is gone")

    found: list[Arrival] = []
    with pytest.raises(OSError, match="the disk is gone"):
        for batch in arrivals(sources(), planned()):
            found += [one for one in batch if isinstance(one, Arrival)]
    assert pages(found) == [page]


def test_closing_early_ends_the_run_at_once(tap: Tap) -> None:
    (page,), drip = pages_of(tap, "/page"), tap.says("/drip", dripping)
    busy = tap.says("/busy", answer(b"", "503 Busy", "Retry-After: 100"))
    with closing(arrivals([page, drip, busy], planned(pages=3))) as batches:
        assert next(batches)[0].asked == page
    assert not [thread for thread in threading.enumerate() if thread.name == "capture"]


def test_a_url_that_is_none_is_said_to_be(tap: Tap) -> None:
    (found,) = ran(["ftp://files.example/"])
    assert (found.asked, found.fate, found.exchanges) == ("ftp://files.example/", "no answer", ())
    assert "not a web address" in str(found.why)


def test_a_watch_shows_what_is_under_way_and_how_much_came(tap: Tap) -> None:
    watch, seen = Watch(), []
    slow = tap.says("/slow", answer()[:60], lambda _: seen.append(watch.under_way()), 0.1, answer()[60:])
    busy = tap.says("/busy", 0.05, answer(b"", "503 Busy"))
    ran([slow, busy], planned(manners={"backoff": 5, "run_limit": 2}), watch)
    assert slow in {one.url for one in seen[0]}
    assert {one.waits_for for one in seen[0]} == {"answer"}
    assert watch.under_way() == ()
    assert watch.received == len(answer()) + len(answer(b"", "503 Busy"))
    assert (watch.expected, watch.waiting) == (2, 0)


def test_a_large_page_is_looked_through_like_a_small_one(tap: Tap) -> None:
    page = tap.says("/page", answer(b"<p>word</p>" * 20_000 + b"<img src=/1><link rel=icon href=/2>"))
    pages_of(tap, "/1", "/2")
    assert [one.role for one in ran([page], planned(requisites=True, options={"per_host": 1}))] == [
        "page",
        "image",
        "icon",
    ]


# What is done


def test_a_page_is_done_behind_all_that_it_needs(tap: Tap) -> None:
    page = tap.says("/page", answer(b'<title>A page</title><img src="/picture.png">'))
    tap.says("/picture.png", answer(b"x", "200 OK", "Content-Type: image/png"))
    tap.says("/favicon.ico", answer(b"x", "200 OK", "Content-Type: image/png"))
    every = [one for batch in arrivals([page], planned(requisites=True)) for one in batch]
    assert every[-1] == Done(page)
    assert {one.asked for one in every if isinstance(one, Arrival)} >= {page, f"{tap.origin}/picture.png"}


def test_what_a_later_attempt_may_change_is_not_done(tap: Tap) -> None:
    gone = tap.says("/gone", answer(b"gone", "404 Not Found"))
    busy = tap.says("/busy", answer(b"busy", "503 Service Unavailable"))
    closed = tap.says("/closed", close)
    assert settled([gone, busy, closed], planned(manners={"attempts": 1})) == [gone]


def test_what_is_done_is_passed_over_and_counts_for_the_limit(tap: Tap) -> None:
    pages = [tap.says(f"/{number}", answer()) for number in range(4)]
    watch = Watch()
    plan = planned(done=frozenset(pages[:2]), pages=1)
    assert [one.asked for one in ran(pages, plan, watch)] == pages[2:]
    assert watch.expected == 2
    limited = planned(done=frozenset(pages[:2]), selection=Selection(limit=3))
    assert [one.asked for one in ran(pages, limited)] == pages[2:3]


def test_a_stylesheet_inherits_the_encoding_of_the_page_and_of_what_imports_it(tap: Tap) -> None:
    html = '<meta charset="windows-1251"><link rel="stylesheet" href="/a.css"><p>Рыба и море'.encode("cp1251")
    page = tap.says("/page", answer(html))
    tap.says("/a.css", answer("@import '/b.css';".encode("cp1251"), "200 OK", "Content-Type: text/css"))
    tap.says("/b.css", answer("a{background:url(/x.png?ф)}".encode("cp1251"), "200 OK", "Content-Type: text/css"))
    for name in ("/x.png?%F4", "/favicon.ico"):
        tap.says(name, answer(b"x", "200 OK", "Content-Type: image/png"))
    found = ran([page], planned(requisites=True))
    assert "/x.png?%F4" in paths(tap)
    assert {one.fate for one in found} == {"answered"}


def test_a_page_gets_as_many_files_as_are_allowed_and_what_is_left_out_is_said_once(tap: Tap) -> None:
    page = tap.says(
        "/page", answer(b"<link rel=icon href=/i><link rel=stylesheet href=/s.css><img src=/1><img src=/2>")
    )
    tap.says("/s.css", answer(b"a{background:url(/3)}", "200 OK", "Content-Type: text/css"))
    tap.says("/i", answer())
    found = ran([page], planned(requisites=True, max_requisites=2))
    assert paths(tap)[0] == "/page" and set(paths(tap)[1:]) == {"/i", "/s.css"}, "two are fetched at once, in any order"
    (left_out,) = [one for one in found if one.fate == "refused"]
    assert (left_out.asked, left_out.page, left_out.role) == (f"{tap.origin}/1", page, "image")
    assert f"{page}: it needs over 2 files; {tap.origin}/1 and all after it are left out" in str(left_out.why)


def test_the_files_of_one_page_are_not_counted_for_another(tap: Tap) -> None:
    urls = [tap.says(f"/page{n}", answer(f"<link rel=icon href=/i{n}>".encode())) for n in range(3)]
    for n in range(3):
        tap.says(f"/i{n}", answer())
    assert {one.fate for one in ran(urls, planned(requisites=True, max_requisites=1))} == {"answered"}

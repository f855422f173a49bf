"""Captures that are appraised in processes of their own: what comes of it, and what ends them."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archiver.appraisal import appraise
from archiver.model import Capture
from archiver.pipeline import JUDGES, cleaner
from archiver.rules.book import Rulebook, shipped_rules
from archiver.workers import Job, Workers
from tests.processes import is_alive, pids

TEXT = "The harbour office has published the tables for the coming year, and they differ from the last ones. " * 5
STORY = "<title>Tides {0}</title><article><h1>Tides {0}</h1><p>{1}</p></article>"

OWNER = """
import sys, time
from archiver.workers import Workers
from tests.processes import pids
from tests.test_workers import page
from archiver.rules.book import shipped_rules
with Workers(shipped_rules(), count=2, enough=0) as workers:
    workers.appraise([page(1), page(2)])
    print(*pids(workers), flush=True)
    time.sleep(60)
"""


def page(number: int, body: str | None = None, resource: str = "document") -> Capture:
    url = f"http://news.example/{number}"
    return Capture(
        url=url,
        final_url=url,
        time=datetime(2025, 5, 28, tzinfo=UTC),
        status=200,
        headers=(("Content-Type", "text/html"),),
        body=(STORY.format(number, TEXT) if body is None else body).encode(),
        content_type="text/html",
        how="http",
        resource=resource,
    )


@pytest.mark.parametrize("count", [1, 2, 3])
def test_who_works_it_out_makes_no_difference_and_the_order_stays(count: int) -> None:
    book = shipped_rules()
    captures = [page(n) for n in range(7)] + [page(8, ""), page(9, "x", resource="script"), page(10)]
    with Workers(book, count=count, enough=0) as workers:
        for some in (captures, captures[:1], [], captures[3:]):
            assert workers.appraise(some) == [appraise(one, book) for one in some]


def test_a_rulebook_goes_to_another_process_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "news.toml").write_text(
        'schema = 1\nid = "news"\n[match]\nhosts = ["news.example"]\n'
        '[[remove]]\nid = "news/box"\nlabel = "related"\ncss = "div.box"\n'
        '[[remove]]\nid = "news/line"\nlabel = "social"\nxpath = "//p[@id=\'line\']"\n'
    )
    body = STORY.format(1, TEXT) + '<div class="box"><p>More of it.</p></div><p id="line">Follow us.</p>'
    with Workers(Rulebook.load(tmp_path), count=2, enough=0) as workers:
        (first, _) = workers.appraise([page(1, body), page(2)])
    assert first.entry
    assert {"news/box", "news/line"} <= {value for row in first.entry.blocks for value in row}


def test_a_job_goes_on_while_something_else_is_done() -> None:
    with Workers(shipped_rules(), count=2, enough=0) as workers:
        job = workers.begin([page(1), page(2)])
        assert [found.title for found in job.result()] == ["Tides 1", "Tides 2"]


def titles(job: Job) -> list[str | None]:
    return [found.title for found in job.result()]


def test_jobs_are_begun_before_others_are_done_and_may_be_asked_for_in_any_order() -> None:
    with Workers(shipped_rules(), count=2, enough=0) as workers:
        jobs = [workers.begin([page(10 * n + k) for k in range(n)]) for n in (3, 4, 5)]
        for n, job in ((4, jobs[1]), (3, jobs[0]), (5, jobs[2])):
            assert titles(job) == [f"Tides {10 * n + k}" for k in range(n)]


def test_more_than_a_pipe_holds_goes_both_ways_though_nobody_asks_for_it_yet() -> None:
    body = STORY.format(1, TEXT) + "<p>Boats had to wait outside.</p>" * 10_000
    with Workers(shipped_rules(), count=2, enough=0) as workers:
        jobs = [workers.begin([page(1, body), page(2, body)]) for _ in range(3)]
        assert [titles(job) for job in jobs] == [["Tides 1", "Tides 1"]] * 3


def test_a_worker_that_dies_costs_no_page_of_the_jobs_behind_either() -> None:
    with Workers(shipped_rules(), count=2, enough=0) as workers:
        workers.appraise([page(1), page(2)])
        jobs = [workers.begin([page(10 * n), page(10 * n + 1)]) for n in (1, 2)]
        os.kill(pids(workers)[1], signal.SIGKILL)
        for n, job in zip((1, 2), jobs, strict=True):
            assert titles(job) == [f"Tides {10 * n}", f"Tides {10 * n + 1}"]
        assert titles(workers.begin([page(3), page(4)])) == ["Tides 3", "Tides 4"]


def test_no_process_is_begun_for_a_few_pages() -> None:
    with Workers(shipped_rules(), count=2, enough=3) as workers:
        workers.appraise([page(1), page(2)])
        assert pids(workers) == []
        workers.appraise([page(3), page(4)])
        assert len(pids(workers)) == 2


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_worker_that_dies_costs_no_page(when: str) -> None:
    with Workers(shipped_rules(), count=2, enough=0) as workers:
        workers.appraise([page(1), page(2)])
        if when == "before":
            os.kill(pids(workers)[0], signal.SIGKILL)
        job = workers.begin([page(3), page(4), page(5)])
        if when == "meanwhile":
            os.kill(pids(workers)[1], signal.SIGKILL)
        assert [found.title for found in job.result()] == ["Tides 3", "Tides 4", "Tides 5"]


def test_ctrl_c_is_for_the_one_who_began_them() -> None:
    with Workers(shipped_rules(), count=2, enough=0) as workers:
        workers.appraise([page(1), page(2)])
        for pid in pids(workers):
            os.kill(pid, signal.SIGINT)
        assert [found.title for found in workers.appraise([page(3), page(4)])] == ["Tides 3", "Tides 4"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_they_end_with_the_one_who_began_them_however_that_ends() -> None:
    with subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout
        found = [int(pid) for pid in owner.stdout.readline().split()]
        assert len(found) == 2 and all(map(is_alive, found))
        owner.kill()
    for _ in range(500):
        if not any(map(is_alive, found)):
            return
        time.sleep(0.01)
    raise AssertionError("workers are left behind")


def test_workers_that_are_soon_needed_get_ready_before_the_first_page() -> None:
    with Workers(shipped_rules(), count=2, enough=100) as workers:
        workers.start()
        begun = pids(workers)
        assert len(begun) == 2
        assert [found.title for found in workers.appraise([page(1), page(2)])] == ["Tides 1", "Tides 2"]
        assert pids(workers) == begun
    assert not any(map(is_alive, begun))


def test_one_processor_is_enough_for_the_process_that_is_there() -> None:
    with Workers(shipped_rules(), count=1) as workers:
        workers.start()
        assert pids(workers) == []


ELSEWHERE = "<link rel='canonical' href='http://other.example/tides'>"


@pytest.mark.parametrize(
    ("capture", "has_article"),
    [
        (page(1), True),
        (page(1, ELSEWHERE + STORY.format(1, TEXT)), True),
        (page(1, ELSEWHERE + "<title>404</title>Not found"), False),
        (page(1, ""), False),
    ],
    ids=["an article", "one from elsewhere", "no article", "empty"],
)
def test_what_decided_on_a_page_is_said_as_whoever_looks_at_it_again_works_it_out(
    capture: Capture, has_article: bool
) -> None:
    book = shipped_rules()
    found = appraise(capture, book)
    assert bool(found.entry) == has_article
    canonical = found.entry.article["canonical"] if found.entry else None
    assert found.judged_by == cleaner(book, capture.final_url, canonical)


def test_on_what_is_no_page_no_rule_has_a_say() -> None:
    assert appraise(page(1, "x", resource="script"), shipped_rules()).judged_by == JUDGES

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
from archiver.rules.book import Rulebook, shipped_rules
from archiver.workers import Workers

TEXT = "The harbour office has published the tables for the coming year, and they differ from the last ones. " * 5
STORY = "<title>Tides {0}</title><article><h1>Tides {0}</h1><p>{1}</p></article>"

OWNER = """
import sys, time
from archiver.workers import Workers
from tests.test_workers import page, pids
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


def pids(workers: Workers) -> list[int]:
    return [worker._process.pid for worker in workers._running]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


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

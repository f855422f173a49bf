"""Servers that want all the time and memory there is, before the command as a process: it ends, small, and says why.

The same at full size, 10 GB of zeros and 100,000 pictures, is benchmarks/hostile.py.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hostile import Took, run
from benchmarks.hostile_server import Hostile

MEMORY = 350
"""MiB. A page of ordinary size takes about 100, and each bomb unpacks to 96, which is held in several forms."""


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile(zeros=96, pictures=300, nested=2) as server:
        yield server


def saved(folder: Path, *arguments: str) -> tuple[Took, list[dict[str, str]]]:
    options = ("--allow-private", "--json", "--tries", "1", "--timeout", "2s", "--page-limit", "4s", "--delay", "0s")
    took = run(["save", *options, "--archive", str(folder / "archive"), *arguments])
    return took, [json.loads(line) for line in took.said.splitlines()]


def test_pages_that_want_too_much_are_kept_in_bounds_and_named(server: Hostile, tmp_path: Path) -> None:
    says = {
        "/bomb.gz": "only the first 32 MiB were read; the whole is recorded",
        "/bomb.br": "only the first 32 MiB were read; the whole is recorded",
        "/redirect/0": "redirects without end",
        "/header": "the header is over 1 MiB",
        "/drip": "it took over the time limit",
        "/endless": "it is over the size limit",
        "/nested": "nested too deep to be read whole",
    }
    urls = {server.origin + path: why for path, why in says.items()}
    took, found = saved(tmp_path, "--no-requisites", "--max-size", "4", *urls)
    whys = {one["url"]: one["why"] for one in found if one["event"] == "saved"}
    assert {url: whys[url] for url in urls if urls[url] not in whys[url]} == {}
    assert (took.code, took.memory < MEMORY) == (4, True), took


def test_a_page_that_names_files_without_number_gets_some_of_them(server: Hostile, tmp_path: Path) -> None:
    page, styled = f"{server.origin}/pictures", f"{server.origin}/imports"
    took, found = saved(tmp_path, "--max-requisites", "50", page, styled)
    left_out = [one for one in found if one.get("outcome") == "refused"]
    assert {one["page"] for one in left_out} == {page, styled}
    assert all(f"{one['page']}: it needs over 50 files" in one["why"] for one in left_out)
    assert len(found) <= 2 + 2 * 50 + len(left_out) + 1
    assert took.memory < MEMORY, took


def test_lists_that_want_too_much_are_named(server: Hostile, tmp_path: Path) -> None:
    bomb, itself = f"{server.origin}/sitemap.gz", f"{server.origin}/index.xml"
    took, found = saved(tmp_path, "--from", bomb, "--from", itself)
    whys = [one["why"] for one in found if one.get("why")]
    assert f"{bomb}: larger than 64 MiB, as no list should be; split it" in whys
    assert any("more than 3 lists led to it" in why for why in whys)
    assert (took.code, took.memory < MEMORY) == (4, True), took

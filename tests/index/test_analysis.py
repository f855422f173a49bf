"""Documents that are made in processes of their own: what comes of it, and what ends them."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from archiver.index.analysis import Analysis, Source
from archiver.index.document import Document, Documents
from archiver.language.streams import Analyser
from tests.index.test_document import ROW
from tests.processes import is_alive, pids

WORDS = ("Häuser", "Fährmann", "ferry-boats", "running", "Köln", "naïve", "日本語の文章", "U.S.A.")


def source(number: int) -> Source:
    text = " ".join(WORDS[number % len(WORDS) :] + WORDS[: number % 3]) + f" {number}."
    language = ("de", "en", "fr", None)[number % 4]
    blocks = [("ad", f"Buy {number}"), ("related", "See also"), ("body", text)]
    return ROW | {"id": number, "text": text, "language": language, "title": f"Title {number}"}, blocks


def chunks(*sizes: int) -> list[list[Source]]:
    numbers = iter(range(1, sum(sizes) + 1))
    return [[source(next(numbers)) for _ in range(size)] for size in sizes]


def alone(every: list[list[Source]]) -> list[list[Document]]:
    documents = Documents(Analyser())
    return [[documents.of(row, blocks) for row, blocks in chunk] for chunk in every]


def analysis(count: int = 2, total: int = 1000, enough: int = 0) -> Analysis:
    return Analysis(Documents(Analyser()), total, count, enough)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_who_works_them_out_makes_no_difference_and_the_order_stays(count: int) -> None:
    every = chunks(120, 1, 0, 51, 300, 7)
    with closing(analysis(count)) as running:
        assert len(pids(running)) == (count if count > 1 else 0)
        assert list(running.of(every)) == alone(every)


def test_no_process_is_begun_for_a_few_articles() -> None:
    every = chunks(5, 6)
    with closing(analysis(total=11, enough=12)) as running:
        assert pids(running) == []
        assert list(running.of(every)) == alone(every)


def test_no_more_is_read_than_one_chunk_ahead_of_the_one_that_is_used() -> None:
    read: list[int] = []

    def reading() -> Iterator[list[Source]]:
        for number, chunk in enumerate(chunks(*[60] * 6)):
            read.append(number)
            yield chunk

    with closing(analysis()) as running:
        for used, _ in enumerate(running.of(reading())):
            assert read[-1] == min(used + 1, 5)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_process_that_dies_costs_no_article(when: str) -> None:
    every = chunks(100, 100, 100, 100)
    with closing(analysis()) as running:
        found = running.of(every)
        if when == "before":
            os.kill(pids(running)[0], signal.SIGKILL)
        first = next(found)
        for pid in pids(running)[1:]:
            os.kill(pid, signal.SIGKILL)
        assert [first, *found] == alone(every)
        assert pids(running) == []


def test_ctrl_c_is_for_the_one_who_began_them() -> None:
    every = chunks(100, 100, 100)
    with closing(analysis()) as running:
        found = running.of(every)
        first = next(found)  # now they are ready
        for pid in pids(running):
            os.kill(pid, signal.SIGINT)
        assert [first, *found] == alone(every)
        assert len(pids(running)) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_none_is_left_behind_where_the_one_who_began_them_breaks_off() -> None:
    with pytest.raises(KeyboardInterrupt), closing(analysis()) as running:
        begun = pids(running)
        for _ in running.of(chunks(100, 100, 100)):
            raise KeyboardInterrupt
    for _ in range(500):
        if not any(map(is_alive, begun)):
            return
        time.sleep(0.01)
    raise AssertionError("processes are left behind")


def test_what_cannot_be_analysed_is_an_error_here_as_it_is_without_processes() -> None:
    every = chunks(60)
    every[0][55][0]["day"] = None  # type: ignore[index]
    with closing(analysis()) as running, pytest.raises(TypeError):
        list(running.of(every))

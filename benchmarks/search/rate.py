"""How fast the index is filled, beside plain `sqlite3` on the same rows; and the whole way to it from WARC files.

    python -m benchmarks.search.rate --documents 50000

The ways take turns in one process, several times; the middle of each counts. The rows are made in advance and held in
memory, so that nothing but writing is timed. The whole way is timed with cleaning and analysis in one process and in
two; that two have to be begun takes as long as some eighty pages, of which many pages show less. Beside the time that
passes stands the processor's, which other programs running beside it change far less.
"""

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from archiver.archive import Archive
from archiver.index.engine import EngineName
from archiver.index.rows import Entry
from archiver.rules.book import shipped_rules
from benchmarks.search import adapter, raw
from benchmarks.search.corpus import Corpus, corpus
from benchmarks.search.entries import quick_entry
from benchmarks.search.machine import compiled_once, machine
from benchmarks.search.made import Made
from benchmarks.search.pages import write_warc

GOAL: Final = 1.7
"""How many times as fast two processes should be as one."""

OWN: Final = "the index"
Way = Callable[[Path], None]


def ways(pairs: list[tuple[Made, Entry]]) -> dict[str, Way]:
    """Return the ways to write these rows, each into a folder of its own."""
    return {
        OWN: lambda folder: _fill(folder, pairs, 1),
        f"{OWN} by tantivy": lambda folder: _fill(folder, pairs, 1, "tantivy"),
        f"{OWN}, processes": lambda folder: _fill(folder, pairs, os.cpu_count() or 1),
        "sqlite3, triggers": lambda folder: raw.with_triggers(folder / "raw.sqlite", pairs),
        "sqlite3, direct": lambda folder: raw.direct(folder / "raw.sqlite", pairs),
    }


def whole_ways(home: Path) -> dict[str, Way]:
    """Return the ways to make the index of the archive in `home` anew, with cleaning in one process and in two."""
    return {
        "one process": lambda _: _rebuild(home, 1),
        "two processes": lambda _: _rebuild(home, 2),
    }


@dataclass(frozen=True, slots=True)
class Taken:
    """The seconds that a way took: as they passed, and of the processor, in this process and those that it began."""

    passed: float
    worked: float


def in_turn(every: Mapping[str, Way], rounds: int) -> dict[str, Taken]:
    """Go each way `rounds` times, in turn, each time another first; return the middle of what each took."""
    taken: dict[str, list[Taken]] = {name: [] for name in every}
    for number in range(rounds):
        names = list(every)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            with tempfile.TemporaryDirectory() as folder:
                begun, worked = time.perf_counter(), _worked()
                every[name](Path(folder))
                taken[name].append(Taken(time.perf_counter() - begun, _worked() - worked))
    return {
        name: Taken(median(one.passed for one in found), median(one.worked for one in found))
        for name, found in taken.items()
    }


def _worked() -> float:
    return sum(os.times()[:4])  # of this process and of those that have ended, each in user and system mode


def _fill(folder: Path, pairs: list[tuple[Made, Entry]], processors: int, engine: EngineName = "fts5") -> None:
    with _machine_of(processors):
        adapter.fill(folder, pairs, engine)


def _rebuild(home: Path, processors: int) -> None:
    with _machine_of(processors):
        for indexed in Archive(home, shipped_rules()).rebuild():
            assert indexed.why is None, indexed.why


@contextmanager
def _machine_of(processors: int) -> Iterator[None]:
    """Let the archiver think that the machine has so many processors: by that it decides how many processes clean."""
    real = os.cpu_count
    os.cpu_count = lambda: processors
    try:
        yield
    finally:
        os.cpu_count = real


def report(taken: Mapping[str, Taken], count: int, beside: str) -> None:
    """Print a line for each way: its rate, and how many times as fast it is as `beside`; then by processor."""
    print(f"{'':20}{'time that passes':^32}{'time of the processor':^32}")
    print(" " * 20 + f"{'seconds':>10}{'a second':>11}{'as fast':>11}" * 2)
    for name, one in taken.items():
        of_both = ((one.passed, taken[beside].passed), (one.worked, taken[beside].worked))
        figures = [f"{seconds:10.1f}{count / seconds:11,.0f}{whole / seconds:10.2f}x" for seconds, whole in of_both]
        print(f"{name:20}{''.join(figures)}")


def main() -> None:
    """Print rates and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, help="articles as rows (default: 10,000; 0 for none)")
    parser.add_argument("--pages", type=int, default=400, help="pages for the whole way (default: 400; 0 for none)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each way is gone (default: 3)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus")
    options = parser.parse_args()
    whole = corpus(max(options.documents, options.pages), options.seed)
    with tempfile.TemporaryDirectory() as folder:
        print(machine(Path(folder)))
        if options.documents:
            _rows(whole, options.documents, options.rounds)
        if options.pages:
            _pages(whole, Path(folder), options.pages, options.rounds)


def _rows(whole: Corpus, count: int, rounds: int) -> None:
    pairs = [(made, quick_entry(made)) for made in islice(whole.articles(), count)]
    gc.freeze()  # a million strings that stay, looked through again and again, would be timed as well
    print(f"\n{count:,} articles as rows, {rounds} rounds")
    report(in_turn(ways(pairs), rounds), count, "sqlite3, triggers")


def _pages(whole: Corpus, folder: Path, count: int, rounds: int) -> None:
    write_warc(folder / "warc", islice(whole.articles(), count))
    print(
        f"\n{count:,} pages, from WARC files to the index, {rounds} rounds; the goal is {GOAL} in the time that passes"
    )
    with compiled_once():
        _rebuild(folder, 2)  # untimed: whichever process is the first to import a module compiles it
        report(in_turn(whole_ways(folder), rounds), count, "one process")


if __name__ == "__main__":
    main()

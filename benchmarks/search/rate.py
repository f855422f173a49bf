"""How fast the index is filled, beside plain `sqlite3` on the same rows; and the whole way to it from WARC files.

    python -m benchmarks.search.rate --documents 50000

The ways take turns in one process, several times; the middle of each counts. The rows are made in advance and held in
memory, so that nothing but writing is timed. The whole way is timed with cleaning in one process and in two.
"""

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Final

from archiver.archive import Archive
from archiver.index.rows import Entry
from archiver.rules.book import shipped_rules
from benchmarks.search import adapter, raw
from benchmarks.search.corpus import corpus
from benchmarks.search.entries import quick_entry
from benchmarks.search.machine import machine
from benchmarks.search.made import Made
from benchmarks.search.pages import write_warc

GOAL: Final = 1.7
"""How many times as fast two processes should be as one."""

OWN: Final = "the index"
Way = Callable[[Path], None]


def ways(pairs: list[tuple[Made, Entry]]) -> dict[str, Way]:
    """Return the ways to write these rows, each into a folder of its own."""
    return {
        OWN: lambda folder: adapter.fill(folder, pairs),
        "sqlite3, triggers": lambda folder: raw.with_triggers(folder / "raw.sqlite", pairs),
        "sqlite3, direct": lambda folder: raw.direct(folder / "raw.sqlite", pairs),
    }


def whole_ways(home: Path) -> dict[str, Way]:
    """Return the ways to make the index of the archive in `home` anew, with cleaning in one process and in two."""
    return {
        "one process": lambda _: _rebuild(home, 1),
        "two processes": lambda _: _rebuild(home, 2),
    }


def in_turn(every: Mapping[str, Way], rounds: int) -> dict[str, float]:
    """Go each way `rounds` times, in turn, each time another first; return the middle of the seconds of each."""
    taken: dict[str, list[float]] = {name: [] for name in every}
    for number in range(rounds):
        names = list(every)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            with tempfile.TemporaryDirectory() as folder:
                begun = time.perf_counter()
                every[name](Path(folder))
                taken[name].append(time.perf_counter() - begun)
    return {name: median(seconds) for name, seconds in taken.items()}


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


def report(seconds: Mapping[str, float], count: int, beside: str) -> None:
    """Print a line for each way: its rate, and how many times as fast it is as `beside`."""
    for name, taken in seconds.items():
        print(f"{name:22}{taken:9.2f} s{count / taken:10,.0f} a second{seconds[beside] / taken:9.2f} x {beside}")


def main() -> None:
    """Print rates and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, help="articles (default: 10,000)")
    parser.add_argument("--pages", type=int, default=400, help="pages of HTML for the whole way (default: 400)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each way is gone (default: 3)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus")
    options = parser.parse_args()
    whole = corpus(options.documents, options.seed)
    pairs = [(made, quick_entry(made)) for made in whole.articles()]
    gc.freeze()  # a million strings that stay, looked through again and again, would be timed as well
    with tempfile.TemporaryDirectory() as folder:
        print(machine(Path(folder)))
        print(f"\n{options.documents:,} articles as rows, {options.rounds} rounds")
        report(in_turn(ways(pairs), options.rounds), options.documents, "sqlite3, triggers")
        write_warc(Path(folder) / "warc", islice((made for made, _ in pairs), options.pages))
        seconds = in_turn(whole_ways(Path(folder)), options.rounds)
        print(f"\n{options.pages:,} pages, from WARC files to the index; the goal is {GOAL}")
        report(seconds, options.pages, "one process")


if __name__ == "__main__":
    main()

"""Servers that want all the time, memory or disk there is, before `archiver save` as a process of its own.

Each case has an archive of its own; what it took, its peak memory and what was reported is printed. Leaves with 1 where
one took more than it may: memory and time stay bounded whatever is sent.

    python -m benchmarks.hostile
    python -m benchmarks.hostile --only "gzip bomb" "endless imports"
    python -m benchmarks.hostile --large 1024
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.hostile_server import Hostile

MEMORY: Final = 700
"""MiB of memory at its peak that no case may take; a page of ordinary size takes about 100."""
SECONDS: Final = 90.0
_QUICK: Final = ("--timeout", "2s", "--page-limit", "10s", "--tries", "1")


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked for, with which options, and what a line of the report must say."""

    name: str
    path: str
    says: str
    options: tuple[str, ...] = ()
    is_list: bool = False


CASES: Final = (
    Case("gzip bomb", "/bomb.gz", "only the first 32 MiB were read"),
    Case("br bomb", "/bomb.br", "only the first 32 MiB were read"),
    Case("redirects", "/redirect/0", "redirect"),
    Case("header of 10 MB", "/header", "the header is over 1 MiB"),
    Case("a byte a minute", "/drip", "it took over the time limit", _QUICK),
    Case("endless body", "/endless", "it is over the size limit", ("--max-size", "64")),
    Case("endless chunks", "/chunks", "it took over the time limit", ("--page-limit", "5s")),
    Case("robots.txt bomb", "/robots-page", "/robots-page", ("--robots",)),
    Case("sitemap bomb", "/sitemap.gz", "larger than 64 MiB", is_list=True),
    Case("sitemap of itself", "/index.xml", "more than 3 lists led to it", ("--delay", "0s"), is_list=True),
    Case("endless imports", "/imports", "are left out", _QUICK),
    Case("100,000 pictures", "/pictures", "are left out", ("--page-limit", "30s")),
    Case("100 MB, nested", "/nested", "only the first 32 MiB were read"),
)


@dataclass(frozen=True, slots=True)
class Took:
    """What a run took: seconds, MiB of memory at the peak; its exit code, and what it printed."""

    seconds: float
    memory: int
    code: int
    said: str


_LAUNCH: Final = """
import os, sys
child = os.posix_spawn(sys.executable, [sys.executable, "-m", "archiver", *sys.argv[2:]], os.environ)
_, status, usage = os.wait4(child, 0)
os.write(int(sys.argv[1]), f"{usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}".encode())
"""
"""A small process between this one and the command: a process counts as its own what it was forked from had."""


def run(arguments: Sequence[str], before: Callable[[], None] | None = None) -> Took:
    """Run the command; `before` is called in the new process."""
    told, tell = os.pipe()
    with tempfile.TemporaryFile("w+") as out, os.fdopen(told) as heard:
        start = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", _LAUNCH, str(tell), *arguments],
            stdout=out,
            stderr=subprocess.STDOUT,
            pass_fds=(tell,),
            preexec_fn=before,  # noqa: PLW1509  # only a limit is set there
        )
        os.close(tell)
        memory, code = map(int, heard.read().split())
        process.wait()
        out.seek(0)
        return Took(time.monotonic() - start, memory // 1024, code, out.read())


def saved(case: Case, origin: str, folder: Path, before: Callable[[], None] | None = None) -> Took:
    """Save what a case is about into an archive in `folder`."""
    what = ("--from", origin + case.path) if case.is_list else (origin + case.path,)
    return run(["save", "--allow-private", "--archive", str(folder), *case.options, *what], before)


def main() -> None:
    """Run the cases, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], metavar="CASE", help="only these cases")
    parser.add_argument("--large", type=int, metavar="MIB", help="a body of so many MiB instead, to be saved whole")
    options = parser.parse_args()
    chosen: Sequence[Case] = [one for one in CASES if not options.only or one.name in options.only]
    if options.large:
        chosen = [Case(f"{options.large} MiB", f"/large/{options.large}", "not a page", ("--max-size", "99999"))]
    bad = 0
    with Hostile() as server:
        for case in chosen:
            with tempfile.TemporaryDirectory() as folder:
                took = saved(case, server.origin, Path(folder) / "archive")
            faults = [] if case.says in took.said else [f"it does not say {case.says!r}"]
            faults += ["too much memory"] * (took.memory > MEMORY) + ["Traceback"] * ("Traceback" in took.said)
            faults += ["too long"] * (took.seconds > SECONDS and not options.large)
            print(f"{case.name:18} {took.seconds:6.1f} s {took.memory:5} MiB  exit {took.code}  {' '.join(faults)}")
            for line in took.said.splitlines()[:4]:
                print(f"    {line.strip()[:180]}", flush=True)
            bad += bool(faults)
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()

"""How long a person waits for the first result of `archiver search`, from the start of the process on.

    python -m benchmarks.search.first --documents 100000 --archive ../hundred-thousand

Each command is a process of its own, as a person's is; the files are in the system's cache after the first. Then what
Python says of its imports, the most expensive first.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from archiver.index.engine import ENGINES
from benchmarks.search import adapter
from benchmarks.search.bands import bands
from benchmarks.search.building import built
from benchmarks.search.corpus import corpus
from benchmarks.search.machine import compiled_once, machine
from benchmarks.search.questions import Question, questions

RUNS: Final = 20
_ASKED: Final = ("rare word", "mid word", "common word", "phrase")
_IMPORT: Final = re.compile(r"^import time:\s+(\d+) \|\s+(\d+) \|( +)(\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Run:
    """One command: milliseconds until its first line came, and until it ended."""

    first: float
    whole: float


@dataclass(frozen=True, slots=True)
class Import:
    """One import: milliseconds of its own, and with all that it imports."""

    name: str
    own: float
    whole: float


def run(arguments: list[str], home: Path) -> Run:
    """Run one `archiver` command on the archive in the folder `home`."""
    begun = time.perf_counter()
    with subprocess.Popen(_command(arguments, home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.readline()
        first = time.perf_counter()
        process.stdout.read()
        process.wait()
        return Run(1000 * (first - begun), 1000 * (time.perf_counter() - begun))


def imports(arguments: list[str], home: Path) -> list[Import]:
    """Return what a command imports, the most expensive by its own time first."""
    told = subprocess.run(_command(arguments, home, "-X", "importtime"), capture_output=True, text=True, check=False)
    found = [Import(name, int(own) / 1000, int(whole) / 1000) for own, whole, _, name in _IMPORT.findall(told.stderr)]
    return sorted(found, key=lambda one: -one.own)


def _command(arguments: list[str], home: Path, *options: str) -> list[str]:
    return [sys.executable, *options, "-m", "archiver", "--archive", str(home), *arguments]


def _row(name: str, values: list[float]) -> str:
    return f"{name:34}{min(values):8.0f}{median(values):8.0f}{max(values):8.0f}"


def report(home: Path, asked: list[Question], runs: int) -> None:
    """Print a line for each question, one for Python itself and one for a command that opens no index."""
    run(adapter.command(asked[0]), home)  # compiles what it imports
    bare = [_seconds([sys.executable, "-c", "pass"]) for _ in range(runs)]
    print(f"{'milliseconds, of ' + str(runs) + ' runs':34}{'min':>8}{'median':>8}{'max':>8}")
    print(_row("python -c pass", bare))
    print(_row("archiver --version", [run(["--version"], home).first for _ in range(runs)]))
    for question in asked:
        every = [run(adapter.command(question), home) for _ in range(runs)]
        print(_row(f"first result, {question.kind}", [one.first for one in every]))
        print(_row("  and the end of the command", [one.whole for one in every]))
    found = imports(adapter.command(asked[0]), home)
    print(f"\n{len(found)} imports, {sum(one.own for one in found):.0f} ms; milliseconds of its own and in all")
    for one in found[:10]:
        print(f"{one.name:44}{one.own:8.1f}{one.whole:8.1f}")


def _seconds(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True)
    return 1000 * (time.perf_counter() - begun)


def main() -> None:
    """Build or take up an index, and print how long commands take on it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000, help="articles (default: 20,000)")
    parser.add_argument(
        "--mixed", type=int, metavar="N", help="make only N articles, and put the others together of their paragraphs"
    )
    parser.add_argument("--archive", type=Path, help="folder that is kept for later runs, or was by an earlier one")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"of each command (default: {RUNS})")
    parser.add_argument("--engine", choices=ENGINES, default="fts5", help="that searches (default: fts5)")
    parser.add_argument("--seed", type=int, default=1, help="of corpus and questions")
    options = parser.parse_args()
    with ExitStack() as stack:
        stack.enter_context(compiled_once())
        home = options.archive or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        whole = corpus(options.mixed or options.documents, options.seed)
        built(home, whole, options.documents)
        adapter.search_by(home, options.engine)
        print(f"{machine(home)}\n{options.documents:,} articles\n")
        every = questions(bands(whole), options.seed, each=1)
        report(home, [one for one in every if one.kind in _ASKED], options.runs)


if __name__ == "__main__":
    main()

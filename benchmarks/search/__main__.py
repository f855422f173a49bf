"""Builds an index of a made corpus, or takes one that is there, and asks it questions of every kind.

    python -m benchmarks.search --documents 1000000 --archive ../million

Prints the machine, the sizes, how fast the index was built, and for each kind of question what it took: the first run
of each apart, then percentiles of the warm runs. Leaves with 1 where the 95th percentile is over 50 ms over the whole
mix, or over 150 ms for a kind.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from archiver.index.engine import ENGINES
from benchmarks.search import adapter
from benchmarks.search.bands import bands
from benchmarks.search.building import Built, built
from benchmarks.search.corpus import corpus
from benchmarks.search.machine import machine, sizes
from benchmarks.search.questions import EACH, KINDS, Question, questions
from benchmarks.search.timing import OF_A_KIND, OVERALL, Times, overall, percentile, timed


def tell(index: Built, home: Path, was_there: bool) -> None:
    """Print what there is: articles, bytes, and how fast they came in."""
    size = sizes(home)
    print(f"{index.documents:,} articles of seed {index.seed}; {index.text / 1e6:,.1f} MB of searched text")
    print(
        f"catalog {size.catalog / 1e6:,.1f} MB, full text {size.full_text / 1e6:,.1f} MB: "
        f"{size.full_text / index.text:.3f} of the text; words and their places alone {size.words / 1e6:,.1f} MB"
    )
    print(f"{'was built' if was_there else 'built'} in {index.seconds:,.1f} s, {index.rate:,.0f} articles a second\n")


def table(results: Iterable[Times | str]) -> bool:
    """Print a line for each kind and one for all of them; return whether all are fast enough."""
    print(f"{'milliseconds':26}{'asked':>6}{'found':>10}{'first':>9}{'worst':>9}{'p50':>9}{'p95':>9}{'max':>9}")
    times = []
    for one in results:
        if isinstance(one, str):
            print(f"{one:26}  the index cannot do this")
            continue
        times.append(one)
        print(_row(one))
    if not times:
        return True
    late = overall(times, 0.95)
    print(f"\nover the mix: p50 {overall(times, 0.5):.1f}, p95 {late:.1f}{'  TOO SLOW' * (late > OVERALL)}")
    shares = {kind.name: kind.share for kind in KINDS}
    print("the mix, in parts: " + ", ".join(f"{one.kind} {shares[one.kind]}" for one in times))
    return late <= OVERALL and all(one.warm_at(0.95) <= OF_A_KIND for one in times)


def _row(one: Times) -> str:
    late = one.warm_at(0.95)
    columns = (percentile(one.cold, 0.5), max(one.cold), one.warm_at(0.5), late, max(one.warm))
    figures = "".join(f"{figure:9.1f}" for figure in columns)
    return f"{one.kind:26}{len(one.cold):6}{one.found:10,}{figures}{'  TOO SLOW' * (late > OF_A_KIND)}"


def main() -> None:
    """Build, ask, print; leave with 1 where something is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=20_000, help="articles (default: 20,000)")
    parser.add_argument(
        "--mixed", type=int, metavar="N", help="make only N articles, and put the others together of their paragraphs"
    )
    parser.add_argument("--archive", type=Path, help="folder that is kept for later runs, or was by an earlier one")
    parser.add_argument(
        "--only", metavar="KIND", action="append", help="only questions whose kind has this in its name"
    )
    parser.add_argument("--each", type=int, default=EACH, help=f"questions of each kind (default: {EACH})")
    parser.add_argument("--rounds", type=int, default=3, help="warm runs of each question (default: 3)")
    parser.add_argument("--engine", choices=ENGINES, default="fts5", help="that searches (default: fts5)")
    parser.add_argument("--seed", type=int, default=1, help="of corpus and questions")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = options.archive or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        whole = corpus(options.mixed or options.documents, options.seed)
        index, was_there = built(home, whole, options.documents)
        adapter.search_by(home, options.engine)
        print(machine(home))
        tell(index, home, was_there)
        asked = questions(bands(whole), options.seed, options.each)
        wanted = [one for one in asked if not options.only or any(part in one.kind for part in options.only)]
        store = stack.enter_context(adapter.opened(home))

        def ask(question: Question) -> int:
            return adapter.ask(store, question)[0]

        fast = table(timed(ask, wanted, options.rounds))
    sys.exit(not fast)


if __name__ == "__main__":
    main()

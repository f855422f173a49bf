"""How well copies of a story are found, and only copies; how long that takes, and how large it is.

    python -m benchmarks.stories [--stories 140] [--seed 1] [--drawn 100000] [--pages ../corpora] [--peers]

The archive is `newsstand.py`'s: invented news in five scripts. Recall is of the pairs that are copies, precision of the
pairs that were grouped. --drawn takes the time for so many sketches that are drawn and not made of texts (`drawn.py`).
--pages lists what is grouped of pages with a reference (see README.md), --peers sets MinHash beside (`minhash.py`).
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from statistics import mean, median

import archiver
from archiver.errors import ArchiverError
from archiver.stories.item import Item
from archiver.stories.register import Stories
from archiver.stories.sketch import sketch
from benchmarks import drawn, minhash
from benchmarks.corpus import Case, cases, corpora, machine
from benchmarks.newsroom import SCRIPTS
from benchmarks.newsstand import Printed, archive, score

_LIVE = 1000


def groups(items: Iterable[Item]) -> list[tuple[int, ...]]:
    """Return the stories of two articles or more that these make."""
    with closing(sqlite3.connect(":memory:")) as db:
        stories = Stories.create(db)
        stories.build(items)
        found = db.execute("SELECT DISTINCT story FROM stories ORDER BY story").fetchall()
        return [members for (story,) in found if len(members := stories.members(story)) > 1]


def accuracy(printed: Sequence[Printed]) -> None:
    """Print the recall of each kind of copies, what was grouped wrongly, and precision and recall of all."""
    begun = time.process_time()
    sketches = [sketch(text.text) for text in printed]
    taken, size = time.process_time() - begun, sum(len(text.text.encode()) for text in printed)
    result = score(printed, groups(Item(at, sketches[at], text.address) for at, text in enumerate(printed)))
    print(f"{'pairs of copies':32}{'pairs':>8}{'recall':>9}")
    for kind, pairs in sorted(result.pairs.items()):
        if pairs:
            print(f"{kind:32}{pairs:8,}{result.grouped[kind] / pairs:9.4f}")
    print(f"{'all':32}{result.pairs.total():8,}{result.recall:9.4f}    precision {result.precision:.4f}")
    print(f"grouped wrongly: {', '.join(f'{kind} {count}' for kind, count in result.wrong.most_common()) or 'none'}")
    print(f"sketch: {1000 * taken / len(printed):.2f} ms and {mean(map(len, sketches)):.0f} bytes an article", end="; ")
    print(f"{sum(map(len, sketches)) / size:.3f} of the text\n")


def speed(count: int) -> None:
    """Print what the tables of so many articles take, in time and in space, and what one more article takes."""
    items = list(drawn.items(Random(1), count + _LIVE))
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(":memory:")) as db:
        db.execute("ATTACH ? AS stories", [str(Path(folder, "stories.sqlite"))])
        stories = Stories.create(db, "stories")
        begun = time.process_time()
        stories.build(islice(items, count))
        db.commit()
        taken, size = time.process_time() - begun, Path(folder, "stories.sqlite").stat().st_size / count
        print(f"{count:,} articles of {drawn.WORDS} words: {1e6 * taken / count:.0f} µs an article in one go", end="; ")
        print(f"{size:.0f} bytes an article, {size / drawn.BYTES:.3f} of the text")
        added = [_timed(stories, item) for item in items[count:]]
        print(f"{_LIVE:,} more, one by one: median {median(added):.2f} ms, mean {mean(added):.2f} ms\n")


def _timed(stories: Stories, item: Item) -> float:
    begun = time.process_time()
    stories.add([item])
    return 1000 * (time.process_time() - begun)


def pages(folder: Path) -> None:
    """Print each group among the pages of the corpora in `folder`, by their references or else as cleaned here."""
    found = [(case, text) for corpus in corpora(folder) for case in cases(corpus) if (text := _text(case))]
    grouped = groups(Item(at, sketch(text)) for at, (_, text) in enumerate(found))
    print(f"{len(found):,} pages, {len(grouped)} groups")
    for number, members in enumerate(grouped, 1):
        for member in members:
            case, text = found[member]
            print(f"{number:4}{len(text.split()):7,} words  {case.url or case.id}")


def _text(case: Case) -> str | None:
    if case.text is not None:
        return case.text
    try:
        return archiver.clean(case.html, url=case.url).text
    except ArchiverError:
        return None


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=140, help="stories in each script (default: 140)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drawn", type=int, default=100_000, help="sketches to take the time of (default: 100,000)")
    parser.add_argument("--pages", type=Path, help="a folder of corpora, whose pages are grouped, too")
    parser.add_argument("--peers", action="store_true", help="beside MinHash of datasketch and of rensa")
    options = parser.parse_args()
    printed = archive(Random(options.seed), options.stories)
    print(f"{machine()}, SQLite {sqlite3.sqlite_version}; {len(printed):,} texts in {len(SCRIPTS)} scripts\n")
    accuracy(printed)
    speed(options.drawn)
    if options.peers:
        minhash.report(printed)
    if options.pages:
        pages(options.pages)


if __name__ == "__main__":
    main()

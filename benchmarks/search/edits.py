"""Proves that an edit of what is known of an article, a tag, a note or a field, touches no byte of the full text.

    python -m benchmarks.search.edits --documents 20000

The file and its log are hashed before and after: after the last edit, and again after the next one who writes has
opened and closed the archive, as what is out of date in the full text is brought up to date then. A change of the date
of publication touches the narrow table of the dates, and no word. Prints the time of an edit. Leaves with 1 where
anything of the full text is another than before.
"""

import argparse
import hashlib
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from archiver.folder import fulltext_of, index_of
from benchmarks.search import adapter
from benchmarks.search.machine import full_text_tables, machine


@dataclass(frozen=True, slots=True)
class Edited:
    """Edits of one kind: how many, the milliseconds of each in the middle and at most; what of the full text stayed."""

    name: str
    count: int
    middle: float
    most: float
    file_stayed: bool
    words_stayed: bool


def full_text(home: Path) -> str:
    """Return a digest of all bytes of the full text of the archive in the folder `home`, and of its log."""
    digest = hashlib.sha256()
    path = fulltext_of(index_of(home))
    for part in (path, path.with_name(f"{path.name}-wal")):
        digest.update(part.read_bytes() if part.exists() else b"")
    return digest.hexdigest()


def words(home: Path) -> str:
    """Return a digest of all that the FTS5 tables of the full text hold."""
    digest, path = hashlib.sha256(), fulltext_of(index_of(home))
    tables = full_text_tables(path)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        for name in names:
            if any(name.startswith(f"{table}_") for table in tables):
                for row in db.execute(f'SELECT * FROM "{name}"'):
                    digest.update(repr(row).encode())
    return digest.hexdigest()


def edited(home: Path, name: str, edit: Callable[[Path, int], None], numbers: list[int]) -> Edited:
    """Edit these articles, one by one; then have the index opened and closed by one who writes."""
    before = full_text(home), words(home)
    taken = []
    for number in numbers:
        begun = time.perf_counter()
        edit(home, number)
        taken.append(1000 * (time.perf_counter() - begun))
    stayed = full_text(home) == before[0]
    adapter.settle(home)
    stayed = stayed and full_text(home) == before[0]
    return Edited(name, len(numbers), median(taken), max(taken), stayed, words(home) == before[1])


def all_edited(home: Path, numbers: list[int]) -> tuple[list[Edited], Edited]:
    """Edit in every way that must touch nothing of the full text, and then the date, which may touch all but words."""
    found = [edited(home, name, edit, numbers) for name, edit in adapter.edits().items()]
    return found, edited(home, "date of publication", adapter.redate, numbers)


def main() -> None:
    """Edit, and print what it took; leave with 1 where the full text was touched."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000, help="articles (default: 2,000)")
    parser.add_argument("--archive", type=Path, help="folder that is kept for later runs, or was by an earlier one")
    parser.add_argument("--edits", type=int, default=200, help="of each kind (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus")
    options = parser.parse_args()
    from benchmarks.search.building import built
    from benchmarks.search.corpus import corpus

    with ExitStack() as stack:
        home = options.archive or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        built(home, corpus(options.documents, options.seed), options.documents)
        print(machine(home))
        chance = random.Random(options.seed)
        numbers = chance.sample(range(1, options.documents + 1), min(options.edits, options.documents))
        found, dated = all_edited(home, numbers)
    for one in found:
        print(f"{_row(one)}; {'full text untouched' if one.file_stayed else 'THE FULL TEXT HAS CHANGED'}")
    print(f"{_row(dated)}; {'words untouched' if dated.words_stayed else 'THE WORDS HAVE CHANGED'}")
    sys.exit(not (dated.words_stayed and all(one.file_stayed for one in found)))


def _row(one: Edited) -> str:
    return f"{one.name:24}{one.count:6} edits, {one.middle:.2f} ms each, {one.most:.2f} at most"


if __name__ == "__main__":
    main()

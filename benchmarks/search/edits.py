"""Proves that an edit of what is known of an article, a tag or a field, touches no page of the full text.

    python -m benchmarks.search.edits --documents 20000

The full text is hashed before and after, byte by byte: the file with its log where it has a file of its own, else the
blobs of its tables. Prints the time of an edit. Leaves with 1 where anything of the full text is another than before.
"""

import argparse
import hashlib
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.search import adapter
from benchmarks.search.machine import full_text_tables, machine


@dataclass(frozen=True, slots=True)
class Edited:
    """Edits of one kind: how many, the milliseconds of each in the middle and at most; whether the full text stayed."""

    name: str
    count: int
    middle: float
    most: float
    untouched: bool


def full_text(home: Path) -> str:
    """Return a digest of all that is stored of the full text of the archive in the folder `home`."""
    digest = hashlib.sha256()
    for path in sorted(home.glob("*.sqlite")):
        for part in _stored(path):
            digest.update(part)
    return digest.hexdigest()


def _stored(path: Path) -> Iterator[bytes]:
    tables = full_text_tables(path)
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        shadows = [name for name in names if any(name == one or name.startswith(f"{one}_") for one in tables)]
        if shadows and len(shadows) < len(names):
            for shadow in shadows:
                if shadow not in tables:
                    yield from (repr(row).encode() for row in db.execute(f'SELECT * FROM "{shadow}"'))
            return
    if shadows:
        for part in (path, path.with_name(f"{path.name}-wal")):
            yield part.read_bytes() if part.exists() else b""


def edited(home: Path, name: str, numbers: list[int]) -> Edited:
    """Edit these articles, one by one."""
    edit = adapter.edits()[name]
    before = full_text(home)
    taken = []
    for number in numbers:
        begun = time.perf_counter()
        edit(home, number)
        taken.append(1000 * (time.perf_counter() - begun))
    return Edited(name, len(numbers), median(taken), max(taken), full_text(home) == before)


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
        built(home, corpus(options.documents, options.seed))
        print(machine(home))
        chance = random.Random(options.seed)
        numbers = chance.sample(range(1, options.documents + 1), min(options.edits, options.documents))
        found = [edited(home, name, numbers) for name in adapter.edits()]
    for one in found:
        state = "full text untouched" if one.untouched else "THE FULL TEXT HAS CHANGED"
        print(f"{one.name:24}{one.count:6} edits, {one.middle:.2f} ms each, {one.most:.2f} at most; {state}")
    sys.exit(not all(one.untouched for one in found))


if __name__ == "__main__":
    main()

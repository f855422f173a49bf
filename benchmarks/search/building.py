"""Building an index of a made corpus, or taking up one that was built before; what is known of it is kept beside it.

The time that the corpus itself takes is not counted. How an index is filled is in `adapter.py`.
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from archiver.index.rows import Entry
from benchmarks.search import adapter
from benchmarks.search.corpus import Corpus
from benchmarks.search.entries import quick_entry
from benchmarks.search.made import Made

_NOTE = "made-corpus.json"


@dataclass(frozen=True, slots=True)
class Built:
    """An index that was built: of how many articles from which seed, how many bytes of searched text, in which time."""

    documents: int
    seed: int
    text: int
    seconds: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.documents / self.seconds


class Supply:
    """The articles of a corpus as rows; knows how long it took to make them and how much text they have."""

    def __init__(self, corpus: Corpus, *, report: bool = False) -> None:
        self.text, self.seconds = 0, 0.0
        self._corpus, self._report = corpus, report

    def __iter__(self) -> Iterator[tuple[Made, Entry]]:
        begun = time.perf_counter()
        for made in self._corpus.articles():
            pair = made, quick_entry(made)
            self.text += len(made.searched.encode())
            if self._report and made.number % 50_000 == 0:
                print(f"{made.number:,} articles", file=sys.stderr, flush=True)
            self.seconds += time.perf_counter() - begun
            yield pair
            begun = time.perf_counter()


def built(home: Path, corpus: Corpus, documents: int) -> tuple[Built, bool]:
    """Return the index of `corpus` in the folder `home`, and whether it was there; it is built where it was not.

    Where more `documents` are wanted than the corpus has, the others are put together of its paragraphs.
    Leaves the program where another corpus lies there.
    """
    note = home / _NOTE
    if note.exists():
        found = Built(**json.loads(note.read_text("utf-8")))
        if (found.documents, found.seed) != (documents, corpus.seed):
            sys.exit(
                f"{home}: holds {found.documents} articles of seed {found.seed}; name another folder, or remove it"
            )
        return found, True
    home.mkdir(parents=True, exist_ok=True)
    if documents > corpus.count:
        from benchmarks.search.mixed import fill

        made = fill(home, corpus, documents)
    else:
        supply = Supply(corpus, report=True)
        begun = time.perf_counter()
        adapter.fill(home, supply)
        made = Built(documents, corpus.seed, supply.text, round(time.perf_counter() - begun - supply.seconds, 1))
    note.write_text(json.dumps(asdict(made)), "utf-8")
    return made, False

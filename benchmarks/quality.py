"""How well articles are told from what surrounds them, and whether that is still above the floors.

Word F1 is the mean over pages of the F1 of the bags of words; shingle F1 is the harmonic mean of mean precision and
mean recall over shingles of four words; segment F1 counts the strings that a body must and must not have.
No page is cleaned by the rules of its own site: those were written with these pages in view.
With --peers or --metadata, P and R are precision and recall, and a page that breaks an extractor counts as empty.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import mean
from typing import Any

import archiver
from archiver import ArchiverError, Article
from benchmarks.corpus import Case, cases, corpora, digest, machine, unknown_sites
from benchmarks.fields import Fields
from benchmarks.peers import Told, attempt, hush, tellers, texts, titled

FLOORS = Path(__file__).with_name("floors.json")
_WORD = re.compile(r"\w+")
_SHINGLE = 4
_OURS = f"archiver {archiver.__version__}"


@dataclass
class Score:
    """The figures of one corpus, page by page."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    words: list[float] = field(default_factory=list)
    kept: int = 0
    missed: int = 0
    leaked: int = 0
    pages: int = 0
    empty: int = 0
    crashes: int = 0

    @staticmethod
    def counts(case: Case) -> bool:
        """Say whether a page has a reference for this: all have one."""
        return True

    def add(self, case: Case, text: str | None) -> None:
        """Compare the text that was found in a page with its reference; None says that the page could not be read."""
        self.pages += 1
        self.crashes += text is None
        text = text or ""
        self.empty += not text.strip()
        squeezed = _squeeze(text)
        found = sum(_squeeze(must) in squeezed for must in case.must)
        self.kept += found
        self.missed += len(case.must) - found
        self.leaked += sum(_squeeze(mustnot) in squeezed for mustnot in case.mustnot)
        if case.text is not None:
            precision, recall = _overlap(_shingles(text), _shingles(case.text))
            self.precision.append(precision)
            self.recall.append(recall)
            self.words.append(word_f1(text, case.text))

    def rates(self) -> dict[str, tuple[float, float]]:
        """Return precision and recall of the figures that are made of them."""
        rates = {}
        if self.words:
            rates["shingle F1"] = mean(self.precision), mean(self.recall)
        if self.kept + self.missed:
            precision = self.kept / (self.kept + self.leaked) if self.kept + self.leaked else 0.0
            rates["segment F1"] = precision, self.kept / (self.kept + self.missed)
        return rates

    def figures(self) -> dict[str, float]:
        """Return the figures that this corpus has references for."""
        words = {"word F1": mean(self.words)} if self.words else {}
        return words | {name: _f1(*rates) for name, rates in self.rates().items()}

    def line(self) -> str:
        """Say the figures, and what they are made of."""
        rates = {name: f" (P {precision:.3f}, R {recall:.3f})" for name, (precision, recall) in self.rates().items()}
        return ", ".join(f"{name} {value:.4f}{rates.get(name, '')}" for name, value in self.figures().items())


def word_f1(text: str, wanted: str) -> float:
    """Return the F1 of the bags of words of a text and its reference."""
    return _f1(*_overlap(_bag(text), _bag(wanted)))


def _squeeze(text: str) -> str:
    return " ".join(text.split()).lower()


def _bag(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    starts = range(max(1, len(words) - _SHINGLE + 1)) if words else ()
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)


def _overlap(found: Counter[Any], wanted: Counter[Any]) -> tuple[float, float]:
    shared = (found & wanted).total()
    precision = shared / found.total() if found else float(not wanted)
    recall = shared / wanted.total() if wanted else float(not found)
    return precision, recall


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _article(case: Case) -> Article | None:
    try:
        return archiver.clean(case.html, url=case.url, rulebook=unknown_sites())
    except ArchiverError as error:
        print(f"{case.id}: {error}", file=sys.stderr)
        return None


def _text(html: bytes, url: str | None) -> str:
    return archiver.clean(html, url=url, rulebook=unknown_sites()).text


def _fields(html: bytes, url: str | None) -> Told:
    return _told(archiver.clean(html, url=url, rulebook=unknown_sites()))


def _told(article: Article) -> Told:
    return Told(article.title, article.metadata.authors, article.published)


def main() -> None:
    """Print a table; with --floors, exit with 1 where a figure lies below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only so many pages of each corpus")
    table = parser.add_mutually_exclusive_group()
    table.add_argument("--floors", action="store_true", help="measure the pages of floors.json and compare")
    table.add_argument("--peers", action="store_true", help="beside the extractors of others that are installed")
    table.add_argument(
        "--metadata", action="store_true", help="title, authors and day, beside what others that are installed tell"
    )
    options = parser.parse_args()
    print(machine())
    if options.peers:
        _beside(options.folder, options.limit, {_OURS: _text, **texts()}, Score)
    elif options.metadata:
        _beside(options.folder, options.limit, {_OURS: _fields, **tellers()}, Fields)
    elif _measure(options.folder, options.limit, options.floors):
        sys.exit(1)


def _beside(
    folder: Path,
    limit: int | None,
    extractors: Mapping[str, Callable[[bytes, str | None], Any]],
    kind: type[Score] | type[Fields],
) -> None:
    """Print for each corpus a line for each extractor."""
    hush()
    for corpus in corpora(folder):
        tables = {name: kind() for name in extractors}
        for case in filter(kind.counts, cases(corpus, limit)):
            for name, table in tables.items():
                table.add(case, attempt(partial(extractors[name], case.html, case.url)))
        if not any(table.figures() for table in tables.values()):
            continue
        print(f"\n{corpus.name:28}{'pages':>6}{'empty':>6}{'crashes':>8}  figures")
        for name, table in tables.items():
            print(f"{titled(name):28}{table.pages:>6}{table.empty:>6}{table.crashes:>8}  {table.line()}")


def _measure(folder: Path, limit: int | None, floors: bool) -> bool:
    """Print a line for each corpus; True says that a figure lies below its floor."""
    lowest = json.loads(FLOORS.read_text(encoding="utf-8"))
    fallen = False
    print(f"{'corpus':20}{'pages':>6}{'empty':>6}  figures")
    for corpus in corpora(folder):
        score, fields = Score(), Fields()
        for case in cases(corpus, lowest["pages"] if floors else limit):
            article = _article(case)
            score.add(case, article.text if article else None)
            fields.add(case, _told(article) if article else None)
        figures = score.figures() | (fields.figures() if floors else {})
        print(
            f"{corpus.name:20}{score.pages:>6}{score.empty:>6}  "
            + ", ".join(f"{k} {v:.4f}" for k, v in figures.items())
        )
        if floors:
            fallen |= _is_below(corpus, figures, lowest["corpora"].get(corpus.name))
    return fallen


def _is_below(corpus: Path, figures: dict[str, float], floor: dict[str, object] | None) -> bool:
    if floor is None or floor["digest"] != digest(corpus):
        print(f"  no floors for these pages (digest {digest(corpus)})")
        return False
    below = {name: value for name, value in figures.items() if value < float(str(floor[name]))}
    for name, value in below.items():
        print(f"  BELOW THE FLOOR: {name} {value:.4f} < {floor[name]}")
    return bool(below)


if __name__ == "__main__":
    main()

"""How well articles are told from what surrounds them, and whether that is still above the floors.

Word F1 is the mean over pages of the F1 of the bags of words; shingle F1 is the harmonic mean of mean precision and
mean recall over shingles of four words; segment F1 counts the strings that a body must and must not have.
"""

import argparse
import json
import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

import archiver
from archiver import ArchiverError
from benchmarks.corpus import Case, cases, corpora, digest, machine

FLOORS = Path(__file__).with_name("floors.json")
_WORD = re.compile(r"\w+")
_SHINGLE = 4


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

    def add(self, case: Case, text: str) -> None:
        """Compare the text that was found in a page with its reference."""
        self.pages += 1
        self.empty += not text
        squeezed = _squeeze(text)
        found = sum(_squeeze(must) in squeezed for must in case.must)
        self.kept += found
        self.missed += len(case.must) - found
        self.leaked += sum(_squeeze(mustnot) in squeezed for mustnot in case.mustnot)
        if case.text is not None:
            precision, recall = _overlap(_shingles(text), _shingles(case.text))
            self.precision.append(precision)
            self.recall.append(recall)
            self.words.append(_f1(*_overlap(_bag(text), _bag(case.text))))

    def figures(self) -> dict[str, float]:
        """Return the figures that this corpus has references for."""
        figures = {}
        if self.words:
            figures["word F1"] = mean(self.words)
            figures["shingle F1"] = _f1(mean(self.precision), mean(self.recall))
        if self.kept + self.missed:
            precision = self.kept / (self.kept + self.leaked) if self.kept + self.leaked else 0.0
            figures["segment F1"] = _f1(precision, self.kept / (self.kept + self.missed))
        return figures


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


def _text(case: Case) -> str:
    try:
        return archiver.clean(case.html, url=case.url).text
    except ArchiverError as error:
        print(f"{case.id}: {error}", file=sys.stderr)
        return ""


def main() -> None:
    """Print a table; with --floors, exit with 1 where a figure lies below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="only so many pages of each corpus")
    parser.add_argument("--floors", action="store_true", help="measure the pages of floors.json and compare")
    options = parser.parse_args()
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    limit = floors["pages"] if options.floors else options.limit
    fallen = False
    print(machine())
    print(f"{'corpus':20}{'pages':>6}{'empty':>6}  figures")
    for corpus in corpora(options.folder):
        score = Score()
        for case in cases(corpus, limit):
            score.add(case, _text(case))
        figures = score.figures()
        print(
            f"{corpus.name:20}{score.pages:>6}{score.empty:>6}  "
            + ", ".join(f"{k} {v:.4f}" for k, v in figures.items())
        )
        if options.floors:
            fallen |= _is_below(corpus, figures, floors["corpora"].get(corpus.name))
    if fallen:
        sys.exit(1)


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

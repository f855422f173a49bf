"""Which imported rules still fit the pages of the years, and what they are worth.

    python -m benchmarks.rot CORPORA RULES

RULES is the folder that `archiver rules import ftr … --to RULES` filled. Of each corpus, the pages whose host has an
imported rule file are cleaned with and without them. By year of publication: how many there are, on how many a body
of theirs matches, and on how many it stands, that is, has most of what is text. F1 is that of benchmarks/quality.py:
of shingles of four words where the whole text is known, else of strings that must and must not be there. Pages are
counted as better or worse from a difference of 0.001 on.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import archiver
from archiver import ArchiverError, Article
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.pack import RANKS
from benchmarks.corpus import Case, cases, corpora, machine
from benchmarks.quality import Score

_SAME = 0.001
_NO_YEAR = "?"
_FIGURES = ("shingle F1", "segment F1")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One page: its year, whether a body of an imported layout was there and stood, and its F1 without and with."""

    year: str
    matches: bool
    stands: bool
    without: float
    with_rules: float


def outcomes(corpus: Path, book: Rulebook) -> Iterator[Outcome]:
    """Yield what came of each page of `corpus` that `book` has an imported layout for."""
    plain = shipped_rules()
    for case in cases(corpus):
        packs = [one.pack for one in book.choose(case.url, None) if one.pack.level == "imported"]
        layouts = {layout.id for pack in packs for layout in pack.layouts}
        if not packs:
            continue
        try:
            bare, ruled = (archiver.clean(case.html, url=case.url, rulebook=one) for one in (plain, book))
        except ArchiverError:
            continue
        if layouts:
            stands = any(vote.by in layouts and _is_of_body(vote.rank) for one in ruled.verdicts for vote in one.votes)
            missed = any("no layout fits" in note and note.startswith("ftr/") for note in ruled.notes)
            year = (bare.published or _NO_YEAR)[:4]
            yield Outcome(year, not missed, stands, _f1(case, bare), _f1(case, ruled))


def _is_of_body(rank: int) -> bool:
    """True for the rank of the vote by which restraint.py says that a layout's body stands."""
    return rank in (0, RANKS["imported"])


def _f1(case: Case, article: Article) -> float:
    score = Score()
    score.add(case, article.text)
    figures = score.figures()
    return next((figures[name] for name in _FIGURES if name in figures), 0.0)


def _line(name: str, found: Iterable[Outcome]) -> str:
    rows = list(found)
    matches, stands = sum(one.matches for one in rows), sum(one.stands for one in rows)
    better = sum(one.with_rules - one.without > _SAME for one in rows)
    worse = sum(one.without - one.with_rules > _SAME for one in rows)
    without, ruled = mean(one.without for one in rows), mean(one.with_rules for one in rows)
    return (
        f"{name:20}{len(rows):>6}{matches:>9} {matches / len(rows):>4.0%}{stands:>8}"
        f"{without:>10.4f}{ruled:>8.4f}{better:>8}{worse:>7}"
    )


def main() -> None:
    """Print a line for each year, for each corpus, and for all pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("rules", type=Path)
    options = parser.parse_args()
    book = Rulebook.load(options.rules)
    years: dict[str, list[Outcome]] = defaultdict(list)
    lines, everything = [], []
    for corpus in corpora(options.corpora):
        if found := list(outcomes(corpus, book)):
            lines.append(_line(corpus.name, found))
            everything += found
        for one in found:
            years[one.year].append(one)
    print(machine())
    print(f"{'':20}{'pages':>6}{'match':>9}{'':>5}{'stand':>8}{'F1 without':>10}{'with':>8}{'better':>8}{'worse':>7}")
    print("\n".join(_line(year, years[year]) for year in sorted(years)))
    print("\n".join([*lines, _line("all", everything)]) if everything else "no page has an imported rule")


if __name__ == "__main__":
    main()

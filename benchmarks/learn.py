"""What rules learned from one labelled page do for the site's other pages.

A page is labelled by its reference: a block whose words are mostly not in it is residue. Rules are learned from it and
applied to each other page of the site. Wrongly kept words are those of kept blocks that the reference has not; body
words lost are those of blocks that it has, that were kept before and are not any more. Pages published within a year
and a half of one another are held to be of one era. `--support` lets the other pages be seen, without labels, while
learning, as an archive that holds them would.

Pages of whose kept words more than half are not in their reference are left out, for that is of another text; `--all`
takes them too.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archiver import urls
from archiver.article.compose import Article
from archiver.errors import ArchiverError
from archiver.labels import RESIDUE, TEXT, Label
from archiver.learning.generalise import generalise
from archiver.learning.sample import Sample, sample_of
from archiver.learning.write import Seen, rule_file
from archiver.model import Block
from archiver.pipeline import clean
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.load import load_text
from benchmarks.corpus import Case, cases, corpora, machine

_WORD = re.compile(r"\w+")
_ERA = 548  # days
_NOISE = 0.5  # of what is kept; where more is not in the reference, the reference is of another text
_LEAST = 50  # words of a reference


class Reference:
    """The text that a page should give; `has` says of a block whether it is of it."""

    def __init__(self, text: str) -> None:
        words = _WORD.findall(text.lower())
        self.line = f" {' '.join(words)} "
        self.grams = {tuple(words[at : at + 3]) for at in range(len(words) - 2)}

    def has(self, text: str) -> bool:
        """Say whether a block is of the text: half of its stretches of three words, or all of a short one."""
        words = _WORD.findall(text.lower())
        if len(words) < 6:
            return f" {' '.join(words)} " in self.line
        grams = [tuple(words[at : at + 3]) for at in range(len(words) - 2)]
        return 2 * sum(gram in self.grams for gram in grams) >= len(grams)


@dataclass(frozen=True)
class Labelled:
    """A page of a site, with its reference and what today's rules make of it."""

    case: Case
    reference: Reference
    before: Article
    sample: Sample

    @property
    def day(self) -> date | None:
        """The day of publication."""
        return date.fromisoformat(self.case.published[:10]) if self.case.published else None

    def told(self) -> Sample:
        """The page with the labels that its reference gives."""
        found: dict[int, Label] = {}
        for block, label in zip(self.sample.page.blocks, self.sample.labels, strict=True):
            right = self.reference.has(block.text)
            if label in TEXT and not right:
                found[block.index] = "boilerplate"
            elif label in RESIDUE and right and len(_WORD.findall(block.text)) >= 6 and not block.hidden:
                found[block.index] = "body"
        return self.sample.labelled(found)


@dataclass
class Figures:
    """Words on the target pages."""

    pairs: int = 0
    wrong: int = 0
    after: int = 0
    body: int = 0
    lost: int = 0
    gained: int = 0

    def add(self, other: "Figures") -> None:
        """Take another pair's figures in."""
        for name in ("pairs", "wrong", "after", "body", "lost", "gained"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self) -> str:
        """Say the figures."""
        removed = 1 - self.after / self.wrong if self.wrong else 0.0
        lost = self.lost / self.body if self.body else 0.0
        return (
            f"{self.pairs:4} pairs, wrongly kept {self.wrong:6} -> {self.after:6} ({removed:+.1%} removed), "
            f"body {self.body:7}, lost {self.lost:5} ({lost:.3%}), regained {self.gained}"
        )


def _kept(article: Article, reference: Reference) -> tuple[list[Block], list[Block]]:
    kept = article.labelled(*TEXT)
    right = [block for block in kept if reference.has(block.text)]
    return right, [block for block in kept if not reference.has(block.text)]


def _words(blocks: Sequence[Block]) -> int:
    return sum(len(_WORD.findall(block.text)) for block in blocks)


def measured(learned: Labelled, target: Labelled, support: Sequence[Labelled], book: Rulebook, show: bool) -> Figures:
    """Learn from one page, apply to another, and count."""
    site = urls.host(learned.case.url).removeprefix("www.")
    rules = generalise(learned.told(), [one.sample for one in support])
    text = rule_file(Seen(site, 1, None, None), rules)
    pack = load_text(text, f"{site}.toml", "site")
    after = clean(target.case.html, target.case.url, rulebook=Rulebook.of([pack, *book.packs]))
    right, wrong = _kept(target.before, target.reference)
    new_right, new_wrong = _kept(after, target.reference)
    lost, gained = max(0, _words(right) - _words(new_right)), max(0, _words(new_right) - _words(right))
    if show:
        _show(rules, wrong, new_wrong, right, new_right)
    return Figures(1, _words(wrong), _words(new_wrong), _words(right), lost, gained)


def _show(rules: Sequence[object], *kept: list[Block]) -> None:
    wrong, new_wrong, right, new_right = ({block.text for block in blocks} for blocks in kept)
    for text in sorted(wrong & new_wrong, key=len, reverse=True)[:6]:
        print(f"      still kept: {text[:100]!r}")
    for text in sorted(new_wrong - wrong):
        print(f"      kept now, wrongly: {text[:100]!r}")
    for text in sorted(right - new_right):
        print(f"      LOST: {text[:100]!r}")


def _sites(folder: Path, book: Rulebook) -> dict[str, list[Labelled]]:
    found: defaultdict[str, list[Case]] = defaultdict(list)
    for corpus in corpora(folder):
        if corpus.name in ("fundus-dev", "wcxb-dev"):
            for case in cases(corpus):
                if case.text and len(_WORD.findall(case.text)) >= _LEAST:
                    found[urls.host(case.url).removeprefix("www.")].append(case)
    return {site: [_labelled(case, book) for case in some] for site, some in sorted(found.items()) if len(some) > 1}


def _labelled(case: Case, book: Rulebook) -> Labelled:
    sample = sample_of(case.html, case.url, None, book)
    return Labelled(case, Reference(case.text or ""), clean(case.html, case.url, rulebook=book), sample)


def _is_sound(page: Labelled) -> bool:
    right, wrong = _kept(page.before, page.reference)
    return _words(wrong) <= _NOISE * (_words(right) + _words(wrong))


def _era(one: Labelled, other: Labelled) -> str:
    if one.day is None or other.day is None:
        return "undated"
    return "same era" if abs((one.day - other.day).days) <= _ERA else "across"


def main() -> None:
    """Print a line a site, and the totals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--support", action="store_true", help="show the site's other pages, unlabelled, to the learner"
    )
    parser.add_argument("--show", action="store_true", help="print what is still kept, and what is lost")
    parser.add_argument("--site", help="this site only")
    parser.add_argument("--all", action="store_true", help="pages too whose reference is of another text")
    options = parser.parse_args()
    book = shipped_rules().without_sites()
    totals: defaultdict[str, Figures] = defaultdict(Figures)
    print(machine())
    for site, pages in _sites(options.folder, book).items():
        if options.site and site != options.site:
            continue
        pages = pages if options.all else [page for page in pages if _is_sound(page)]
        here: defaultdict[str, Figures] = defaultdict(Figures)
        for learned in pages:
            for target in pages:
                if target is learned:
                    continue
                support = [page for page in pages if page is not learned] if options.support else []
                try:
                    figures = measured(learned, target, support, book, options.show)
                except ArchiverError as error:
                    print(f"{site}: {error}", file=sys.stderr)
                    continue
                here[_era(learned, target)].add(figures)
        for era, figures in here.items():
            if figures.wrong or figures.lost or figures.after:
                print(f"{site:28}{era:10}{figures.line()}", flush=True)
            totals[era].add(figures)
    for era, figures in totals.items():
        print(f"{'TOTAL':28}{era:10}{figures.line()}")


if __name__ == "__main__":
    main()

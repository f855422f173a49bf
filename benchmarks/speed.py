"""How long a page takes, stage by stage, in one thread, beside what lxml takes to parse it and give its text."""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median, quantiles
from typing import TypeVar

from lxml import html as lxml_html

from archiver.article.compose import compose
from archiver.judge import readability
from archiver.judge.decide import decide
from archiver.model import Page
from archiver.page.decode import decode, parse
from archiver.page.lineage import Lineage
from archiver.page.metadata import read_metadata
from archiver.page.segment import base_of, segment
from archiver.pipeline import cleaner
from archiver.rules.book import shipped_rules
from archiver.rules.match import find, match
from benchmarks.corpus import Case, cases, corpora, machine

T = TypeVar("T")
_LXML, _JUDGES, _ASKED = "lxml parse and text", "judges", "(readability-lxml, where asked)"


class Watch:
    """Keeps the milliseconds that each page spent in each stage."""

    def __init__(self) -> None:
        self.taken: dict[str, list[float]] = defaultdict(list)

    def time(self, stage: str, function: Callable[[], T]) -> T:
        """Call `function` and count its time as `stage`."""
        begun = time.process_time()
        result = function()
        self.taken[stage].append(1000 * (time.process_time() - begun))
        return result


def clean(case: Case, watch: Watch) -> None:
    """Do what `archiver.clean` does, with a watch on each stage."""
    book = shipped_rules()
    watch.time(_LXML, lambda: lxml_html.document_fromstring(case.html).text_content())
    tree = watch.time("decode and parse", lambda: parse(decode(case.html)))
    chosen = watch.time("rules: choose", lambda: book.choose(case.url, tree))
    finds = watch.time("rules: find", lambda: find(chosen, tree))
    base = base_of(tree, case.url)
    blocks, nodes = watch.time("segment", lambda: segment(tree, base, {e for found in finds.values() for e in found}))
    metadata = watch.time("metadata", lambda: read_metadata(tree, base))
    page = Page(case.url, None, metadata, blocks, tree, nodes)
    lineage = watch.time("lineage", lambda: Lineage.of(page))
    ballot = watch.time("rules: match", lambda: match(page, chosen, finds, lineage))
    before = sum(watch.taken[_ASKED])
    verdicts = watch.time(
        _JUDGES,
        lambda: decide(page, lineage, ballot, book, lambda page: watch.time(_ASKED, lambda: readability.choice(page))),
    )
    watch.taken[_JUDGES][-1] -= sum(watch.taken[_ASKED]) - before
    article = watch.time("compose", lambda: compose(page, verdicts, ballot, chosen, cleaner(book), "index"))
    watch.time("text", lambda: article.text)


def _row(stage: str, taken: list[float], lxml: float) -> str:
    middle, late = median(taken), quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return f"{stage:34}{middle:8.2f}{late:9.2f}{mean(taken):8.2f}{mean(taken) / lxml:8.2f}{len(taken):8}"


def report(watch: Watch) -> None:
    """Print one line for each stage, and the sum of all but readability-lxml."""
    lxml, asked = mean(watch.taken[_LXML]), watch.taken.pop(_ASKED, [])
    print(f"{'milliseconds a page':34}{'median':>8}{'95th %':>9}{'mean':>8}{'x lxml':>8}{'pages':>8}")
    for stage, taken in watch.taken.items():
        print(_row(stage, taken, lxml))
    stages = [taken for stage, taken in watch.taken.items() if stage != _LXML]
    print(_row("all stages", [sum(page) for page in zip(*stages, strict=True)], lxml))
    if asked:
        print(_row(_ASKED, asked, lxml))


def main() -> None:
    """Print milliseconds a page for each stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=100, help="pages of each corpus (default: 100)")
    options = parser.parse_args()
    pages = [case for corpus in corpora(options.folder) for case in cases(corpus, options.limit)]
    watch = Watch()
    clean(pages[0], Watch())  # imports and the rules are loaded once
    for case in pages:
        clean(case, watch)
    print(f"{machine()}; {len(pages)} pages, one thread")
    report(watch)


if __name__ == "__main__":
    main()

"""How long a page takes, stage by stage, in one thread, beside what lxml takes to parse it and give its text.

With --peers the whole follows, beside the extractors of others. A page that breaks one counts with the time until then,
and as a crash.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median, quantiles
from typing import TypeVar

from lxml import html as lxml_html

import archiver
from archiver.article.compose import Article, compose
from archiver.judge import readability
from archiver.judge.decide import decide
from archiver.judge.readability import Choice
from archiver.model import Page
from archiver.outcome.classify import of_page
from archiver.page.decode import decode, parse
from archiver.page.lineage import Lineage
from archiver.page.metadata import read_metadata
from archiver.page.segment import base_of, segment
from archiver.rules.book import shipped_rules
from archiver.rules.match import find, match
from archiver.rules.traits import Traits
from benchmarks.corpus import Case, cases, corpora, machine
from benchmarks.peers import PEERS, Extract, attempt, hush, texts, titled

T = TypeVar("T")
_LXML, _JUDGES, _ASKED = "lxml parse and text", "judges", "(readability-lxml, where asked)"
_MEANWHILE = "lxml meanwhile"
_HEAD = f"{'milliseconds a page':34}{'median':>8}{'95th %':>9}{'mean':>8}{'x lxml':>8}{'pages':>8}"


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


def lxml_text(html: bytes, url: str | None = None) -> str:
    """Do the least that the text of a page can cost."""
    return str(lxml_html.document_fromstring(html).text_content())


def clean(html: bytes, url: str | None, watch: Watch, ask: Choice = readability.choice) -> Article:
    """Do what `archiver.clean` does for a page that shows its text, with a watch on each stage."""
    book = shipped_rules()
    text = watch.time("decode", lambda: decode(html))
    tree = watch.time("parse", lambda: parse(text))
    traits = Traits(tree, text)
    chosen = watch.time("rules: choose", lambda: book.choose(url, tree, traits=traits))
    finds = watch.time("rules: find", lambda: find(chosen, tree, traits))
    base = base_of(tree, url)
    blocks, nodes = watch.time("segment", lambda: segment(tree, base, {e for found in finds.values() for e in found}))
    metadata = watch.time("metadata", lambda: read_metadata(tree, base))
    page = Page(url, None, metadata, blocks, tree, nodes)
    lineage = watch.time("lineage", lambda: Lineage.of(page))
    ballot = watch.time("rules: match", lambda: match(page, chosen, finds, lineage))
    before = sum(watch.taken[_ASKED])
    verdicts = watch.time(
        _JUDGES,
        lambda: decide(page, lineage, ballot, book, lambda page: watch.time(_ASKED, lambda: ask(page))),
    )
    watch.taken[_JUDGES][-1] -= sum(watch.taken[_ASKED]) - before
    article = watch.time("compose", lambda: compose(page, verdicts, ballot, chosen, "index"))
    watch.time("outcome", lambda: of_page(tree, article))
    watch.time("text", lambda: article.text)
    return article


def _row(stage: str, taken: list[float], lxml: float) -> str:
    middle, late = median(taken), quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return f"{stage:34}{middle:8.2f}{late:9.2f}{mean(taken):8.2f}{mean(taken) / lxml:8.2f}{len(taken):8}"


def report(watch: Watch) -> None:
    """Print one line for each stage, and the sum of all but readability-lxml."""
    lxml, asked = mean(watch.taken[_LXML]), watch.taken.pop(_ASKED, [])
    print(_HEAD)
    for stage, taken in watch.taken.items():
        print(_row(stage, taken, lxml))
    stages = [taken for stage, taken in watch.taken.items() if stage != _LXML]
    print(_row("all stages", [sum(page) for page in zip(*stages, strict=True)], lxml))
    if asked:
        print(_row(_ASKED, asked, lxml))


OWN: Mapping[str, Extract] = {
    f"archiver {archiver.__version__}": lambda html, url: archiver.clean(html, url=url).text,
    "(readability-lxml never asked)": lambda html, url: clean(html, url, Watch(), ask=lambda page: None).text,
    _LXML: lxml_text,
}


def measured(name: str, folder: Path, limit: int) -> tuple[list[float], float, int]:
    """Return each page's milliseconds with the extractor of that name, lxml's mean there and then, and the crashes."""
    hush()
    extract = OWN[name] if name in OWN else PEERS[name].text()
    watch, crashes, pages = Watch(), 0, _pages(folder, limit)
    attempt(partial(extract, pages[0].html, pages[0].url))  # imports and what is loaded once
    for case in pages:
        watch.time(_MEANWHILE, partial(lxml_text, case.html))
        crashes += watch.time(name, partial(attempt, partial(extract, case.html, case.url))) is None
    return watch.taken[name], mean(watch.taken[_MEANWHILE]), crashes


def beside(folder: Path, limit: int) -> None:
    """Print one line for each extractor, each in a process of its own: what one has read makes none other faster.

    Other programs slow some of these processes more than others; "x lxml" is against lxml in the same process.
    """
    names = [*OWN, *texts()]
    print(f"\n{_HEAD}{'crashes':>9}")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        for name in names:
            taken, lxml, crashes = processes.submit(measured, name, folder, limit).result()
            print(f"{_row(titled(name), taken, lxml)}{crashes:9}")


def _pages(folder: Path, limit: int) -> list[Case]:
    return [case for corpus in corpora(folder) for case in cases(corpus, limit)]


def main() -> None:
    """Print milliseconds a page for each stage; with --peers, for each extractor too."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=100, help="pages of each corpus (default: 100)")
    parser.add_argument("--peers", action="store_true", help="beside the extractors of others that are installed")
    options = parser.parse_args()
    pages = _pages(options.folder, options.limit)
    watch = Watch()
    clean(pages[0].html, pages[0].url, Watch())  # imports and the rules are loaded once
    for case in pages:
        watch.time(_LXML, partial(lxml_text, case.html))
        clean(case.html, case.url, watch)
    print(f"{machine()}; {len(pages)} pages, one thread")
    report(watch)
    if options.peers:
        beside(options.folder, options.limit)


if __name__ == "__main__":
    main()

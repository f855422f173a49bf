"""How long a page takes, stage by stage, in one thread, beside what lxml takes to parse it and give its text."""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from lxml import html as lxml_html

from archiver.article.compose import compose
from archiver.judge import readability
from archiver.judge.decide import decide
from archiver.model import Page
from archiver.page.decode import decode, parse
from archiver.page.lineage import Lineage
from archiver.page.metadata import read_metadata
from archiver.page.segment import segment
from archiver.pipeline import cleaner
from archiver.rules.book import shipped_rules
from archiver.rules.match import find, match
from benchmarks.corpus import Case, cases, corpora, machine

T = TypeVar("T")


class Watch:
    """Adds up the seconds spent in each stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def time(self, stage: str, function: Callable[[], T]) -> T:
        """Call `function` and count its time as `stage`."""
        begun = time.perf_counter()
        result = function()
        self.seconds[stage] += time.perf_counter() - begun
        return result


def clean(case: Case, watch: Watch) -> None:
    """Do what `archiver.clean` does, with a watch on each stage."""
    book = shipped_rules()
    watch.time("lxml parse and text", lambda: lxml_html.document_fromstring(case.html).text_content())
    tree = watch.time("decode and parse", lambda: parse(decode(case.html)))
    chosen = watch.time("rules: choose", lambda: book.choose(case.url, tree))
    finds = watch.time("rules: find", lambda: find(chosen, tree))
    blocks, nodes = watch.time(
        "segment", lambda: segment(tree, case.url, {e for found in finds.values() for e in found})
    )
    metadata = watch.time("metadata", lambda: read_metadata(tree, case.url))
    page = Page(case.url, None, metadata, blocks, tree, nodes)
    lineage = watch.time("lineage", lambda: Lineage.of(page))
    ballot = watch.time("rules: match", lambda: match(page, chosen, finds, lineage))
    watch.time("(readability-lxml alone)", lambda: readability.choice(page))
    verdicts = watch.time("judges, with readability-lxml", lambda: decide(page, lineage, ballot, book))
    article = watch.time("compose", lambda: compose(page, verdicts, ballot, chosen, cleaner(book), "index"))
    watch.time("text", lambda: article.text)


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
    print(f"{machine()}; {len(pages)} pages, milliseconds a page")
    for stage, seconds in watch.seconds.items():
        print(f"{stage:32}{1000 * seconds / len(pages):8.2f}")


if __name__ == "__main__":
    main()

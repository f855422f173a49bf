"""What is unwise in rule files, held against pages: their own tests' pages, saved ones, the archive's last captures.

What shows without a page is found by rules/lint.py. Nothing is changed here, and no file that is wrong ends the work.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archiver import urls
from archiver.archive import Archive
from archiver.errors import PageError, RuleError
from archiver.learning.captures import newest_of
from archiver.model import Metadata, Page
from archiver.page.decode import decode, parse
from archiver.page.lineage import Lineage
from archiver.page.metadata import read_metadata
from archiver.page.segment import segment
from archiver.proving import prove
from archiver.rules.book import Rulebook, shipped_rules
from archiver.rules.cost import MOST, Fuel, Shape, TooCostly
from archiver.rules.freshness import aged
from archiver.rules.lint import Finding, lint, selectors_of
from archiver.rules.load import level_of, load_file
from archiver.rules.pack import Cue, Pack, Selector, Vocabulary
from archiver.rules.testpage import page_of

NEWEST: Final = 5
"""Captures of a site that are looked at."""
LARGE: Final = Shape(elements=10_000, depth=40, siblings=200)
"""A large page of today, as which each page is taken when the cost of a selector is reckoned."""
_DEAR: Final = MOST // 4  # visits, for one selector
_WHOLE: Final = 0.8  # of the text's words


@dataclass(frozen=True)
class SamplePage:
    """A page to try selectors on: `url` is the address that it has or gives as its own."""

    name: str
    url: str | None
    tree: HtmlElement
    lineage: Lineage


def sample_page(data: bytes, name: str, url: str | None = None, content_type: str = "") -> SamplePage:
    """Read a page. Raises PageError where it is none."""
    tree = parse(decode(data, content_type, name), name)
    blocks, nodes = segment(tree, url, frozenset())
    lineage = Lineage.of(Page(url, None, Metadata(), blocks, tree, nodes))
    return SamplePage(name, url or read_metadata(tree, None).canonical, tree, lineage)


def lint_files(
    files: Sequence[Path],
    today: date,
    *,
    folder: Path | None = None,
    pages: Sequence[Path] = (),
    archive: Archive | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong or unwise in rule files. `folder` is the folder of rules in which they may lie, `pages` are
    saved pages to try selectors on, `archive` has captures of the sites. Raises PageError where a page is none."""
    given = [sample_page(page.read_bytes(), str(page)) for page in pages]
    packs = []
    for file in files:
        try:
            packs.append(load_file(file, level_of(file, folder, "user") if folder else "user"))
        except RuleError as error:
            yield _error(file, error)
    try:
        Rulebook.of(packs)
    except RuleError as error:
        yield _error(Path(str(error).partition(": ")[0]), error)
    for pack in packs:
        yield from lint(pack)
        mine = [*_of_tests(pack, folder), *(page for page in given if len(packs) == 1 or _is_for(pack, page))]
        mine += _of_archive(pack, archive) if archive else []
        yield from _against_pages(pack, mine, folder, today)


def _error(file: Path, error: RuleError) -> Finding:
    return Finding(str(file), "", "error", str(error).removeprefix(f"{file}: "), "until then no rule of yours is read")


def _against_pages(pack: Pack, pages: Sequence[SamplePage], folder: Path | None, today: date) -> Iterator[Finding]:
    found = list(_Trial(pack, pages).findings())
    yield from found
    yield from _tests(pack, folder, today, {one.rule for one in found if one.kind == "finds-nothing"})


def _tests(pack: Pack, folder: Path | None, today: date, silent: set[str]) -> Iterator[Finding]:
    if not pack.tests:
        what = "has no [[test]]: nobody will know when its rules no longer hold"
        yield Finding(pack.file, "", "no-test", what, "save a page beside the file, and say what must come out of it")
        return
    book = Rulebook.of((pack, *shipped_rules().packs))
    proofs = [prove(pack, test, book, [folder] if folder else []) for test in pack.tests]
    for proof in proofs:
        if proof.why or not proof.is_shipped:
            what = f"the test on {proof.file} cannot be run: {proof.why or 'its page is not shipped'}"
            yield Finding(pack.file, "", "no-page", what, "put the page there")
    heard = frozenset[str]().union(*(proof.heard for proof in proofs), silent)
    for rule in pack.rules:
        if rule.id not in heard and not isinstance(rule, Cue | Vocabulary):
            what = "no test of this file has a page on which it takes part"
            yield Finding(pack.file, rule.id, "untested", what, "add a [[test]] on a page that has what it finds")
    yield from aged(pack, today)


def _of_tests(pack: Pack, folder: Path | None) -> Iterator[SamplePage]:
    for test in pack.tests:
        page = page_of(Path(pack.file), test.file, [folder] if folder else [])
        if page is not None and page.suffix != ".txt":
            try:
                yield sample_page(page.read_bytes(), test.file, test.url)
            except (PageError, OSError):
                continue  # the test that has this page cannot be run, which is said of it


def _of_archive(pack: Pack, archive: Archive) -> Iterator[SamplePage]:
    sites = dict.fromkeys(urls.site_key(f"http://{host.removeprefix('*.')}/") for host in pack.match.hosts)
    captures = (capture for site in sites for capture in newest_of(archive, site, NEWEST))
    for capture in islice(captures, NEWEST):
        try:
            yield sample_page(capture.body, capture.final_url, capture.final_url, capture.content_type)
        except PageError:
            continue


def _is_for(pack: Pack, page: SamplePage) -> bool:
    return bool(Rulebook.of([pack]).choose(page.url, page.tree))


class _Trial:
    """Tries every selector of a file on pages."""

    def __init__(self, pack: Pack, pages: Sequence[SamplePage]) -> None:
        self.pack, self.pages = pack, pages
        self.unseen = {layout.id for layout in pack.layouts if pages and not self.is_anywhere(layout.body)}
        self.within = {one.id: layout.id for layout in pack.layouts for one in layout.removals}
        self.within |= {one.id: layout.id for layout in pack.layouts for one in layout.keeps}

    def findings(self) -> Iterator[Finding]:
        told: set[str] = set()
        for rule, role, selector in selectors_of(self.pack):
            yield from self.dear(rule, selector)
            if not self.pages:
                continue
            layout = self.within.get(rule, rule)
            if layout not in self.unseen:
                yield from self.useless(rule, role, selector)
            elif layout not in told:
                told.add(layout)
                yield self.nothing(layout, "its body finds nothing on")

    def useless(self, rule: str, role: str, selector: Selector) -> Iterator[Finding]:
        if not self.is_anywhere([selector]):
            yield self.nothing(rule, f"`{selector.text}` finds nothing on")
            return
        for page in self.pages:
            if self.takes_all(page, role, selector):
                what = f"`{selector.text}` finds the whole text of {page.name}"
                yield Finding(self.pack.file, rule, "finds-all", what, "name an element that holds less")
                return

    def nothing(self, rule: str, what: str) -> Finding:
        count = f"{len(self.pages)} sample page" + "s" * (len(self.pages) != 1)
        advice = "correct it, or give a page that has it: as a test, or with --page"
        return Finding(self.pack.file, rule, "finds-nothing", f"{what} {count}", advice)

    def is_anywhere(self, selectors: Iterable[Selector]) -> bool:
        return any(_found(one, page.tree) for one in selectors for page in self.pages)

    def takes_all(self, page: SamplePage, role: str, selector: Selector) -> bool:
        elements = _found(selector, page.tree)
        if role == "body":
            return any(element.tag in ("html", "body") for element in elements)
        if role != "remove":
            return False
        taken, text = page.lineage.under(elements), self.text(page)
        return page.lineage.count(text.intersection(taken)) > _WHOLE * page.lineage.count(text)

    def text(self, page: SamplePage) -> frozenset[int]:
        """The blocks of the article: those of the first layout that fits, or else all."""
        bodies = (page.lineage.under(e for one in layout.body for e in _found(one, page.tree))
                  for layout in self.pack.layouts)  # fmt: skip
        return frozenset(next(filter(None, bodies), range(len(page.lineage.words))))

    def dear(self, rule: str, selector: Selector) -> Iterator[Finding]:
        for tree in [page.tree for page in self.pages] or [lxml_html.Element("html")]:
            try:
                selector.find(tree, Fuel(tree, _DEAR, LARGE))
            except TooCostly:
                what = f"`{selector.text}` would take too long on a page of {LARGE.elements:,} elements"
                yield Finding(
                    self.pack.file, rule, "too-slow", what, "ask for less in it: no count() of what lies around"
                )
                return
            except etree.XPathError as error:
                what = f"`{selector.text}` does not run ({error})"
                yield Finding(self.pack.file, rule, "does-not-run", what, "write it otherwise")
                return


def _found(selector: Selector, tree: HtmlElement) -> list[HtmlElement]:
    try:
        return selector.find(tree)
    except (TooCostly, etree.XPathError):
        return []

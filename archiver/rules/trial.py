"""What the selectors of a rule file do on sample pages: find nothing, find all, or cost too much.

Where the pages come from is linting.py's business; how a selector runs is steps.py's, what it costs cost.py's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archiver.model import Metadata, Page
from archiver.page.decode import decode, parse
from archiver.page.lineage import Lineage
from archiver.page.metadata import read_metadata
from archiver.page.segment import segment
from archiver.rules.cost import MOST, Fuel, Shape, TooCostly
from archiver.rules.lint import Finding, selectors_of
from archiver.rules.pack import Pack, Selector

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


class Trial:
    """Tries every selector of a file on pages; without any, only what it would cost."""

    def __init__(self, pack: Pack, pages: Sequence[SamplePage]) -> None:
        self.pack, self.pages = pack, pages
        self.unseen = {layout.id for layout in pack.layouts if pages and not self._is_anywhere(layout.body)}
        self.within = {one.id: layout.id for layout in pack.layouts for one in layout.removals}
        self.within |= {one.id: layout.id for layout in pack.layouts for one in layout.keeps}

    def findings(self) -> Iterator[Finding]:
        """Yield what finds nothing, or all, or would take too long. Of a layout that is on no page, that is all."""
        told: set[str] = set()
        for rule, role, selector in selectors_of(self.pack):
            yield from self._dear(rule, selector)
            if not self.pages:
                continue
            layout = self.within.get(rule, rule)
            if layout not in self.unseen:
                yield from self._useless(rule, role, selector)
            elif layout not in told:
                told.add(layout)
                yield self._nothing(layout, "its body finds nothing on")

    def _useless(self, rule: str, role: str, selector: Selector) -> Iterator[Finding]:
        if not self._is_anywhere([selector]):
            yield self._nothing(rule, f"`{selector.text}` finds nothing on")
            return
        for page in self.pages:
            if self._takes_all(page, role, selector):
                what = f"`{selector.text}` finds the whole text of {page.name}"
                yield Finding(self.pack.file, rule, "finds-all", what, "name an element that holds less")
                return

    def _nothing(self, rule: str, what: str) -> Finding:
        count = f"{len(self.pages)} sample page" + "s" * (len(self.pages) != 1)
        advice = "correct it, or give a page that has it: as a test, or with --page"
        return Finding(self.pack.file, rule, "finds-nothing", f"{what} {count}", advice)

    def _is_anywhere(self, selectors: Iterable[Selector]) -> bool:
        return any(_found(one, page.tree) for one in selectors for page in self.pages)

    def _takes_all(self, page: SamplePage, role: str, selector: Selector) -> bool:
        elements = _found(selector, page.tree)
        if role == "body":
            return any(element.tag in ("html", "body") for element in elements)
        if role != "remove":
            return False
        taken, text = page.lineage.under(elements), self._text(page)
        return page.lineage.count(text.intersection(taken)) > _WHOLE * page.lineage.count(text)

    def _text(self, page: SamplePage) -> frozenset[int]:
        """The blocks of the article: those of the first layout that fits, or else all."""
        bodies = (page.lineage.under(e for one in layout.body for e in _found(one, page.tree))
                  for layout in self.pack.layouts)  # fmt: skip
        return frozenset(next(filter(None, bodies), range(len(page.lineage.words))))

    def _dear(self, rule: str, selector: Selector) -> Iterator[Finding]:
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

"""Where on the page the article stands: the element that holds its running text."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from lxml.html import HtmlElement

from archiver.model import Page
from archiver.page.lineage import Lineage, ancestry

_MOST = 0.75  # of the running text that nothing speaks against
_LINES = frozenset("p span a b i em strong h1 h2 h3 h4 h5 h6 li blockquote pre td tr tbody dt dd figcaption".split())
_NO_BLOCKS = range(0)
_NAME = 60  # characters of a name that are shown
_MORE = 1.1  # a parent that holds this much more, in children of the same name, is the article


@dataclass(frozen=True, slots=True)
class Place:
    """The blocks inside the article's element, and its first and last block of running text.

    `beside` is running text after that element in the same parent, as where a page's last paragraphs fell out of the
    article's box; `kin` are all paragraphs, of whatever length, in the parents of that first and that last block.
    """

    inside: frozenset[int]
    first: int
    last: int
    beside: frozenset[int]
    kin: frozenset[int]
    name: str
    because: str


def find_place(page: Page, lineage: Lineage, weights: list[int]) -> Place | None:
    """Return where the article stands, given each block's weight as running text; None where there is none."""
    prose = [index for index, weight in enumerate(weights) if weight]
    if not prose:
        return None
    if not page.nodes:
        every = frozenset(range(len(page.blocks)))
        because = "it is plain text, and nothing speaks against it"
        return Place(every, prose[0], prose[-1], frozenset(), frozenset(), "the document", because)
    sums = [0, *accumulate(weights)]
    element = _widen(_container(_deepest(page, lineage, weights, sums)), lineage, sums)
    inside = lineage.blocks[element]
    held = [index for index in inside if weights[index]]
    share = round(100 * sum(weights[index] for index in held) / sum(weights))
    name = _name(element)
    because = f"in {name}, which holds {share}% of the running text"
    beside = _beside(element, page, weights, held[-1])
    kin = _kin(page, inside, {page.nodes[held[0]].getparent(), page.nodes[held[-1]].getparent()})
    return Place(frozenset(inside), held[0], held[-1], beside, kin, name, because)


def _kin(page: Page, inside: range, parents: set[HtmlElement | None]) -> frozenset[int]:
    return frozenset(i for i in inside if page.blocks[i].tag == "p" and page.nodes[i].getparent() in parents)


def _beside(element: HtmlElement, page: Page, weights: list[int], last: int) -> frozenset[int]:
    parent = element.getparent()
    if parent is None or element.tag == "body":
        return frozenset()
    after = range(last + 1, len(page.blocks))
    return frozenset(
        i for i in after if weights[i] and page.blocks[i].tag == "p" and page.nodes[i].getparent() is parent
    )


def _deepest(page: Page, lineage: Lineage, weights: list[int], sums: Sequence[int]) -> HtmlElement:
    """The innermost element that holds most of the running text."""
    total = sums[-1]
    heaviest = max(range(len(weights)), key=weights.__getitem__)
    for index in sorted(range(len(weights)), key=lambda i: -weights[i])[:5] or [heaviest]:
        for element in ancestry(page.nodes[index]):
            if _weight(element, lineage, sums) >= _MOST * total:
                return element
    return page.nodes[heaviest]


def _container(element: HtmlElement) -> HtmlElement:
    """An article is more than one paragraph, even where one holds most of the words."""
    parent = element.getparent()
    while parent is not None and parent.tag != "html" and element.tag in _LINES:
        element, parent = parent, parent.getparent()
    return element


def _widen(element: HtmlElement, lineage: Lineage, sums: Sequence[int]) -> HtmlElement:
    """Go up while the parent has more text in children that are named as this one: an article in sections."""
    parent = element.getparent()
    while parent is not None and parent.tag not in ("html",):
        alike = [child for child in parent if child.tag == element.tag and child.get("class") == element.get("class")]
        own = _weight(element, lineage, sums)
        if len(alike) < 2 or sum(_weight(child, lineage, sums) for child in alike) < _MORE * own:
            break
        element, parent = parent, parent.getparent()
    return element


def _weight(element: HtmlElement, lineage: Lineage, sums: Sequence[int]) -> int:
    blocks = lineage.blocks.get(element, _NO_BLOCKS)
    return sums[blocks.stop] - sums[blocks.start]


def _name(element: HtmlElement) -> str:
    tag, names = str(element.tag), (element.get("class") or "").split()
    return f"<{tag}.{names[0][:_NAME]}>" if names else f"<{tag}>"

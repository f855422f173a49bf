"""Where the article's blocks stand among the page's lists, quotations, tables and pieces of code.

Read from the page's elements when the article is put together, and kept with each block, for the elements are gone
by the time that somebody asks for a view. What the views make of it is not decided here (see outline.py).

A place is the elements around a block, outermost first, parted by spaces: "ol1=a li2=3 ul4 li5". Each is what it is,
a number by which to know it again, and after "=" what there is to say of it: an `ol`, its `type`; an `li` of such a
list, its number; a `tr`, its cells ("h" of a head, "d" of data, then the columns and "x" the rows that it covers);
a `pre`, the language of the code.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml.html import HtmlElement

from archiver.model import Block, Page, Verdict
from archiver.page.lineage import ancestry

LISTS: Final = ("ul", "ol", "dl")
ITEMS: Final = ("li", "dt", "dd")

_NAMES: Final = {tag: tag for tag in (*LISTS, *ITEMS, "blockquote", "table", "tr", "td", "pre")} | {
    "menu": "ul",
    "dir": "ul",
    "th": "td",
}
_MOST: Final = 20  # elements of a place; each block in lists a thousand deep would repeat them all
_SPAN: Final = 50  # columns or rows that one cell can cover; more is a mistake, or a trap
_LANGUAGE: Final = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s*)([a-z][\w+#.-]{0,19})(?:[\s;]|$)")
_CODE_CLASSES: Final = frozenset(("hljs", "sourcecode", "prettyprint"))
_WORD: Final = re.compile(r"[a-z][a-z0-9+#]{0,14}")
_NO_LANGUAGE: Final = frozenset("none text plain plaintext txt auto default linenums numberlines nohighlight".split())


def placed(page: Page, verdicts: tuple[Verdict, ...]) -> tuple[Block, ...]:
    """Return the page's blocks, those that are the article's with their places."""
    if not page.nodes:
        return page.blocks
    places, blocks = _Places(), list(page.blocks)
    for verdict in verdicts:
        if not verdict.is_residue and (place := places.of(page.nodes[verdict.block])):
            blocks[verdict.block] = replace(blocks[verdict.block], place=place)
    return tuple(blocks)


class _Places:
    """The places on one page. Each element is looked at once."""

    def __init__(self) -> None:
        self.known: dict[HtmlElement, str] = {}
        self.loose: dict[HtmlElement | None, str] = {}  # the lists of items that stand in none, by what holds those
        self.numbers: dict[HtmlElement, dict[HtmlElement, int]] = {}
        self.count = 0

    def of(self, element: HtmlElement) -> str:
        new: list[HtmlElement] = []
        place = ""
        for one in ancestry(element):
            if one in self.known:
                place = self.known[one]
                break
            new.append(one)
        for one in reversed(new):
            name = _NAMES.get(str(one.tag))
            if name and place.count(" ") < _MOST:
                place = " ".join(step for step in (place, *self.steps(one, name)) if step)
            self.known[one] = place
        return place

    def steps(self, element: HtmlElement, name: str) -> Iterator[str]:
        parent = element.getparent()
        holder = _NAMES.get(str(parent.tag)) if parent is not None else None
        if name == "li" and holder not in ("ul", "ol"):
            if parent not in self.loose:
                self.loose[parent] = self.numbered("ul")
            yield self.loose[parent]
        detail = ""
        if name == "ol":
            kind = element.get("type", "")
            detail = kind if kind in ("a", "A", "i", "I") else ""
        elif name == "li" and holder == "ol" and parent is not None:
            if parent not in self.numbers:
                self.numbers[parent] = dict(_numbers(parent))
            detail = str(self.numbers[parent][element])
        elif name == "tr":
            detail = ",".join(_cells(element))
        elif name == "pre":
            detail = _language(element)
        yield self.numbered(name, detail)

    def numbered(self, name: str, detail: str = "") -> str:
        self.count += 1
        return f"{name}{self.count}={detail}" if detail else f"{name}{self.count}"


def _numbers(ordered: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """The items of an ordered list with the numbers that a browser shows."""
    items = [item for item in ordered if item.tag == "li"]
    backwards = ordered.get("reversed") is not None
    number = _whole(ordered.get("start"), len(items) if backwards else 1)
    for item in items:
        number = _whole(item.get("value"), number)
        yield item, number
        number += -1 if backwards else 1


def _cells(row: HtmlElement) -> Iterator[str]:
    parent = row.getparent()
    head = parent is not None and parent.tag == "thead"
    for cell in row:
        if cell.tag in ("td", "th"):
            columns = min(_SPAN, _whole(cell.get("colspan"), 1))
            rows = min(_SPAN, _whole(cell.get("rowspan"), 1))
            name = "h" if head or cell.tag == "th" else "d"
            yield name + (str(columns) if columns > 1 else "") + (f"x{rows}" if rows > 1 else "")


def _language(pre: HtmlElement) -> str:
    """The language of code as classes say it: of the <pre>, of a <code> in it, or of a box around it alone."""
    parent = pre.getparent()
    box = [parent] if parent is not None and len(parent) == 1 else []
    for element in (pre, *(child for child in pre if child.tag == "code"), *box):
        classes = element.get("class", "").lower()
        found = _LANGUAGE.search(classes)
        words = classes.split()
        guesses = [word for word in words if _WORD.fullmatch(word)] if _CODE_CLASSES.intersection(words) else []
        for word in [found[1]] if found else guesses:
            if word not in _NO_LANGUAGE | _CODE_CLASSES:
                return word
    return ""


def _whole(text: str | None, otherwise: int) -> int:
    found = re.match(r"\s*([+-]?[0-9]{1,9})(?![0-9])", text or "")
    return int(found[1]) if found else otherwise

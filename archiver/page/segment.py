"""One pass over the tree that cuts a page into blocks in document order.

All text that a browser could show ends up in exactly one block; what a block
*means* is not decided here. The tree is only read.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from archiver.model import Block
from archiver.page.inline import (
    BREAK,
    CELL,
    closings,
    collapsed,
    escaped,
    flattened,
    line,
    normalise_space,
    paragraphs,
    preformatted_markup,
    preformatted_text,
    row_markup,
    row_text,
    seen,
)
from archiver.page.links import Links
from archiver.page.names import Level, Names, path_under

_SKIPPED = frozenset("title script style template svg math iframe object embed canvas audio video map datalist".split())
_BLOCK_LEVEL = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html label legend li main "
    "menu nav noscript ol optgroup option p pre search section select summary table tbody td textarea tfoot th thead "
    "tr ul".split()
)
_TELLING = frozenset("h1 h2 h3 h4 h5 h6 li dt dd blockquote figcaption caption pre button label option tr".split())
"""Elements that say what the text in them is, even through a <p> or <div> inside."""
_PLAIN = frozenset("p div span section center a b strong i em small cite font".split())
_CELLS = frozenset(("td", "th"))
_NO_DATA = _BLOCK_LEVEL - _CELLS
_CAPTION_PARTS = frozenset("span small cite".split())
_SKIP, _BREAK, _CELL, _BLOCK = range(1, 5)  # what is done with an element; 0 for one that stands in a line
_TREATMENTS: Final[dict[str, int]] = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_BLOCK_LEVEL, _BLOCK),
    **dict.fromkeys(_CELLS, _CELL),
    "br": _BREAK,
}

_INLINE_KEPT = {"b": "strong", "i": "em"} | {
    tag: tag for tag in "a strong em code sub sup q mark abbr cite del ins kbd samp s u small time".split()
}
_OPENINGS: Final[dict[str, str]] = {tag: f"<{kept}>" for tag, kept in _INLINE_KEPT.items()}
_CLOSINGS: Final[dict[str, str]] = {tag: f"</{kept}>" for tag, kept in _INLINE_KEPT.items()}
_MAY_BE_HIDDEN = frozenset(("noscript", "dialog"))
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CELL_WORDS = 50
_NOTHING, _LEVEL, _INLINE, _TAG, _FRAME = range(5)  # what an element that ends has to close
_NO_ATTRIBUTES: Final[dict[str, str]] = {}


def base_of(root: HtmlElement, url: str | None) -> str | None:
    """Return the URL that the page's links are relative to: its <base>, or else its own."""
    href = next((element.get("href", "").strip() for element in root.iter("base") if element.get("href")), "")
    return Links(url).whole(href) if href else url


def segment(
    root: HtmlElement, base: str | None = None, isolate: Collection[HtmlElement] = ()
) -> tuple[tuple[Block, ...], tuple[HtmlElement, ...]]:
    """Cut the page under `root` into blocks; the second tuple has the element that holds each one.

    `base` is the URL that links are relative to; the elements in `isolate` become blocks
    of their own even where they stand in the middle of a line.
    """
    # One loop, longer than a screen: with calls to enter and leave elements, a page took nearly a third longer.
    isolate, links, writer = frozenset(isolate), Links(base), _Writer()
    level: Level | None = None
    frame, run = _Frame((root, "", None, None, None), None, "", "", False, False, False, 0), _Run([], [], False)
    texts, marks = run.texts, run.marks
    closing: list[int] = []  # for each open element
    inline: list[Level] = []  # the open elements that stand in a line
    opened: list[str] = []  # the tags of those that are kept
    linking = 0  # how many of them are links
    alone: dict[HtmlElement | None, bool] = {}
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            tag = str(element.tag)
            treatment = _TREATMENTS.get(tag, 0)
            if treatment == _SKIP and element.get("shadowrootmode") is None:
                walk.skip_subtree()
                closing.append(_NOTHING)
                continue
            items = element.items()  # read once: each look at one costs as much as all of them together
            attributes = dict(items) if items else _NO_ATTRIBUTES
            level = (element, tag, attributes.get("class"), attributes.get("id"), level)
            hidden = "style" in attributes or "hidden" in attributes or tag in _MAY_BE_HIDDEN
            hidden = hidden and _is_hidden(attributes, tag)
            if treatment == _BREAK:
                texts.append(BREAK)
                marks.append(BREAK)
                run.breaks += 1
                closing.append(_LEVEL)
            elif treatment == _CELL and frame.row:
                texts.append(CELL)
                marks.append(CELL)
                closing.append(_LEVEL)
            elif treatment or hidden or element in isolate or _stands_alone(element, tag, frame, alone):
                if marks:
                    run = writer.close(run, frame, opened)
                    texts, marks = run.texts, run.marks
                row = tag == "tr" and _is_data_row(element, isolate)
                frame = frame.inner(level, hidden, row, len(inline))
                closing.append(_FRAME)
            else:
                inline.append(level)
                opening = _OPENINGS.get(tag)
                if opening and opened and (linking if tag == "a" else opening in opened):
                    opening = None  # bold in bold says nothing, and each block in a thousand of them would repeat them
                if opening:
                    if tag == "a":
                        linking += 1
                        opening = links.opening(attributes.get("href", ""))
                    opened.append(opening)
                    marks.append(opening)
                    run.tagged = True
                closing.append(_TAG if opening else _INLINE)
            text = element.text
        else:
            if event == "end" and (ending := closing.pop()) != _NOTHING:
                if ending == _FRAME:
                    if marks:
                        run = writer.close(run, frame, opened)
                        texts, marks = run.texts, run.marks
                    frame = frame.outer or frame
                elif ending != _LEVEL:
                    inline.pop()
                    if len(inline) < run.low:
                        run.low = len(inline)
                    if ending == _TAG:
                        tag = str(element.tag)
                        linking -= tag == "a"
                        opened.pop()
                        marks.append(_CLOSINGS[tag])
                level = level and level[4]
            text = element.tail if element is not root else None
        if not text:
            continue
        if frame.preformatted:
            text = seen(text)
        elif text.isspace():
            if marks:
                texts.append(" ")
                marks.append(" ")
            continue
        elif linking:  # as long as it will be: the share of links is reckoned from it
            text = flattened(text)
        elif not text.isprintable():
            text = collapsed(text)
        if not text:
            continue
        if linking:
            run.linked += len(text.strip())
        texts.append(text)
        marks.append(escaped(text))
        if text.isspace():
            continue
        if run.shared < 0:
            run.shared = run.low = len(inline)
            run.node = inline[-1] if inline else None
        elif run.low < run.shared:
            run.shared = run.low
            run.node = inline[run.low - 1] if run.low else None
    return tuple(writer.blocks), tuple(writer.nodes)


@dataclass(slots=True)
class _Frame:
    """One open block-level element."""

    level: Level
    outer: "_Frame | None"
    path: str
    tag: str
    hidden: bool
    preformatted: bool
    row: bool
    depth: int  # how many inline elements hold it

    def inner(self, level: Level, hidden: bool, row: bool, depth: int) -> "_Frame":
        """The frame of a block-level element in this one."""
        tag = level[1]
        preformatted = self.preformatted or tag == "pre" or tag == "textarea"
        telling = self.tag if tag in _PLAIN and self.tag in _TELLING else tag
        return _Frame(
            level, self, path_under(self.path, level), telling, hidden or self.hidden, preformatted, row, depth
        )


@dataclass(slots=True)
class _Run:
    """The pieces of the block that is open; nobody knows yet whether it will have any text."""

    texts: list[str]
    marks: list[str]
    tagged: bool
    reopened: Sequence[str] = ()  # the tags that were open where it began
    breaks: int = 0
    linked: int = 0  # characters in links
    shared: int = -1  # how many of the open inline elements hold all of its text; -1 where it has none
    node: Level | None = None  # the innermost of them
    low: int = 0  # how many of them have been open ever since


class _Writer:
    """Makes the blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.nodes: list[HtmlElement] = []
        self.names = Names()

    def close(self, run: _Run, frame: _Frame, opened: list[str]) -> _Run:
        """Make a block of `run`, if it has any text, and begin another; `opened` are the tags that are open."""
        if run.shared >= 0:
            texts, marks = run.texts, run.marks
            if run.breaks > 1 and not frame.row:  # a row's cells, not its line breaks, are its parts
                for part in paragraphs(texts, marks, run.reopened):
                    self.emit(*part, run, frame)
            else:
                if (run.reopened or opened) and not frame.row:
                    marks = [*run.reopened, *marks, *closings(opened)]
                self.emit(texts, marks, run.linked, run, frame)
        return _Run([], [], True, opened.copy()) if opened else _Run([], [], False)

    def emit(self, texts: list[str], marks: list[str], linked: int, run: _Run, frame: _Frame) -> None:
        if frame.preformatted:
            text, markup = preformatted_text(texts), preformatted_markup(marks)
        elif frame.row:
            text, markup = row_text(texts), row_markup(marks)
        else:
            text, markup = line(texts, marks, run.tagged)
        if not text:
            return
        level = run.node if run.node and run.shared > frame.depth else frame.level
        self.nodes.append(level[0])
        density = min(1.0, linked / len(text)) if linked else 0.0
        tokens = self.names.around(level)
        self.blocks.append(Block(len(self.blocks), frame.tag, frame.path, tokens, text, markup, density, frame.hidden))


def _stands_alone(element: HtmlElement, tag: str, frame: _Frame, alone: dict[HtmlElement | None, bool]) -> bool:
    """A caption and its credit are most often two spans of one <figcaption>."""
    if tag in _CAPTION_PARTS:
        return frame.tag == "figcaption"
    return tag == "template" or ("-" in tag and _is_alone(element, alone))


def _is_long(cell: HtmlElement) -> bool:
    """More than a table's cell holds: old pages put a story, and their menu, into the cells of one table."""
    after_break = False
    for element in cell.iter():
        if element.tag == "br" and after_break:
            return True
        after_break = element.tag == "br" and not (element.tail or "").strip()
    return len("".join(cell.itertext()).split()) > _CELL_WORDS


def _is_alone(element: HtmlElement, alone: dict[HtmlElement | None, bool]) -> bool:
    """True for an element of the page's own making (<article-body>) with no text beside it; `alone` says it of the
    children of a parent, which is looked at once."""
    parent = element.getparent()
    if parent not in alone:
        texts = [element.tail] if parent is None else [parent.text, *(child.tail for child in parent)]
        alone[parent] = not any(text and not text.isspace() for text in texts)
    return alone[parent]


def _is_hidden(attributes: Mapping[str, str], tag: str) -> bool:
    if _UNSEEN.search(attributes.get("style", "")):
        return True
    if tag == "noscript" or "hidden" in attributes:
        return True
    return tag == "dialog" and "open" not in attributes


def _is_data_row(row: HtmlElement, isolate: Collection[HtmlElement]) -> bool:
    """A row of two or more cells and nothing beside them, which hold nothing but inline text.

    A layout table's cells hold blocks, or elements that are to become some.
    """
    cells = [child for child in row if child.tag in _CELLS]
    beside = [child for child in row if isinstance(child.tag, str) and child.tag not in _CELLS | _SKIPPED]
    loose = normalise_space("".join(text or "" for text in (row.text, *(child.tail for child in row))))
    if len(cells) < 2 or beside or loose:
        return False
    holds_blocks = any(  # asked first: of a table in a cell no more than its beginning is read
        e in isolate or e.tag in _NO_DATA or _is_hidden(dict(e.items()), str(e.tag))
        for cell in cells
        for e in cell.iter("*")
    )
    return not holds_blocks and not any(_is_long(cell) for cell in cells)

"""One pass over the tree that cuts a page into blocks in document order.

All text that a browser could show ends up in exactly one block; what a block
*means* is not decided here. The tree is only read.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from archiver.model import Block
from archiver.page import inline
from archiver.page.inline import Piece
from archiver.page.links import Links
from archiver.page.names import Names

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
_CAPTION_PARTS = frozenset("span small cite".split())

_INLINE_KEPT = {"b": "strong", "i": "em"} | {
    tag: tag for tag in "a strong em code sub sup q mark abbr cite del ins kbd samp s u small time".split()
}
_TAGS = {tag: (f"<{kept}>", f"</{kept}>") for tag, kept in _INLINE_KEPT.items()}
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CELL_WORDS = 50


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
    cutter = _Cutter(base, isolate)
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            tag = str(element.tag)
            if tag in _SKIPPED and element.get("shadowrootmode") is None:
                walk.skip_subtree()
            else:
                cutter.enter(element, tag)
            continue
        if event == "end":
            cutter.leave(element)
        if (tail := element.tail) and element is not root:
            cutter.add(tail)
    cutter.flush()
    return tuple(cutter.blocks), tuple(cutter.nodes)


@dataclass(slots=True)
class _Frame:
    """One open block-level element. `path` is found when a block asks for it."""

    element: HtmlElement
    tag: str
    hidden: bool
    preformatted: bool
    row: bool
    depth: int  # how many inline elements hold it
    path: str | None = None


class _Cutter:
    """Cuts blocks as the elements of a page are entered and left, in document order."""

    def __init__(self, base: str | None, isolate: Collection[HtmlElement]) -> None:
        self.links, self.names = Links(base), Names()
        self.isolate = frozenset(isolate)
        self.blocks: list[Block] = []
        self.nodes: list[HtmlElement] = []
        self.frames: list[_Frame] = []
        self.inline: list[HtmlElement] = []
        self.opened: list[str] = []  # the tags of those inline elements that are kept
        self.linking = 0  # how many of them are links
        self.begin()

    def begin(self) -> None:
        """Begin a block; nobody knows yet whether it will have any text."""
        self.pieces: list[Piece] = []
        self.reopened = self.opened.copy()
        self.shared: list[HtmlElement] | None = None  # the inline elements that hold all of the text so far
        self.linked = self.breaks = 0  # characters in links, line breaks
        self.tagged = bool(self.opened)

    def enter(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self.pieces.append(inline.LINE_BREAK)
            self.breaks += 1
        elif tag in _CELLS and self.frames and self.frames[-1].row:
            self.pieces.append(inline.CELL)
        elif (hidden := _is_hidden(element, tag)) or tag in _BLOCK_LEVEL or self._stands_alone(element, tag):
            self.flush()
            self.frames.append(self._frame(element, tag, hidden))
        else:
            self.inline.append(element)
            if tag in _TAGS:
                self._open(element, tag)
        if text := element.text:
            self.add(text)

    def _stands_alone(self, element: HtmlElement, tag: str) -> bool:
        """A caption and its credit are most often two spans of one <figcaption>."""
        if self.isolate and element in self.isolate:
            return True
        if tag in _CAPTION_PARTS:
            return bool(self.frames) and self.frames[-1].tag == "figcaption"
        return tag == "template" or ("-" in tag and _is_alone(element))

    def _open(self, element: HtmlElement, tag: str) -> None:
        opening = self.links.opening(element.get("href") or "") if tag == "a" else _TAGS[tag][0]
        self.linking += tag == "a"
        self.opened.append(opening)
        self.pieces.append(("", opening, False))
        self.tagged = True

    def leave(self, element: HtmlElement) -> None:
        if self.inline and self.inline[-1] is element:
            self.inline.pop()
            if (tag := element.tag) in _TAGS:
                self.linking -= tag == "a"
                self.opened.pop()
                self.pieces.append(("", _TAGS[tag][1], False))
        elif self.frames and self.frames[-1].element is element:
            self.flush()
            self.frames.pop()

    def add(self, text: str) -> None:
        if self.frames and self.frames[-1].preformatted:
            text = inline.seen(text)
        elif text.isspace():
            if self.pieces:
                self.pieces.append(inline.SPACE)
            return
        else:
            text = inline.flattened(text)
        if not text:
            return
        if self.linking:
            self.linked += len(text.strip())
        self.pieces.append((text, "", self.linking > 0))
        if not text.isspace():
            if self.shared is None:
                self.shared = self.inline.copy()
            elif self.shared:
                self.shared = [a for a, b in zip(self.shared, self.inline, strict=False) if a is b]

    def flush(self) -> None:
        """Close the block that is open, if it has any text."""
        if not self.pieces:
            return
        if self.shared is not None:
            if self.frames[-1].row:  # its cells, not its line breaks, are its parts
                self._emit(self.pieces, self.linked)
            elif self.breaks > 1:
                for part in inline.paragraphs(self.pieces, self.reopened):
                    self._emit(part, sum(len(text.strip()) for text, _, linked in part if linked))
            elif self.tagged:
                opening: list[Piece] = [("", tag, False) for tag in self.reopened]
                self._emit([*opening, *self.pieces, *inline.closings(self.opened)], self.linked)
            else:
                self._emit(self.pieces, self.linked)
        self.begin()

    def _emit(self, part: list[Piece], linked: int) -> None:
        frame, shared = self.frames[-1], self.shared or []
        text, markup = self._content(part, frame)
        if not text:
            return
        node = shared[-1] if len(shared) > frame.depth else frame.element
        self.nodes.append(node)
        self.blocks.append(
            Block(
                index=len(self.blocks),
                tag=frame.tag,
                path=frame.path or self._path(),
                tokens=self.names.around(node),
                text=text,
                html=markup,
                link_density=min(1.0, linked / len(text)) if linked else 0.0,
                hidden=frame.hidden,
            )
        )

    def _content(self, part: list[Piece], frame: _Frame) -> tuple[str, str]:
        if frame.preformatted:
            return inline.preformatted_text(part), inline.preformatted_markup(part)
        if frame.row:
            return inline.row_text(part), inline.row_markup(part)
        text = inline.line_text(part)
        return text, inline.line_markup(part) if self.tagged else inline.escaped(text)

    def _frame(self, element: HtmlElement, tag: str, hidden: bool) -> _Frame:
        parent = self.frames[-1] if self.frames else None
        telling = parent.tag if parent and tag in _PLAIN and parent.tag in _TELLING else tag
        return _Frame(
            element,
            telling,
            hidden or (parent is not None and parent.hidden),
            tag in ("pre", "textarea") or (parent is not None and parent.preformatted),
            tag == "tr" and _is_data_row(element, self.isolate),
            len(self.inline),
        )

    def _path(self) -> str:
        """The path of the innermost open frame."""
        frames = self.frames
        known = len(frames)
        while known and frames[known - 1].path is None:
            known -= 1
        path = frames[known - 1].path or "" if known else ""
        for frame in frames[known:]:
            path = frame.path = self.names.path(path, frame.element)
        return path


def _is_long(cell: HtmlElement) -> bool:
    """More than a table's cell holds: old pages put a story, and their menu, into the cells of one table."""
    after_break = False
    for element in cell.iter():
        if element.tag == "br" and after_break:
            return True
        after_break = element.tag == "br" and not (element.tail or "").strip()
    return len("".join(cell.itertext()).split()) > _CELL_WORDS


def _is_alone(element: HtmlElement) -> bool:
    """True for an element of the page's own making (<article-body>) with no text beside it."""
    parent = element.getparent()
    texts = [element.tail, *([parent.text, *(child.tail for child in parent)] if parent is not None else [])]
    return not any(text and not text.isspace() for text in texts)


def _is_hidden(element: HtmlElement, tag: str) -> bool:
    style = element.get("style")
    if style is not None and _UNSEEN.search(style):
        return True
    if tag == "noscript" or element.get("hidden") is not None:
        return True
    return tag == "dialog" and element.get("open") is None


def _is_data_row(row: HtmlElement, isolate: Collection[HtmlElement]) -> bool:
    """A row of two or more cells and nothing beside them, which hold nothing but inline text.

    A layout table's cells hold blocks, or elements that are to become some.
    """
    cells = [child for child in row if child.tag in _CELLS]
    beside = [child for child in row if isinstance(child.tag, str) and child.tag not in _CELLS | _SKIPPED]
    loose = inline.normalise_space("".join(text or "" for text in (row.text, *(child.tail for child in row))))
    if len(cells) < 2 or beside or loose or any(_is_long(cell) for cell in cells):
        return False
    return not any(
        e in isolate or e.tag in _BLOCK_LEVEL - _CELLS or _is_hidden(e, str(e.tag))
        for cell in cells
        for e in cell.iter("*")
    )

"""One pass over the tree that cuts a page into blocks in document order.

All text that a browser could show ends up in exactly one block; what a block
*means* is not decided here. The tree is only read.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from archiver.model import Block

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
_SAFE_HREF = re.compile(r"(?:https?:|mailto:|tel:|[/?#.]|[^:]*$)", re.IGNORECASE)
_HREF_NOISE = re.compile("[\x00-\x1f\x7f]")  # browsers read over it: "java&Tab;script:" is a script
_SPACE = re.compile(r"[^\S\n]+|\n")
_BREAK = "\x0b"  # a <br>; cannot be in the text, for decoding removed it
_EDGES = re.compile(r" *\x0b[ \x0b]*")
_SPACES = re.compile(r"[^\S\x0b]+")
_HEAD, _TAIL = re.compile(r"^((?:<[^>]*>)*)[ \x0b]+"), re.compile(r"[ \x0b]+((?:</[^>]*>)*)$")
_CONTROLS = "".join(map(chr, (*range(9), *range(0x0E, 0x20), 0x7F)))  # "&#1;" in the markup brings them back
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff" + _CONTROLS)
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_TOKEN_DEPTH = 4
_CELL_WORDS = 50


def base_of(root: HtmlElement, url: str | None) -> str | None:
    """Return the URL that the page's links are relative to: its <base>, or else its own."""
    href = next((element.get("href", "").strip() for element in root.iter("base") if element.get("href")), "")
    return _absolute(url, href) if href else url


def normalise_space(text: str) -> str:
    """Return `text` with every run of white space, non-breaking ones included, as one space,
    and without soft hyphens, zero-width spaces, byte order marks and control characters."""
    return " ".join(text.translate(_INVISIBLE).split())


def segment(
    root: HtmlElement, base: str | None = None, isolate: Collection[HtmlElement] = ()
) -> tuple[tuple[Block, ...], tuple[HtmlElement, ...]]:
    """Cut the page under `root` into blocks; the second tuple has the element that holds each one.

    `base` is the URL that links are relative to; the elements in `isolate` become blocks
    of their own even where they stand in the middle of a line.
    """
    cutter = _Cutter(base, frozenset(isolate))
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in _SKIPPED and element.get("shadowrootmode") is None:
                walk.skip_subtree()
            else:
                cutter.enter(element)
        elif event == "end":
            cutter.leave(element)
        if event != "start" and element.tail and element is not root:
            cutter.add(element.tail)
    cutter.flush()
    return tuple(cutter.blocks), tuple(cutter.nodes)


class _Piece(NamedTuple):
    """A run of text, or one inline tag, inside the block that is open."""

    text: str
    markup: str
    linked: bool


@dataclass(slots=True)
class _Frame:
    """One open block-level element."""

    element: HtmlElement
    tag: str
    path: str
    hidden: bool
    preformatted: bool
    row: bool
    depth: int  # how many inline elements hold it


@dataclass(slots=True)
class _Cutter:
    base: str | None
    isolate: frozenset[HtmlElement]
    blocks: list[Block] = field(default_factory=list)
    nodes: list[HtmlElement] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    inline: list[HtmlElement] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)  # tags that were open when the block began
    shared: list[HtmlElement] | None = None  # the inline elements that hold all of the text so far
    links: int = 0

    def enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self.pieces.append(_Piece(_BREAK, _BREAK, False))
        elif tag in _CELLS and self.frames and self.frames[-1].row:
            self.pieces.append(_Piece("\t", "\t", False))
        elif tag in _BLOCK_LEVEL or element in self.isolate or self._is_caption_part(element) or _is_apart(element):
            self.flush()
            self.frames.append(self._frame(element))
        else:
            self.inline.append(element)
            self.links += tag == "a"
            self.pieces.append(_Piece("", self._opening(element), False))
        if element.text:
            self.add(element.text)

    def _is_caption_part(self, element: HtmlElement) -> bool:
        """A caption and its credit are most often two spans of one <figcaption>."""
        return bool(self.frames) and self.frames[-1].tag == "figcaption" and element.tag in _CAPTION_PARTS

    def leave(self, element: HtmlElement) -> None:
        if self.inline and self.inline[-1] is element:
            self.inline.pop()
            self.links -= element.tag == "a"
            self.pieces.append(_Piece("", _closing(element), False))
        elif self.frames and self.frames[-1].element is element:
            self.flush()
            self.frames.pop()

    def add(self, text: str) -> None:
        text = text.translate(_INVISIBLE)
        if not (self.frames and self.frames[-1].preformatted):
            text = _SPACE.sub(" ", text)
        self.pieces.append(_Piece(text, escape(text, quote=False), self.links > 0))
        if text and not text.isspace():
            held = self.inline if self.shared is None else self.shared
            self.shared = [a for a, b in zip(held, self.inline, strict=False) if a is b]

    def flush(self) -> None:
        """Close the block that is open, if it has any text."""
        if self.shared is not None:
            whole = self.frames[-1].row  # its cells, not its line breaks, are its parts
            for part in [self.pieces] if whole else _paragraphs(self.pieces, self.reopened):
                self._emit(part)
        self.pieces = []
        self.reopened = [self._opening(element) for element in self.inline]
        self.shared = None

    def _emit(self, part: list[_Piece]) -> None:
        frame = self.frames[-1]
        text = _tidy("".join(piece.text for piece in part), frame)
        if not text:
            return
        within = self.shared[frame.depth :] if self.shared else ()
        node = within[-1] if within else frame.element
        self.nodes.append(node)
        self.blocks.append(
            Block(
                index=len(self.blocks),
                tag=frame.tag,
                path=frame.path,
                tokens=_tokens(node),
                text=text,
                html=_tidy_markup("".join(piece.markup for piece in part), frame),
                link_density=min(1.0, sum(len(piece.text.strip()) for piece in part if piece.linked) / len(text)),
                hidden=frame.hidden or any(_is_hidden(element) for element in self.shared or ()),
            )
        )

    def _frame(self, element: HtmlElement) -> _Frame:
        tag = str(element.tag)
        parent = self.frames[-1] if self.frames else None
        telling = parent.tag if parent and tag in _PLAIN and parent.tag in _TELLING else tag
        return _Frame(
            element=element,
            tag=telling,
            path=_path(parent.path if parent else "", element),
            hidden=(parent is not None and parent.hidden) or _is_hidden(element),
            preformatted=tag in ("pre", "textarea") or (parent is not None and parent.preformatted),
            row=tag == "tr" and _is_data_row(element, self.isolate),
            depth=len(self.inline),
        )

    def _opening(self, element: HtmlElement) -> str:
        kept = _INLINE_KEPT.get(str(element.tag))
        if kept is None:
            return ""
        if kept != "a":
            return f"<{kept}>"
        href = _HREF_NOISE.sub("", element.get("href") or "").strip()
        if not href or not _SAFE_HREF.match(href):
            return "<a>"
        return f'<a href="{escape(_absolute(self.base, href))}">'


def _paragraphs(pieces: list[_Piece], reopened: list[str]) -> Iterator[list[_Piece]]:
    """Cut `pieces` where two line breaks follow one another: old pages and editors write paragraphs so.

    Inline tags that are open at a cut are closed before it and opened again after it.
    """
    opened = [tag for tag in reopened if tag]
    part = [_Piece("", tag, False) for tag in opened]
    after_break = False
    for piece in pieces:
        if piece.text == _BREAK and after_break:
            yield part + _closings(opened)
            part, after_break = [_Piece("", tag, False) for tag in opened], False
            continue
        part.append(piece)
        if piece.text:
            after_break = piece.text == _BREAK or (after_break and piece.text.isspace())
        elif piece.markup.startswith("</"):
            opened.pop()
        elif piece.markup:
            opened.append(piece.markup)
    yield part + _closings(opened)


def _closings(opened: list[str]) -> list[_Piece]:
    return [_Piece("", f"</{tag[1:].split()[0].rstrip('>')}>", False) for tag in reversed(opened)]


def _tidy(raw: str, frame: _Frame) -> str:
    if frame.preformatted:
        return raw.replace(_BREAK, "\n").strip("\n").rstrip()
    if frame.row:
        cells = [normalise_space(cell.replace(_BREAK, " ")) for cell in raw.split("\t")[1:]]
        return "\t".join(cells) if any(cells) else ""
    return "\n".join(line for line in map(normalise_space, raw.split(_BREAK)) if line)


def _tidy_markup(markup: str, frame: _Frame) -> str:
    if frame.preformatted:
        return markup.replace(_BREAK, "\n").strip("\n")
    if frame.row:
        return "\t".join(normalise_space(cell.replace(_BREAK, " ")) for cell in markup.split("\t")[1:])
    trimmed = _TAIL.sub(r"\1", _HEAD.sub(r"\1", _SPACES.sub(" ", markup)))
    return _EDGES.sub("<br>", trimmed)


def _absolute(base: str | None, href: str) -> str:
    try:
        return urljoin(base, href) if base else href
    except ValueError:
        return href


def _closing(element: HtmlElement) -> str:
    kept = _INLINE_KEPT.get(str(element.tag))
    return f"</{kept}>" if kept else ""


def _path(parent: str, element: HtmlElement) -> str:
    tag = str(element.tag)
    if tag in ("html", "head", "body"):
        return parent
    name = element.get("id") or ""
    classes = (element.get("class") or "").split()
    step = tag + (f"#{name}" if name else f".{classes[0]}" if classes else "")
    return f"{parent} > {step}" if parent else step


def _tokens(node: HtmlElement) -> tuple[str, ...]:
    names: list[str] = []
    element: HtmlElement | None = node
    for _ in range(_TOKEN_DEPTH):
        if element is None:
            break
        names += (element.get("class") or "").split()
        names += (element.get("id") or "").split()
        element = element.getparent()
    return tuple(dict.fromkeys(names))


def _is_long(cell: HtmlElement) -> bool:
    """More than a table's cell holds: old pages put a story, and their menu, into the cells of one table."""
    after_break = False
    for element in cell.iter():
        if element.tag == "br" and after_break:
            return True
        after_break = element.tag == "br" and not (element.tail or "").strip()
    return len("".join(cell.itertext()).split()) > _CELL_WORDS


def _is_apart(element: HtmlElement) -> bool:
    """True for what is no part of the line around it: what is hidden, a shadow root, and an element of the page's own
    making (<article-body>) with no text beside it."""
    if _is_hidden(element) or element.tag == "template":
        return True
    if "-" not in str(element.tag):
        return False
    parent = element.getparent()
    texts = [element.tail, *([parent.text, *(child.tail for child in parent)] if parent is not None else [])]
    return not any(text and not text.isspace() for text in texts)


def _is_hidden(element: HtmlElement) -> bool:
    if (
        element.tag == "noscript"
        or element.get("hidden") is not None
        or (element.tag == "dialog" and element.get("open") is None)
    ):
        return True
    style = element.get("style")
    return style is not None and _UNSEEN.search(style) is not None


def _is_data_row(row: HtmlElement, isolate: Collection[HtmlElement]) -> bool:
    """A row of two or more cells and nothing beside them, which hold nothing but inline text.

    A layout table's cells hold blocks, or elements that are to become some.
    """
    cells = [child for child in row if child.tag in _CELLS]
    beside = [child for child in row if isinstance(child.tag, str) and child.tag not in _CELLS | _SKIPPED]
    loose = normalise_space("".join(text or "" for text in (row.text, *(child.tail for child in row))))
    if len(cells) < 2 or beside or loose or any(_is_long(cell) for cell in cells):
        return False
    return not any(e in isolate or e.tag in _BLOCK_LEVEL - _CELLS for cell in cells for e in cell.iter())

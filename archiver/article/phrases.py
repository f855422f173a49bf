"""A block's inline markup as Markdown, and as the HTML that is let through.

What a reader sees of either is the block's text, to the letter. Paragraphs, lists and tables are not made here.
"""

import re
import unicodedata
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import quote

from archiver.page.links import is_safe

BREAK: Final = "\v"
"""A line break in a line of Markdown that is not done; white space, so that emphasis does not close around it."""

_ALLOWED: Final = frozenset("a strong em code sub sup q mark abbr cite del ins kbd samp s u small time".split())
_UNSEEN: Final = frozenset(("script", "style"))
_MARKS: Final = {"strong": "**", "em": "*", "del": "~~", "s": "~~"}
_MARKDOWN: Final = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)")
_IN_ADDRESS: Final = re.compile(r"[\s<>\\`]")


@dataclass(frozen=True, slots=True)
class _Mark:
    """The beginning or the end of emphasis, among pieces that are Markdown already."""

    sign: str
    opens: bool


@dataclass(frozen=True, slots=True)
class _Code:
    """Code among pieces that are Markdown already."""

    text: str

    def __str__(self) -> str:
        sign = fence(self.text, 1)
        pad = " " if "`" in (self.text[0], self.text[-1]) else ""
        return f"{sign}{pad}{self.text}{pad}{sign}"


_Piece = str | _Mark | _Code


def clean_html(html: str) -> str:
    """Return a block's markup with nothing in it but the elements that blocks keep, each closed, and safe links."""
    if "<" not in html:
        return html
    writer = _Allowed()
    writer.take(html)
    return "".join(writer.out + [f"</{tag}>" for tag in reversed(writer.opened)])


def markdown_of(html: str) -> str:
    """Return a block's markup as Markdown on one line, with BREAK for each line break."""
    if "<" not in html:
        return _MARKDOWN.sub(r"\\\g<0>", unescape(html)).strip(" " + BREAK)
    writer = _Markdown()
    writer.take(html)
    while writer.opened:
        writer.handle_endtag(writer.opened[-1][0])
    return "".join(_standing(writer.out)).strip(" " + BREAK)


def fence(code: str, least: int) -> str:
    """Return `least` backticks, or one more than `code` has in a row."""
    return "`" * max([least, *(len(run) + 1 for run in re.findall("`+", code))])


class _Reader(HTMLParser):
    """Reads the elements that blocks keep; others are read over, scripts and styles with what is in them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.unseen = 0

    def take(self, html: str) -> None:
        self.feed(html.replace("<![", "&lt;!["))  # the parser breaks off at some of these
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "br":
            self.broken()
        elif tag in _ALLOWED:
            if tag == "a":
                self.end(tag)  # links do not hold links
            href = dict(attrs).get("href") if tag == "a" else None
            self.begin(tag, href if href and is_safe(href) else None)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = 0
        elif tag in _ALLOWED:
            self.end(tag)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.read(data)

    def begin(self, tag: str, href: str | None) -> None:
        raise NotImplementedError

    def end(self, tag: str) -> None:
        raise NotImplementedError

    def read(self, data: str) -> None:
        raise NotImplementedError

    def broken(self) -> None:
        raise NotImplementedError


class _Allowed(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.out: list[str] = []
        self.opened: list[str] = []

    def begin(self, tag: str, href: str | None) -> None:
        self.opened.append(tag)
        self.out.append(f'<a href="{escape(href)}">' if href else f"<{tag}>")

    def end(self, tag: str) -> None:
        while tag in self.opened:
            last = self.opened.pop()
            self.out.append(f"</{last}>")
            if last == tag:
                break

    def read(self, data: str) -> None:
        self.out.append(escape(data, quote=False))

    def broken(self) -> None:
        self.out.append("<br>")


class _Markdown(_Reader):
    def __init__(self) -> None:
        super().__init__()
        self.out: list[_Piece] = []
        self.opened: list[tuple[str, int, str | None]] = []  # where each open element's text begins, and its link
        self.code = 0

    def begin(self, tag: str, href: str | None) -> None:
        if tag == "a" and self.out and isinstance(self.out[-1], str) and self.out[-1].endswith("!"):
            self.out[-1] = self.out[-1][:-1] + "\\!"  # "![" would be a picture
        self.opened.append((tag, len(self.out), href))
        self.code += tag == "code"

    def end(self, tag: str) -> None:
        if tag not in [one for one, _, _ in self.opened]:
            return
        while self.opened:
            last, start, href = self.opened.pop()
            self.code -= last == "code"
            before, inner, after = _trimmed(self.out[start:])
            if inner and not self.code:
                sign = _MARKS.get(last, "")
                known = any(_MARKS.get(one) == sign for one, _, _ in self.opened)
                inner = _marked(last, inner, href, "" if known else sign)
            self.out[start:] = [*before, *inner, *after]
            if last == tag:
                return

    def read(self, data: str) -> None:
        self.out.append(data if self.code else _MARKDOWN.sub(r"\\\g<0>", data))

    def broken(self) -> None:
        self.out.append(BREAK)


def _marked(tag: str, inner: list[_Piece], href: str | None, sign: str) -> list[_Piece]:
    if tag == "code":
        return [_Code("".join(map(str, inner)).replace(BREAK, " "))]
    if href:
        return ["[", *inner, f"]({_destination(href)})"]
    return [_Mark(sign, True), *inner, _Mark(sign, False)] if sign else inner


def _trimmed(pieces: list[_Piece]) -> tuple[list[_Piece], list[_Piece], list[_Piece]]:
    """White space at the beginning, what stands between, and white space at the end."""
    first, last = 0, len(pieces)
    while first < last and _is_space(pieces[first]):
        first += 1
    while first < last and _is_space(pieces[last - 1]):
        last -= 1
    before, inner, after = pieces[:first], pieces[first:last], pieces[last:]
    if inner and isinstance(one := inner[0], str) and (bare := one.lstrip()) != one:
        before.append(one[: len(one) - len(bare)])
        inner[0] = bare
    if inner and isinstance(one := inner[-1], str) and (bare := one.rstrip()) != one:
        after.insert(0, one[len(bare) :])
        inner[-1] = bare
    return before, inner, after


def _is_space(piece: _Piece) -> bool:
    return isinstance(piece, str) and (not piece or piece.isspace())


def _standing(pieces: list[_Piece]) -> list[str]:
    """The pieces as Markdown in which every mark is read as what it is.

    Beside a letter, "**" next to punctuation is no mark (https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run);
    a letter written as a character reference counts as punctuation.
    """
    joined = _parted(_joined(pieces))
    out = [one.sign if isinstance(one, _Mark) else str(one) for one in joined]
    while _referred(joined, out):  # a reference beside one mark can be punctuation beside another
        pass
    return out


def _referred(joined: list[_Piece], out: list[str]) -> bool:
    """Write letters in `out` as references where a mark needs it; return whether there were any."""
    changed = False
    for place, one in enumerate(joined):
        if not isinstance(one, _Mark):
            continue
        step = -1 if one.opens else 1
        outer, inner = _beyond(joined, place, step), _beyond(joined, place, -step)
        if not (0 <= outer < len(out) and 0 <= inner < len(out)):
            continue
        beside, within = out[outer][-1 if one.opens else 0], out[inner][0 if one.opens else -1]
        if type(joined[outer]) is str and not _is_plain(within) and _is_plain(beside, strictly=False):
            kept = out[outer][:-1] if one.opens else out[outer][1:]
            letter = f"&#{ord(beside)};"
            out[outer] = kept + letter if one.opens else letter + kept
            changed = True
    return changed


def _joined(pieces: list[_Piece]) -> list[_Piece]:
    """Without ends of emphasis and code that begin again at once: "**a****b**" would not be read as emphasis."""
    out: list[_Piece] = []
    for piece in pieces:
        last = out[-1] if out else None
        if isinstance(piece, _Mark) and piece.opens and last == _Mark(piece.sign, False):
            out.pop()
        elif isinstance(piece, _Code) and isinstance(last, _Code):
            out[-1] = _Code(last.text + piece.text)
        elif piece != "":
            out.append(piece)
    return out


def _parted(pieces: list[_Piece]) -> list[_Piece]:
    """Without emphasis that begins where another one ends: which asterisk is whose would not be known."""
    out: list[_Piece] = []
    dropped: list[bool] = []  # for each emphasis that is open
    for piece in pieces:
        if isinstance(piece, _Mark):
            last = out[-1] if out else None
            if piece.opens:
                dropped.append(isinstance(last, _Mark) and not last.opens and last.sign[0] == piece.sign[0])
                if dropped[-1]:
                    continue
            elif dropped.pop():
                continue
        out.append(piece)
    return out


def _beyond(pieces: list[_Piece], place: int, step: int) -> int:
    """The place of what stands beside a run of marks of one sign."""
    sign = pieces[place]
    assert isinstance(sign, _Mark)
    place += step
    while 0 <= place < len(pieces):
        one = pieces[place]
        if not (isinstance(one, _Mark) and one.sign[0] == sign.sign[0]):
            break
        place += step
    return place


def _is_plain(character: str, *, strictly: bool = True) -> bool:
    """Whether a character is neither white space nor punctuation; readers are not at one on signs such as "€"."""
    if character.isspace() or (character.isascii() and not character.isalnum()):
        return False
    return unicodedata.category(character)[0] not in ("PS" if strictly else "P")


def _destination(href: str) -> str:
    href = _IN_ADDRESS.sub(lambda found: quote(found[0]), href)
    href = re.sub(r"&(?=#?\w+;)", "&amp;", href)
    return f"<{href}>" if re.search(r"[()]", href) else href

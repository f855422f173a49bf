"""What stands inside one block: runs of text, inline tags and line breaks, and the text and the markup that they make.

A block's pieces are two lists: its runs of text, and the same as markup, with the tags among them. Markup of a text
never begins with "<", and a tag always does.
Where a block begins and ends is decided in segment.py.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

BREAK = "\x0b"
"""A <br>. It cannot be in the text, for decoding removed it."""

CELL = "\t"
"""The beginning of a table's cell."""

_SPACE = re.compile(r"\n|[^\S\n]{2,}|[^\S\n ]")  # all white space but a single space, which is one already
_EDGES = re.compile(r" *\x0b[ \x0b]*")
_SPACES = re.compile(r"[^\S\x0b]+")
_HEAD, _TAIL = re.compile(r"^((?:<[^>]*>)*)[ \x0b]+"), re.compile(r"[ \x0b]+((?:</[^>]*>)*)$")
_CONTROLS = "".join(map(chr, (*range(9), *range(0x0E, 0x20), 0x7F)))  # "&#1;" in the markup brings them back
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff" + _CONTROLS)


def normalise_space(text: str) -> str:
    """Return `text` with every run of white space, non-breaking ones included, as one space,
    and without soft hyphens, zero-width spaces, byte order marks and control characters."""
    return " ".join(seen(text).split())


def seen(text: str) -> str:
    """Return `text` without the characters that nobody can see."""
    return text if text.isprintable() else text.translate(_INVISIBLE)


def flattened(text: str) -> str:
    """The same on one line: a line break and a tabulator are spaces."""
    if text.isprintable():
        return _SPACE.sub(" ", text) if "  " in text else text
    return _SPACE.sub(" ", text.translate(_INVISIBLE))


def collapsed(text: str) -> str:
    """The same, with one space for any run of white space."""
    words = " ".join(text.split())
    if not words.isprintable():
        return flattened(text)
    return f"{' ' * text[0].isspace()}{words}{' ' * text[-1].isspace()}"


def paragraphs(
    texts: Sequence[str], marks: Sequence[str], reopened: Sequence[str]
) -> Iterator[tuple[list[str], list[str], int]]:
    """Cut a block's pieces where two line breaks follow one another: old pages and editors write paragraphs so. Yield
    the texts, the markup and the number of characters in links of each.

    Inline tags that are open at a cut, of which `reopened` were before it all, are closed before it and opened again
    after it.
    """
    opened, rest = list(reopened), iter(texts)
    part: list[str] = []
    markup, linked, after_break = list(opened), 0, False
    for mark in marks:
        if mark[0] == "<":
            markup.append(mark)
            if mark.startswith("</"):
                opened.pop()
            else:
                opened.append(mark)
            continue
        text = next(rest)
        if text == BREAK and after_break:
            yield part, markup + closings(opened), linked
            part, markup, linked, after_break = [], list(opened), 0, False
            continue
        part.append(text)
        markup.append(mark)
        after_break = text == BREAK or (after_break and text.isspace())
        if any(tag.startswith(("<a>", "<a ")) for tag in opened):
            linked += len(text.strip())
    yield part, markup + closings(opened), linked


def closings(opened: Sequence[str]) -> list[str]:
    """Return the tags that close those in `opened`, innermost first."""
    return [f"</{tag[1:].split()[0].rstrip('>')}>" for tag in reversed(opened)]


def line(texts: Sequence[str], marks: Sequence[str], tagged: bool) -> tuple[str, str]:
    """Return the text of ordinary pieces and their markup: white space is one space, line breaks part lines.

    `tagged` says that there are inline tags among them.
    """
    raw = texts[0] if len(texts) == 1 else "".join(texts)
    if BREAK in raw:
        text = "\n".join([one for one in map(normalise_space, raw.split(BREAK)) if one])
        return text, _broken("".join(marks)) if tagged else _with_breaks(text)
    doubled = "  " in raw  # there is no white space in a line but spaces
    text = " ".join(raw.split()) if doubled else raw.strip()
    if not tagged:
        return text, escaped(text)
    markup = "".join(marks)
    return text, _trimmed(" ".join(markup.split()) if doubled else markup.strip())


def _broken(markup: str) -> str:
    """`markup` with line breaks in it, without white space beside them and inside its first and last tags."""
    markup = _HEAD.sub(r"\1", _SPACES.sub(" ", markup))
    return _EDGES.sub("<br>", _TAIL.sub(r"\1", markup))


def _trimmed(markup: str) -> str:
    """Without white space after the tags that begin it and before those that end it."""
    if markup[:1] == "<" and "> " in markup and (head := _HEAD.match(markup)):
        markup = head[1] + markup[head.end() :]
    if markup[-1:] == ">" and (last := markup.rfind(" </")) >= 0 and (tail := _TAIL.match(markup, last)):
        markup = markup[:last] + tail[1]
    return markup


def row_text(texts: Sequence[str]) -> str:
    """Return the text of a table's row, with a tabulator between its cells."""
    cells = "".join(texts).replace(BREAK, " ").split(CELL)[1:]
    cells = list(map(normalise_space, cells))
    return CELL.join(cells) if any(cells) else ""


def row_markup(marks: Sequence[str]) -> str:
    """Return the markup of a table's row, with a tabulator between its cells."""
    return CELL.join(map(normalise_space, "".join(marks).replace(BREAK, " ").split(CELL)[1:]))


def preformatted_text(texts: Sequence[str]) -> str:
    """Return the text of pieces in which white space counts."""
    return "".join(texts).replace(BREAK, "\n").strip("\n").rstrip()


def preformatted_markup(marks: Sequence[str]) -> str:
    """Return the markup of pieces in which white space counts."""
    return "".join(marks).replace(BREAK, "\n").strip("\n")


def escaped(text: str) -> str:
    """Return the markup of a text without inline tags."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def _with_breaks(text: str) -> str:
    return escaped(text).replace("\n", "<br>")

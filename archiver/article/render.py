"""Views of labelled blocks: plain text, Markdown, HTML. Which blocks are shown is not decided here."""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from itertools import groupby, pairwise

from archiver.labels import Label
from archiver.model import Block

Shown = Sequence[tuple[Block, Label]]

_LEVEL = re.compile(r"h([1-6])$")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(#{1,6} |[-+] |\d+[.)] |=+$|-+$|~~~)", re.MULTILINE)


def text(shown: Shown) -> str:
    """Return the blocks as plain text: a blank line between them, none inside a list, table or piece of code."""
    parts: list[str] = []
    for (_, before), (block, label) in pairwise([(None, None), *shown]):
        if parts:
            parts.append("\n" if label == before and label in ("list", "table") else "\n\n")
        parts.append(block.text)  # type: ignore[union-attr]
    return "".join(parts)


def markdown(shown: Shown) -> str:
    """Return the blocks as CommonMark, with tables as GitHub writes them."""
    parts = []
    for label, group in groupby(shown, key=lambda one: one[1]):
        blocks = [block for block, _ in group]
        if label == "table":
            parts.append(_markdown_table(blocks))
        elif label == "list":
            parts.append("\n".join(f"- {_inline(block).replace(chr(10), chr(10) + '  ')}" for block in blocks))
        else:
            parts += [_markdown_block(block, label) for block in blocks]
    return "\n\n".join(parts) + "\n" if parts else ""


def html(shown: Shown) -> str:
    """Return the blocks as HTML. Inline markup was let in piece by piece when the page was cut."""
    parts = []
    for label, group in groupby(shown, key=lambda one: one[1]):
        blocks = [block for block, _ in group]
        if label == "table":
            rows = ("".join(f"<td>{cell}</td>" for cell in block.html.split("\t")) for block in blocks)
            parts.append("<table>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>")
        elif label == "list":
            parts.append("<ul>\n" + "\n".join(f"<li>{block.html}</li>" for block in blocks) + "\n</ul>")
        else:
            parts += [_html_block(block, label) for block in blocks]
    return "\n".join(parts) + "\n" if parts else ""


def _html_block(block: Block, label: Label) -> str:
    if label == "code":
        return f"<pre>{escape(block.text, quote=False)}</pre>"
    if label == "quote":
        return f"<blockquote><p>{block.html}</p></blockquote>"
    tag = _heading_tag(block, label)
    return f"<{tag}>{block.html}</{tag}>" if tag else f"<p>{block.html}</p>"


def _heading_tag(block: Block, label: Label) -> str | None:
    if label == "title":
        return "h1"
    found = _LEVEL.match(block.tag)
    return f"h{max(2, int(found[1]))}" if label == "heading" and found else None


def _markdown_block(block: Block, label: Label) -> str:
    if label == "code":
        fence = "```" if "```" not in block.text else "````"
        return f"{fence}\n{block.text}\n{fence}"
    line = _inline(block)
    if label == "quote":
        return "\n".join(f"> {part}" for part in line.split("\n"))
    tag = _heading_tag(block, label)
    return f"{'#' * int(tag[1])} {line}" if tag else line


def _markdown_table(blocks: list[Block]) -> str:
    rows = [[cell.strip().replace("|", "\\|") for cell in _inline(block).split("\t")] for block in blocks]
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _inline(block: Block) -> str:
    writer = _InlineMarkdown()
    writer.feed(block.html)
    writer.close()
    return _LINE_START.sub(r"\\\1", "".join(writer.out).strip(" "))


class _InlineMarkdown(HTMLParser):
    """Turns the few inline elements that blocks keep into Markdown."""

    _MARKS = {"strong": "**", "em": "*", "code": "`", "del": "~~"}  # noqa: RUF012  (a table, never changed)

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.out.append("\\\n")
        elif tag == "a":
            self.links.append(dict(attrs).get("href"))
            self.out.append("[" if self.links[-1] else "")
        else:
            self.out.append(self._MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag != "a":
            self.out.append(self._MARKS.get(tag, ""))
        elif self.links and (href := self.links.pop()):
            self.out.append(f"](<{href}>)" if re.search(r"[\s()]", href) else f"]({href})")

    def handle_data(self, data: str) -> None:
        self.out.append(_MARKDOWN.sub(r"\\\1", data))

"""Views of labelled blocks: plain text, Markdown, HTML. Which blocks are shown is not decided here."""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser
from itertools import groupby, pairwise
from urllib.parse import quote

from archiver.labels import Label
from archiver.model import Block

Shown = Sequence[tuple[Block, Label]]

_LEVEL = re.compile(r"h([1-6])$")
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(#{1,6}(?: |$)|[-+](?: |$)|=+$|-+$)")
_NUMBER_START = re.compile(r"^(\d+)([.)](?: |$))")
_BREAK = "\v"  # white space, so that emphasis does not close around it


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
        fence = _fence(block.text, 3)
        return f"{fence}\n{block.text}\n{fence}"
    line = _inline(block)
    if label == "quote":
        return "\n".join(f"> {part}" for part in line.split("\n"))
    tag = _heading_tag(block, label)
    if tag:  # one line, and a "#" at its end would be read as the end of the heading
        return f"{'#' * int(tag[1])} " + re.sub(r"(^| )(#+)$", r"\1\\\2", _one_line(line))
    return line


def _markdown_table(blocks: list[Block]) -> str:
    rows = [[cell.strip().replace("|", "\\|") for cell in _one_line(_inline(block)).split("\t")] for block in blocks]
    width = max(map(len, rows))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _one_line(markdown: str) -> str:
    return markdown.replace("\\\n", " ")


def _fence(code: str, least: int) -> str:
    """Return more backticks than `code` has in a row."""
    return "`" * max(least, *(len(run) + 1 for run in re.findall("`+", code)), 0)


def _inline(block: Block) -> str:
    writer = _InlineMarkdown()
    writer.feed(block.html)
    writer.close()
    lines = "".join(writer.out).strip(" " + _BREAK).split(_BREAK)
    return "\\\n".join(_plain_start(line.strip(" ")) for line in lines)


def _plain_start(line: str) -> str:
    """Return `line` so that its first characters do not make it a heading, an item or a rule."""
    return _NUMBER_START.sub(r"\1\\\2", _LINE_START.sub(r"\\\1", line))


class _InlineMarkdown(HTMLParser):
    """Turns the few inline elements that blocks keep into Markdown."""

    _MARKS = {"strong": "**", "em": "*", "del": "~~"}  # noqa: RUF012  (a table, never changed)

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.opened: list[tuple[int, str | None]] = []  # where each open element's text begins, and its link
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.out.append(_BREAK)
        else:
            if tag == "a" and self.out and self.out[-1].endswith("!"):  # "![" would be a picture
                self.out[-1] = self.out[-1][:-1] + "\\!"
            self.opened.append((len(self.out), dict(attrs).get("href")))
            self.code += tag == "code"

    def handle_endtag(self, tag: str) -> None:
        if not self.opened:
            return
        start, href = self.opened.pop()
        self.code -= tag == "code"
        whole = "".join(self.out[start:])
        inner = whole.strip()
        before, after = whole[: len(whole) - len(whole.lstrip())], whole[len(whole.rstrip()) :]
        parts = [before, self._marked(tag, inner, href), after] if inner else [whole]
        self.out[start:] = [part for part in parts if part]

    def _marked(self, tag: str, inner: str, href: str | None) -> str:
        if self.code:
            return inner
        if tag == "code":
            fence = _fence(inner, 1)
            pad = " " if "`" in (inner[0], inner[-1]) else ""
            return f"{fence}{pad}{inner.replace(_BREAK, ' ')}{pad}{fence}"
        if tag == "a" and href:
            return f"[{inner}]({_destination(href)})"
        mark = self._MARKS.get(tag, "")
        return f"{mark}{inner}{mark}"

    def handle_data(self, data: str) -> None:
        self.out.append(data if self.code else _MARKDOWN.sub(r"\\\g<0>", data))


def _destination(href: str) -> str:
    href = re.sub(r"[\s<>\\]", lambda found: quote(found[0]), href)
    return f"<{href}>" if re.search(r"[()]", href) else href

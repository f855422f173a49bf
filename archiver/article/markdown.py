"""The outline of the shown blocks as CommonMark, with tables as GitHub writes them.

What stands inside a line is phrases.py's business.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from archiver.article.outline import Part, Shown, heading_level, outline
from archiver.article.phrases import BREAK, fence, markdown_of
from archiver.article.place import LISTS
from archiver.article.table import table_of
from archiver.labels import Label
from archiver.model import Block

_LINE_START: Final = re.compile(r"^(#{1,6}(?: |$)|[-+](?: |$)|=+ *$|-+ *$|[|:-][ |:-]*$)")
_NUMBER_START: Final = re.compile(r"^(\d+)([.)](?: |$))")
_LAST_NUMBER: Final = 999_999_999


def markdown(shown: Shown) -> str:
    """Return the blocks as Markdown."""
    return "".join(f"{part}\n" for part in ["\n\n".join(_parts(outline(shown).parts))] if part)


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    before, sign = "", 0
    for part in parts:
        kind = "ul" if part.kind == "dl" else part.kind
        sign = 1 - sign if kind == before else 0  # lists that follow one another have signs of their own
        before = kind
        if kind in ("ul", "ol"):
            yield _list(part, sign)
        elif kind == "table":
            yield from _table(part)
        elif kind == "pre":
            yield _code(part)
        elif kind == "blockquote":
            yield _indented("\n\n".join(_parts(part.parts)), "> ", "> ")
        elif part.shown:
            yield _block(*part.shown)
        else:
            yield from _parts(part.parts)


def _list(part: Part, sign: int) -> str:
    """A list's items. A term and what is said of it are an item and items in that: there is no other sign for them."""
    items: list[tuple[str, str, list[str]]] = []  # kind, sign, contents
    for number, item in enumerate(part.parts, 1):
        contents = _item(item)
        if item.kind == "dd" and items and items[-1][0] == "dt":
            items[-1][2].append(_indented(contents, "- ", "  "))
            continue
        mark = "-*"[sign]
        if part.kind == "ol":
            said = int(item.detail) if re.fullmatch(r"[0-9]{1,9}", item.detail) else number
            mark = f"{min(said, _LAST_NUMBER)}{'.)'[sign]}"
        items.append((item.kind, mark, [contents]))
    return "\n".join(_indented("\n".join(texts), f"{mark} ", " " * (len(mark) + 1)) for _, mark, texts in items)


def _item(item: Part) -> str:
    """An item's parts. A list follows its text at once, but for a numbered one: that needs a blank line before it."""
    texts = list(_parts(item.parts))
    kinds = [part.kind for part in item.parts]
    tight = len(texts) == 2 and kinds[0] == "block" and (kinds[1] != "ol" or texts[1].startswith("1. "))
    return ("\n" if tight and kinds[1] in LISTS else "\n\n").join(texts)


def _code(part: Part) -> str:
    code = "\n".join(block.text for block, _ in part)
    sign = fence(code, 3)
    return f"{sign}{part.detail}\n{code}\n{sign}"


def _block(block: Block, label: Label) -> str:
    lines = markdown_of(block.html).split(BREAK)
    level = heading_level(block, label)
    if level:  # one line, and a "#" at its end would be read as the end of the heading
        line = " ".join(_plain_start(line.strip(" ")) for line in lines)
        return f"{'#' * level} " + re.sub(r"(^| )(#+)$", r"\1\\\2", line)
    return "\\\n".join(_plain_start(line.strip(" ")) for line in lines)


def _table(part: Part) -> Iterator[str]:
    """A table, after what stands above it. One without a head has an empty one: Markdown knows no other."""
    table = table_of(part)
    for block in table.above:
        yield _block(block, "body")
    lines = [[_cell(cell) for cell in row] for row in table.grid]
    if not lines:
        return
    width = max(map(len, lines))
    if table.is_told and not table.heads:
        lines = [[], *lines]
    drawn = ["| " + " | ".join(line + [""] * (width - len(line))) + " |" for line in lines]
    yield "\n".join([drawn[0], "|" + " --- |" * width, *drawn[1:]])


def _cell(html: str) -> str:
    return markdown_of(html).replace(BREAK, " ").replace("|", "\\|").strip()


def _plain_start(line: str) -> str:
    """Return `line` so that its first characters do not make it a heading, an item, a rule or a table."""
    return _NUMBER_START.sub(r"\1\\\2", _LINE_START.sub(r"\\\1", line))


def _indented(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    rest = [f"{others}{line}".rstrip() if not line else f"{others}{line}" for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}", *rest])

"""The outline of the shown blocks as HTML: no script, no handler, no style, no element and no attribute but those here.

What stands inside a line is phrases.py's business.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from archiver.article.outline import Part, Shown, heading_level, outline
from archiver.article.phrases import clean_html
from archiver.article.place import ITEMS, LISTS
from archiver.article.table import Cell, table_of
from archiver.labels import Label
from archiver.model import Block

_TYPES: Final = ("a", "A", "i", "I")


def html(shown: Shown) -> str:
    """Return the blocks as HTML."""
    return "".join(f"{part}\n" for part in _parts(outline(shown).parts))


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if part.kind in LISTS:
            yield _list(part)
        elif part.kind == "table":
            yield _table(part)
        elif part.kind == "pre":
            yield _code(part)
        elif part.kind == "blockquote":
            inner = "\n".join(_parts(part.parts))
            yield f"<blockquote>{inner}</blockquote>"
        elif part.shown:
            yield _block(*part.shown)
        else:
            yield from _parts(part.parts)


def _list(part: Part) -> str:
    attributes, expected = "", 1
    numbers = [int(item.detail) for item in part.parts if item.detail.removeprefix("-").isdecimal()]
    numbered = part.kind == "ol" and len(numbers) == len(part.parts) > 0
    if part.kind == "ol" and part.detail in _TYPES:
        attributes = f' type="{part.detail}"'
    if numbered and numbers[0] != 1:
        attributes += f' start="{numbers[0]}"'
        expected = numbers[0]
    lines = []
    for place, item in enumerate(part.parts):
        value = f' value="{numbers[place]}"' if numbered and numbers[place] != expected else ""
        expected = numbers[place] + 1 if numbered else 1
        kind = item.kind if item.kind in ITEMS else "li"
        lines.append(f"<{kind}{value}>{_item(item)}</{kind}>")
    return f"<{part.kind}{attributes}>\n" + "\n".join(lines) + f"\n</{part.kind}>"


def _item(item: Part) -> str:
    """An item's parts; its text is no paragraph where there is one only."""
    lines = [part for part in item.parts if part.shown and not heading_level(*part.shown)]
    if len(lines) > 1:
        return "\n".join(_parts(item.parts))
    return "\n".join(
        clean_html(part.shown[0].html) if part in lines and part.shown else "\n".join(_parts([part]))
        for part in item.parts
    )


def _code(part: Part) -> str:
    code = escape("\n".join(block.text for block, _ in part), quote=False)
    return (
        f'<pre><code class="language-{escape(part.detail)}">{code}</code></pre>'
        if part.detail
        else f"<pre>{code}</pre>"
    )


def _block(block: Block, label: Label) -> str:
    level = heading_level(block, label)
    tag = f"h{level}" if level else "p"
    return f"<{tag}>{clean_html(block.html)}</{tag}>"


def _table(part: Part) -> str:
    table = table_of(part)
    first, *others = table.above or (None,)
    parts = ["<table>"]
    if first:
        lines = "<br>".join(clean_html(block.html) for block in (first, *others) if block)
        parts.append(f"<caption>{lines}</caption>")
    rows = [f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows]
    heads = table.heads if table.rows[: table.heads] and table.rows[0][0].is_head else 0
    if heads:
        rows = ["<thead>", *rows[:heads], "</thead>", *(["<tbody>", *rows[heads:], "</tbody>"] if rows[heads:] else [])]
    return "\n".join([*parts, *rows, "</table>"])


def _cell(cell: Cell) -> str:
    tag = "th" if cell.is_head else "td"
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f"<{tag}{columns}{rows}>{clean_html(cell.html)}</{tag}>"

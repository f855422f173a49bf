"""A table as CSV: RFC 4180, in UTF-8, with a line of names at the top.

By default every cell is exact, and there is no byte order mark, which programs would take for a part of the first name.
Spreadsheets take UTF-8 without one for another encoding, and a cell that begins with = + - or @ for a formula, which on
somebody else's page is an attack (https://owasp.org/www-community/attacks/CSV_Injection). For them the mark is written,
and an apostrophe before such a cell. That changes it, so it is done only when asked for, and otherwise said.
"""

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO, Final

from archiver.export.exported import Exported
from archiver.export.formats import Order

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_LARGEST: Final = 32_767
"""Characters in a cell of Excel; it cuts what is longer (its specifications and limits)."""


def write(articles: Iterable[Exported], order: Order, file: BinaryIO) -> tuple[str, ...]:
    """Write the table to `file`, row by row. Returns what somebody who opens it in a spreadsheet must know."""
    text = io.TextIOWrapper(
        file, encoding="utf-8-sig" if order.spreadsheet else "utf-8", errors="replace", newline="", write_through=True
    )
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(field.name for field in order.fields)
    formulas = long = 0
    for article in articles:
        cells = [field.cell(article) for field in order.fields]
        risky = [is_formula(cell) for cell in cells]
        formulas += sum(risky)
        long += sum(len(cell) > _LARGEST for cell in cells)
        if order.spreadsheet:
            cells = [f"'{cell}" if is_risky else cell for cell, is_risky in zip(cells, risky, strict=True)]
        rows.writerow(cells)
    text.detach()
    return tuple(_notes(0 if order.spreadsheet else formulas, long))


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may take this cell for a formula. A plain number, such as -1.5, does no harm."""
    if not cell.startswith(_FORMULA):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def _notes(formulas: int, long: int) -> Iterable[str]:
    if formulas:
        cells = f"{formulas:,} {'cells begin' if formulas > 1 else 'cell begins'}"
        yield f"{cells} as formulas do; for a spreadsheet program, export with --spreadsheet"
    if long:
        cells = f"{long:,} {'cells are' if long > 1 else 'cell is'}"
        yield f"{cells} longer than the {_LARGEST:,} characters that Excel keeps; other programs read them whole"

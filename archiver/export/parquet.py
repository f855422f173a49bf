"""A table as Apache Parquet, with types: lists, days, times in UTC. Written in groups of rows, one held at a time.

`published` stays text, for a page may tell a year only; `published_day` is a date where the day is known.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from archiver.errors import MissingExtra
from archiver.export.exported import Exported
from archiver.export.fields import Kind
from archiver.export.formats import Order

if TYPE_CHECKING:
    import pyarrow

_ROWS: Final = 5_000
_CHARACTERS: Final = 16 << 20
"""Where a group of rows ends, whichever comes first: few large ones read faster, and each is held in memory."""


def write(articles: Iterable[Exported], order: Order, file: BinaryIO) -> tuple[str, ...]:
    """Write the table to `file`. Raises MissingExtra where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ImportError:
        raise MissingExtra("an export to parquet", "parquet") from None
    schema = pyarrow.schema([_column(pyarrow, field.name, field.kind) for field in order.fields])
    with ParquetWriter(file, schema, compression="zstd") as table:
        for rows in _groups(articles, order):
            table.write_batch(pyarrow.record_batch(list(zip(*rows, strict=True)), schema=schema))
    return ()


def _groups(articles: Iterable[Exported], order: Order) -> Iterable[list[list[Any]]]:
    rows: list[list[Any]] = []
    size = 0
    for article in articles:
        rows.append([_storable(field.of(article)) for field in order.fields])
        size += sum(len(value) for value in rows[-1] if isinstance(value, str))
        if len(rows) == _ROWS or size > _CHARACTERS:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


def _column(pyarrow: Any, name: str, kind: Kind) -> "pyarrow.Field":
    types = {
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "flag": pyarrow.bool_(),
        "text": pyarrow.string(),
        "texts": pyarrow.list_(pyarrow.string()),
        "day": pyarrow.date32(),
        "moment": pyarrow.timestamp("us", tz="UTC"),
    }
    return pyarrow.field(name, types[kind])


def _storable(value: Any) -> Any:
    """Text as UTF-8 can hold it; of everything else, what it is."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and not value.isascii() else value

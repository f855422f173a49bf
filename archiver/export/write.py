"""From articles to a finished export: the one entrance to all formats.

Articles are taken one after the other and none is kept, so there may be any number.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from archiver.export.exported import Exported
from archiver.export.formats import FormatName, Order
from archiver.export.place import Place

_Write = Callable[[Iterable[Exported], Order, BinaryIO], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """How many articles were written, and what the person who gets them should know."""

    articles: int
    notes: tuple[str, ...] = ()


class _Counted:
    """Articles on their way, counted."""

    def __init__(self, articles: Iterable[Exported]) -> None:
        self.number = 0
        self._articles = articles

    def __iter__(self) -> Iterator[Exported]:
        for article in self._articles:
            self.number += 1
            yield article


def export(articles: Iterable[Exported], order: Order, place: Place | BinaryIO) -> Written:
    """Write `articles`, in their order, to `place`: a file or folder to be made, or an open binary stream.

    Of no article nothing is made. Raises ExportError where the place is taken or cannot be written, MissingExtra where
    the format needs a package that is not installed, and whatever the giving of the articles raises.
    """
    coming = iter(articles)
    first = next(coming, None)
    if first is None:
        return Written(0)
    counted = _Counted(chain((first,), coming))
    notes = _written(counted, order, place)
    return Written(counted.number, notes)


def _written(articles: Iterable[Exported], order: Order, place: Place | BinaryIO) -> tuple[str, ...]:
    if not isinstance(place, Place):
        return _writer(order.form)(articles, order, place)
    if place.is_folder:
        from archiver.export.markdown import write_folder

        with place.folder() as folder:
            return write_folder(articles, order, folder)
    with place.file() as file:
        return _writer(order.form)(articles, order, file)


def _writer(form: FormatName) -> _Write:
    """Return what writes a format; each is loaded when it is asked for."""
    match form:
        case "csv":
            from archiver.export.csvtable import write
        case "jsonl":
            from archiver.export.jsonlines import write
        case "parquet":
            from archiver.export.parquet import write
        case "markdown":
            from archiver.export.markdown import write
        case "epub":
            from archiver.export.epub import write
        case "zip-of-text":
            from archiver.export.textzip import write
    return write

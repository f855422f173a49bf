"""Writes what arrives as WARC records: whole what is new, as a revisit what the archive has already.

Which record a revisit may refer to is decided here; how it is looked for is the index's business, how it is compared
and written the WARC room's. Nothing is indexed here.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from archiver.capture.exchange import Exchange, capture_of
from archiver.capture.run import Arrival
from archiver.index.store import Store
from archiver.model import Capture, Original, RecordRef
from archiver.warc.hops import notes_of_page
from archiver.warc.pair import Digests, Notes, digests_of
from archiver.warc.twin import twin_at
from archiver.warc.write import WarcWriter

_Fresh = defaultdict[str, list[tuple[str, RecordRef]]]
"""By payload digest: URL and place of records that the index does not know yet."""


class Recorder:
    """Writes with `writer` into the archive at `home`; `index` gives its index, None while there is none."""

    def __init__(self, writer: WarcWriter, home: Path, index: Callable[[], Store | None]) -> None:
        self._writer, self._home, self._index = writer, home, index
        self._fresh, self._before = _Fresh(list), _Fresh(list)

    def write(self, arrival: Arrival) -> list[Capture]:
        """Write all hops of an arrival; return them as captures, in their order. Raises WarcError as the writer does.

        A page gets a metadata record: it says which URL was asked for, where redirects led to the page.
        """
        resource = "document" if arrival.role == "page" else arrival.role
        hops = len(arrival.exchanges) - 1
        first = arrival.exchanges[0].url if hops >= 0 else ""
        captures = []
        for number, exchange in enumerate(arrival.exchanges):
            is_page = arrival.role == "page" and number == hops
            notes = notes_of_page(first, hops, exchange.took) if is_page else None
            capture = self._write(exchange, resource, notes)
            captures.append(replace(capture, asked=first) if number else capture)
        return captures

    def sync(self) -> None:
        """End a batch: make it safe on the disk. An index must not name a record before that.

        It must know the batch before this one by then, whose records are looked for there from now on.
        """
        self._writer.sync()
        self._fresh, self._before = _Fresh(list), self._fresh

    @property
    def is_full(self) -> bool:
        """True where the file has its size: `rotate` it as soon as an index knows all that is in it."""
        return self._writer.is_full

    def rotate(self) -> None:
        """Begin another file where this one has its size. An index must know all that was written."""
        self._writer.rotate()

    def _write(self, exchange: Exchange, resource: str, notes: Notes | None) -> Capture:
        digests = digests_of(exchange)
        original = self._original(exchange, digests, resource)
        record = self._writer.write(exchange, resource, digests=digests, original=original, notes=notes)
        if original is None:
            self._fresh[digests.payload].append((exchange.url, record))
        return replace(capture_of([exchange], resource), record=record, original=original)

    def _original(self, exchange: Exchange, digests: Digests, resource: str) -> Original | None:
        """Return the record that a revisit may refer to in the place of this answer.

        A page's has the same URL: only then is it the page that has not changed.
        """
        if not digests.size or exchange.truncated:
            return None
        same_url = resource == "document"
        unknown = [*self._fresh.get(digests.payload, ()), *self._before.get(digests.payload, ())]
        fresh = [ref for url, ref in unknown if url == exchange.url or not same_url]
        places = [(ref.file, ref.offset) for ref in fresh]
        if not places and (index := self._index()):
            places = index.holders(digests.payload, exchange.url, same_url=same_url)
        twins = (twin_at(self._home / file, offset, exchange) for file, offset in places)
        return next((twin for twin in twins if twin), None)

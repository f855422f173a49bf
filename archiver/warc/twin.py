"""Whether a record in the archive holds the very payload that came again, so that a revisit can refer to it.

It is read back and compared byte for byte as it lies on the disk. A digest alone would do for a record that is whole;
not for one that is damaged or gone, or whose digest another tool declared wrongly: then the bytes would be lost.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from archiver.model import Original
from archiver.warc.measure import Measure
from archiver.warc.message import Head, Headers, header, is_chunked, parse_head, payload_pieces
from archiver.warc.pair import HttpExchange
from archiver.warc.read import parse_date
from archiver.warc.record import open_warc
from archiver.warc.scan import Piece, piece_at

_ALIKE: Final = ("Content-Type", "Content-Encoding")
"""What replay tools read the original's body by, though they take it from the revisit's head."""


def twin_at(path: Path, offset: int, exchange: HttpExchange) -> Original | None:
    """Return the record that begins at byte `offset` of the file at `path`, as a revisit has to name it.

    None where no whole response of the same status, media type and codings with the same payload begins there.
    """
    head = parse_head(exchange.head)
    comparison = _Comparison(head, payload_pieces(head.headers, exchange.body.pieces()))
    try:
        with open_warc(path) as file:
            piece = piece_at(file, offset, comparison)
    except OSError:
        return None
    if piece is None or not (_is_full(piece) and comparison.is_same()):
        return None
    date = piece.get("WARC-Date")
    return Original(piece.get("WARC-Record-ID"), piece.get("WARC-Target-URI").strip("<>"), date, parse_date(date))


def _is_full(piece: Piece) -> bool:
    is_part = piece.get("WARC-Truncated") or piece.get("WARC-Segment-Number")
    named = all(piece.get(name) for name in ("WARC-Record-ID", "WARC-Target-URI", "WARC-Date"))
    return piece.kind == "response" and piece.alone and named and not is_part


class _Comparison(Measure):
    """Takes a record as it streams by and compares its head and payload with those that came."""

    def __init__(self, head: Head, pieces: Iterator[bytes]) -> None:
        self._wanted, self._pieces = head, pieces
        self._rest = b""
        self._same = True
        super().__init__()

    def begin(self, head: bytes, fields: Headers) -> None:
        """Begin the record; no digest of it is needed."""
        super().begin(head, tuple(pair for pair in fields if not pair[0].lower().endswith("-digest")))

    def is_same(self) -> bool:
        """Whether it was, once all of the record has come."""
        self._close()
        return self._same and _is_alike(self.http, self._wanted) and not self._rest and not any(self._pieces)

    def _update_payload(self, data: bytes) -> None:
        if self._same and not _is_alike(self.http, self._wanted):
            self._same = False
        while data and self._same:
            self._rest = self._rest or next((piece for piece in self._pieces if piece), b"")
            size = min(len(data), len(self._rest))
            self._same = size > 0 and data[:size] == self._rest[:size]
            data, self._rest = data[size:], self._rest[size:]


def _is_alike(one: Head | None, other: Head) -> bool:
    return (
        one is not None
        and one.status == other.status
        and is_chunked(one.headers) == is_chunked(other.headers)
        and all(header(one.headers, name) == header(other.headers, name) for name in _ALIKE)
    )

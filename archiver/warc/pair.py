"""An HTTP exchange as two WARC records, response and request, byte for byte as it went over the wire.

What the records say is decided here; no file is known here, and nothing of where the exchange came from.
Format: WARC 1.1, with the extension fields WARC-Protocol (once a layer) and WARC-Cipher-Suite
(https://iipc.github.io/warc-specifications/).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from typing import Protocol

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.warc.message import digest_of, parse_head, payload_pieces, split


class HttpBody(Protocol):
    """A body that can be read twice: `pieces()` begins anew with each call."""

    @property
    def size(self) -> int: ...  # noqa: D102
    def pieces(self) -> Iterator[bytes]: ...  # noqa: D102


class HttpExchange(Protocol):
    """What a writer needs of one request and its response; `archiver.capture.http.Exchange` is one.

    `head` is the response's raw bytes up to its blank line, `body` what follows, of any size.
    """

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def time(self) -> datetime: ...  # noqa: D102
    @property
    def request(self) -> bytes: ...  # noqa: D102
    @property
    def head(self) -> bytes: ...  # noqa: D102
    @property
    def body(self) -> HttpBody: ...  # noqa: D102
    @property
    def ip(self) -> str | None: ...  # noqa: D102
    @property
    def protocol(self) -> str: ...  # noqa: D102
    @property
    def tls(self) -> str | None: ...  # noqa: D102
    @property
    def cipher(self) -> str | None: ...  # noqa: D102
    @property
    def truncated(self) -> str | None: ...  # noqa: D102


class _RawHead(StatusAndHeaders):  # type: ignore[misc]  # warcio is untyped
    """A head as it came: warcio would write its own spelling of it."""

    def __init__(self, raw: bytes) -> None:
        super().__init__("", [])
        self._raw = raw

    def __bool__(self) -> bool:
        return True

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self._raw


class _Stream:
    """Pieces as the stream that warcio reads a block from; it takes what `read` returns, however much."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def read(self, _size: int = -1) -> bytes:
        return next(self._pieces, b"")


class Output(Protocol):
    """What records are written to, in order."""

    def write(self, data: bytes, /) -> object: ...  # noqa: D102
    def flush(self) -> None: ...  # noqa: D102
    def tell(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Pair:
    """Where the response of a written pair lies, `length` bytes from `offset` on, and what it is called."""

    offset: int
    length: int
    record_id: str
    payload_digest: str


def warcinfo(name: str, software: str) -> tuple[bytes, str]:
    """Return the record that opens a file, compressed, and its id."""
    buffer = BytesIO()
    writer = _writer(buffer)
    record = writer.create_warcinfo_record(name, {"software": software, "format": "WARC File Format 1.1"})
    writer.write_record(record)
    return buffer.getvalue(), _id(record)


def write_pair(exchange: HttpExchange, info: str, out: Output, resource: str = "document") -> Pair:
    """Write the records of `exchange`, each a gzip member: the response, then the request.

    `resource` goes into the response's WARC-Resource-Type, an extension that crawlers share: "document" for a page,
    else what it is to one. They name each other and the record with id `info`. The body goes through in pieces, never
    as a whole.
    """
    writer = _writer(out)
    response, request = _response(writer, exchange), _request(writer, exchange)
    for record, other in ((response, request), (request, response)):
        _add(record, "WARC-Concurrent-To", _id(other))
        _add(record, "WARC-Warcinfo-ID", info)
    _add(response, "WARC-Resource-Type", resource)
    start = out.tell()
    writer.write_record(response)
    length = out.tell() - start
    writer.write_record(request)
    return Pair(start, length, _id(response), response.rec_headers.get_header("WARC-Payload-Digest"))


def _writer(out: Output) -> WARCWriter:
    return WARCWriter(out, gzip=True, warc_version="1.1")


def _id(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _response(writer: WARCWriter, exchange: HttpExchange) -> ArcWarcRecord:
    # warcio would digest the body as it is sent; the standard means it without its transfer coding.
    pieces = payload_pieces(parse_head(exchange.head).headers, exchange.body.pieces())
    fields = _fields(exchange) | {"WARC-Payload-Digest": digest_of(pieces)}
    fields["WARC-Block-Digest"] = digest_of(chain((exchange.head,), exchange.body.pieces()))
    if exchange.truncated:
        fields["WARC-Truncated"] = exchange.truncated
    record = writer.create_warc_record(
        exchange.url,
        "response",
        payload=_Stream(exchange.body.pieces()),
        length=exchange.body.size,
        warc_headers_dict=fields,
        http_headers=_RawHead(exchange.head),
    )
    _add(record, "WARC-Protocol", exchange.protocol)
    if exchange.tls:
        _add(record, "WARC-Protocol", exchange.tls)
    return record


def _request(writer: WARCWriter, exchange: HttpExchange) -> ArcWarcRecord:
    head, body = split(exchange.request)
    return writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(body),
        length=len(body),
        warc_headers_dict=_fields(exchange),
        http_headers=_RawHead(head),
    )


def _fields(exchange: HttpExchange) -> dict[str, str]:
    """The fields that a request and its response share."""
    fields = {"WARC-Date": exchange.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    if exchange.ip:
        fields["WARC-IP-Address"] = exchange.ip
    if exchange.cipher:
        fields["WARC-Cipher-Suite"] = exchange.cipher
    return fields


def _add(record: ArcWarcRecord, name: str, value: str) -> None:
    record.rec_headers.add_header(name, value)

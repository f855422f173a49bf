"""An HTTP exchange as two WARC records, response and request, byte for byte as it went over the wire.

What the records say is decided here; no file is known here, and nothing of where the exchange came from.
Format: WARC 1.1, with the extension fields WARC-Protocol (once a layer) and WARC-Cipher-Suite
(https://iipc.github.io/warc-specifications/).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Protocol

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.warc.message import digest, split


class HttpExchange(Protocol):
    """What a writer needs of one request and its response; `archiver.capture.http.Exchange` is one.

    `head` and `body` are the response's raw bytes, `payload` the body with its transfer coding removed.
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
    def body(self) -> bytes: ...  # noqa: D102
    @property
    def payload(self) -> bytes: ...  # noqa: D102
    @property
    def ip(self) -> str: ...  # noqa: D102
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


@dataclass(frozen=True, slots=True)
class Pair:
    """Both records, each a gzip member, in `data`: the response in its first `length` bytes, then the request.

    `record_id` and `payload_digest` are the response's.
    """

    data: bytes = field(repr=False)
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


def pair(exchange: HttpExchange, info: str) -> Pair:
    """Return the records of `exchange`, which name each other and the record with id `info`."""
    buffer = BytesIO()
    writer = _writer(buffer)
    response, request = _response(writer, exchange), _request(writer, exchange)
    for record, other in ((response, request), (request, response)):
        _add(record, "WARC-Concurrent-To", _id(other))
        _add(record, "WARC-Warcinfo-ID", info)
    writer.write_record(response)
    length = buffer.tell()
    writer.write_record(request)
    digest_field = response.rec_headers.get_header("WARC-Payload-Digest")
    return Pair(buffer.getvalue(), length, _id(response), digest_field)


def _writer(out: BytesIO) -> WARCWriter:
    return WARCWriter(out, gzip=True, warc_version="1.1")


def _id(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _response(writer: WARCWriter, exchange: HttpExchange) -> ArcWarcRecord:
    # warcio would digest the body as it is sent; the standard means it without its transfer coding.
    fields = _fields(exchange) | {"WARC-Payload-Digest": digest(exchange.payload)}
    if exchange.truncated:
        fields["WARC-Truncated"] = exchange.truncated
    record = _record(writer, "response", exchange, (exchange.head, exchange.body), fields)
    _add(record, "WARC-Protocol", exchange.protocol)
    if exchange.tls:
        _add(record, "WARC-Protocol", exchange.tls)
    return record


def _request(writer: WARCWriter, exchange: HttpExchange) -> ArcWarcRecord:
    return _record(writer, "request", exchange, split(exchange.request), _fields(exchange))


def _fields(exchange: HttpExchange) -> dict[str, str]:
    """The fields that a request and its response share."""
    fields = {"WARC-Date": exchange.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    fields["WARC-IP-Address"] = exchange.ip
    if exchange.cipher:
        fields["WARC-Cipher-Suite"] = exchange.cipher
    return fields


def _record(
    writer: WARCWriter, kind: str, exchange: HttpExchange, block: tuple[bytes, bytes], fields: dict[str, str]
) -> ArcWarcRecord:
    head, body = block
    return writer.create_warc_record(
        exchange.url,
        kind,
        payload=BytesIO(body),
        length=len(body),
        warc_headers_dict=fields,
        http_headers=_RawHead(head),
    )


def _add(record: ArcWarcRecord, name: str, value: str) -> None:
    record.rec_headers.add_header(name, value)

"""An HTTP exchange as WARC records, byte for byte as it went over the wire: response and request, and notes on them.

In the place of a response whose payload is archived already stands a revisit: its head, and where the payload is.
What the records say is decided here; no file is known here, and nothing of where the exchange came from.
Format: WARC 1.1, with the extension fields WARC-Protocol (once a layer) and WARC-Cipher-Suite
(https://iipc.github.io/warc-specifications/).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Final, Protocol

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.model import Original
from archiver.warc.member import GzipMember, Output
from archiver.warc.message import Digester, digest, parse_head, payload_pieces, split

SAME_PAYLOAD: Final = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
"""The profile of revisits whose payload came again as it was."""

Notes = Sequence[tuple[str, str]]
"""Names and values of application/warc-fields, in their order; a name may come more than once."""


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


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of a response's block and of its payload, which has `size` bytes."""

    block: str
    payload: str
    size: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Where the response of a written pair lies, `length` bytes from `offset` on, and what it is called."""

    offset: int
    length: int
    record_id: str
    payload_digest: str


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio is untyped
    """A writer of records that are given their digests: warcio's are not those that the standard means."""

    def __init__(self, out: Output) -> None:
        super().__init__(GzipMember(out), gzip=False, warc_version="1.1")

    def ensure_digest(self, record: ArcWarcRecord, block: bool = True, payload: bool = True) -> None:
        """Leave the record as it is."""


def warcinfo(name: str, software: str) -> tuple[bytes, str]:
    """Return the record that opens a file, compressed, and its id."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    record = writer.create_warcinfo_record(name, {"software": software, "format": "WARC File Format 1.1"})
    writer.write_record(record)
    return buffer.getvalue(), _id(record)


def digests_of(exchange: HttpExchange) -> Digests:
    """Return the digests of a response, for which its body is read once, in pieces."""
    block, payload = Digester(), Digester()
    block.update(exchange.head)

    def pieces() -> Iterator[bytes]:
        for piece in exchange.body.pieces():
            block.update(piece)
            yield piece

    # What warcio calls the payload is the body as it is sent; the standard means it without its transfer coding.
    for piece in payload_pieces(parse_head(exchange.head).headers, pieces()):
        payload.update(piece)
    return Digests(str(block), str(payload), payload.size)


def write_pair(
    exchange: HttpExchange, digests: Digests, info: str, out: Output, resource: str = "document",
    original: Original | None = None, notes: Notes | None = None,
) -> Pair:  # fmt: skip
    """Write the records of `exchange`, each a gzip member: the response, the request, the metadata where there is any.

    `resource` goes into the response's WARC-Resource-Type, an extension that crawlers share: "document" for a page,
    else what it is to one. With `original`, which has the same payload, a revisit stands in the response's place.
    Response and request name each other; the response names the record with id `info`, the metadata the response.
    The body goes through in pieces, never as a whole.
    """
    writer = _Writer(out)
    response = _revisit(writer, exchange, digests, original) if original else _response(writer, exchange, digests)
    request = _request(writer, exchange)
    _add(response, "WARC-Concurrent-To", _id(request))
    _add(response, "WARC-Warcinfo-ID", info)
    _add(response, "WARC-Resource-Type", resource)
    _add(request, "WARC-Concurrent-To", _id(response))
    start = out.tell()
    writer.write_record(response)
    length = out.tell() - start
    writer.write_record(request)
    if notes is not None:
        writer.write_record(_metadata(writer, exchange, notes, _id(response)))
    return Pair(start, length, _id(response), digests.payload)


def _id(record: ArcWarcRecord) -> str:
    return str(record.rec_headers.get_header("WARC-Record-ID"))


def _response(writer: WARCWriter, exchange: HttpExchange, digests: Digests) -> ArcWarcRecord:
    fields = _fields(exchange) | {"WARC-Payload-Digest": digests.payload, "WARC-Block-Digest": digests.block}
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
    _add_protocols(record, exchange)
    return record


def _revisit(writer: WARCWriter, exchange: HttpExchange, digests: Digests, original: Original) -> ArcWarcRecord:
    fields = _fields(exchange) | {
        "WARC-Payload-Digest": digests.payload,
        "WARC-Block-Digest": digest(exchange.head),
        "WARC-Profile": SAME_PAYLOAD,
        "WARC-Refers-To": original.record_id,
        "WARC-Refers-To-Target-URI": original.url,
        "WARC-Refers-To-Date": original.date,
        "WARC-Truncated": "length",  # WARC 1.1, 6.7.2: the body is left out of the block
    }
    record = writer.create_warc_record(
        exchange.url, "revisit", payload=BytesIO(), length=0, warc_headers_dict=fields,
        http_headers=_RawHead(exchange.head),
    )  # fmt: skip
    _add_protocols(record, exchange)
    return record


def _request(writer: WARCWriter, exchange: HttpExchange) -> ArcWarcRecord:
    head, body = split(exchange.request)
    fields = {"WARC-Date": _date(exchange), "WARC-Block-Digest": digest(exchange.request)}
    if body:
        fields["WARC-Payload-Digest"] = digest(body)
    return writer.create_warc_record(
        exchange.url,
        "request",
        payload=BytesIO(body),
        length=len(body),
        warc_headers_dict=fields,
        http_headers=_RawHead(head),
    )


def _metadata(writer: WARCWriter, exchange: HttpExchange, notes: Notes, response: str) -> ArcWarcRecord:
    block = "".join(f"{name}: {value}\r\n" for name, value in notes).encode("utf-8", "surrogateescape")
    fields = {"WARC-Date": _date(exchange), "WARC-Block-Digest": digest(block), "WARC-Concurrent-To": response}
    return writer.create_warc_record(
        exchange.url, "metadata", payload=BytesIO(block), length=len(block), warc_headers_dict=fields
    )


def _fields(exchange: HttpExchange) -> dict[str, str]:
    """The fields that say when and over what an answer came; its request names it, and does not repeat them."""
    fields = {"WARC-Date": _date(exchange)}
    if exchange.ip:
        fields["WARC-IP-Address"] = exchange.ip
    if exchange.cipher:
        fields["WARC-Cipher-Suite"] = exchange.cipher
    return fields


def _date(exchange: HttpExchange) -> str:
    return exchange.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _add_protocols(record: ArcWarcRecord, exchange: HttpExchange) -> None:
    _add(record, "WARC-Protocol", exchange.protocol)
    if exchange.tls:
        _add(record, "WARC-Protocol", exchange.tls)


def _add(record: ArcWarcRecord, name: str, value: str) -> None:
    record.rec_headers.add_header(name, value)

"""Exchanges to write, made without a network."""

from dataclasses import replace
from datetime import UTC, datetime

from archiver.capture.body import Body
from archiver.capture.exchange import Exchange
from archiver.warc.message import parse_head

TIME = datetime(2024, 2, 29, 12, 30, 15, 123456, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def exchange(url: str = "http://example.org/", head: bytes = HEAD, body: bytes = b"hello", **fields) -> Exchange:
    parsed = parse_head(head)
    made = Exchange(
        url=url,
        time=TIME,
        request=b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n",
        head=head,
        body=Body(body),
        status=parsed.status,
        headers=parsed.headers,
        ip="192.0.2.1",
        protocol="http/1.1",
    )
    return replace(made, **fields)

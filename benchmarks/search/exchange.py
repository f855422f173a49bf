"""Requests and answers that never took place, for WARC files made of pages. What the pages say is not known here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Body:
    """A body in memory."""

    data: bytes

    @property
    def size(self) -> int:
        """Its bytes."""
        return len(self.data)

    def pieces(self) -> Iterator[bytes]:
        """Yield it."""
        yield self.data


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, as a WARC writer needs them."""

    url: str
    time: datetime
    request: bytes
    head: bytes
    body: Body
    ip: str | None = None
    protocol: str = "HTTP/1.1"
    tls: str | None = None
    cipher: str | None = None
    truncated: str | None = None


def exchange_of(url: str, html: str, time: datetime) -> Exchange:
    """Return the exchange that brought a page."""
    body = html.encode()
    request = f"GET {url} HTTP/1.1\r\nHost: made.example\r\n\r\n".encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return Exchange(url, time, request, head, Body(body))

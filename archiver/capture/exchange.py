"""The values of an HTTP capture: what is asked for, and one request with its answer as they went over the wire.

No network here. An exchange keeps the raw bytes, which go to the WARC; what they say is derived from them, and
only so much of it as fits in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final, Literal

from archiver.capture.body import Body
from archiver.capture.proxy import Proxy
from archiver.model import Capture
from archiver.warc.message import CONTENT_LIMIT, content, header, payload_pieces

Truncation = Literal["length", "time", "disconnect"]

MAX_BYTES: Final = 256 * 1024 * 1024


def _user_agent() -> str:
    return f"archiver/{version('archiver')} (web archiving)"


@dataclass(frozen=True, slots=True)
class Options:
    """How to fetch.

    `timeout` is in seconds, for each connection and each read; `page_limit` in seconds for one URL with all its
    redirects; `max_bytes` counts the body as sent. `headers` are added to each request and replace the default
    of the same name; those that carry credentials go to the first site only, not to where it redirects.
    `per_host` and `connections` limit how many requests are under way at a time, to one host and in all.
    `cookies` is a Netscape cookies.txt to start with; what answers set is added for as long as the run goes.
    `proxy` is asked for everything; it resolves the names, so that private addresses behind it cannot be told.
    `allow_private` lets addresses be fetched from that are not public: this machine, the local network.
    """

    user_agent: str = field(default_factory=_user_agent)
    timeout: float = 30.0
    page_limit: float = 120.0
    max_bytes: int = MAX_BYTES
    max_redirects: int = 10
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # may hold secrets
    per_host: int = 8
    connections: int = 64
    allow_private: bool = False
    cookies: Path | None = None
    proxy: Proxy | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its final answer.

    `request` and `head` are the bytes as sent and received; `head` is the final answer's, with its blank line (1xx
    answers are left out). `body` holds what followed, which may be chunked, compressed and of any size.
    `ip` is the server's address; None where a proxy found it, which keeps it to itself.
    `time` is when the request was begun, aware and in UTC. `protocol` is "http/1.1" or "http/1.0", `tls` such as
    "tls/1.3" and `cipher` the suite's IANA name, both None without TLS. `truncated` says why the body is not
    all there: "length" (over the limit), "time" (too slow) or "disconnect" (the server broke off). `took` is how many
    milliseconds went by from `time` until all was there.
    """

    url: str
    time: datetime
    request: bytes = field(repr=False)
    head: bytes = field(repr=False)
    body: Body
    status: int
    headers: tuple[tuple[str, str], ...]
    ip: str | None
    protocol: str
    cipher: str | None = None
    truncated: Truncation | None = None
    tls: str | None = None
    took: int | None = None

    @property
    def payload(self) -> bytes:
        """The body without its chunks, for reading: its first CONTENT_LIMIT bytes at most."""
        return self._payload(CONTENT_LIMIT)

    @property
    def content(self) -> bytes:
        """The payload decompressed, for reading; what is in no known coding comes back as sent."""
        return self.read().data

    def read(self, limit: int = CONTENT_LIMIT) -> "Reading":
        """Return the content, `limit` bytes at most: what unpacks to more is an attack or no page."""
        packed = self._payload(limit + 1)
        data = content(self.headers, packed[:limit], limit + 1)
        return Reading(data[:limit], is_cut=max(len(packed), len(data)) > limit)

    def _payload(self, limit: int) -> bytes:
        parts, room = [], limit
        for piece in payload_pieces(self.headers, self.body.pieces()):
            parts.append(piece[:room])
            room -= len(parts[-1])
            if not room:
                break
        return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Reading:
    """What can be read of an answer. `is_cut` says that it was longer; the archive holds the original all the same."""

    data: bytes = field(repr=False)
    is_cut: bool = False


def capture_of(exchanges: Sequence[Exchange], resource: str = "document") -> Capture:
    """Return the last of a chain of exchanges as a capture, not yet written anywhere (`record` is None)."""
    first, last = exchanges[0], exchanges[-1]
    return Capture(
        url=first.url,
        final_url=last.url,
        time=last.time,
        status=last.status,
        headers=last.headers,
        body=last.content,
        content_type=header(last.headers, "Content-Type"),
        how="http",
        resource=resource,
    )

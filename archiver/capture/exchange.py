"""The values of an HTTP capture: what is asked for, and one request with its answer as they went over the wire.

No network here. An exchange keeps the raw bytes, which go to the WARC; what they say is derived from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Final, Literal

from archiver.model import Capture
from archiver.warc.message import content, header

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
    """

    user_agent: str = field(default_factory=_user_agent)
    timeout: float = 30.0
    page_limit: float = 120.0
    max_bytes: int = MAX_BYTES
    max_redirects: int = 10
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its final answer.

    `request`, `head` and `body` are the bytes as sent and received; `head` is the final answer's, with its blank
    line (1xx answers are left out), `body` may be chunked and compressed, `payload` is it without the chunks.
    `time` is when the request was begun, aware and in UTC. `protocol` is "http/1.1" or "http/1.0", `tls` such as
    "tls/1.3" and `cipher` the suite's IANA name, both None without TLS. `truncated` says why the body is not
    all there: "length" (over the limit), "time" (too slow) or "disconnect" (the server broke off).
    """

    url: str
    time: datetime
    request: bytes = field(repr=False)
    head: bytes = field(repr=False)
    body: bytes = field(repr=False)
    status: int
    headers: tuple[tuple[str, str], ...]
    payload: bytes = field(repr=False)
    ip: str
    protocol: str
    cipher: str | None = None
    truncated: Truncation | None = None
    tls: str | None = None

    @property
    def content(self) -> bytes:
        """The payload with gzip and deflate removed.

        It comes back as sent where it is neither, and is cut at 256 MiB: what unpacks to more is an attack, and
        the archive holds the original all the same.
        """
        return content(self.headers, self.payload)


def capture_of(exchanges: Sequence[Exchange]) -> Capture:
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
    )

"""A proxy that stands between the archiver and the web, and what is said to it.

Where it is, who we are to it, how it is asked for a tunnel and what it answers. Its password goes to it alone: not
into messages, not into records. Formats: RFC 9110 section 9.3.6 (CONNECT), RFC 7617 (Basic). No sockets here.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from archiver.errors import CaptureError
from archiver.warc.message import parse_head

_PORTS: Final = {"http": 80, "https": 443}
_NEEDS_PASSWORD: Final = 407


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy. `scheme` says how it is spoken to; `authorization` is the header's value, a secret."""

    scheme: str
    host: str
    port: int
    authorization: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str) -> "Proxy":
        """Read `http://[user:password@]host[:port]`. Raises CaptureError where it is none; the text is not shown."""
        try:
            parts = urlsplit(url.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or not host.isascii() or parts.scheme not in _PORTS:
            raise CaptureError("the proxy's address is not understood; write http://host:port or https://host:port")
        return cls(parts.scheme, host, port or _PORTS[parts.scheme], _basic(parts.username, parts.password))

    @property
    def header(self) -> bytes:
        """The line that says who we are; empty where that is not asked for."""
        return f"Proxy-Authorization: {self.authorization}\r\n".encode("ascii") if self.authorization else b""

    def connect(self, host: str, port: int) -> bytes:
        """Return the request for a tunnel to a server."""
        server = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        return f"CONNECT {server} HTTP/1.1\r\nHost: {server}\r\n".encode("ascii") + self.header + b"\r\n"


def why_no_tunnel(head: bytes) -> str | None:
    """Say what a proxy's answer to CONNECT has against it; None where the tunnel stands."""
    status = parse_head(head).status
    return None if 200 <= status < 300 else why_no_answer(status) or f"the proxy refuses with status {status}"


def why_no_answer(status: int) -> str | None:
    """Say why an answer with this status is the proxy's own, and not the server's; None where it may be either's."""
    if status == _NEEDS_PASSWORD:
        return "the proxy wants a user and password, or others: --proxy http://user:password@host:port"
    return None


def _basic(user: str | None, password: str | None) -> str | None:
    if user is None:
        return None
    return "Basic " + b64encode(f"{unquote(user)}:{unquote(password or '')}".encode()).decode("ascii")

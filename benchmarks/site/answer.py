"""An HTTP answer of the site, and the ways in which servers frame and code it.

Which answers there are is the layouts' business; no sockets here.
"""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import brotlicffi

_CODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip": gzip.compress,
    "br": brotlicffi.compress,
    "deflate": zlib.compress,
    "deflate raw": lambda data: zlib.compress(data)[2:-4],  # as some servers send it, under the same name
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site is and which edition of it: what templates are filled in with."""

    site: str
    cdn: str
    edition: int

    def fill(self, text: str) -> str:
        """Put addresses and the edition into `text`."""
        values = {
            "$SITE": self.site, "$CDN": self.cdn, "$//CDN": self.cdn.removeprefix("http:"),
            "$PORT": self.site.rpartition(":")[2], "$EDITION": str(self.edition),
        }  # fmt: skip
        for name, value in values.items():
            text = text.replace(name, value)
        return text


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` as text is a template, written in `charset`. `cookie` must be sent, or the answer is a 403.

    `early` is sent before it; `framing` says how the end of the body is told:
    "extensions" and "trailers" are chunks with these.
    """

    body: str | bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: str = "200 OK"
    headers: tuple[str, ...] = ()
    charset: str = "utf-8"
    coding: str = ""
    framing: Literal["length", "chunked", "extensions", "trailers", "close", "none"] = "length"
    version: str = "HTTP/1.1"
    early: bytes = b""
    cookie: str = ""

    def wire(self, place: Place) -> bytes:
        """Return all bytes of the answer."""
        body = place.fill(self.body).encode(self.charset) if isinstance(self.body, str) else self.body
        if self.coding:
            body = _CODERS[self.coding](body)
        lines = [f"{self.version} {self.status}"]
        lines += [f"Content-Type: {self.content_type}"] if self.content_type else []
        lines += [f"Content-Encoding: {self.coding.split()[0]}"] if self.coding else []
        lines += [place.fill(line) for line in self.headers]
        lines += {"length": [f"Content-Length: {len(body)}"], "close": ["Connection: close"], "none": []}.get(
            self.framing, ["Transfer-Encoding: chunked"]
        )
        head = "\r\n".join([*lines, "", ""]).encode("utf-8")
        if self.framing in ("chunked", "extensions", "trailers"):
            body = _chunked(
                body, b";part=1" * (self.framing == "extensions"), b"X-Sum: 1\r\n" * (self.framing == "trailers")
            )
        return self.early + head + body


def _chunked(body: bytes, extension: bytes, trailer: bytes) -> bytes:
    cut = max(1, len(body) // 3)
    chunks = (b"%x%s\r\n%s\r\n" % (len(part), extension, part) for part in (body[:cut], body[cut:]) if part)
    return b"".join(chunks) + b"0\r\n" + trailer + b"\r\n"


def moved(to: str, status: str = "302 Found", *headers: str) -> Answer:
    """Return a redirect."""
    return Answer(b"", "", status, (f"Location: {to}", *headers))

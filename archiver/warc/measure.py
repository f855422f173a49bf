"""Digests and lengths of a record's block and of the payload in it, while both stream by.

The payload is what WARC 1.1 (section 5.9) means by it: an HTTP message's body without its transfer coding. Several
checkers digest a chunked body with its chunks and fail right records; here both are known and told apart.
No file is known here, and nothing is kept of a record but its HTTP head.
"""

import base64
import binascii
import hashlib
import re
from typing import TYPE_CHECKING, Final

from archiver.warc.message import Head, Headers, header, is_chunked, media_type, parse_head

if TYPE_CHECKING:
    from hashlib import _Hash

_ALGORITHMS: Final = frozenset(("md5", "sha1", "sha224", "sha256", "sha384", "sha512"))
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r\n")
_CUT_CHUNK: Final = re.compile(rb"[0-9A-Fa-f]{0,16}[ \t]*(?:;[^\r\n]*)?\r?")
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_HTTP_HEAD_LIMIT: Final = 64 * 1024 * 1024
_BODILESS: Final = frozenset((204, 304))


class Digest:
    """A digest that a record declares, such as "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", and the bytes so far."""

    def __init__(self, declared: str) -> None:
        algorithm, _, self._value = declared.strip().partition(":")
        self.algorithm = algorithm.lower().replace("-", "")
        known = self.algorithm in _ALGORITHMS
        self._hash: _Hash | None = hashlib.new(self.algorithm, usedforsecurity=False) if known else None

    @property
    def is_known(self) -> bool:
        """False where the algorithm is none that can be computed here."""
        return self._hash is not None

    def update(self, data: bytes) -> None:
        """Add `data`."""
        if self._hash:
            self._hash.update(data)

    def matches(self) -> bool:
        """True where the bytes have the digest declared, be it written in base 32, 16 or 64."""
        return self._hash is not None and self._hash.digest() in _decoded(self._value)

    def computed(self) -> str:
        """Return the bytes' digest, in base 32."""
        value = self._hash.digest() if self._hash else b""
        return f"{self.algorithm}:{base64.b32encode(value).decode('ascii')}"


def _decoded(value: str) -> list[bytes]:
    found = []
    for decode in (base64.b16decode, base64.b32decode, _base64):
        try:
            found.append(decode(value.upper() if decode is not _base64 else value))
        except (binascii.Error, ValueError):
            continue
    return found


def _base64(value: str) -> bytes:
    return base64.b64decode(value.replace("-", "+").replace("_", "/") + "=" * (-len(value) % 4), validate=True)


class Dechunker:
    """Removes chunks from a body that comes in pieces; the result is that of `message.dechunk` on all of it.

    `is_whole` after the end: the last chunk was seen. `is_broken`: from somewhere on there were no chunks.
    """

    def __init__(self) -> None:
        self.is_whole = self.is_broken = False
        self._buffer = b""
        self._left = 0
        self._parts = 0
        self._state = "size"

    def feed(self, data: bytes) -> bytes:
        """Return what is known of the payload now."""
        out: list[bytes] = []
        data, self._buffer = self._buffer + data, b""
        while data and self._state != "done":
            data = self._step(data, out)
        return b"".join(out)

    def close(self) -> bytes:
        """Return the rest of the payload, once the body has ended."""
        rest, self._buffer = self._buffer, b""
        return b"" if self._parts else rest

    def _step(self, data: bytes, out: list[bytes]) -> bytes:
        """Deal with the start of `data`; return the rest of it. What cannot be judged yet goes to the buffer."""
        if self._state == "data":
            out.append(data[: self._left])
            rest, self._left = data[self._left :], max(0, self._left - len(data))
            self._state = "data" if self._left else "end"
            return rest
        if self._state == "size" and (chunk := _CHUNK.match(data)):
            self._left = int(chunk[1], 16)
            self._parts += self._left > 0
            self._state, self.is_whole = ("data", False) if self._left else ("done", True)
            return data[chunk.end() :]
        if self._state == "end" and data[:2] == b"\r\n":
            self._state = "size"
            return data[2:]
        if self._state == "end" and data != b"\r":
            self._state, self.is_broken = "cut", True
        if self._state != "raw" and _CUT_CHUNK.fullmatch(data):
            self._buffer = data
            return b""
        self._state, self.is_broken = "raw", True
        out.append(data)
        return b""


class Measure:
    """Takes the records of a file, as a sink of `scan`, and says of each what its digests and lengths are wrong in."""

    def __init__(self) -> None:
        self.begin(b"", ())

    def begin(self, head: bytes, fields: Headers) -> None:
        """Begin a new record."""
        self._kind = header(fields, "WARC-Type").lower()
        self._truncated = header(fields, "WARC-Truncated")
        self._is_http = media_type(header(fields, "Content-Type")) == "application/http"
        self._block = [Digest(value) for name, value in fields if name.lower() == "warc-block-digest"]
        declared = [value for name, value in fields if name.lower() == "warc-payload-digest"]
        self._payload = [Digest(value) for value in declared if self._kind != "revisit"]
        self._raw = [Digest(value) for value in declared]
        self._head = b""
        self.http: Head | None = None
        self.body_length = 0
        self._dechunker: Dechunker | None = None
        self._closed = False

    def write(self, data: bytes) -> None:
        """Take the next bytes of the block."""
        for digest in self._block:
            digest.update(data)
        if self.http or not self._is_http:
            self._body(data)
        else:
            self._http_head(data)

    def block_is_right(self) -> bool | None:
        """Whether the block has the digest declared; None where none is, or none that is known here."""
        known = [digest.matches() for digest in self._block if digest.is_known]
        return all(known) if known else None

    def faults(self) -> list[str]:
        """Return what is wrong with the record, once all of its block was written."""
        self._close()
        found = [_wrong("block", digest) for digest in self._block if not digest.matches()]
        for payload, raw in zip(self._payload, self._raw, strict=False):
            if not payload.matches():
                mistaken = "; it is that of the body with its chunks" if self._dechunker and raw.matches() else ""
                found.append(_wrong("payload", payload) + mistaken)
        return [*found, *self._chunk_faults()]

    @property
    def payload_digest(self) -> str:
        """The payload's digest by the algorithm that the record declares, once all of its block was written."""
        self._close()
        return self._payload[0].computed() if self._payload else ""

    def length_fault(self) -> str | None:
        """Return what is wrong with an HTTP message's Content-Length; None where nothing is.

        Where the body is missing altogether, that can be right: in the answer to a HEAD request.
        """
        if not self.http or self._truncated or self._dechunker or self._kind == "revisit":
            return None
        text = header(self.http.headers, "Content-Length")
        if not (text.isascii() and text.isdigit()) or self.http.status in _BODILESS or int(text) == self.body_length:
            return None
        return f"HTTP Content-Length is {text}, but the body has {self.body_length} bytes and is not called truncated"

    def _chunk_faults(self) -> list[str]:
        if not self._dechunker or self._truncated or self._kind == "revisit":
            return []
        if self._dechunker.is_broken:
            return ["Transfer-Encoding is chunked, but the body is not in chunks"]
        if not self._dechunker.is_whole and self.body_length:
            return ["the last chunk of the body is missing, and it is not called truncated"]
        return []

    def _http_head(self, data: bytes) -> None:
        start = max(0, len(self._head) - 4)
        self._head += data
        match = _BLANK_LINE.search(self._head, start)
        if match or len(self._head) > _HTTP_HEAD_LIMIT:
            end = match.end() if match else len(self._head)
            self._begin_body(self._head[:end])
            self._body(self._head[end:])
            self._head = b""

    def _begin_body(self, head: bytes) -> None:
        self.http = parse_head(head)
        if is_chunked(self.http.headers):
            self._dechunker = Dechunker()

    def _body(self, data: bytes) -> None:
        self.body_length += len(data)
        for digest in self._raw:
            digest.update(data)
        self._update_payload(self._dechunker.feed(data) if self._dechunker else data)

    def _update_payload(self, data: bytes) -> None:
        for digest in self._payload:
            digest.update(data)

    def _close(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._is_http and not self.http:
            self._begin_body(self._head)
        if self._dechunker:
            self._update_payload(self._dechunker.close())


def _wrong(what: str, digest: Digest) -> str:
    if not digest.is_known:
        return f"the {what} digest's algorithm, {digest.algorithm or 'none'}, is not known here"
    return f"the {what} digest is wrong: the bytes give {digest.computed()}"

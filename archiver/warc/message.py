"""HTTP messages and WARC headers as bytes: where the head ends, what it says, and what is inside the body.

Both the capture and the WARC reader take messages apart with these functions, so that what is read from an
archive is what was captured. All of them are lenient, for the bytes are kept as they came whatever they say.
Formats: RFC 9112 (messages, chunks), RFC 9110 8.4 (content codings), WARC 1.1 section 4 (headers of the same form).
No input or output here, and no judgement of whether an answer is a good one.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from archiver.warc.chunks import Chunks
from archiver.warc.codings import unpack

Headers = tuple[tuple[str, str], ...]

CONTENT_LIMIT: Final = 32 * 1024 * 1024
"""No more bytes than this of a body are read: a few kilobytes can unpack to terabytes, and no page is as long."""

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(r"\S+\s+(\d{3})\b")
_CODINGS = 5  # one on the other; nobody means more


@dataclass(frozen=True, slots=True)
class Head:
    """A start line and the headers after it, names and values as they came, in their order."""

    start_line: str
    headers: Headers

    @property
    def status(self) -> int:
        """The status code of a response's start line; 0 where it has none."""
        match = _STATUS.match(self.start_line)
        return int(match[1]) if match else 0


def split(message: bytes) -> tuple[bytes, bytes]:
    """Cut `message` after its first blank line; all of it is head where there is no such line."""
    match = _BLANK_LINE.search(message)
    end = match.end() if match else len(message)
    return message[:end], message[end:]


def parse_head(head: bytes) -> Head:
    """Parse a start line and headers. Folded lines are joined; lines without a colon are left out."""
    start, *lines = (_text(line) for line in re.split(rb"\r?\n", head))
    headers: list[tuple[str, list[str]]] = []  # values in pieces: a server may fold one half a million times
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            headers[-1][1].append(line.strip())
        elif colon:
            headers.append((name.strip(), [value.strip()]))
    return Head(start.strip(), tuple((name, " ".join(values).strip()) for name, values in headers))


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def header(headers: Headers, name: str) -> str:
    """Return the first value of header `name`, in whatever case; empty where there is none."""
    wanted = name.lower()
    return next((value for key, value in headers if key.lower() == wanted), "")


def media_type(content_type: str) -> str:
    """Return "text/html" of "Text/HTML; charset=utf-8"."""
    return content_type.partition(";")[0].strip().lower()


def is_chunked(headers: Headers) -> bool:
    """True where the last transfer coding is `chunked`."""
    return header(headers, "Transfer-Encoding").lower().rpartition(",")[2].strip() == "chunked"


def payload(headers: Headers, body: bytes) -> bytes:
    """Return `body` with its transfer coding removed. This is what a payload digest is made of."""
    return dechunk(body) if is_chunked(headers) else body


def payload_pieces(headers: Headers, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Do the same for a body that comes in pieces, and yield pieces."""
    return _dechunked(pieces) if is_chunked(headers) else iter(pieces)


def dechunk(body: bytes) -> bytes:
    """Return the data of a chunked body; trailers are dropped.

    A body that breaks off gives what had come. From where the chunks are wrong on, bytes are kept as
    they are: archives hold bodies that were dechunked while their header was left in place.
    """
    return b"".join(_dechunked((body,)))


def _dechunked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    chunks = Chunks()
    for piece in pieces:
        yield from chunks.feed(piece)
    yield chunks.end()


def content(headers: Headers, data: bytes, limit: int = CONTENT_LIMIT) -> bytes:
    """Return a payload with its content codings removed: gzip, deflate and brotli, in any sequence.

    Where the header is wrong, or names a coding not known here, `data` comes back as it is. What is cut
    short or damaged gives the part before; of what is longer than `limit` bytes, the start is returned.
    """
    codings = [coding.strip() for coding in header(headers, "Content-Encoding").lower().split(",")]
    if len(codings) > _CODINGS:
        return data[:limit]
    for coding in reversed(codings):
        if coding in ("", "identity"):
            continue
        unpacked = unpack(coding, data, limit)
        if unpacked is None:
            break
        data = unpacked
    return data[:limit]


def digest(data: bytes) -> str:
    """Return the digest that WARC tools compare by: "sha1:" and base 32."""
    return digest_of((data,))


def digest_of(pieces: Iterable[bytes]) -> str:
    """Return the same of data in pieces."""
    digester = Digester()
    for piece in pieces:
        digester.update(piece)
    return str(digester)


class Digester:
    """The same of data that is given to it bit by bit; `size` is how many bytes that were."""

    def __init__(self) -> None:
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self.size = 0

    def update(self, data: bytes) -> None:
        """Add `data`."""
        self._sha1.update(data)
        self.size += len(data)

    def __str__(self) -> str:
        return "sha1:" + base64.b32encode(self._sha1.digest()).decode("ascii")

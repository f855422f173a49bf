"""HTTP messages and WARC headers as bytes: where the head ends, what it says, and what is inside the body.

Both the capture and the WARC reader take messages apart with these functions, so that what is read from an
archive is what was captured. All of them are lenient, for the bytes are kept as they came whatever they say.
Formats: RFC 9112 (messages, chunks), RFC 9110 8.4 (content codings), WARC 1.1 section 4 (headers of the same form).
No input or output here, and no judgement of whether an answer is a good one.
"""

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import Final

Headers = tuple[tuple[str, str], ...]

CONTENT_LIMIT: Final = 256 * 1024 * 1024
"""No body is unpacked to more bytes than this: a few kilobytes can unpack to terabytes."""

_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(r"\S+\s+(\d{3})\b")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r\n")
_CUT_CHUNK = re.compile(rb"[0-9A-Fa-f]{0,16}[ \t]*(?:;[^\r\n]*)?\r?")
_STEP = 64 * 1024
_GZIP, _ZLIB, _RAW_DEFLATE = 31, 15, -15  # zlib's wbits


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
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}".strip())
        elif colon:
            headers.append((name.strip(), value.strip()))
    return Head(start.strip(), tuple(headers))


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


def dechunk(body: bytes) -> bytes:
    """Return the data of a chunked body; trailers are dropped.

    A body that breaks off gives what had come. From where the chunks are wrong on, bytes are kept as
    they are: archives hold bodies that were dechunked while their header was left in place.
    """
    parts: list[bytes] = []
    at = 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(parts)
        at = chunk.end() + size
        parts.append(body[chunk.end() : at])
        if body[at : at + 2] != b"\r\n":
            break
        at += 2
    rest = body[at:]
    if not parts:
        return body
    return b"".join(parts) if _CUT_CHUNK.fullmatch(rest) else b"".join((*parts, rest))


def content(headers: Headers, data: bytes) -> bytes:
    """Return a payload with its content codings removed: gzip and deflate, in any sequence.

    Where the header is wrong, or names a coding not known here, `data` comes back as it is. What is cut
    short or damaged gives the part before; nothing longer than CONTENT_LIMIT is returned, but its start.
    """
    for coding in reversed(header(headers, "Content-Encoding").lower().split(",")):
        match coding.strip():
            case "" | "identity":
                continue
            case "gzip" | "x-gzip":
                unpacked = _inflate(data, _GZIP)
            case "deflate":
                # Servers send raw deflate under this name as often as the zlib format that is meant.
                unpacked = _inflate(data, _ZLIB)
                unpacked = _inflate(data, _RAW_DEFLATE) if unpacked is None else unpacked
            case _:
                return data
        if unpacked is None:
            return data
        data = unpacked
    return data


def _inflate(data: bytes, wbits: int) -> bytes | None:
    """Unpack as far as it goes, several gzip members in a row too; None where not even the start unpacks."""
    parts: list[bytes] = []
    view, at, room = memoryview(data), 0, CONTENT_LIMIT
    machine = zlib.decompressobj(wbits)
    while at < len(view) and room > 0:
        piece = view[at : at + _STEP]
        try:
            part = machine.decompress(piece, room)
        except zlib.error:
            return b"".join(parts) if any(parts) else None
        parts.append(part)
        room -= len(part)
        at += len(piece) - len(machine.unused_data)
        if machine.eof:
            machine = zlib.decompressobj(wbits)
    return b"".join(parts)


def digest(data: bytes) -> str:
    """Return the digest that WARC tools compare by: "sha1:" and base 32."""
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode("ascii")

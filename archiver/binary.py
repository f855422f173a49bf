"""Bytes that are no text: what they are, by their first bytes, or that they are none, by what text does not hold.

One table for all that reads documents, from the disk and from the Web. Light: nothing is imported for it. Which text,
and in which encoding, is page/decode.py's business.
Source: the formats' own signatures (PNG 5.2, RFC 1952, RFC 8878, [MS-CFB] 2.2, WARC 1.1 section 4, and so on).
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Binary:
    """What bytes are: "a PNG image". `advice` says what a person who has them as a file can do; empty for none."""

    name: str
    advice: str = ""


_SIGNATURES: Final = (
    (b"%PDF-", Binary("a PDF file")),
    (b"\x89PNG\r\n", Binary("a PNG image")),
    (b"\xff\xd8\xff", Binary("a JPEG image")),
    (b"GIF87a", Binary("a GIF image")),
    (b"GIF89a", Binary("a GIF image")),
    (b"PK\x03\x04", Binary("a ZIP file (or DOCX, EPUB, WACZ)")),
    (b"\x1f\x8b", Binary("a gzip file", "unpack it first")),
    (b"\x28\xb5\x2f\xfd", Binary("a zstd file", "unpack it first")),
    (b"\xd0\xcf\x11\xe0", Binary("an old Office document")),
    (b"SQLite format 3\x00", Binary("an SQLite database")),
    (b"\x7fELF", Binary("a program")),
    (b"WARC/0.", Binary("a WARC file", "import it instead")),
    (b"WARC/1.", Binary("a WARC file", "import it instead")),
)
_UNKNOWN: Final = Binary("binary data", "give an HTML or text file")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32, whose letters have control bytes in them."""
# Tab, newlines and form feed are text, and so are shift out, shift in and escape, in East Asian encodings.
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x0e\x0f\x1b"))
_SAMPLE: Final = 8192
_SHARE: Final = 0.05
"""Of control bytes. In random bytes, as all that is compressed looks, they are a tenth (25 of 256), in text next to
none: half of that is far from both, for a page of a line or two with a stray NUL as for a whole sample."""


def binary_of(data: bytes) -> Binary | None:
    """Say what the document `data` is, where it is no text; None where it may be text."""
    for signature, binary in _SIGNATURES:
        if data.startswith(signature):
            return binary
    if data.startswith(_WIDE):
        return None
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return _UNKNOWN if controls > len(sample) * _SHARE else None

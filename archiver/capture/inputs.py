"""Lists of URLs and single documents, from files or from standard input.

Says what is wrong with an input in words that name the file and the line. Nothing is fetched or parsed here.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Final

from archiver.errors import CaptureError, PageError
from archiver.urls import normalise

MAX_DOCUMENT: Final = 256 * 1024 * 1024

_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP file (or DOCX, EPUB, WACZ)"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file; unpack it first"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"WARC/", "a WARC; import it instead"),
)
_UTF8_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
# Tab, newlines and form feed are text, and so are shift out, shift in and escape, in East Asian encodings.
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x0e\x0f\x1b"))
_SAMPLE: Final = 8192
_CONTROL_SHARE: Final = 0.01
_MARKUP: Final = re.compile(
    r"<(?:!doctype|html|head|body|div|article|section|main|p|h[1-6]|br|table|ul|meta)\b", re.IGNORECASE
)
_TEXT_ENDINGS: Final = (".txt", ".text", ".md")
_LOOK: Final = 64 * 1024


def urls_in(lines: Iterable[str], name: str) -> Iterator[str]:
    """Yield the URLs of `lines`, one a line, each once, in order; `name` is what errors call the list.

    Blank lines and lines that begin with # are skipped. URLs come normalised. Raises CaptureError, when its turn
    comes, for a line that is no URL.
    """
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix("\ufeff").strip()
        if not text or text.startswith("#"):
            continue
        try:
            url = normalise(text)
        except CaptureError as error:
            raise CaptureError(f"{name}, line {number}: {error}") from None
        if url not in seen:
            seen.add(url)
            yield url


def read_document(source: str, stdin: BinaryIO) -> bytes:
    """Return the bytes of the document at path `source`, or of `stdin` where it is "-".

    Raises PageError where it is missing, a folder, unreadable, empty, larger than 256 MiB, or no text.
    """
    name = _name(source)
    try:
        with nullcontext(stdin) if source == "-" else Path(source).open("rb") as file:
            data = file.read(MAX_DOCUMENT + 1)
    except (OSError, ValueError) as error:
        raise PageError(f"{name}: cannot be read ({_why(error)}); check the path") from None
    if fault := _fault(data):
        raise PageError(f"{name}: {fault}")
    return data


def is_text(text: str, source: str) -> bool:
    """True where `text` has no markup in it, by the file's ending or else by what it holds."""
    ending = Path(source).suffix.lower()
    if ending in (".html", ".htm", ".xhtml"):
        return False
    return ending in _TEXT_ENDINGS or _MARKUP.search(text[:_LOOK]) is None


def _fault(data: bytes) -> str:
    """Say why `data` is no document; empty where it may be one."""
    if len(data) > MAX_DOCUMENT:
        return f"larger than {MAX_DOCUMENT // 2**20} MiB; no page is"
    if _is_blank(data):
        return "empty; nothing to read"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return f"not a page but {kind}"
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > len(sample) * _CONTROL_SHARE and not data.startswith(_UTF16_BOMS):
        return "not a page but binary data; give an HTML or text file"
    return ""


def _is_blank(data: bytes) -> bool:
    if data.startswith(_UTF16_BOMS):
        return not data[2:].replace(b"\0", b"").strip()
    return not data.removeprefix(_UTF8_BOM).strip()


def _name(source: str) -> str:
    return "standard input" if source == "-" else source


def _why(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()

"""Lists of URLs and single documents, from files or from standard input.

Says what is wrong with an input in words that name the file and the line. Nothing is fetched or parsed here.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, Final

from archiver.binary import binary_of
from archiver.errors import CaptureError, PageError
from archiver.urls import normalise

MAX_DOCUMENT: Final = 256 * 1024 * 1024

_UTF8_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
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
    if binary := binary_of(data):
        return f"not a page but {binary.name}" + (f"; {binary.advice}" if binary.advice else "")
    return ""


def _is_blank(data: bytes) -> bool:
    if data.startswith(_UTF16_BOMS):
        return not data[2:].replace(b"\0", b"").strip()
    return not data.removeprefix(_UTF8_BOM).strip()


def _name(source: str) -> str:
    return "standard input" if source == "-" else source


def _why(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()

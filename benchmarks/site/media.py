"""Pictures, sounds and fonts that programs can really decode, made from a seed: the same bytes for the same name.

Nothing here is anybody's work. Which of them a page needs is the layouts' business.
"""

import base64
import random
import struct
import zlib
from typing import Final

# A made-up face with one glyph, a box, for all letters, as fontTools writes it in WOFF 2.
FONT: Final = base64.b64decode(
    "d09GMgABAAAAAAE8AAoAAAAAAvgAAADyAAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAABmAAgSwKOEIBNgIkAwgLCAAEIAVaByAbSQLILg7shs87xB"
    "4N7+gEwsugxkI8/7bPnTtvuqyqqWYVltRRhPsaJQlGoAhSYmRREF/06A1X7s9xyfE55FGKlCQkD0jyjjz0V2cosDeOBz4fBhp18WnCDQfggQda"
    "bJkAd8otaGuBBFHkh09UuYSZThTAs8SNt4pSN779CTegoXBQgoPuC0tLDTde/Ri48cLGGD8gmDuhsTcUmKNhiTWggyC9b2a7vqldm5yZrucrEI"
    "TP36P/l1V/8P7ouTpBPhqUBkLdjBO5mEgI8EyEiUuXpHFV9yQgZghoFmZK+kqsbRvN3vESaH9Vm2PluKFcWMk0AgAAAA=="
)
SOUND: Final = struct.pack("<4sI8sIHHIIHH4sI", b"RIFF", 836, b"WAVEfmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", 800) + (
    b"\x80" * 800
)
TRACK: Final = b"WEBVTT\n\n00:00.000 --> 00:00.090\nA line below the picture\n"
GIF: Final = (
    b"GIF89a\x02\x00\x02\x00\x80\x00\x00\x20\x60\xa0\xff\xff\xff,\x00\x00\x00\x00\x02\x00\x02\x00\x00\x02\x02\x84Q\x00;"
)
TYPES: Final = {
    "png": "image/png", "ico": "image/png", "avif": "image/png", "gif": "image/gif", "svg": "image/svg+xml",
    "wav": "audio/wav", "vtt": "text/vtt", "woff2": "font/woff2", "css": "text/css", "js": "text/javascript",
    "json": "application/json", "html": "text/html; charset=utf-8", "webmanifest": "application/manifest+json",
}  # fmt: skip


def made(target: str) -> bytes | None:
    """Return what is at `target`, which ends (before a query) like a picture, a sound, a font; None where in another way."""
    suffix = suffix_of(target)
    if suffix in ("png", "ico", "avif"):
        return picture(target)
    return {"gif": GIF, "wav": SOUND, "vtt": TRACK, "woff2": FONT, "svg": _drawing(target)}.get(suffix)


def suffix_of(target: str) -> str:
    """Return the part after the last dot of a request target's path."""
    return target.partition("?")[0].rpartition(".")[2].lower()


def picture(seed: str) -> bytes:
    """Return a PNG file: stripes in the colours and the size that `seed` gives."""
    chance = random.Random(seed)
    width, height = chance.randrange(20, 120), chance.randrange(20, 60)
    colours = [chance.randbytes(3) for _ in range(4)]
    rows = b"".join(b"\0" + colours[row * 4 // height] * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _drawing(seed: str) -> bytes:
    colour = random.Random(seed).randbytes(3).hex()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40" viewBox="0 0 60 40">'
        f'<rect id="shape" width="60" height="40" rx="9" fill="#{colour}"/></svg>'
    ).encode()

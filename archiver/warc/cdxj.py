"""CDXJ: one line an answer, sorted, by which replay tools find the record of a URL at a time.

A line is a SURT key, 14 digits of time, and JSON with `url`, `mime`, `status`, `digest`, `length`, `offset`,
`filename`: what cdxj-indexer writes of the same file, and what pywb and ReplayWeb.page read.
Format: https://specs.webrecorder.net/cdxj/0.1.0/. Files are opened by whoever calls.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from archiver.warc.measure import Measure
from archiver.warc.message import Headers, header, media_type
from archiver.warc.scan import Piece, piece_at, scan
from archiver.warc.surt import surt
from archiver.warc.verify import Fault

_KINDS: Final = frozenset(("response", "revisit", "resource", "metadata"))
_MIME: Final = re.compile(r"[;\s]")

Opener = Callable[[str], BinaryIO | None]
"""Returns the WARC file that lines name by `filename`, open; None where there is none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an index: its key, 14 digits of time, and what its JSON says."""

    key: str
    time: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.key} {self.time} {json.dumps(self.fields)}"

    @classmethod
    def parse(cls, line: str) -> "Entry":
        """Read a line. Raises ValueError where it is none."""
        key, time, data = line.split(" ", 2)
        fields = json.loads(data)
        if not isinstance(fields, dict) or not (len(time) == 14 and time.isdigit()):
            raise ValueError("not a line of a CDXJ index")
        return cls(key, time, fields)


class _Answer(Measure):
    """Measures a record, and its payload though no digest of it is declared."""

    def begin(self, head: bytes, fields: Headers) -> None:
        declared = () if header(fields, "WARC-Payload-Digest") else (("WARC-Payload-Digest", "sha1:"),)
        super().begin(head, (*fields, *declared))


def entries(file: BinaryIO, size: int, name: str) -> Iterator[Entry]:
    """Yield the entries of the WARC `file`, which lines shall call `name`, in its order; damaged bytes have none."""
    answer = _Answer()
    for piece in scan(file, size, answer):
        if isinstance(piece, Piece) and piece.alone and _is_listed(piece):
            yield _entry(piece, answer, name)


def lines(files: Iterable[tuple[Path, str]]) -> list[str]:
    """Return the sorted lines of WARC files, each given with the name that lines shall call it by."""
    found: set[str] = set()
    for path, name in files:
        with path.open("rb") as file:
            found.update(str(entry) for entry in entries(file, path.stat().st_size, name))
    return sorted(found)


def faults(index: Iterable[str], name: str, opener: Opener) -> Iterator[Fault]:
    """Yield what is wrong with the lines of an index called `name`: their order, their form, and what they point at."""
    before, at = "", 0
    for line in index:
        text = line.rstrip("\n")
        found = ["the line is not in its place: an index must be sorted"] if text < before else []
        try:
            entry = Entry.parse(text)
        except ValueError:
            yield Fault(name, at, None, "not a line of a CDXJ index")
        else:
            yield from (Fault(name, at, None, what) for what in [*found, *_of_entry(entry, opener)])
        before, at = text, at + len(line.encode())


def _of_entry(entry: Entry, opener: Opener) -> Iterator[str]:
    filename, fields = str(entry.fields.get("filename")), entry.fields
    file = opener(filename)
    if file is None:
        yield f"the line names a file that is not there: {filename}"
        return
    with file:
        piece = piece_at(file, int(fields["offset"])) if str(fields.get("offset")).isdigit() else None
    if piece is None:
        yield f"no record begins in {filename} at {fields.get('offset')}"
        return
    told = {"length": str(piece.length), "url": piece.get("WARC-Target-URI")}
    for field, value in told.items():
        if str(fields.get(field)) != value:
            yield f"the line has {fields.get(field)} as {field}, but the record in {filename} has {value}"
    if entry.time != _time(piece) or entry.key != surt(told["url"]):
        yield f"the line's key or time is not that of the record in {filename} at {piece.offset}"


def _is_listed(piece: Piece) -> bool:
    is_note = media_type(piece.get("Content-Type")) == "application/warc-fields"
    return piece.kind in _KINDS and not (is_note and piece.kind in ("resource", "metadata"))


def _entry(piece: Piece, answer: Measure, name: str) -> Entry:
    url = piece.get("WARC-Target-URI")
    http = answer.http
    fields = {
        "url": url,
        "mime": _mime(piece, answer),
        "status": str(http.status) if http and http.status else "",
        "digest": piece.get("WARC-Payload-Digest") or answer.payload_digest,
        "length": str(piece.length),
        "offset": str(piece.offset),
        "filename": name,
    }
    return Entry(surt(url), _time(piece), {field: value for field, value in fields.items() if value})


def _mime(piece: Piece, answer: Measure) -> str:
    if piece.kind == "revisit":
        return "warc/revisit"
    if piece.kind != "response":
        value = piece.get("Content-Type")
    else:
        value = header(answer.http.headers, "Content-Type") if answer.http else ""
    return _MIME.split(value, maxsplit=1)[0].strip()


def _time(piece: Piece) -> str:
    return re.sub(r"\D", "", piece.get("WARC-Date"))[:14].ljust(14, "0")

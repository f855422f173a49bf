"""Reads captures back out of WARC files, ours or another tool's.

Which records are answers, and what each says. How records lie in the file is record.py's business; nobody
here looks at what a page shows.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from archiver.model import Capture, RecordRef
from archiver.urls import is_web
from archiver.warc.message import Headers, content, digest, header, media_type, parse_head, payload, split
from archiver.warc.record import Record, WarcFile


def read(path: Path, home: Path) -> Iterator[Capture]:
    """Yield every answer in the WARC file at `path`, in its order.

    Answers are `response` records with an HTTP block, and `resource` records of text/html or, under a web address,
    of text/plain; revisits hold no body and are left out. `status` is 0 where an answer's status line has none.
    `RecordRef.file` is relative to `home` where the file lies in it, else absolute.
    Raises WarcError, after all that was whole before, where the file is missing, no WARC, torn or damaged.
    """
    with WarcFile(path) as file:
        name, offset = _name(path, home), 0
        while record := file.record(offset):
            if capture := _capture(file, record, name):
                yield capture
            offset = record.next


def read_one(path: Path, offset: int, home: Path) -> Capture:
    """Return the answer whose record begins at byte `offset` of the file at `path`.

    Raises WarcError where none begins there.
    """
    with WarcFile(path) as file:
        record = file.record(offset)
        capture = _capture(file, record, _name(path, home)) if record else None
        if capture is None:
            file.fail(offset, "no answer begins here; this is another file than the one that was indexed")
        return capture


def _name(path: Path, home: Path) -> str:
    full, folder = path.resolve(), home.resolve()
    return (full.relative_to(folder) if full.is_relative_to(folder) else full).as_posix()


def _capture(file: WarcFile, record: Record, name: str) -> Capture | None:
    """Return what `record` holds as a capture; None where it is none."""
    parts = _response(record) or _resource(record)
    if parts is None:
        return None
    status, headers, raw = parts
    url = record.get("WARC-Target-URI").strip("<>")  # wget before 1.20 put them around it
    when = _date(record.get("WARC-Date"))
    if not url or when is None:
        file.fail(record.offset, "the record lacks a right WARC-Target-URI or WARC-Date")
    return Capture(
        url=url,
        final_url=url,
        time=when,
        status=status,
        headers=headers,
        body=content(headers, raw),
        content_type=header(headers, "Content-Type"),
        how="http" if record.kind == "response" else "file",
        record=_reference(record, name, raw),
        resource=record.get("WARC-Resource-Type").lower() or "document",
    )


def _reference(record: Record, name: str, raw: bytes) -> RecordRef:
    return RecordRef(
        file=name,
        offset=record.offset,
        length=record.length,
        record_id=record.get("WARC-Record-ID"),
        payload_digest=record.get("WARC-Payload-Digest") or digest(raw),
    )


def _response(record: Record) -> tuple[int, Headers, bytes] | None:
    """Return status, headers and payload of an HTTP response; None where the record is none."""
    if record.kind != "response":
        return None
    if media_type(record.get("Content-Type")) != "application/http" and not record.block.startswith(b"HTTP/"):
        return None
    raw_head, body = split(record.block)
    head = parse_head(raw_head)
    return head.status, head.headers, payload(head.headers, body)


def _resource(record: Record) -> tuple[int, Headers, bytes] | None:
    """Return a page or text that was saved without HTTP, as if it had been answered with 200.

    A text that bears no web address is a crawler's own: wget keeps its log as `metadata://gnu.org/...`, others what
    they extracted from a page as `urn:text:...`.
    """
    content_type = record.get("Content-Type")
    kind = media_type(content_type) if record.kind == "resource" else ""
    if kind != "text/html" and not (kind == "text/plain" and is_web(record.get("WARC-Target-URI").strip("<>"))):
        return None
    return 200, (("Content-Type", content_type),), record.block


def _date(text: str) -> datetime | None:
    """Parse a WARC-Date; 1.1 allows every precision from the year to the nanosecond."""
    for missing in ("", "-01", "-01-01"):
        try:
            when = datetime.fromisoformat(text + missing)
        except (ValueError, OverflowError):
            continue
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return None

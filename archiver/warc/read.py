"""Reads captures back out of WARC files, ours or another tool's.

Which records are answers, and what each says. How records lie in the file is record.py's business; nobody
here looks at what a page shows.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archiver.errors import WarcError
from archiver.model import Capture, Original, RecordRef
from archiver.urls import is_web
from archiver.warc.hops import asked_for, redirected_from
from archiver.warc.message import Headers, content, digest, header, media_type, parse_head, payload, split
from archiver.warc.record import Record, WarcFile


def read(path: Path, home: Path) -> Iterator[Capture]:
    """Yield every answer in the WARC file at `path`, in its order.

    Answers are `response` records with an HTTP block, `resource` records of text/html or, under a web address, of
    text/plain, and revisits, which lack their body: it lies where their `original` says. `status` is 0 where an
    answer's status line has none. `asked` is told by the metadata record of an answer or, where it has none, by the
    redirects before it. `RecordRef.file` is relative to `home` where the file lies in it, else absolute.
    Raises WarcError, after all that was whole before, where the file is missing, no WARC, torn or damaged.
    """
    with WarcFile(path) as file:
        waiting: Capture | None = None  # what says how it came may follow it
        try:
            for found in _found(file, _name(path, home)):
                if isinstance(found, Record):
                    waiting = asked_for(waiting, found) if waiting else None
                    continue
                if waiting:
                    yield waiting
                waiting = replace(found, asked=redirected_from(waiting, found))
        except WarcError:
            if waiting:
                yield waiting
            raise
        if waiting:
            yield waiting


def _found(file: WarcFile, name: str) -> Iterator[Capture | Record]:
    """Yield the answers in a file, and the metadata records between them."""
    offset = 0
    while record := file.record(offset):
        if capture := _capture(file, record, name):
            yield capture
        elif record.kind == "metadata":
            yield record
        offset = record.next


def read_one(path: Path, offset: int, home: Path) -> Capture:
    """Return the answer whose record begins at byte `offset` of the file at `path`.

    `asked` is told by its metadata record, where it has one. Raises WarcError where no answer begins there.
    """
    with WarcFile(path) as file:
        record = file.record(offset)
        capture = _capture(file, record, _name(path, home)) if record else None
        if record is None or capture is None:
            file.fail(offset, "no answer begins here; this is another file than the one that was indexed")
        return _with_asked(capture, file, record.next)


def _with_asked(capture: Capture, file: WarcFile, offset: int) -> Capture:
    """The capture with what the metadata record says that stands at `offset`, behind it, if one does."""
    try:
        behind = file.record(offset)
    except WarcError:  # damage behind an answer does not touch it
        return capture
    return asked_for(capture, behind) if behind and behind.kind == "metadata" else capture


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
    when = parse_date(record.get("WARC-Date"))
    if not url or when is None:
        file.fail(record.offset, "the record lacks a right WARC-Target-URI or WARC-Date")
    is_revisit = record.kind == "revisit"
    return Capture(
        url=url,
        final_url=url,
        time=when,
        status=status,
        headers=headers,
        body=b"" if is_revisit else content(headers, raw),
        content_type=header(headers, "Content-Type"),
        how="file" if record.kind == "resource" else "http",
        record=_reference(record, name, raw),
        resource=record.get("WARC-Resource-Type").lower() or "document",
        original=_original(record) if is_revisit else None,
        lacks_body=is_revisit,
    )


def _reference(record: Record, name: str, raw: bytes) -> RecordRef:
    made = "" if record.kind == "revisit" else digest(raw)
    return RecordRef(
        file=name,
        offset=record.offset,
        length=record.length,
        record_id=record.get("WARC-Record-ID"),
        payload_digest=record.get("WARC-Payload-Digest") or made,
    )


def _original(record: Record) -> Original:
    date = record.get("WARC-Refers-To-Date")
    return Original(
        record_id=record.get("WARC-Refers-To"),
        url=record.get("WARC-Refers-To-Target-URI").strip("<>"),
        date=date,
        time=parse_date(date),
    )


def _response(record: Record) -> tuple[int, Headers, bytes] | None:
    """Return status, headers and payload of an HTTP response or a revisit; None where the record is none."""
    if record.kind not in ("response", "revisit"):
        return None
    is_http = media_type(record.get("Content-Type")) == "application/http" or record.block.startswith(b"HTTP/")
    if not is_http and (record.block or record.kind != "revisit"):  # a revisit may do without a head
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


def parse_date(text: str) -> datetime | None:
    """Parse a WARC-Date; 1.1 allows every precision from the year to the nanosecond. None where it is none."""
    for missing in ("", "-01", "-01-01"):
        try:
            when = datetime.fromisoformat(text + missing)
        except (ValueError, OverflowError):
            continue
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return None

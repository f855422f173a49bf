"""Takes into an archive what exists already: WARC and WACZ files, and pages that somebody saved by hand.

Which kind a file is, and what has to be done with it, is put together here; how WARC files are copied and written is
the WARC room's business, cleaning and indexing the archive's.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final, Literal

from archiver.archive import Archive
from archiver.capture.inputs import is_text, read_document
from archiver.capture.saved_page import saved_from
from archiver.errors import CaptureError, PageError, WarcError
from archiver.page.decode import decode
from archiver.urls import normalise
from archiver.warc.adopt import Adopted, adopt_warc
from archiver.warc.message import digest
from archiver.warc.resource import Resource, write_resources
from archiver.warc.unpack import adopt_wacz

Kind = Literal["warc", "wacz", "html", "text"]
_Key = tuple[str, str]

_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = ((b"WARC/", "warc"), (b"\x1f\x8b", "warc"), (b"PK\x03\x04", "wacz"))
_TYPES: Final[dict[Kind, str]] = {"html": "text/html", "text": "text/plain"}
_ROWS: Final = """
SELECT captures.outcome, captures.file, articles.id, articles.title
FROM captures LEFT JOIN articles ON articles.id = captures.id
WHERE captures.url = :url AND captures.payload_digest = :digest AND captures.how = 'file' ORDER BY captures.id
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. `why` says why it was not taken in; None where it was.

    `warcs` are the WARC files that hold it now; `known` says that they, or the page, were there before; `captures` and
    `articles` are how many were indexed from them. For a page saved by hand, `url` is where it came from, `outcome`
    what it is, `id` and `title` its article's. `notes` say what is wrong with what was taken in all the same.
    """

    file: str
    kind: Kind | None = None
    warcs: tuple[str, ...] = ()
    captures: int = 0
    articles: int = 0
    unchanged: int = 0
    url: str | None = None
    outcome: str | None = None
    id: int | None = None
    title: str | None = None
    known: bool = False
    notes: tuple[str, ...] = ()
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """A page saved by hand, looked at but not yet read into memory for good; `digest` is that of its bytes."""

    path: Path
    kind: Kind
    url: str
    time: datetime
    digest: str

    @property
    def key(self) -> _Key:
        """What makes it the same as another one: URL and bytes. A file's date changes with each copying."""
        return self.url, self.digest


def bring_in(
    archive: Archive, paths: Iterable[Path], url: str | None = None, in_place: bool = False
) -> Iterator[Imported]:
    """Take each file into `archive` and index it; yield what became of it.

    WARC files are copied byte for byte, or with `in_place` read where they lie; the WARC files in a WACZ are always
    copied. Pages saved by hand, HTML or text, become records of one new WARC file; `url` says where they were found,
    where they do not say so themselves. They come last, in their order. What the archive has already is not taken in
    again. A file that is at fault keeps no other out.
    Raises StoreError where the archive is busy for too long, or cannot be written.
    """
    documents: list[_Document] = []
    for path in paths:
        try:
            kind = kind_of(path)
            if kind in ("html", "text"):
                documents.append(_document(path, kind, url))
            else:
                yield _taken_in(archive, path, kind, in_place)
        except (CaptureError, PageError, WarcError) as error:
            yield Imported(str(path), why=str(error))
    yield from _recorded(archive, documents)


def kind_of(path: Path) -> Kind:
    """Say what kind of file lies at `path`. Raises PageError where it cannot be read or is of no kind known."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except IsADirectoryError:
        raise PageError(f"{path}: is a folder; name the files in it") from None
    except (OSError, ValueError) as error:
        what = (getattr(error, "strerror", None) or str(error)).lower()
        raise PageError(f"{path}: cannot be read ({what}); check the path") from None
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    text = decode(read_document(str(path), BytesIO()), name=str(path))
    return "text" if is_text(text, str(path)) else "html"


def _taken_in(archive: Archive, path: Path, kind: Kind, in_place: bool) -> Imported:
    """Copy, check and index, all under the archive's lock."""
    adopted: list[Adopted] = []

    def bring(folder: Path) -> list[Path]:
        adopted.extend(_adopted(path, kind, folder, in_place))
        return [one.path for one in adopted]

    done = Imported(str(path), kind)
    for one in archive.take_in(bring):
        done = replace(
            done,
            captures=done.captures + one.captures,
            articles=done.articles + one.articles,
            unchanged=done.unchanged + one.unchanged,
            why=done.why or one.why,
        )
    return replace(
        done,
        warcs=tuple(str(one.path) for one in adopted),
        known=all(one.known for one in adopted),
        notes=tuple(note for one in adopted for note in one.notes),
    )


def _adopted(path: Path, kind: Kind, folder: Path, in_place: bool) -> list[Adopted]:
    if kind == "wacz" and zipfile.is_zipfile(path):
        if in_place:
            raise PageError(f"{path}: WARC files in a WACZ cannot be read where they lie; leave out --in-place")
        return adopt_wacz(path, folder)
    return [Adopted(path)] if in_place else [adopt_warc(path, folder)]


def _document(path: Path, kind: Kind, url: str | None) -> _Document:
    data = read_document(str(path), BytesIO())
    said = saved_from(data)
    found = normalise(url) if url else said.url
    if found is None:
        raise PageError(f"{path}: does not say which URL it was saved from; give it with --url")
    time = said.time or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return _Document(path, kind, found, time, digest(data))


def _recorded(archive: Archive, documents: list[_Document]) -> Iterator[Imported]:
    """Write all documents that are new to one WARC file, or none of them, and index it."""
    if not documents:
        return
    new: dict[_Key, _Document] = {}

    def bring(folder: Path) -> list[Path]:
        there = _rows(archive, documents)
        for one in documents:
            if one.key not in there:
                new.setdefault(one.key, one)
        warc = write_resources(folder, map(_resource, new.values()))
        return [warc] if warc else []

    try:
        why = next((one.why for one in archive.take_in(bring) if one.why), None)
    except (WarcError, PageError) as error:
        yield from (Imported(str(one.path), one.kind, url=one.url, why=str(error)) for one in documents)
        return
    rows = _rows(archive, documents)
    for one in documents:
        report = _report(archive, one, rows.get(one.key))
        yield replace(report if new.get(one.key) is one else _as_known(report), why=why)


def _rows(archive: Archive, documents: list[_Document]) -> dict[_Key, dict[str, Any]]:
    """Return what the index has of these bytes under these URLs."""
    if not archive.index_path.exists():
        return {}
    with archive.store() as store:
        found = ((one.key, store.rows(_ROWS, {"url": one.url, "digest": one.digest})) for one in documents)
        return {key: rows[0] for key, rows in found if rows}


def _report(archive: Archive, document: _Document, row: dict[str, Any] | None) -> Imported:
    done = Imported(str(document.path), document.kind, url=document.url)
    if row is None:
        return replace(done, outcome="recorded, not indexed")
    return replace(
        done,
        warcs=(str(archive.home / row["file"]),),
        captures=1,
        articles=int(row["id"] is not None),
        outcome=row["outcome"],
        id=row["id"],
        title=row["title"],
    )


def _as_known(report: Imported) -> Imported:
    return replace(report, known=True, captures=0, articles=0, unchanged=report.captures)


def _resource(document: _Document) -> Resource:
    data = read_document(str(document.path), BytesIO())
    return Resource(document.url, document.time, _TYPES[document.kind], data)

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
from typing import Final, Literal

from archiver.archive import Archive
from archiver.capture.inputs import is_text, read_document
from archiver.capture.saved_page import saved_from
from archiver.errors import ArchiverError, PageError
from archiver.page.decode import decode
from archiver.urls import normalise
from archiver.warc.adopt import adopt_wacz, adopt_warc
from archiver.warc.resource import Resource, write_resources

Kind = Literal["warc", "wacz", "html", "text"]

_MAGIC: Final[tuple[tuple[bytes, Kind], ...]] = ((b"WARC/", "warc"), (b"\x1f\x8b", "warc"), (b"PK\x03\x04", "wacz"))
_TYPES: Final[dict[Kind, str]] = {"html": "text/html", "text": "text/plain"}
_ROWS: Final = """
SELECT captures.outcome, articles.id, articles.title FROM captures LEFT JOIN articles ON articles.id = captures.id
WHERE captures.file = :file ORDER BY captures.offset
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. `why` says why it was not taken in; None where it was.

    `warcs` are the WARC files that hold it now; `captures` and `articles` how many were indexed from them. For a page
    saved by hand, `url` is where it came from, `outcome` what it is, `id` and `title` its article's.
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
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Document:
    """A page saved by hand, looked at but not yet read into memory for good."""

    path: Path
    kind: Kind
    url: str
    time: datetime


def bring_in(
    archive: Archive, paths: Iterable[Path], url: str | None = None, in_place: bool = False
) -> Iterator[Imported]:
    """Take each file into `archive` and index it; yield what became of it.

    WARC files are copied byte for byte, or with `in_place` read where they lie; the WARC files in a WACZ are always
    copied. Pages saved by hand, HTML or text, become records of one new WARC file; `url` says where they were found,
    where they do not say so themselves. They come last, in their order. A file that is at fault keeps no other out.
    Raises StoreError where the index cannot be written.
    """
    documents: list[_Document] = []
    for path in paths:
        try:
            kind = kind_of(path)
            if kind in ("html", "text"):
                documents.append(_document(path, kind, url))
            else:
                yield _indexed(archive, path, kind, _copied(archive, path, kind, in_place))
        except ArchiverError as error:
            yield Imported(str(path), why=str(error))
    yield from _recorded(archive, documents)


def kind_of(path: Path) -> Kind:
    """Say what kind of file lies at `path`. Raises PageError where it cannot be read or is of no kind known."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except (OSError, ValueError) as error:
        what = (getattr(error, "strerror", None) or str(error)).lower()
        raise PageError(f"{path}: cannot be read ({what}); check the path") from None
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    text = decode(read_document(str(path), BytesIO()), name=str(path))
    return "text" if is_text(text, str(path)) else "html"


def _copied(archive: Archive, path: Path, kind: Kind, in_place: bool) -> list[Path]:
    if kind == "wacz" and zipfile.is_zipfile(path):
        if in_place:
            raise PageError(f"{path}: WARC files in a WACZ cannot be read where they lie; leave out --in-place")
        return adopt_wacz(path, archive.warc_folder)
    return [path] if in_place else [adopt_warc(path, archive.warc_folder)]


def _indexed(archive: Archive, path: Path, kind: Kind, warcs: list[Path]) -> Imported:
    done = Imported(str(path), kind, tuple(map(str, warcs)))
    for one in archive.index(warcs):
        done = replace(
            done,
            captures=done.captures + one.captures,
            articles=done.articles + one.articles,
            unchanged=done.unchanged + one.unchanged,
            why=done.why or one.why,
        )
    return done


def _document(path: Path, kind: Kind, url: str | None) -> _Document:
    said = saved_from(read_document(str(path), BytesIO()))
    found = normalise(url) if url else said.url
    if found is None:
        raise PageError(f"{path}: does not say which URL it was saved from; give it with --url")
    return _Document(path, kind, found, said.time or datetime.fromtimestamp(path.stat().st_mtime, UTC))


def _recorded(archive: Archive, documents: list[_Document]) -> Iterator[Imported]:
    """Write all documents to one WARC file, or none of them, and index it."""
    if not documents:
        return
    try:
        warc = write_resources(archive.warc_folder, map(_resource, documents))
    except ArchiverError as error:
        yield from (Imported(str(one.path), one.kind, url=one.url, why=str(error)) for one in documents)
        return
    assert warc is not None
    done = list(archive.index([warc]))
    rows: list[dict[str, object]] = []
    if any(one.captures for one in done):
        with archive.store() as store:
            rows = store.rows(_ROWS, {"file": f"{archive.warc_folder.name}/{warc.name}"})
    yield from _reports(documents, str(warc), rows)


def _reports(documents: list[_Document], warc: str, rows: list[dict[str, object]]) -> Iterator[Imported]:
    read = iter(rows)
    for document in documents:
        row = next(read, {})
        number, title = row.get("id"), row.get("title")
        yield Imported(
            file=str(document.path),
            kind=document.kind,
            warcs=(warc,),
            captures=bool(row),
            articles=number is not None,
            url=document.url,
            outcome=str(row.get("outcome", "recorded, not indexed")),
            id=number if isinstance(number, int) else None,
            title=str(title) if title else None,
        )


def _resource(document: _Document) -> Resource:
    data = read_document(str(document.path), BytesIO())
    return Resource(document.url, document.time, _TYPES[document.kind], data)

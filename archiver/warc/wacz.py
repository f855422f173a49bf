"""WACZ: WARC files, their index and a list of pages in one ZIP file, to be given away and replayed from.

Format: WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/). WARC files and the compressed index are stored in the
ZIP file and not deflated, so that a replay tool can read a record without the rest. Which records and pages are wanted
is said by whoever calls.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import SEEK_END, BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from archiver.warc.cdxj import entries
from archiver.warc.redact import Copied, Wanted, copy

VERSION: Final = "1.1.1"
_BLOCK: Final = 300
_STEP: Final = 1024 * 1024
_ZIP32_LIMIT: Final = 2**31 - 1
_REDACTED: Final = "The values of cookies and authorization headers were left out of the records."


@dataclass(frozen=True, slots=True)
class Packed:
    """What a WACZ file holds: how many records, answers and pages; credentials that were left out; bytes that no record
    could be made of, in files that are damaged."""

    records: int
    answers: int
    pages: int
    credentials: int
    bytes_lost: int


class _Package:
    """A WACZ file that is being written; knows what its manifest has to list."""

    def __init__(self, file: ZipFile, created: datetime) -> None:
        self._file, self._created = file, created
        self.resources: list[dict[str, Any]] = []

    def add(self, path: str, data: BinaryIO, *, stored: bool) -> None:
        """Add a file, and list it."""
        info = ZipInfo(path, self._created.timetuple()[:6])
        info.compress_type = ZIP_STORED if stored else ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        is_large = data.seek(0, SEEK_END) > _ZIP32_LIMIT
        data.seek(0)
        # Not always in the form for large files: ReplayWeb.page 2.4 takes the field which that adds for file content.
        with self._file.open(info, "w", force_zip64=is_large) as target:
            while piece := data.read(_STEP):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        name = path.rpartition("/")[2].lower()
        self.resources.append({"name": name, "path": path, "hash": f"sha256:{digest.hexdigest()}", "bytes": size})

    def add_text(self, path: str, text: str) -> None:
        """Add a text, which is compressed."""
        self.add(path, BytesIO(text.encode("utf-8")), stored=False)


def pack(
    warcs: Iterable[Path], pages: Iterable[dict[str, str]], new: Path, wanted: Wanted, software: str,
    with_credentials: bool = False,
) -> Packed:  # fmt: skip
    """Write the `wanted` records of `warcs` to the WACZ file `new`, with `pages` (`url`, `ts`, `title`, `id`, `text`).

    The file is there under its name only when it is whole. Raises OSError as files do.
    """
    created = datetime.now(UTC)
    part = new.with_name(new.name + ".part")
    try:
        with TemporaryDirectory(dir=new.parent, prefix=".pack-") as folder, ZipFile(part, "w") as file:
            package = _Package(file, created)
            copied = [
                one for path in warcs if (one := _add_warc(package, path, Path(folder), wanted, with_credentials))
            ]
            _add_index(package, Path(folder))
            count = _add_pages(package, pages)
            _add_manifest(package, software, created, redacted=not with_credentials)
        part.rename(new)
    finally:
        part.unlink(missing_ok=True)
    sums = (sum(getattr(one, name) for one in copied) for name in ("records", "answers", "credentials", "bytes_lost"))
    records, answers, credentials, lost = sums
    return Packed(records, answers, count, credentials, lost)


def _add_warc(package: _Package, path: Path, folder: Path, wanted: Wanted, with_credentials: bool) -> Copied | None:
    """Add one WARC file, and keep its index entries in `folder`; None where nothing in it is wanted."""
    name = path.name if path.name.endswith(".gz") else f"{path.name}.gz"
    copy_ = folder / "copy"
    with copy_.open("w+b") as file:
        copied = copy(path, file, wanted, with_credentials)
        if not copied.answers:
            return None
        file.seek(0)
        with (folder / "lines").open("a", encoding="utf-8") as lines:
            lines.writelines(f"{entry}\n" for entry in entries(file, copy_.stat().st_size, name))
        file.seek(0)
        package.add(f"archive/{name}", file, stored=True)
    return copied


def _add_index(package: _Package, folder: Path) -> None:
    """Add the sorted index in compressed blocks, and the list of where each begins."""
    path = folder / "lines"
    lines = sorted(set(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []
    blocks = [lines[start : start + _BLOCK] for start in range(0, len(lines), _BLOCK)]
    index = ['!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}']
    with (folder / "index.cdx.gz").open("w+b") as file:
        for block in blocks:
            start = file.tell()
            file.write(gzip.compress("".join(f"{line}\n" for line in block).encode("utf-8"), mtime=0))
            place = json.dumps({"offset": start, "length": file.tell() - start})
            index.append(f"{block[0].partition('{')[0].strip()} {place}")
        file.seek(0)
        package.add("indexes/index.cdx.gz", file, stored=True)
    package.add_text("indexes/index.idx", "".join(f"{line}\n" for line in index))


def _add_pages(package: _Package, pages: Iterable[dict[str, str]]) -> int:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    lines = [json.dumps(line, ensure_ascii=False) for line in (head, *pages)]
    package.add_text("pages/pages.jsonl", "".join(f"{line}\n" for line in lines))
    return len(lines) - 1


def _add_manifest(package: _Package, software: str, created: datetime, redacted: bool) -> None:
    manifest = {
        "profile": "data-package",
        "wacz_version": VERSION,
        "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "software": software,
        **({"description": _REDACTED} if redacted else {}),
        "resources": list(package.resources),
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    package.add_text("datapackage.json", text)
    digest = f"sha256:{hashlib.sha256(text.encode('utf-8')).hexdigest()}"
    package.add_text("datapackage-digest.json", json.dumps({"path": "datapackage.json", "hash": digest}, indent=2))

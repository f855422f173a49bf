"""Verifies WACZ files: the ZIP file, its manifest and hashes, its list of pages, its WARC files and their index.

Format: WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/). The WARC files in it are verified where they lie, if
they are stored as they must be. Nothing is unpacked to the disk but WARC files that are deflated.
"""

import gzip
import hashlib
import io
import json
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from archiver.warc import cdxj
from archiver.warc.verify import Fault, Verifier

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MANIFEST: Final = "datapackage.json"
_DIGEST: Final = "datapackage-digest.json"
_STEP: Final = 1024 * 1024
_WARCS: Final = (".warc", ".warc.gz")


def verify(path: Path, verifier: Verifier) -> Iterator[Fault]:
    """Yield what is wrong with the WACZ file at `path`; the records in it are verified by `verifier`."""
    try:
        with ZipFile(path) as package:
            yield from _Wacz(path, package).faults(verifier)
    except (BadZipFile, NotImplementedError, EOFError) as error:
        yield Fault(str(path), None, None, f"not a whole ZIP file ({error})")


class _Slice(io.RawIOBase):
    """The bytes of a file from `start` on, `size` of them: an entry that is stored, read without the ZIP file."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = path.open("rb"), start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        data = self._file.read(max(0, min(len(room), self._size - self._at)))
        room[: len(data)] = data
        self._at += len(data)
        return len(data)


class _Wacz:
    """An open WACZ file."""

    def __init__(self, path: Path, package: ZipFile) -> None:
        self._path, self._package = path, package
        self._entries = {info.filename: info for info in package.infolist() if not info.is_dir()}

    def faults(self, verifier: Verifier) -> Iterator[Fault]:
        """Yield all of them."""
        manifest = self._json(_MANIFEST)
        if manifest is None:
            yield self._fault(_MANIFEST, "the manifest is missing or cannot be read")
        else:
            yield from self._of_manifest(manifest)
        warcs = [name for name in self._entries if name.startswith("archive/") and name.endswith(_WARCS)]
        if not warcs:
            yield self._fault("archive/", "there is no WARC file in it")
        for name in warcs:
            info = self._entries[name]
            if info.compress_type != ZIP_STORED:
                yield self._fault(name, "is compressed in the ZIP file, so that no record can be read alone")
            with self._open(info) as file:
                yield from (
                    one for _, found in verifier.stream(file, info.file_size, f"{self._path}!{name}") for one in found
                )
        yield from self._of_indexes()
        yield from self._of_pages()

    def _fault(self, name: str, what: str) -> Fault:
        return Fault(f"{self._path}!{name}", None, None, what)

    def _of_manifest(self, manifest: dict[str, Any]) -> Iterator[Fault]:
        if manifest.get("profile") != "data-package" or not manifest.get("wacz_version"):
            yield self._fault(_MANIFEST, "lacks the profile data-package or the wacz_version")
        resources = [one for one in manifest.get("resources") or [] if isinstance(one, dict)]
        listed = {str(one.get("path")): one for one in resources}
        for name in sorted(set(self._entries) - set(listed) - {_MANIFEST, _DIGEST}):
            yield self._fault(name, "is not listed in the manifest")
        for name, resource in listed.items():
            yield from self._of_resource(name, resource)
        if _DIGEST in self._entries:
            digest = self._json(_DIGEST) or {}
            if digest.get("path") != _MANIFEST or self._hash(_MANIFEST, str(digest.get("hash")))[0] != digest.get(
                "hash"
            ):
                yield self._fault(_DIGEST, f"does not fit {_MANIFEST}: one of the two was changed")

    def _of_resource(self, name: str, resource: dict[str, Any]) -> Iterator[Fault]:
        if name not in self._entries:
            yield self._fault(name, "is listed in the manifest, but not there")
            return
        try:
            hash_, size = self._hash(name, str(resource.get("hash")))
        except (BadZipFile, zlib.error, EOFError) as error:
            yield self._fault(name, f"cannot be unpacked ({error})")
            return
        if hash_ != resource.get("hash"):
            yield self._fault(
                name, f"the hash is wrong: the bytes give {hash_}, the manifest has {resource.get('hash')}"
            )
        if size != resource.get("bytes"):
            yield self._fault(name, f"has {size} bytes, but the manifest says {resource.get('bytes')}")

    def _hash(self, name: str, declared: str) -> tuple[str, int]:
        algorithm = declared.partition(":")[0]
        digest, size = hashlib.new(algorithm if algorithm in ("sha256", "md5") else "sha256", usedforsecurity=False), 0
        with self._package.open(name) as file:
            while data := file.read(_STEP):
                digest.update(data)
                size += len(data)
        return f"{digest.name}:{digest.hexdigest()}", size

    def _of_indexes(self) -> Iterator[Fault]:
        names = [name for name in self._entries if name.startswith("indexes/")]
        if not names:
            yield self._fault("indexes/", "there is no index in it")
        for name in names:
            if name.endswith(".gz") and self._entries[name].compress_type != ZIP_STORED:
                yield self._fault(name, "is compressed twice: the ZIP file must store it")
            if not name.endswith((".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")):
                continue
            try:
                with self._package.open(name) as file:
                    unpacked = gzip.GzipFile(fileobj=file) if name.endswith(".gz") else file
                    lines = io.TextIOWrapper(cast("BinaryIO", unpacked), "utf-8", errors="replace")
                    yield from cdxj.faults(lines, f"{self._path}!{name}", self._warc)
            except (OSError, EOFError, zlib.error, BadZipFile) as error:
                yield self._fault(name, f"cannot be unpacked ({error})")

    def _of_pages(self) -> Iterator[Fault]:
        name = "pages/pages.jsonl"
        if name not in self._entries:
            yield self._fault(name, "the list of pages is missing")
            return
        for number, line in enumerate(self._package.read(name).splitlines(), 1):
            try:
                page = json.loads(line)
                right = "format" in page if number == 1 else bool(page["url"] and page["ts"])
            except (ValueError, KeyError, TypeError):
                right = False
            if not right:
                yield self._fault(name, f"line {number} is no page with url and ts, or no head with the format")

    def _warc(self, name: str) -> BinaryIO | None:
        info = self._entries.get(f"archive/{name}")
        return self._open(info) if info else None

    def _open(self, info: ZipInfo) -> BinaryIO:
        """Open an entry so that any place in it can be gone to."""
        if info.compress_type != ZIP_STORED:
            file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115
            with self._package.open(info) as packed:
                shutil.copyfileobj(packed, file)
            return file
        with self._path.open("rb") as whole:
            whole.seek(info.header_offset + 26)
            lengths = whole.read(4)
        start = info.header_offset + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
        return cast("BinaryIO", io.BufferedReader(_Slice(self._path, start, info.file_size)))

    def _json(self, name: str) -> dict[str, Any] | None:
        try:
            value = json.loads(self._package.read(name))
        except (KeyError, ValueError, BadZipFile, zlib.error):
            return None
        return value if isinstance(value, dict) else None

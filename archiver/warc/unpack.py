"""Takes the WARC files in a WACZ file, which is a ZIP file, into a folder: all of them or none.

Each is compared with the hash that the manifest has of it. Where the two differ, the records speak for themselves: the
file is taken in, and the difference said, only if all of them are right by digests or checksums of their own.
Otherwise it is refused, for then nothing says that the bytes are those that were captured.
Format: WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/), Frictionless Data Package.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from archiver.errors import WarcError
from archiver.warc.adopt import (
    ENDINGS,
    Adopted,
    check_whole,
    copy_synced,
    faults_of,
    growing_in,
    named,
    reading,
    same_in,
)
from archiver.warc.scan import Piece
from archiver.warc.verify import Verifier

_MANIFEST: Final = "datapackage.json"
_MANIFEST_LIMIT: Final = 64 * 1024 * 1024
_STEP: Final = 1024 * 1024
_ANSWERS: Final = ("response", "resource", "revisit")
_DIGESTS: Final = ("WARC-Block-Digest", "WARC-Payload-Digest")


def adopt_wacz(path: Path, folder: Path) -> list[Adopted]:
    """Copy the WARC files in the WACZ file at `path` into `folder`.

    Raises WarcError where one of them is damaged, or not what the manifest says, or where the disk does not let it;
    nothing is left behind then.
    """
    with reading(path), _unpacking(path), zipfile.ZipFile(path) as packed, ExitStack() as stack:
        hashes = _hashes(packed)
        copies: list[tuple[Path, str, tuple[str, ...]]] = []
        for member in warcs_in(packed):
            growing = stack.enter_context(growing_in(folder))
            with packed.open(member) as source:
                copy_synced(source, growing)
            notes = _checked(growing, f"{path}, {member}", hashes.get(member))
            copies.append((growing, Path(member).name, notes))
        if not copies:
            raise WarcError(f"{path}: a ZIP file without WARC files in its folder archive/; this is no WACZ file")
        return [_placed(growing, folder, name, notes) for growing, name, notes in copies]


def warcs_in(packed: zipfile.ZipFile) -> list[str]:
    """Return the names of the WARC files in an open WACZ file."""
    return [name for name in packed.namelist() if name.startswith("archive/") and name.endswith(ENDINGS)]


def _placed(growing: Path, folder: Path, name: str, notes: tuple[str, ...]) -> Adopted:
    if same := same_in(folder, growing):
        return Adopted(same, known=True)
    return Adopted(named(growing, folder, name), notes=notes)


def _checked(growing: Path, label: str, declared: str | None) -> tuple[str, ...]:
    """Return what a person should know of a copy. Raises WarcError where it must not be taken in."""
    check_whole(growing, label)
    faults = faults_of(growing, label)
    if declared is None:
        return (f"{label}: {_MANIFEST} has no hash of it to compare with", *faults)
    computed = _hash(growing, declared)
    if computed is None:
        return (f"{label}: the hash in {_MANIFEST} is of a kind not known here: {declared}", *faults)
    if computed == declared.lower():
        return faults
    differs = f"{label}: its hash is not the one in {_MANIFEST}"
    if faults:
        raise WarcError(f"{differs}, and its records are at fault too; get it anew ({faults[0]})")
    if not _speaks_for_itself(growing):
        raise WarcError(f"{differs}, and its records have no digests to judge them by; get it anew")
    return (f"{differs}, but its records are right by digests of their own; taken in",)


def _speaks_for_itself(growing: Path) -> bool:
    """Whether each answer has a digest of its own, or lies in a gzip member, which has a checksum."""
    pieces = (piece for piece, _ in Verifier().walk(growing) if piece and piece.kind in _ANSWERS)
    return all(map(_is_vouched_for, pieces))


def _is_vouched_for(piece: Piece) -> bool:
    return (piece.packed and piece.sealed) or any(piece.get(name) for name in _DIGESTS)


def _hashes(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return the hash of each file that the manifest has one of; none where there is no manifest to be read."""
    try:
        with packed.open(_MANIFEST) as file:
            manifest: Any = json.loads(file.read(_MANIFEST_LIMIT))
        resources = manifest["resources"]
        return {str(one["path"]): one["hash"] for one in resources if isinstance(one.get("hash"), str)}
    except (KeyError, ValueError, TypeError, AttributeError):
        return {}


def _hash(path: Path, declared: str) -> str | None:
    """Return a file's hash as the manifest writes it; None where its kind is not known. Without a kind it is MD5."""
    kind, colon, _ = declared.partition(":")
    if not colon:
        kind = "md5"
    if kind.lower() not in ("md5", "sha1", "sha256", "sha512"):
        return None
    digest = hashlib.new(kind.lower(), usedforsecurity=False)
    with path.open("rb") as file:
        while data := file.read(_STEP):
            digest.update(data)
    return f"{kind.lower()}:{digest.hexdigest()}" if colon else digest.hexdigest()


@contextmanager
def _unpacking(path: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise WarcError(f"{path}: a WACZ file that cannot be read ({error}); restore it from a copy") from None

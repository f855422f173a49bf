"""Everything that can be checked of an archive: its WARC files, and whether the index points at what is there.

The files are verified by `archiver.warc.verify`; put together here is which files there are, and what the index says
of each. Nothing is changed.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Final

from archiver.errors import StoreError, WarcError
from archiver.folder import index_of
from archiver.index.store import Store
from archiver.warc import cdxj, package
from archiver.warc.scan import Piece
from archiver.warc.verify import Fault, Verifier
from archiver.warc.write import OPEN_SUFFIX

_ROWS: Final = """
SELECT id, "offset", length, record_id, payload_digest FROM captures WHERE file = :file ORDER BY "offset"
"""
_KNOWN: Final = "SELECT 1 FROM captures WHERE url = :url AND time LIKE :day AND record_type != 'revisit' LIMIT 1"
_WARCS: Final = (".warc", ".warc.gz")


class Audit:
    """A check of the archive in the folder `home`, or of single files; `records` and `files` count what was read."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._index = index_of(home)
        self._verifier = Verifier(self._is_known)
        self._store: Store | None = None

    @property
    def records(self) -> int:
        """How many whole records were read."""
        return self._verifier.records

    @property
    def files(self) -> int:
        """How many files were read."""
        return self._verifier.files

    def of_files(self, paths: Iterable[Path]) -> Iterator[Fault]:
        """Yield what is wrong with the files at `paths`. Raises WarcError where one cannot be read.

        What is not there is known all the same where the archive's index knows it: the originals of revisits.
        """
        with closing(self):
            self._open()
            for path in paths:
                yield from self._of_named(path)
            yield from self._verifier.finish()

    def of_archive(self) -> Iterator[Fault]:
        """Yield what is wrong with the archive. Raises StoreError where there is none."""
        own = self._own_files()
        if not own and not self._index.exists():
            raise StoreError(f"{self.home}: nothing is archived here yet; begin with `archiver save URL`")
        with closing(self):
            yield from self._open()
            known = self._store.files() if self._store else []
            for name in sorted({*own, *known}):
                yield from self._of_file(name)
            for path in sorted((self.home / "warc").glob("*.cdxj")):
                yield from _of_index(path)
            yield from self._verifier.finish()

    def _of_named(self, path: Path) -> Iterator[Fault]:
        if path.suffix == ".cdxj":
            return _of_index(path)
        return package.verify(path, self._verifier) if path.suffix == ".wacz" else self._verifier.file(path)

    def close(self) -> None:
        """Close the index."""
        if self._store:
            self._store.close()
            self._store = None

    def _own_files(self) -> list[str]:
        """Return the names of the archive's WARC files as the index has them, of those that still grow too."""
        names = (path.name.removesuffix(OPEN_SUFFIX) for path in (self.home / "warc").glob("*"))
        return [f"warc/{name}" for name in names if name.endswith(_WARCS)]

    def _open(self) -> Iterator[Fault]:
        if not self._index.exists():
            return iter(())
        try:
            self._store = Store.open(self._index, create=False)
            found = [row for row in self._store.rows("PRAGMA quick_check(10)", {}) if row["quick_check"] != "ok"]
        except StoreError as error:
            if not self._index.stat().st_size:
                return iter(())  # somebody was stopped just before making it: there is nothing in it to be wrong
            return iter([Fault(str(self._index), None, None, str(error).removeprefix(f"{self._index}: "))])
        return iter([Fault(str(self._index), None, None, row["quick_check"]) for row in found])

    def _of_file(self, name: str) -> Iterator[Fault]:
        path = self.home / name
        growing = path.with_name(path.name + OPEN_SUFFIX)
        is_growing = not path.exists() and growing.exists()
        rows = self._store.rows(_ROWS, {"file": name}) if self._store else []
        expected = {row["offset"]: row for row in rows}
        try:
            for piece, faults in self._verifier.walk(growing if is_growing else path, str(path), is_growing):
                yield from faults
                if piece and (row := expected.pop(piece.offset, None)):
                    yield from _of_row(row, piece, str(path))
        except WarcError as error:
            yield Fault(str(path), None, None, str(error).removeprefix(f"{path}: "))
        for row in expected.values():
            what = f"the index names a record here (capture {row['id']}), but none begins here"
            yield Fault(str(path), row["offset"], row["record_id"], what)

    def _is_known(self, url: str, date: str) -> bool:
        return bool(self._store and self._store.rows(_KNOWN, {"url": url, "day": f"{date[:19]}%"}))


def _of_index(path: Path) -> Iterator[Fault]:
    """Yield what is wrong with a CDXJ index, whose WARC files lie beside it."""

    def beside(name: str) -> BinaryIO | None:
        file = path.parent / name
        return file.open("rb") if Path(name).name == name and file.is_file() else None

    with path.open(encoding="utf-8", errors="replace") as lines:
        yield from cdxj.faults(lines, str(path), beside)


def _of_row(row: dict[str, Any], piece: Piece, name: str) -> Iterator[Fault]:
    """Yield in what a row of the index differs from the record that it names."""
    found = {"length": piece.length, "record_id": piece.get("WARC-Record-ID")}
    if declared := piece.get("WARC-Payload-Digest"):
        found["payload_digest"] = declared
    for column, value in found.items():
        if row[column] != value:
            what = f"the index has {row[column]} as {column} of capture {row['id']}, but the record has {value}"
            yield Fault(name, piece.offset, row["record_id"], what)

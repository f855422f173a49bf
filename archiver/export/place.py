"""Where an export goes: a file, a folder of files, or standard output; nothing half made is ever left by its name.

What is written there is the formats' business.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archiver.errors import ExportError
from archiver.export.formats import STREAMED, FormatName


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder to be made at `path`. `force` lets a file take the place of one that is there."""

    path: Path
    is_folder: bool = False
    force: bool = False

    @classmethod
    def of(cls, typed: str, form: FormatName, force: bool = False) -> "Place | None":
        """Return the place that somebody typed for an export in `form`; None for standard output, "-".

        Markdown goes into a folder, unless the name ends as a document's does. Raises ExportError where something is
        in the way, the folder around is missing, or the format does not go to standard output.
        """
        if typed == "-":
            if form not in STREAMED:
                raise ExportError(f"{form} cannot go to standard output; name a file with -o")
            return None
        path = Path(typed)
        document = path.suffix.lower() in (".md", ".markdown") and not typed.endswith(("/", os.sep))
        place = cls(path, form == "markdown" and not document, force)
        place.check()
        return place

    def check(self) -> None:
        """Raise ExportError where this place is taken, or its folder is missing."""
        if not self.path.absolute().parent.is_dir():
            raise ExportError(f"{self.path}: there is no folder {self.path.parent}; make it first")
        if self.is_folder and self.path.is_dir() and not any(self.path.iterdir()):
            return
        if not os.path.lexists(self.path):
            return
        if self.is_folder or self.path.is_dir():
            raise ExportError(f"{self.path}: exists already, and no folder is ever replaced; name another one with -o")
        if not self.force:
            raise ExportError(f"{self.path}: exists already; name another file with -o, or replace it with --force")

    @contextmanager
    def file(self) -> Iterator[BinaryIO]:
        """Yield a file to write to, which gets its name when the block ends well; raises ExportError."""
        part = self._part()
        with self._cleared(part), part.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        self._take(part)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Yield a folder to write into, which gets its name when the block ends well; raises ExportError."""
        part = self._part()
        with self._cleared(part):
            part.mkdir()
            yield part
        self._take(part)

    def _part(self) -> Path:
        return self.path.with_name(f".{self.path.name[:100]}.{os.getpid()}.part")

    @contextmanager
    def _cleared(self, part: Path) -> Iterator[None]:
        """Leave nothing at `part` where the block fails, and say which file could not be written."""
        try:
            yield
        except OSError as error:
            _remove(part)
            raise ExportError(f"{self.path}: cannot be written ({error.strerror or error})") from error
        except BaseException:
            _remove(part)
            raise

    def _take(self, part: Path) -> None:
        with self._cleared(part):
            self.check()  # somebody else may have been quicker
            if self.is_folder and self.path.is_dir():
                self.path.rmdir()  # empty; Windows renames over no folder
            part.replace(self.path)


def _remove(part: Path) -> None:
    with contextlib.suppress(OSError):
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink()

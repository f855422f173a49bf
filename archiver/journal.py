"""Which pages of a run are done, so that a run that broke off can be gone on with.

    HOME/unfinished/KEY.jsonl    a first line with what was asked for, then one line a page that is done

The file lasts as long as the run is unfinished: a run that comes to its end leaves none, and the same list saved again
later makes new snapshots. Losing it loses nothing but the knowledge; then pages are fetched twice. Nothing is fetched,
and no record is known here.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final, Self

from archiver.errors import StoreError

FOLDER: Final = "unfinished"


class Journal:
    """The journal of the run that was asked for by `inputs`; a context manager, to be used under the archive's lock.

    `done` are the URLs of the pages that a run for the same inputs, begun at `begun`, had done when it broke off;
    empty and None where there was none. With `anew`, what it had done is forgotten.
    """

    def __init__(self, home: Path, inputs: Sequence[str], anew: bool = False) -> None:
        self.path: Final = home / FOLDER / f"{_key(inputs)}.jsonl"
        self.done: frozenset[str] = frozenset()
        self.begun: datetime | None = None
        self._inputs, self._anew = list(inputs), anew
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        with self._reporting():
            if self._anew:
                self._remove()
            else:
                self._read()
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()
            self._file = None

    def add(self, urls: Iterable[str]) -> None:
        """Note that the pages at `urls` are done. Raises StoreError where the file cannot be written."""
        lines = [json.dumps({"done": url}) + "\n" for url in urls]
        if lines:
            with self._reporting():
                file = self._file or self._open()
                file.write("".join(lines))
                file.flush()

    def finish(self) -> None:
        """Say that the run came to its end: the next one with the same inputs begins anew."""
        with self._reporting():
            self.__exit__()
            self._remove()

    def _open(self) -> IO[str]:
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("a", encoding="utf-8")
        if is_new:
            self.begun = datetime.now(UTC)
            self._file.write(json.dumps({"inputs": self._inputs, "begun": self.begun.isoformat()}) + "\n")
        else:
            self._file.write("\n")  # the last line may be torn
        return self._file

    def _read(self) -> None:
        found = list(_lines(self.path))
        self.done = frozenset(one["done"] for one in found if isinstance(one.get("done"), str))
        with contextlib.suppress(KeyError, TypeError, ValueError):
            self.begun = datetime.fromisoformat(found[0]["begun"]) if self.done else None

    def _remove(self) -> None:
        self.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # others' runs are in it, or there is none
            self.path.parent.rmdir()

    @contextlib.contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{self.path}: cannot be used ({error.strerror}); make room or check its rights"
            ) from error


def _key(inputs: Sequence[str]) -> str:
    return hashlib.sha256(json.dumps(list(inputs)).encode()).hexdigest()[:16]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects in the file, without what a crash has torn."""
    if not path.exists():
        return
    for line in path.read_text("utf-8", errors="replace").splitlines():
        with contextlib.suppress(ValueError):
            value = json.loads(line)
            if isinstance(value, dict):
                yield value

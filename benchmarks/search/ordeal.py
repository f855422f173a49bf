"""An archive whose writers are killed, and what must be true of it after that.

After each kill the next ordinary command mends what there is to mend. Then every record of the WARC files is in the
index, under the number that it had; every page is found by its word; tags and notes are as they were put on and taken
away; the full text says what the catalog says, and the SQLite files are whole. When to kill is decided in `kills.py`.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from archiver.archive import Archive
from archiver.errors import ArchiverError
from archiver.index.engine import EngineName
from archiver.rules.book import shipped_rules
from archiver.warc.read import read
from benchmarks.search import adapter
from benchmarks.search.agreement import disagreements
from benchmarks.search.harbour import write_pages
from benchmarks.search.integrity import faults
from benchmarks.search.notebook import Notebook
from benchmarks.search.victim import Act, Course, Death, killed, running, undisturbed

_PAGES: Final = 14
"""Pages of one file; enough that cleaning begins processes of its own."""
_STEPS: Final = 40
"""Steps of one way to write before which it is killed; a tag on each article is always the same ones again."""
_READ: Final = 0.3
"""The share of kills at which somebody else reads the archive meanwhile, who is killed as well."""


class Ordeal:
    """One archive in the folder `home`; `wrong` is what was found, `counts` what was done."""

    def __init__(
        self, home: Path, chance: random.Random, counts: Counter[str], engine: EngineName | None = None
    ) -> None:
        self.wrong: list[str] = []
        self._archive = Archive(home, shipped_rules())
        self._home, self._chance, self._counts, self._engine = home, chance, counts, engine
        self._pages = 0
        self._notebook = Notebook(home, chance)
        self._numbers: dict[str, int] = {}
        self._courses: dict[str, tuple[Course, int]] = {}

    def begin(self) -> None:
        """Put some pages in, and find out how each way to write goes."""
        if self._engine:
            self._pages += _PAGES
            self._write_pages(self._archive.warc_folder)
            for _ in self._archive.index(engine=self._engine):
                pass
            self._numbers = adapter.numbers(self._home)
        for name, act in self._acts().items():
            pages = self._ready(name)
            self._courses[name] = undisturbed(act, self._home), pages
            self._numbers = adapter.numbers(self._home)
        self.check("before any kill")

    def kill(self) -> None:
        """Write in a process of its own, kill that at a random moment, and check."""
        name = self._chance.choice(list(self._acts()))
        pages = self._ready(name)
        self._kill(name, self._death(name, pages))

    def kill_at_each_step(self) -> None:
        """Write in every way, once for each of its steps, and kill before that."""
        for name, (course, _) in reversed(self._courses.items()):  # the archive grows by some
            for step in range(1, min(course.steps, _STEPS) + 1):
                self._ready(name)
                self._kill(name, Death(0, step))

    def _kill(self, name: str, death: Death) -> None:
        with self._reader() as is_read:
            end = killed(self._acts()[name], self._home, death)
        when = f"{name}, {death}{', read meanwhile' * is_read}"
        if end == "failed":
            self.wrong.append(f"{when}: failed before that")
        self._counts[f"killed: {name}" if end == "killed" else "not killed in time"] += 1
        self._counts["of those before a step"] += death.step is not None and end == "killed"
        self._counts["of those read meanwhile"] += is_read and end == "killed"
        self.check(when)

    def close(self) -> None:
        """Count the pages."""
        self._counts["pages"] += self._pages

    def _acts(self) -> Mapping[str, Act]:
        return {
            "adding": self._add,
            "index": self._index,
            "index --rebuild": self._rebuild,
            "tags": lambda: self._notebook.tag(sorted(self._numbers.values())),
            "notes": lambda: self._notebook.note(sorted(self._numbers.values())),
        }

    def _ready(self, name: str) -> int:
        """Prepare for an act; return how many pages there are for it: the more, the longer it takes."""
        if name in ("index", "adding"):
            self._pages += _PAGES
        if name == "index":
            self._write_pages(self._archive.warc_folder)
        return _PAGES if name in ("index", "adding") else self._pages

    def _death(self, name: str, pages: int) -> Death:
        course, measured = self._courses[name]
        share = pages / measured
        if self._chance.random() < 0.5:
            return Death(self._chance.uniform(0, 1.1 * share * course.seconds), None)
        return Death(0, self._chance.randint(1, course.steps))

    @contextmanager
    def _reader(self) -> Iterator[bool]:
        """Have the archive open in another process, now and then; that is killed, too."""
        if self._chance.random() > _READ:
            yield False
            return
        pid = running(self._read)
        time.sleep(0.05)
        yield True
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def _read(self) -> None:
        while True:
            with suppress(ArchiverError), adapter.opened(self._home) as index:
                while True:
                    adapter.total(index, "tides")

    def _add(self) -> None:
        for _ in self._archive.take_in(lambda folder: [self._write_pages(folder)]):
            pass

    def _index(self) -> None:
        for _ in self._archive.index():
            pass

    def _rebuild(self) -> None:
        for _ in self._archive.rebuild():
            pass

    def _write_pages(self, folder: Path) -> Path:
        return write_pages(folder, range(self._pages - _PAGES + 1, self._pages + 1), self._chance)

    def check(self, when: str) -> None:
        """Let the next command mend what it can, then look at everything."""
        if not self._archive.index_path.exists():
            self.wrong.append(f"{when}: the catalog is gone")
        with suppress(ArchiverError), adapter.opened(self._home) as index:
            self._counts["opened at once"] += 1
            adapter.total(index, "tides")
            self._counts["searched at once"] += 1
        try:
            self.wrong.extend(f"{when}: {fault}" for fault in self._mended())
        except ArchiverError as error:
            self.wrong.append(f"{when}: {error}")

    def _mended(self) -> Iterator[str]:
        """Have the archive mended, by a search that finds the index behind or by indexing; yield what is wrong."""
        if self._chance.random() < 0.3:
            self._archive.refresh()
            yield from (f"after a search: {fault}" for fault in disagreements(self._home))
        self._index()
        yield from self._faults()

    def _faults(self) -> Iterator[str]:
        urls = {
            capture.final_url: capture.record
            for path in self._archive.warc_files()
            for capture in read(path, self._home)
        }
        numbers = adapter.numbers(self._home)
        yield from (
            f"not in the index: {url}" for url, record in urls.items() if record and record.record_id not in numbers
        )
        yield from (f"another number than before: {one}" for one in self._numbers.items() - numbers.items())
        self._numbers = numbers
        with adapter.opened(self._home) as index:
            for url in urls:
                word = url.rsplit("/", 1)[1]
                if (found := adapter.total(index, word)) != 1:
                    yield f"{word}: found {found} times"
        folders = sorted(path.name for path in self._home.glob("*.tantivy"))
        left = folders[self._engine == "tantivy" :]
        yield from (f"left behind: {name}" for name in [*left, *(path.name for path in self._home.glob("*.new*"))])
        yield from self._notebook.faults()
        yield from disagreements(self._home)
        yield from faults(self._home)

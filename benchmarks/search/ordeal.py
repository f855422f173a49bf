"""An archive whose writers are killed, and what must be true of it after that.

Every page has a word of its own. After each kill the next command mends what there is to mend; then every record of the
WARC files is in the index, every page is found by its word, every tag is there that was put on before, and the SQLite
files are whole. When and how often is decided in `kills.py`.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from archiver.archive import Archive
from archiver.errors import ArchiverError
from archiver.rules.book import shipped_rules
from archiver.warc.read import read
from archiver.warc.write import WarcWriter
from benchmarks.search import adapter
from benchmarks.search.exchange import exchange_of
from benchmarks.search.integrity import faults

_TIME: Final = datetime(2024, 3, 1, tzinfo=UTC)
_PAGES: Final = 14
"""Pages of one file; enough that cleaning begins processes of its own."""
_TEXT: Final = (
    "<!doctype html><title>The tides at {0}</title><article><h1>The tides at {0}</h1><p>The harbour office of {0} has "
    "published the tables for the coming year, and they differ from the last ones in more than one place.</p>"
    "<p>{1}</p></article>"
)
_FILLING: Final = "Boats that came in late had to wait outside until the water rose again, as the pilots had said. "
_LETTERS: Final = "bdfgklmnprstvz"


def word_of(number: int) -> str:
    """Return the word that the page with this number has and no other."""
    syllables = []
    for _ in range(4):
        number, letter = divmod(number, len(_LETTERS))
        syllables.append(_LETTERS[letter] + "aeiou"[letter % 5])
    return f"quay{''.join(syllables)}"


def page_of(number: int, length: int) -> str:
    """Return the page with this number, `length` sentences long, with its word in it."""
    return _TEXT.format(word_of(number).capitalize(), _FILLING * length)


class Ordeal:
    """One archive in the folder `home`; `wrong` is what was found, `counts` what was done."""

    def __init__(self, home: Path, chance: random.Random, counts: Counter[str]) -> None:
        self.wrong: list[str] = []
        self._archive = Archive(home, shipped_rules())
        self._home, self._chance, self._counts = home, chance, counts
        self._pages = 0
        self._tags: set[tuple[int, str]] = set()
        self._lasted: dict[str, float] = {}

    def begin(self) -> None:
        """Put some pages in, find out how long each way to write takes, and tag an article."""
        for name, act in self._acts().items():
            begun = time.monotonic()
            act()
            self._lasted[name] = time.monotonic() - begun
        self.check("before any kill")

    def kill(self) -> None:
        """Write in a process of its own, kill that at a random moment, and check."""
        name, act = self._chance.choice(list(self._acts().items()))
        if name == "index":
            self._write_pages(self._archive.warc_folder)
        moment = self._chance.uniform(0, 1.2 * self._lasted[name])
        pid = os.fork()
        if not pid:
            with suppress(ArchiverError):
                act()
            os._exit(0)
        time.sleep(moment)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self._counts[f"killed: {name}"] += 1
        self.check(f"{name}, killed after {moment:.3f} s")

    def close(self) -> None:
        """Count the files that nobody has cleared away, and the pages."""
        self._counts["files left behind"] += len(list(self._home.glob("*.new*")))
        self._counts["pages"] += self._pages

    def _acts(self) -> dict[str, Callable[[], None]]:
        acts = {"adding": self._add, "index": self._index, "index --rebuild": self._rebuild}
        with suppress(adapter.Unsupported):
            adapter.tag(self._home, 1, "before")
            self._tags.add((1, "before"))
            acts["tags"] = self._tag
        return acts

    def _add(self) -> None:
        def bring(folder: Path) -> list[Path]:
            return [self._write_pages(folder)]

        for _ in self._archive.take_in(bring):
            pass

    def _index(self) -> None:
        for _ in self._archive.index():
            pass

    def _rebuild(self) -> None:
        for _ in self._archive.rebuild():
            pass

    def _tag(self) -> None:
        for number in range(1, self._pages):
            adapter.tag(self._home, number, self._chance.choice(("checked", "quote", "map")))

    def _write_pages(self, folder: Path) -> Path:
        before = set(folder.glob("*.gz"))
        with WarcWriter(folder) as writer:
            for _ in range(_PAGES):
                self._pages += 1
                html = page_of(self._pages, length=self._chance.randint(3, 40))
                url = f"https://tides.example/{word_of(self._pages)}"
                writer.write(exchange_of(url, html, _TIME + timedelta(hours=self._pages)))
        return next(iter(set(folder.glob("*.gz")) - before))

    def check(self, when: str) -> None:
        """Let the next command mend what it can, then look at everything."""
        with suppress(ArchiverError), adapter.opened(self._home):
            self._counts["opened at once"] += 1
        try:
            self._index()
            self.wrong.extend(f"{when}: {fault}" for fault in self._faults())
        except ArchiverError as error:
            self.wrong.append(f"{when}: {error}")

    def _faults(self) -> Iterator[str]:
        urls = {
            capture.final_url: capture.record
            for path in self._archive.warc_files()
            for capture in read(path, self._home)
        }
        known = adapter.records(self._home)
        yield from (
            f"not in the index: {url}" for url, record in urls.items() if record and record.record_id not in known
        )
        with adapter.opened(self._home) as index:
            for url in urls:
                word = url.rsplit("/", 1)[1]
                if (found := adapter.total(index, word)) != 1:
                    yield f"{word}: found {found} times"
        yield from (f"tag lost: {tag}" for tag in self._tags - set(adapter.tags(self._home)))
        yield from faults(self._home)
        self._pages = max(self._pages, len(urls))

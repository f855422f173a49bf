"""How far the indexing of WARC files is, as one line on a terminal: bytes read, what came of them, time left.

It is told by whoever reads and indexes; how the line is drawn, and where not, is the business of `display.py`.
"""

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.cli.display import duration, line, size

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

    from archiver.indexer import Reading


class Gauge:
    """The line for a run over these files. One that is not among them is counted when it has been read."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._total = sum(map(_size, files))
        self._begun = self._begun_words = time.monotonic()
        self._read = self._captures = self._articles = 0
        self._now: Reading | None = None
        self._words: tuple[int, int] | None = None

    def reading(self, now: "Reading") -> None:
        """Take in how far the reading of one file is."""
        self._now, self._words = now, None

    def finished(self, file: Path, captures: int, articles: int) -> None:
        """Take in that a file is read, and what came of it."""
        self._read += _size(file)
        self._captures += captures
        self._articles += articles
        self._now = None

    def indexing(self, done: int, of: int) -> None:
        """Take in how far the full-text index is."""
        if self._words is None or done < self._words[0]:
            self._begun_words = time.monotonic()
        self._words = done, of

    def text(self) -> str:
        """Return the line."""
        if self._words:
            done, of = self._words
            parts = [f"full text: {done:,} of {of:,} articles", *_pace(done, of, self._begun_words, "articles")]
        else:
            now = self._now
            read = self._read + (now.bytes if now else 0)
            captures = self._captures + (now.captures + now.unchanged if now else 0)
            articles = self._articles + (now.articles if now else 0)
            total = max(self._total, read)
            parts = [f"{size(read)} of {size(total)}", f"{_many(captures, 'capture')}, {_many(articles, 'article')}"]
            parts += _pace(read, total, self._begun, "")
        return " · ".join(parts)

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield line(self.text(), "bold")


def _pace(done: int, of: int, begun: float, what: str) -> list[str]:
    """Return how fast it goes and how long it will take, once that can be told."""
    seconds = time.monotonic() - begun
    if seconds < 1 or not done:
        return []
    rate = f"{done / seconds:,.0f} {what}/s" if what else f"{size(done / seconds)}/s"
    return [rate, f"{duration((of - done) * seconds / done)} left"] if of > done else [rate]


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _size(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size
    return 0

"""What a run is doing, live on a terminal: how far it is, what came of it so far, what it waits for.

Drawn by rich on standard error, and only where that is a terminal; in a pipe nothing is drawn. Lines that are printed
meanwhile stand above it. What became of each page is the command's business to print.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, ConsoleRenderable, RenderResult
    from rich.progress import Progress
    from rich.text import Text

    from archiver.archive import Saved
    from archiver.capture.watch import UnderWay, Watch

SLOW: Final = 3.0
"""Seconds after which what is under way is shown by name."""

_SHOWN: Final = 4
_STYLES: Final = {"article": "green", "partial": "yellow", "not a page": "cyan"}
_UNITS: Final = ("B", "kB", "MB", "GB", "TB")
_WAITS: Final = {"turn": "waits for its turn", "retry": "will be tried again", "answer": ""}


class Tally:
    """What came of a run so far: outcomes of pages, and of the files that they need."""

    def __init__(self) -> None:
        self.pages: Counter[str] = Counter()
        self.needed: Counter[str] = Counter()
        self.unchanged = self.failed_lists = 0

    def count(self, saved: "Saved") -> None:
        """Take one result in."""
        if saved.role == "page":
            self.pages[saved.outcome] += 1
            self.unchanged += saved.unchanged_since is not None
        elif saved.role in ("list", "robots"):
            self.failed_lists += saved.role == "list" and saved.why is not None
        elif saved.role != "icon" or saved.outcome == "requisite":  # a site without /favicon.ico misses nothing
            self.needed[saved.outcome] += 1

    def summary(self) -> list[str]:
        """Return the parts of a line that says what came of the run; none where the lines of the pages say it all."""
        parts = [f"{number:,} {outcome}" for outcome, number in self.pages.most_common()]
        parts = parts if self.pages.total() > 1 or self.pages["not reached"] else []
        if self.unchanged:
            parts.append(f"{self.unchanged:,} unchanged since they were saved before")
        if self.needed:
            came, total = self.needed["requisite"], self.needed.total()
            parts.append(f"{came:,} of {total:,} files that they need" + (" came" if came < total else ""))
        return parts


class Display:
    """The picture of a run, drawn anew each time that rich asks for it."""

    def __init__(self, tally: Tally, watch: "Watch") -> None:
        self._tally, self._watch = tally, watch
        self._begun = time.monotonic()

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        yield self._progress()
        if self._tally.pages:
            yield self._outcomes()
        for one in slowest(self._watch.under_way()):
            yield line(f"  {one.seconds:4.0f} s  {_what(one)}", "dim")

    def _progress(self) -> "Text":
        pages, seconds = self._tally.pages.total(), time.monotonic() - self._begun
        expected = self._watch.expected
        parts = [f"{pages:,} of {expected:,} pages" if expected else f"{pages:,} pages"]
        parts.append(size(self._watch.received))
        if pages and seconds > 1:
            parts.append(f"{pages / seconds:.1f} pages/s")
            if expected and expected > pages:
                parts.append(f"{duration((expected - pages) * seconds / pages)} left")
        return line(" · ".join(parts), "bold")

    def _outcomes(self) -> "Text":
        text = line("")
        for outcome, number in self._tally.pages.most_common():
            text.append(f"{' · ' if text.plain else ''}{number:,} {outcome}", _STYLES.get(outcome, "red"))
        if self._tally.needed:
            came, all_of = self._tally.needed["requisite"], self._tally.needed.total()
            text.append(f" · {came:,} of {all_of:,} files that they need", "dim")
        return text


def live(tally: Tally, watch: "Watch", quiet: bool = False) -> AbstractContextManager[object]:
    """Return a context manager that shows `tally` and `watch` while its block runs; see `shown`."""
    return shown(Display(tally, watch), quiet)


def shown(picture: "ConsoleRenderable", quiet: bool = False) -> AbstractContextManager[object]:
    """Return a context manager that shows what draws itself while its block runs, where a person is looking on.

    Nothing is shown in a pipe, on a terminal that cannot go back, and where it is to be `quiet`.
    """
    if quiet or not (sys.stderr and sys.stderr.isatty()):
        return nullcontext()
    from rich.console import Console
    from rich.live import Live

    console = Console(stderr=True)
    if console.is_dumb_terminal or not console.is_terminal:
        return nullcontext()
    # Standard output is redirected only where it is the same terminal: in a pipe it must get its lines as they are.
    return Live(
        picture,
        console=console,
        refresh_per_second=4,
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=True,
    )


def slowest(under_way: "tuple[UnderWay, ...]") -> "list[UnderWay]":
    """Return what has been under way for more than SLOW seconds, the longest first, four at most."""
    slow = [one for one in under_way if one.seconds >= SLOW]
    return sorted(slow, key=lambda one: -one.seconds)[:_SHOWN]


def size(number: float) -> str:
    """Return a number of bytes in the unit that suits it."""
    for unit in _UNITS:
        if number < 1000 or unit == _UNITS[-1]:
            return f"{number:.0f} {unit}" if unit == "B" or number >= 100 else f"{number:.1f} {unit}"
        number /= 1000
    raise AssertionError


def duration(seconds: float) -> str:
    """Return a length of time, roughly."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _what(one: "UnderWay") -> str:
    notes = [note for note in (size(one.bytes) if one.bytes else "", _WAITS.get(one.waits_for, "")) if note]
    return f"{one.url}  ({', '.join(notes)})" if notes else one.url


def line(text: str, style: str = "") -> "Text":
    """One line that is cut where the terminal ends: a long URL must not push the rest away."""
    from rich.text import Text

    return Text(text, style, no_wrap=True, overflow="ellipsis")


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield what is to be told how many of how many are done; shown with rate and time left where a person looks on."""
    if not (sys.stderr and sys.stderr.isatty()):
        yield lambda done, of: None
        return
    with _bar(what) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _bar(what: str) -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)

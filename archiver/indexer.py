"""Puts captures into the index: each is cleaned, judged, added, and what became of it is said.

What is fetched and written is not known here; a capture lies in a WARC file already. Revisits are made whole first.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from archiver.appraisal import Appraisal, is_to_clean
from archiver.capture.arrival import Arrival, Role
from archiver.capture.shortfall import Cut, Shortfall
from archiver.errors import WarcError
from archiver.index.store import Store
from archiver.model import Capture, RecordRef
from archiver.outcome.classify import Outcome, is_page
from archiver.pipeline import JUDGES
from archiver.revisit import completed
from archiver.warc.read import read, read_one
from archiver.workers import Job, Workers

_TOGETHER: Final = 64
"""Captures of a WARC file that are cleaned side by side, and added in one transaction."""
_AHEAD: Final = 2
"""Batches of captures that are being cleaned while the one before them is added: where one process is done with its
part of the first, it goes on with the second, and does not wait for the others."""

Written = Sequence[tuple[Arrival, list[Capture]]]
"""What arrived, each with the captures that it became in a WARC file."""

Opener = Callable[[], Store]
"""Gives the index, which is opened, or made, when it is first asked for."""

Watcher = Callable[["Reading"], None]
"""Is told how far the reading of WARC files is."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one URL. `id` is the article's number in the index; `why` says what went wrong.

    `role` is what it is to the page at `page`: "page" itself, "image", "style" and so on, or the "list" that names
    pages and the "robots" file that was asked. `truncated` says what cut the answer short, as WARC-Truncated does
    ("length", "time", "disconnect"), or that only its beginning was read. `unchanged_since` is when the archive first
    had what came now: all captures from then on are the same. A page that came unchanged has the article that it had;
    None where it is new, or another than the last time.
    """

    url: str
    final_url: str
    outcome: Outcome
    status: int | None = None
    id: int | None = None
    title: str | None = None
    words: int = 0
    file: str | None = None
    role: Role = "page"
    page: str | None = None
    truncated: Cut | None = None
    why: str | None = None
    unchanged_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of one WARC file: how many captures and articles are new or made anew; what is wrong with it."""

    file: str
    captures: int
    articles: int
    unchanged: int
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading of a WARC file is: bytes of it that are read, and what came of them until now."""

    file: str
    bytes: int
    captures: int
    articles: int
    unchanged: int


class Indexer:
    """Fills the index of the archive at `home`, which `store` opens, with what `workers` find in captures.

    `watch` is told how far the reading of WARC files is.
    """

    def __init__(self, home: Path, store: Opener, workers: Workers, watch: Watcher = lambda _: None) -> None:
        self._home, self._store, self._workers, self._watch = home, store, workers, watch
        self._cleaning: deque[tuple[list[Capture], Job]] = deque()
        self._later: list[tuple[RecordRef, str | None]] = []
        """Revisits that could not be resolved yet, and the URLs that were asked for where redirects led to them."""

    def begin(self, written: Written) -> Job:
        """Have what arrived and was written cleaned while something else is done."""
        return self._workers.begin(_captures(written))

    def finish(self, written: Written, appraised: list[Appraisal] | None = None) -> list[Saved]:
        """Add what arrived and was written, all or none of it; return what became of each arrival.

        `appraised` is the result of the job that was begun with it, if one was.
        """
        captures = _captures(written)
        if not captures:
            return [_nothing(arrival) for arrival, _ in written]
        found = iter(self._workers.appraise(captures) if appraised is None else appraised)
        with self._store().together():
            return [self._saved(arrival, [(one, next(found)) for one in every]) for arrival, every in written]

    def file(self, path: Path) -> Indexed:
        """Add what is in a WARC file; what the index has, under these rules, is left alone.

        Revisits whose original is not known yet are added as such; `complete` looks for it again.
        """
        done = Indexed(str(path), 0, 0, 0)
        waiting: list[Capture] = []
        try:
            for found in read(path, self._home):
                if found.record and self._is_settled(found, *self._store().judged_by(found.record.record_id)):
                    done = replace(done, unchanged=done.unchanged + 1)
                    if done.unchanged % _TOGETHER == 0:
                        self._tell(done, found.record)
                    continue
                if found.lacks_body:  # its original may be among those that wait
                    done = self._finish(self._clean(waiting, done))
                capture = completed(found, self._store(), self._home)
                if capture.lacks_body and capture.record:
                    self._later.append((capture.record, capture.asked))
                waiting.append(capture)
                if len(waiting) == _TOGETHER:
                    done = self._clean(waiting, done)
        except WarcError as error:
            done = replace(done, why=str(error))
        return self._finish(self._clean(waiting, done))

    def _is_settled(self, capture: Capture, rulebook: str | None, canonical: str | None) -> bool:
        """Whether a capture was indexed by what would decide on it now. A revisit may be one of a page, or of none."""
        if rulebook is None:
            return False
        if rulebook == JUDGES and (capture.lacks_body or not is_to_clean(capture)):
            return True
        return rulebook == self._workers.cleaner(capture.final_url, canonical)

    def complete(self) -> None:
        """Add those revisits anew whose original came behind them, in the same file or another."""
        for record, asked in self._later:
            with suppress(WarcError):
                alone = replace(read_one(self._home / record.file, record.offset, self._home), asked=asked)
                capture = completed(alone, self._store(), self._home)
                if not capture.lacks_body:
                    (appraisal,) = self._workers.appraise([capture])
                    self._add(capture, appraisal, asked=capture.url)
        self._later.clear()

    def _clean(self, waiting: list[Capture], done: Indexed) -> Indexed:
        """Have captures of a file cleaned, which wait no more, and add meanwhile what was cleaned before."""
        captures = list(waiting)
        waiting.clear()
        if captures:
            self._cleaning.append((captures, self._workers.begin(captures)))
        return self._add_cleaned(done, _AHEAD)

    def _finish(self, done: Indexed) -> Indexed:
        """Add what is being cleaned, too."""
        return self._add_cleaned(done, 0)

    def _add_cleaned(self, done: Indexed, left: int) -> Indexed:
        """Add what was cleaned until no more than `left` batches of captures are being cleaned."""
        while len(self._cleaning) > left:
            captures, job = self._cleaning.popleft()
            done = self._add_all(captures, job.result(), done)
        return done

    def _add_all(self, captures: list[Capture], appraised: list[Appraisal], done: Indexed) -> Indexed:
        """Add captures of a file; return `done` with them."""
        articles = done.articles
        with self._store().together():
            for capture, found in zip(captures, appraised, strict=True):
                saved = self._add(capture, found, asked=capture.url)
                articles += saved.id is not None and capture.original is None
        done = replace(done, captures=done.captures + len(captures), articles=articles)
        self._tell(done, captures[-1].record)
        return done

    def _tell(self, done: Indexed, last: RecordRef | None) -> None:
        end = last.offset + last.length if last else 0
        self._watch(Reading(done.file, end, done.captures, done.articles, done.unchanged))

    def _saved(self, arrival: Arrival, found: list[tuple[Capture, Appraisal]]) -> Saved:
        if not found:
            return _nothing(arrival)
        for capture, appraisal in found[:-1]:
            self._add(capture, appraisal, asked=arrival.asked)
        capture, appraisal = found[-1]
        saved = self._add(capture, appraisal, asked=arrival.asked, why=arrival.why)
        lack = Shortfall.of(arrival.exchanges[-1], capture.body if is_page(capture) else None)
        return replace(_with_shortfall(saved, lack), role=arrival.role, page=arrival.page)

    def _add(self, capture: Capture, found: Appraisal, asked: str, why: str | None = None) -> Saved:
        outcome = found.finding.outcome
        # One without a body is looked at again the next time: its original may be here then.
        cleaner = "" if capture.lacks_body else found.judged_by
        return Saved(
            url=asked,
            final_url=capture.final_url,
            outcome=outcome,
            status=capture.status,
            id=self._store().add(capture, outcome, found.entry, cleaner),
            title=found.title,
            words=found.words,
            file=capture.record.file if capture.record else None,
            why=why or found.fault or found.finding.why,
            unchanged_since=self._store().unchanged_since(capture) if capture.original else None,
        )


def _captures(written: Written) -> list[Capture]:
    return [capture for _, every in written for capture in every]


def _nothing(arrival: Arrival) -> Saved:
    fate = "no answer" if arrival.fate == "answered" else arrival.fate
    return Saved(arrival.asked, arrival.asked, fate, role=arrival.role, page=arrival.page, why=arrival.why)


def _with_shortfall(saved: Saved, lack: Shortfall | None) -> Saved:
    if lack is None:
        return saved
    why = f"{saved.why}; {lack}" if saved.why else f"{saved.final_url}: {lack}"
    return replace(saved, truncated=lack.cut, why=why)

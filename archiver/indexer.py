"""Puts captures into the index: each is cleaned, judged, added, and what became of it is said.

What is fetched and written is not known here; a capture lies in a WARC file already. Revisits are made whole first.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from archiver.article.compose import Article
from archiver.capture.arrival import Arrival, Role
from archiver.capture.shortfall import Cut, Shortfall
from archiver.errors import PageError, WarcError
from archiver.index.store import Store
from archiver.model import Capture, RecordRef
from archiver.outcome.classify import ARTICLES, Finding, Outcome, classify, is_page
from archiver.pipeline import clean_capture, cleaner
from archiver.revisit import completed
from archiver.rules.book import Rulebook
from archiver.warc.read import read, read_one

Opener = Callable[[], Store]
"""Gives the index, which is opened, or made, when it is first asked for."""


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
class _Judged:
    """A capture, what was found in it, and what is wrong with that."""

    capture: Capture
    article: Article | None
    finding: Finding
    fault: str | None


class Indexer:
    """Fills the index of the archive at `home`, by the rules of `rulebook`; `store` opens it."""

    def __init__(self, home: Path, rulebook: Rulebook, store: Opener) -> None:
        self._home, self._rulebook, self._store = home, rulebook, store
        self._cleaner = cleaner(rulebook)
        self._later: list[tuple[RecordRef, str | None]] = []
        """Revisits that could not be resolved yet, and the URLs that were asked for where redirects led to them."""

    def arrivals(self, written: Iterable[tuple[Arrival, list[Capture]]]) -> list[Saved]:
        """Add what arrived and was written, all or none of it; return what became of each arrival."""
        judged = [(arrival, [self._judge(capture) for capture in captures]) for arrival, captures in written]
        if not any(captures for _, captures in judged):
            return [_nothing(arrival) for arrival, _ in judged]
        with self._store().together():
            return [self._saved(arrival, captures) if captures else _nothing(arrival) for arrival, captures in judged]

    def file(self, path: Path) -> Indexed:
        """Add what is in a WARC file; what the index has, under these rules, is left alone.

        Revisits whose original is not known yet are added as such; `complete` looks for it again.
        """
        captures = articles = unchanged = 0
        why = None
        try:
            for found in read(path, self._home):
                if found.record and self._store().rulebook_of(found.record.record_id) == self._cleaner:
                    unchanged += 1
                    continue
                capture = completed(found, self._store(), self._home)
                if capture.lacks_body and capture.record:
                    self._later.append((capture.record, capture.asked))
                captures += 1
                saved = self._add(self._judge(capture), asked=capture.url)
                articles += saved.id is not None and capture.original is None
        except WarcError as error:
            why = str(error)
        return Indexed(str(path), captures, articles, unchanged, why)

    def complete(self) -> None:
        """Add those revisits anew whose original came behind them, in the same file or another."""
        for record, asked in self._later:
            with suppress(WarcError):
                alone = replace(read_one(self._home / record.file, record.offset, self._home), asked=asked)
                capture = completed(alone, self._store(), self._home)
                if not capture.lacks_body:
                    self._add(self._judge(capture), asked=capture.url)
        self._later.clear()

    def _judge(self, capture: Capture) -> _Judged:
        article, fault = self._clean(capture)
        # The index holds what the records themselves tell, so that it can be made again from them.
        return _Judged(capture, article, classify(capture, article, capture.asked), fault)

    def _clean(self, capture: Capture) -> tuple[Article | None, str | None]:
        is_to_clean = capture.resource == "document" and is_page(capture) and 200 <= capture.status < 300
        if not is_to_clean or capture.lacks_body:
            return None, None
        try:
            return clean_capture(capture, self._rulebook), None
        except PageError as error:
            return None, str(error)

    def _saved(self, arrival: Arrival, judged: list[_Judged]) -> Saved:
        for before in judged[:-1]:
            self._add(before, asked=arrival.asked)
        last = judged[-1]
        saved = self._add(last, asked=arrival.asked, why=arrival.why)
        lack = Shortfall.of(arrival.exchanges[-1], last.capture.body if is_page(last.capture) else None)
        return replace(_with_shortfall(saved, lack), role=arrival.role, page=arrival.page)

    def _add(self, judged: _Judged, asked: str, why: str | None = None) -> Saved:
        capture, article, found = judged.capture, judged.article, judged.finding
        kept = article if found.outcome in ARTICLES else None
        # One without a body is looked at again the next time: its original may be here then.
        number = self._store().add(capture, found.outcome, kept, "" if capture.lacks_body else self._cleaner)
        return Saved(
            url=asked,
            final_url=capture.final_url,
            outcome=found.outcome,
            status=capture.status,
            id=number,
            title=article.title if article else None,
            words=article.words if article else 0,
            file=capture.record.file if capture.record else None,
            why=why or judged.fault or found.why,
            unchanged_since=self._store().unchanged_since(capture) if capture.original else None,
        )


def _nothing(arrival: Arrival) -> Saved:
    fate = "no answer" if arrival.fate == "answered" else arrival.fate
    return Saved(arrival.asked, arrival.asked, fate, role=arrival.role, page=arrival.page, why=arrival.why)


def _with_shortfall(saved: Saved, lack: Shortfall | None) -> Saved:
    if lack is None:
        return saved
    why = f"{saved.why}; {lack}" if saved.why else f"{saved.final_url}: {lack}"
    return replace(saved, truncated=lack.cut, why=why)

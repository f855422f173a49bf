"""An archive: a folder with WARC files, which are the truth, and an index, which is made from them.

    HOME/warc/*.warc.gz     what was captured, byte for byte; never rewritten
    HOME/index.sqlite       what was made of it; can be thrown away and rebuilt
    HOME/archiver.lock      only while somebody writes

A WARC file that a crash left open is finished, and indexed, before anything else is written.
Saving and indexing are put together here from the stages; no stage is.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from archiver.article.compose import Article
from archiver.capture.entry import Entry
from archiver.capture.exchange import Options
from archiver.capture.run import Arrival, Plan, Role, arrivals
from archiver.capture.shortfall import Cut, Shortfall
from archiver.capture.watch import Watch
from archiver.errors import ArchiverError, PageError, StoreError, WarcError
from archiver.folder import index_of, warcs_of
from archiver.index.store import Store, StoredArticle
from archiver.lock import Tell, locked
from archiver.model import Capture, RecordRef
from archiver.outcome.classify import ARTICLES, GOOD, Outcome, classify, is_page, outcome_of
from archiver.pipeline import clean_capture, cleaner
from archiver.recorder import Recorder
from archiver.revisit import completed
from archiver.rules.book import Rulebook
from archiver.warc.adopt import discard_parts
from archiver.warc.leftover import finish
from archiver.warc.read import read, read_one
from archiver.warc.write import OPEN_SUFFIX, SIZE, WarcWriter

__all__ = ["GOOD", "Archive", "Indexed", "Outcome", "Saved", "is_page", "outcome_of"]

_Opener = Callable[[], Store]
_Later = tuple[RecordRef, str | None]
"""A revisit that could not be resolved yet, and the URL that was asked for where redirects led to it."""
_WARCS = (".warc", ".warc.gz")


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


class Archive:
    """The archive in the folder `home`, cleaned by the rules of `rulebook`.

    `tell` gets a line that a person should read: that another writer is waited for, that a crash was made good.
    """

    def __init__(self, home: Path, rulebook: Rulebook, tell: Tell = lambda _: None) -> None:
        self.home, self.rulebook, self._tell = home, rulebook, tell
        self.cleaner = cleaner(rulebook)
        self.index_path, self.warc_folder = index_of(home), warcs_of(home)

    def store(self) -> Store:
        """Open the index for reading. Raises StoreError where there is none."""
        return Store.open(self.index_path, create=False)

    def article(self, number: int) -> StoredArticle:
        """Return the article with this number. Raises StoreError where there is none."""
        with self.store() as store:
            return store.article_row(number)

    def cleaned_anew(self, stored: StoredArticle) -> Article:
        """Return an archived article as today's rules would have it. Raises WarcError where its record is gone."""
        record = stored.capture.record
        capture = read_one(self.home / record.file, record.offset, self.home)
        with self.store() as store:
            capture = completed(capture, store, self.home)
        return clean_capture(capture, self.rulebook)

    def save(
        self,
        sources: Iterable[str | Entry],
        plan: Plan | None = None,
        warc_size: int = SIZE,
        watch: Watch | None = None,
    ) -> Generator[Saved]:
        """Fetch each URL, write what came to new WARC files, clean and index it; yield what became of it.

        Pages that a feed or sitemap in `sources` names are among them, and what the pages need to look right, unless
        `plan` says otherwise; they come in the order in which they arrive, several at a time. What is yielded is
        safe on the disk. A new file is begun where one has more than `warc_size` bytes. `watch` shows what goes on
        meanwhile.
        Raises StoreError or WarcError where the archive cannot be written; whatever was yielded before is kept.
        Close the generator where you stop before its end: only then the WARC file gets its final name.
        """
        with (
            self._filling() as store,
            WarcWriter(self.warc_folder, size=warc_size) as writer,
            closing(arrivals(sources, plan or Plan(Options()), watch)) as batches,
        ):
            recorder = Recorder(writer, self.home, lambda: store() if self.index_path.exists() else None)
            for batch in batches:
                saved = self._put(batch, recorder, store)
                recorder.settle()
                yield from saved

    def index(self, warcs: Iterable[Path] = ()) -> Iterator[Indexed]:
        """Bring the index up to date with `warcs`, or with all of the archive's WARC files.

        Records that are indexed already, under these rules, are left alone.
        """
        files = list(warcs)
        later: list[_Later] = []
        with self._filling() as store:
            for path in files or self.warc_files():
                yield self._index(path, store, later)
            self._complete(later, store)

    def take_in(self, bring: Callable[[Path], Iterable[Path]]) -> Iterator[Indexed]:
        """Have `bring` put WARC files into the folder that it is given, and index those that it returns.

        All of it under one lock, so that nobody sees, finishes or deletes what is only half there. What `bring` raises
        is raised here.
        """
        later: list[_Later] = []
        with self._filling() as store:
            for path in bring(self.warc_folder):
                yield self._index(path, store, later)
            self._complete(later, store)

    def rebuild(self, warcs: Iterable[Path] = ()) -> Iterator[Indexed]:
        """Make the index anew from the WARC files; articles keep their numbers.

        What breaks this off, an error or a caller that stops listening, leaves the old index as it is.
        """
        named, later = list(warcs), list[_Later]()
        with locked(self.home, self._tell), Store.replacing(self.index_path) as store:
            self._finish()
            for path in dict.fromkeys([*self.warc_files(), *self._known_files(), *named]):
                yield self._index(path, lambda: store, later)
            self._complete(later, lambda: store)

    def warc_files(self) -> list[Path]:
        """Return the archive's own WARC files, oldest name first."""
        return sorted(path for path in self.warc_folder.glob("*") if path.name.endswith(_WARCS))

    def has_warcs(self) -> bool:
        """Whether there are any, those that a crash left open counted too."""
        return bool(self.warc_files()) or any(self.warc_folder.glob(f"*{OPEN_SUFFIX}"))

    def _known_files(self) -> list[Path]:
        """WARC files that the index knows, here or elsewhere: one that is gone must be reported, not forgotten."""
        try:
            with self.store() as store:
                return [self.home / name for name in store.files()]
        except StoreError:
            return []  # there is no index, or none that can be read: that is what a rebuild is for

    @contextmanager
    def _filling(self) -> Iterator[_Opener]:
        """Hold the lock, and open the index when there is something to put in.

        What fails before that leaves nothing behind.
        """
        _check_folder(self.home)
        with ExitStack() as stack:
            stack.enter_context(locked(self.home, self._tell))

            @cache
            def store() -> Store:
                return stack.enter_context(Store.open(self.index_path, create=True))

            if self.index_path.exists():
                store()  # one that is damaged is heard of before anything is fetched
            for path in self._finish():
                self._index(path, store, [])
            yield store

    def _finish(self) -> list[Path]:
        """Finish the WARC files that a crash left open, delete copies that it left half made; return the former."""
        for part in discard_parts(self.warc_folder):
            self._tell(f"{part}: left by an import that was broken off, and deleted; import that file again")
        leftovers = finish(self.warc_folder)
        for leftover in leftovers:
            self._tell(str(leftover))
        return [leftover.file for leftover in leftovers if leftover.file]

    def _put(self, batch: list[Arrival], recorder: Recorder, store: _Opener) -> list[Saved]:
        """Write a batch, make it safe on the disk, and index all of it before any of it is reported."""
        written = [(one, recorder.write(one)) for one in batch]
        recorder.sync()
        try:
            return [self._saved(one, captures, store) for one, captures in written]
        except BaseException:
            with suppress(ArchiverError):  # what was fetched is kept, whatever stops us
                for one, captures in written:
                    self._saved(one, captures, store)
            raise

    def _saved(self, arrival: Arrival, captures: list[Capture], store: _Opener) -> Saved:
        if not captures:
            fate = "no answer" if arrival.fate == "answered" else arrival.fate
            return Saved(arrival.asked, arrival.asked, fate, role=arrival.role, page=arrival.page, why=arrival.why)
        for capture in captures[:-1]:
            self._add(capture, store(), asked=arrival.asked)
        saved = self._add(captures[-1], store(), asked=arrival.asked, why=arrival.why)
        lack = Shortfall.of(arrival.exchanges[-1], captures[-1].body if is_page(captures[-1]) else None)
        return replace(_with_shortfall(saved, lack), role=arrival.role, page=arrival.page)

    def _add(self, capture: Capture, store: Store, asked: str, why: str | None = None) -> Saved:
        article, fault = self._clean(capture)
        # The index holds what the records themselves tell, so that it can be made again from them.
        found = classify(capture, article, capture.asked)
        kept = article if found.outcome in ARTICLES else None
        # One without a body is looked at again the next time: its original may be here then.
        number = store.add(capture, found.outcome, kept, "" if capture.lacks_body else self.cleaner)
        return Saved(
            url=asked,
            final_url=capture.final_url,
            outcome=found.outcome,
            status=capture.status,
            id=number,
            title=article.title if article else None,
            words=article.words if article else 0,
            file=capture.record.file if capture.record else None,
            why=why or fault or found.why,
            unchanged_since=store.unchanged_since(capture) if capture.original else None,
        )

    def _clean(self, capture: Capture) -> tuple[Article | None, str | None]:
        is_to_clean = capture.resource == "document" and is_page(capture) and 200 <= capture.status < 300
        if not is_to_clean or capture.lacks_body:
            return None, None
        try:
            return clean_capture(capture, self.rulebook), None
        except PageError as error:
            return None, str(error)

    def _index(self, path: Path, store: _Opener, later: list[_Later]) -> Indexed:
        """Index a WARC file; revisits whose original is not known yet are indexed as such, and noted in `later`."""
        captures = articles = unchanged = 0
        why = None
        try:
            for found in read(path, self.home):
                if found.record and store().rulebook_of(found.record.record_id) == self.cleaner:
                    unchanged += 1
                    continue
                capture = completed(found, store(), self.home)
                if capture.lacks_body and capture.record:
                    later.append((capture.record, capture.asked))
                captures += 1
                saved = self._add(capture, store(), asked=capture.url)
                articles += saved.id is not None and capture.original is None
        except WarcError as error:
            why = str(error)
        return Indexed(str(path), captures, articles, unchanged, why)

    def _complete(self, later: list[_Later], store: _Opener) -> None:
        """Index revisits anew whose original came behind them, in the same file or another."""
        for record, asked in later:
            with suppress(WarcError):
                alone = replace(read_one(self.home / record.file, record.offset, self.home), asked=asked)
                capture = completed(alone, store(), self.home)
                if not capture.lacks_body:
                    self._add(capture, store(), asked=capture.url)


def _with_shortfall(saved: Saved, lack: Shortfall | None) -> Saved:
    if lack is None:
        return saved
    why = f"{saved.why}; {lack}" if saved.why else f"{saved.final_url}: {lack}"
    return replace(saved, truncated=lack.cut, why=why)


def _check_folder(home: Path) -> None:
    """Raise StoreError where `home` is no folder that can be written and cannot become one."""
    existing = next(path for path in (home.absolute(), *home.absolute().parents) if path.exists())
    if not existing.is_dir():
        raise StoreError(f"{home}: cannot be made a folder, for {existing} is a file; choose another one")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise StoreError(f"{home}: cannot be written; choose another folder or check the rights of {existing}")

"""An archive: a folder with WARC files, which are the truth, and an index, which is made from them.

    HOME/warc/*.warc.gz     what was captured, byte for byte; never rewritten
    HOME/annotations.jsonl  what people added: tags, notes, saved searches; never rewritten
    HOME/catalog.sqlite     what was made of both; can be thrown away and rebuilt
    HOME/fulltext.sqlite    the words of the articles; made from the catalog whenever it is missing or out of date
    HOME/archiver.lock      only while somebody writes

A WARC file that a crash left open is finished, and indexed, before anything else is written.
Saving and indexing are put together here from the stages; no stage is.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from archiver.article.compose import Article
from archiver.capture.entry import Entry
from archiver.capture.exchange import Options
from archiver.capture.run import Plan, arrivals
from archiver.capture.watch import Watch
from archiver.errors import StoreError
from archiver.folder import former_index_of, fulltext_of, index_of, warcs_of
from archiver.index import file
from archiver.index.beside import Progress
from archiver.index.engine import EngineName
from archiver.index.store import Store, StoredArticle
from archiver.indexer import Indexed, Indexer, Opener, Saved, Watcher
from archiver.journal import Journal
from archiver.lock import Tell, locked
from archiver.outcome.classify import GOOD
from archiver.pipeline import clean_capture, cleaner
from archiver.query.values import host
from archiver.recleaning import Recleaned, reclean
from archiver.recorder import Recorder
from archiver.revisit import opened
from archiver.rules.book import Rulebook
from archiver.runs import Runs
from archiver.saving import Saving
from archiver.warc.adopt import discard_parts
from archiver.warc.leftover import finish
from archiver.warc.write import OPEN_SUFFIX, SIZE, WarcWriter
from archiver.workers import Workers

__all__ = ["Archive", "Indexed", "Saved"]

_WARCS = (".warc", ".warc.gz")
_MUCH = 1024 * 1024
"""Bytes of WARC files that workers are begun for before the first page is read."""

_HELD = GOOD - {"requisite"} | {"redirect"}
"""The outcomes of which it can be said that the archive holds the page; behind a redirect lies what it led to."""


class Archive:
    """The archive in the folder `home`, cleaned by the rules of `rulebook`.

    `tell` gets a line that a person should read: that another writer is waited for, that a crash was made good.
    `watch` is told how far the reading of WARC files is, `progress` how far the full-text index.
    """

    def __init__(
        self,
        home: Path,
        rulebook: Rulebook,
        tell: Tell = lambda _: None,
        watch: Watcher = lambda _: None,
        progress: Progress = lambda done, of: None,
    ) -> None:
        self.home, self.rulebook, self._tell, self._watch, self._progress = home, rulebook, tell, watch, progress
        self.index_path, self.warc_folder = index_of(home), warcs_of(home)

    def store(self) -> Store:
        """Open the index for reading. Raises StoreError where there is none."""
        return Store.open(self.index_path, create=False)

    def article(self, number: int) -> StoredArticle:
        """Return the article with this number. Raises StoreError where there is none."""
        with self.store() as store:
            return store.article_row(number)

    def is_current(self, stored: StoredArticle) -> bool:
        """Whether today's rules for it are those that an archived article was made by."""
        article = stored.article
        return article.rulebook == cleaner(self.rulebook, article.url, article.canonical)

    def cleaned_anew(self, stored: StoredArticle) -> Article:
        """Return an archived article as today's rules would have it. Raises WarcError where its record is gone."""
        record = stored.capture.record
        with self.store() as store:
            capture = opened(record.file, record.offset, store, self.home)
        return clean_capture(capture, self.rulebook)

    def save(
        self,
        sources: Iterable[str | Entry],
        plan: Plan | None = None,
        warc_size: int = SIZE,
        watch: Watch | None = None,
        journal: Journal | None = None,
        only_new: bool = False,
    ) -> Generator[Saved]:
        """Fetch each URL, write what came to new WARC files, clean and index it; yield what became of it.

        Pages that a feed or sitemap in `sources` names are among them, and what the pages need to look right, unless
        `plan` says otherwise; they come in the order in which they arrive, several at a time. What is yielded is
        safe on the disk. A new file is begun where one has more than `warc_size` bytes. `watch` shows what goes on
        meanwhile. Pages that `journal` knows from a run that broke off are passed over, with `only_new` also those that
        the archive holds.
        Raises StoreError or WarcError where the archive cannot be written; whatever was yielded before is kept.
        Close the generator where you stop before its end: only then the WARC file gets its final name.
        """
        with ExitStack() as stack:
            store = stack.enter_context(self._filling())
            writer = stack.enter_context(WarcWriter(self.warc_folder, size=warc_size))
            done = self._done(stack.enter_context(journal)) if journal else frozenset[str]()
            held = store().urls(_HELD) if only_new and self.index_path.exists() else frozenset[str]()
            plan = plan or Plan(Options())
            plan = replace(plan, done=plan.done | done | held)
            recorder = Recorder(writer, self.home, lambda: store() if self.index_path.exists() else None)
            indexer = Indexer(self.home, store, stack.enter_context(Workers(self.rulebook)))
            saving = stack.enter_context(Saving(recorder, indexer, journal))
            runs = stack.enter_context(Runs("save", store))
            for batch in stack.enter_context(closing(arrivals(sources, plan, watch))):
                yield from runs.saved(saving.take(batch) if batch else saving.settle())
            yield from runs.saved(saving.settle())
            if journal and saving.is_whole:
                journal.finish()

    def index(self, warcs: Iterable[Path] = (), engine: EngineName | None = None) -> Iterator[Indexed]:
        """Bring the index up to date with `warcs`, or with all of the archive's WARC files.

        Records that are indexed already, under these rules, are left alone. With `engine` the full-text index is made
        and searched by that one from now on; raises StoreError where it is not installed.
        """
        files = list(warcs)
        with self._filling() as store, Runs("index", store) as runs:
            if engine:
                store().choose_engine(engine)
            yield from runs.indexed(self._indexed(files or self.warc_files(), store))
            if self.index_path.exists():
                store().catch_up(self._progress, settle=True)

    def reclean(self, site: str | None = None, *, dry_run: bool = False) -> Iterator[Recleaned]:
        """Clean the archived pages of `site` anew, its subdomains included, where the rules for them have changed.

        Yields what became of each. With `dry_run` nothing is written. Raises StoreError where there is no index, or
        `site` is no host.
        """
        site = host(site) if site is not None else None
        if dry_run:
            with self.store() as store, Workers(self.rulebook) as workers:
                yield from reclean(self.home, store, workers, site, dry_run)
            return
        with self._filling() as opener, Workers(self.rulebook) as workers:
            yield from reclean(self.home, opener(), workers, site, dry_run)

    def take_in(self, bring: Callable[[Path], Iterable[Path]]) -> Iterator[Indexed]:
        """Have `bring` put WARC files into the folder that it is given, and index those that it returns.

        All of it under one lock, so that nobody sees, finishes or deletes what is only half there. What `bring` raises
        is raised here.
        """
        with self._filling() as store, Runs("import", store) as runs:
            yield from runs.indexed(self._indexed(bring(self.warc_folder), store))

    def rebuild(self, warcs: Iterable[Path] = (), engine: EngineName | None = None) -> Iterator[Indexed]:
        """Make the index anew from the WARC files, by the same engine if none is named; articles keep their numbers.

        What breaks this off, an error or a caller that stops listening, leaves the old index as it is.
        """
        with locked(self.home, self._tell):
            yield from self._rebuilt(warcs, engine)

    def _rebuilt(self, warcs: Iterable[Path] = (), engine: EngineName | None = None) -> Iterator[Indexed]:
        named = list(warcs)
        with (
            self._ready() as workers,
            Store.replacing(self.index_path, progress=self._progress) as store,
            Runs("rebuild", lambda: store) as runs,
        ):
            if engine:
                store.choose_engine(engine)
            self._finish()
            every = dict.fromkeys([*self.warc_files(), *self._known_files(), *named])
            yield from runs.indexed(self._indexed(every, lambda: store, workers))

    def warc_files(self) -> list[Path]:
        """Return the archive's own WARC files, oldest name first."""
        return sorted(path for path in self.warc_folder.glob("*") if path.name.endswith(_WARCS))

    def has_warcs(self) -> bool:
        """Whether there are any, those that a crash left open counted too."""
        return bool(self.warc_files()) or any(self.warc_folder.glob(f"*{OPEN_SUFFIX}"))

    def refresh(self) -> None:
        """Bring the full-text index up to date with the catalog, or make it anew. Raises StoreError where it cannot
        be."""
        with locked(self.home, self._tell), Store.open(self.index_path, create=True) as store:
            store.catch_up(self._progress)

    def _known_files(self) -> list[Path]:
        """WARC files that the index knows, here or elsewhere: one that is gone must be reported, not forgotten."""
        try:
            with self.store() as store:
                return [self.home / name for name in store.files()]
        except StoreError:
            return []  # there is no index, or none that can be read: that is what a rebuild is for

    @contextmanager
    def _filling(self) -> Iterator[Opener]:
        """Hold the lock, and open the index when there is something to put in.

        What fails before that leaves nothing behind.
        """
        _check_folder(self.home)
        with ExitStack() as stack:
            stack.enter_context(locked(self.home, self._tell))
            if former_index_of(self.index_path).exists() and not self.index_path.exists():
                self._tell(f"{former_index_of(self.index_path)}: of an older version; made anew as {self.index_path}")
                for indexed in self._rebuilt():
                    if indexed.why:
                        self._tell(indexed.why)

            @cache
            def store() -> Store:
                return stack.enter_context(Store.open(self.index_path, create=True))

            if self.index_path.exists():
                store()  # one that is damaged is heard of before anything is fetched
            for path in (self.index_path, fulltext_of(self.index_path)):  # of a rebuild that was killed: gigabytes
                file.clear(path)
            for _ in self._indexed(self._finish(), store):
                pass
            yield store

    def _finish(self) -> list[Path]:
        """Finish the WARC files that a crash left open, delete copies that it left half made; return the former."""
        for part in discard_parts(self.warc_folder):
            self._tell(f"{part}: left by an import that was broken off, and deleted; import that file again")
        leftovers = finish(self.warc_folder)
        for leftover in leftovers:
            self._tell(str(leftover))
        return [leftover.file for leftover in leftovers if leftover.file]

    def _indexed(self, paths: Iterable[Path], store: Opener, workers: Workers | None = None) -> Iterator[Indexed]:
        with workers or Workers(self.rulebook) as ready:
            indexer = Indexer(self.home, store, ready, self._watch)
            for path in paths:
                yield indexer.file(path)
            indexer.complete()

    def _ready(self) -> Workers:
        """Return workers, begun already where it is certain that there is much for them to do."""
        workers = Workers(self.rulebook)
        with suppress(OSError):  # a file that cannot be looked at is heard of when it is read
            if sum(path.stat().st_size for path in self.warc_files()) >= _MUCH:
                workers.start()
        return workers

    def _done(self, journal: Journal) -> frozenset[str]:
        """Return the pages of a run that broke off, and say that this one goes on with it."""
        if journal.done:
            begun = f" on {journal.begun:%Y-%m-%d at %H:%M} UTC" if journal.begun else ""
            count = f"{len(journal.done):,} pages are" if len(journal.done) > 1 else "one page is"
            self._tell(f"going on with a run that was begun{begun} and broke off; {count} done")
        return journal.done


def _check_folder(home: Path) -> None:
    """Raise StoreError where `home` is no folder that can be written and cannot become one."""
    existing = next(path for path in (home.absolute(), *home.absolute().parents) if path.exists())
    if not existing.is_dir():
        raise StoreError(f"{home}: cannot be made a folder, for {existing} is a file; choose another one")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise StoreError(f"{home}: cannot be written; choose another folder or check the rights of {existing}")

"""An archive: a folder with WARC files, which are the truth, and an index, which is made from them.

    HOME/warc/*.warc.gz     what was captured, byte for byte; never rewritten
    HOME/index.sqlite       what was made of it; can be thrown away and rebuilt
    HOME/archiver.lock      only while somebody writes

A WARC file that a crash left open is finished, and indexed, before anything else is written.
Saving and indexing are put together here from the stages; no stage is.
"""

import asyncio
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from archiver.article.compose import Article
from archiver.capture.http import BrokenRedirect, Exchange, Options, capture_of, fetch
from archiver.errors import ArchiverError, CaptureError, PageError, StoreError, WarcError
from archiver.index.store import Store, StoredArticle
from archiver.lock import Tell, locked
from archiver.model import Capture
from archiver.pipeline import clean_capture
from archiver.rules.book import Rulebook
from archiver.warc.batch import Batch
from archiver.warc.leftover import finish
from archiver.warc.read import read, read_one
from archiver.warc.write import OPEN_SUFFIX, SIZE, WarcWriter

Outcome = Literal["article", "partial", "no article", "not a page", "redirect", "error page", "no answer"]
"""What became of a URL: an article; one cut off by a paywall; a page without running text; another kind of
file; a redirect (without end, where it is the last answer); a status of 400 or more; no answer at all."""

GOOD: Final = frozenset[Outcome](("article", "partial", "not a page"))
"""The outcomes that a person who asked for a page is content with."""

_Opener = Callable[[], Store]
_PAGES = ("text/html", "application/xhtml+xml")
_WARCS = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one URL. `id` is the article's number in the index; `why` says what went wrong."""

    url: str
    final_url: str
    outcome: Outcome
    status: int | None = None
    id: int | None = None
    title: str | None = None
    words: int = 0
    file: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of one WARC file: how many captures and articles are new or made anew; what is wrong with it."""

    file: str
    captures: int
    articles: int
    unchanged: int
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What came of a URL and was written, every hop of it; nothing where nothing answered. `why` says what broke."""

    url: str
    captures: tuple[Capture, ...]
    why: str | None = None


class Archive:
    """The archive in the folder `home`, cleaned by the rules of `rulebook`.

    `tell` gets a line that a person should read: that another writer is waited for, that a crash was made good.
    """

    def __init__(self, home: Path, rulebook: Rulebook, tell: Tell = lambda _: None) -> None:
        self.home, self.rulebook, self._tell = home, rulebook, tell
        self.index_path = home / "index.sqlite"
        self.warc_folder = home / "warc"

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
        return clean_capture(read_one(self.home / record.file, record.offset, self.home), self.rulebook)

    def save(self, urls: Iterable[str], options: Options | None = None, warc_size: int = SIZE) -> Generator[Saved]:
        """Fetch each URL, write what came to new WARC files, clean and index it; yield what became of it.

        What is yielded is safe on the disk. A new file is begun where one has more than `warc_size` bytes.
        Raises StoreError or WarcError where the archive cannot be written; whatever was yielded before is kept.
        Close the generator where you stop before its end: only then the WARC file gets its final name.
        """
        with self._filling() as store, WarcWriter(self.warc_folder, size=warc_size) as writer:
            batch: Batch[_Fetched] = Batch(writer)
            try:
                for url in urls:
                    batch.add(self._fetch(url, options or Options(), writer))
                    if batch.is_due:
                        yield from self._released(batch, store)
                        writer.rotate()
                yield from self._released(batch, store)
            except BaseException:
                with suppress(ArchiverError):
                    self._released(batch, store)  # what was fetched before is kept, whatever stops us
                raise

    def index(self, warcs: Iterable[Path] = ()) -> Iterator[Indexed]:
        """Bring the index up to date with `warcs`, or with all of the archive's WARC files.

        Records that are indexed already, under these rules, are left alone.
        """
        files = list(warcs)
        with self._filling() as store:
            for path in files or self.warc_files():
                yield self._index(path, store)

    def rebuild(self, warcs: Iterable[Path] = ()) -> Iterator[Indexed]:
        """Make the index anew from the WARC files; articles keep their numbers.

        What breaks this off, an error or a caller that stops listening, leaves the old index as it is.
        """
        named = list(warcs)
        with locked(self.home, self._tell), Store.replacing(self.index_path) as store:
            self._finish()
            for path in dict.fromkeys([*self.warc_files(), *self._known_files(), *named]):
                yield self._index(path, lambda: store)

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
                self._index(path, store)
            yield store

    def _finish(self) -> list[Path]:
        """Finish the WARC files that a crash left open; return where they are now."""
        leftovers = finish(self.warc_folder)
        for leftover in leftovers:
            self._tell(str(leftover))
        return [leftover.file for leftover in leftovers if leftover.file]

    def _fetch(self, url: str, options: Options, writer: WarcWriter) -> _Fetched:
        why = None
        try:
            exchanges = asyncio.run(fetch(url, options))
        except BrokenRedirect as error:
            exchanges, why = error.exchanges, str(error)
        except CaptureError as error:
            return _Fetched(url, (), str(error))
        return _Fetched(url, tuple(self._write(exchange, writer) for exchange in exchanges), why)

    def _released(self, batch: Batch[_Fetched], store: _Opener) -> list[Saved]:
        """Index what the batch holds, now that it is safe, all of it before any of it is reported."""
        return [self._put(fetched, store) for fetched in batch.release()]

    def _put(self, fetched: _Fetched, store: _Opener) -> Saved:
        if not fetched.captures:
            return Saved(fetched.url, fetched.url, "no answer", why=fetched.why)
        for capture in fetched.captures[:-1]:
            self._add(capture, store(), asked=fetched.url)
        return self._add(fetched.captures[-1], store(), asked=fetched.url, why=fetched.why)

    @staticmethod
    def _write(exchange: Exchange, writer: WarcWriter) -> Capture:
        return replace(capture_of([exchange]), record=writer.write(exchange))

    def _add(self, capture: Capture, store: Store, asked: str, why: str | None = None) -> Saved:
        article, fault = self._clean(capture)
        outcome = outcome_of(capture, article)
        kept = article if outcome in ("article", "partial") else None
        number = store.add(capture, outcome, kept, self.rulebook.digest)
        return Saved(
            url=asked,
            final_url=capture.final_url,
            outcome=outcome,
            status=capture.status,
            id=number,
            title=article.title if article else None,
            words=article.words if article else 0,
            file=capture.record.file if capture.record else None,
            why=why or fault or _why(capture, outcome),
        )

    def _clean(self, capture: Capture) -> tuple[Article | None, str | None]:
        if not (is_page(capture) and 200 <= capture.status < 300):
            return None, None
        try:
            return clean_capture(capture, self.rulebook), None
        except PageError as error:
            return None, str(error)

    def _index(self, path: Path, store: _Opener) -> Indexed:
        captures = articles = unchanged = 0
        why = None
        try:
            for capture in read(path, self.home):
                if capture.record and store().rulebook_of(capture.record.record_id) == self.rulebook.digest:
                    unchanged += 1
                    continue
                captures += 1
                articles += self._add(capture, store(), asked=capture.url).id is not None
        except WarcError as error:
            why = str(error)
        return Indexed(str(path), captures, articles, unchanged, why)


def _check_folder(home: Path) -> None:
    """Raise StoreError where `home` is no folder that can be written and cannot become one."""
    existing = next(path for path in (home.absolute(), *home.absolute().parents) if path.exists())
    if not existing.is_dir():
        raise StoreError(f"{home}: cannot be made a folder, for {existing} is a file; choose another one")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise StoreError(f"{home}: cannot be written; choose another folder or check the rights of {existing}")


def is_page(capture: Capture) -> bool:
    """True where the answer is HTML, by its header or, where it has none, by its first bytes."""
    media_type = capture.content_type.split(";")[0].strip().lower()
    if media_type:
        return media_type in _PAGES
    return capture.body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))


def outcome_of(capture: Capture, article: Article | None) -> Outcome:
    """Say what became of a capture. An error page is never called a success."""
    if capture.status >= 400 or capture.status < 200:
        return "error page"
    if 300 <= capture.status < 400:
        return "redirect"
    if not is_page(capture):
        return "not a page"
    if article is None or not article.text:
        return "no article"
    return "partial" if article.is_partial else "article"


def _why(capture: Capture, outcome: Outcome) -> str | None:
    if outcome == "error page":
        return f"{capture.final_url}: the server answered {capture.status}; recorded, not indexed"
    if outcome == "redirect":
        return f"{capture.final_url}: redirects without end; recorded, not indexed"
    if outcome == "partial":
        return f"{capture.final_url}: only the beginning; the rest is behind a paywall"
    if outcome == "no article":
        return f"{capture.final_url}: no article found on this page; recorded, not indexed"
    return None

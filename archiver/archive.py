"""An archive: a folder with WARC files, which are the truth, and an index, which is made from them.

    HOME/warc/*.warc.gz     what was captured, byte for byte; never rewritten
    HOME/index.sqlite       what was made of it; can be thrown away and rebuilt

Saving and indexing are put together here from the stages; no stage is.
"""

import asyncio
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, Literal

from archiver.article.compose import Article
from archiver.capture.http import BrokenRedirect, Exchange, Options, capture_of, fetch
from archiver.errors import CaptureError, PageError, StoreError, WarcError
from archiver.folder import index_of, warcs_of
from archiver.index.store import Store, StoredArticle
from archiver.model import Capture
from archiver.pipeline import clean_capture, cleaner
from archiver.rules.book import Rulebook
from archiver.warc.read import read, read_one
from archiver.warc.write import WarcWriter

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


class Archive:
    """The archive in the folder `home`, cleaned by the rules of `rulebook`."""

    def __init__(self, home: Path, rulebook: Rulebook) -> None:
        self.home, self.rulebook, self.cleaner = home, rulebook, cleaner(rulebook)
        self.index_path = index_of(home)
        self.warc_folder = warcs_of(home)

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

    def save(self, urls: Iterable[str], options: Options | None = None) -> Generator[Saved]:
        """Fetch each URL, write what came to one new WARC file, clean and index it; yield what became of it.

        Raises StoreError or WarcError where the archive cannot be written; whatever was yielded before is kept.
        Close the generator where you stop before its end: only then the WARC file gets its final name.
        """
        with self._filling() as store, WarcWriter(self.warc_folder) as writer:
            for url in urls:
                yield self._save(url, options or Options(), store, writer)

    def index(self, warcs: Iterable[Path] = ()) -> Iterator[Indexed]:
        """Bring the index up to date with `warcs`, or with all of the archive's WARC files.

        Records that are indexed already, under these rules, are left alone.
        """
        files = list(warcs) or self.warc_files()
        with self._filling() as store:
            for path in files:
                yield self._index(path, store)

    def rebuild(self, warcs: Iterable[Path] = ()) -> Iterator[Indexed]:
        """Make the index anew from the WARC files; articles keep their numbers.

        What breaks this off, an error or a caller that stops listening, leaves the old index as it is.
        """
        files = list(dict.fromkeys([*self.warc_files(), *self._known_files(), *warcs]))
        with Store.replacing(self.index_path) as store:
            for path in files:
                yield self._index(path, lambda: store)

    def warc_files(self) -> list[Path]:
        """Return the archive's own WARC files, oldest name first."""
        return sorted(path for path in self.warc_folder.glob("*") if path.name.endswith(_WARCS))

    def _known_files(self) -> list[Path]:
        """WARC files that the index knows, here or elsewhere: one that is gone must be reported, not forgotten."""
        try:
            with self.store() as store:
                return [self.home / name for name in store.files()]
        except StoreError:
            return []  # there is no index, or none that can be read: that is what a rebuild is for

    @contextmanager
    def _filling(self) -> Iterator[_Opener]:
        """Open the index when there is something to put in: what fails before that leaves nothing behind."""
        with ExitStack() as stack:

            @cache
            def store() -> Store:
                return stack.enter_context(Store.open(self.index_path, create=True))

            if self.index_path.exists():
                store()  # one that is damaged is heard of before anything is fetched
            else:
                _check_folder(self.home)
            yield store

    def _save(self, url: str, options: Options, store: _Opener, writer: WarcWriter) -> Saved:
        why = None
        try:
            exchanges = asyncio.run(fetch(url, options))
        except BrokenRedirect as error:
            exchanges, why = error.exchanges, str(error)
        except CaptureError as error:
            return Saved(url, url, "no answer", why=str(error))
        captures = [self._write(exchange, writer) for exchange in exchanges]
        writer.sync()
        for capture in captures[:-1]:
            self._add(capture, store(), asked=url)
        return self._add(captures[-1], store(), asked=url, why=why)

    @staticmethod
    def _write(exchange: Exchange, writer: WarcWriter) -> Capture:
        return replace(capture_of([exchange]), record=writer.write(exchange))

    def _add(self, capture: Capture, store: Store, asked: str, why: str | None = None) -> Saved:
        article, fault = self._clean(capture)
        outcome = outcome_of(capture, article)
        kept = article if outcome in ("article", "partial") else None
        number = store.add(capture, outcome, kept, self.cleaner)
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
                if capture.record and store().rulebook_of(capture.record.record_id) == self.cleaner:
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

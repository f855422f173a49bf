"""The catalog, open: adding captures and articles, and reading them back, with its full-text index beside it.

Each addition is one transaction, and a record that is added again keeps its number, so adding is safe to repeat. What a
row looks like is in `rows.py`, how the full-text index follows in `filling.py`, how it is searched in `search.py`, what
people add in `annotations.py`. Nothing is fetched or cleaned here.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from archiver.errors import CaptureError, StoreError
from archiver.folder import former_index_of, fulltext_of
from archiver.index import file, revisits, schema
from archiver.index.beside import Beside, Progress
from archiver.index.grouping import Grouping, GroupingAll
from archiver.index.rows import (
    Entry,
    Judged,
    Row,
    StoredArticle,
    StoredCapture,
    entry_of,
    moment,
    row_of_capture,
    storable,
    stored_article,
    stored_capture,
)

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.model import Capture

__all__ = ["Store", "StoredArticle", "StoredCapture"]

PATIENCE: Final = 30.0
"""How many seconds to wait for another writer before giving up."""

_LARGEST: Final = 2**63 - 1  # of SQLite's integers

_COUNTS: Final = """
SELECT (SELECT count(*) FROM captures) AS captures,
       (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM articles WHERE partial) AS partial,
       (SELECT count(DISTINCT host) FROM articles) AS sites,
       (SELECT count(*) FROM blocks) AS blocks,
       (SELECT count(*) FROM residue) AS residue
"""

_JUDGED_BY: Final = """
SELECT captures.rulebook, canonical FROM captures LEFT JOIN articles ON articles.id = captures.id
WHERE record_id = :record
"""

_PAGES: Final = """
SELECT captures.*, articles.id IS NOT NULL AS has_article, canonical
FROM captures LEFT JOIN articles ON articles.id = captures.id
WHERE captures.id > :last AND status BETWEEN 200 AND 299 AND outcome NOT IN ('requisite', 'not a page', 'revisit')
  AND (record_type != 'revisit' OR articles.id IS NOT NULL)
  AND (:site IS NULL OR articles.id IS NULL OR host = :site OR substr(host, -length(:site) - 1) = '.' || :site)
ORDER BY captures.id LIMIT 500
"""
"""Pages whose host is the site, by the publisher's address where it is known; and those that have no article."""

_FIND: Final = """
SELECT id FROM articles
WHERE id IN (
    SELECT id FROM articles WHERE original_url IN (:given, :normal)
    UNION SELECT id FROM articles WHERE url IN (:given, :normal) AND url != original_url
    UNION SELECT id FROM articles WHERE canonical IN (:given, :normal) AND canonical != original_url
    UNION SELECT coalesce(revisit_of, id) FROM captures WHERE url IN (:given, :normal)
)
ORDER BY (
    SELECT max(time) FROM captures WHERE captures.id = articles.id OR captures.revisit_of = articles.id
) DESC, id DESC LIMIT 1
"""


class Store:
    """An open catalog. Use it as a context manager, and in the thread that opened it."""

    def __init__(self, db: sqlite3.Connection, path: Path, known: Mapping[str, int] | None = None) -> None:
        self.path = path
        self._db = db
        self._known = known or {}
        self._authors: dict[str, int] = {}
        self._indexes: tuple[str, ...] = ()
        self._grouping: Grouping = Grouping(db)
        self._beside: Beside | None = None

    @classmethod
    def open(cls, path: Path, *, create: bool, timeout: float = PATIENCE) -> Self:
        """Open the catalog at `path`: for reading alone or, with `create`, for writing too, made where it is missing.

        `timeout` is how many seconds to wait for another writer. Raises StoreError where the catalog is missing,
        not a catalog, damaged, of another format, or cannot be written; without `create`, or cannot be read.
        """
        if create:
            _make_folder(path.parent)
        elif not path.exists():
            raise _nothing(path)
        with file.reporting(path, reading=not create):
            db = file.connect(path, timeout) if create else file.connect_to_read(path, timeout)
            try:
                _prepare(db, path, create)
            except BaseException:
                db.close()
                raise
        store = cls(db, path)
        store._beside = Beside(db, fulltext_of(path), writes=create)
        try:
            with store._reporting_fulltext():
                store._beside.begin()
        except BaseException:
            db.close()
            raise
        return store

    @classmethod
    @contextmanager
    def replacing(
        cls, path: Path, *, timeout: float = PATIENCE, progress: Progress = lambda done, of: None
    ) -> "Iterator[Store]":
        """Yield an empty Store that takes the place of the catalog at `path` when the block ends well.

        After an exception the old catalog is as it was. Records that the old one knew keep their numbers, if it can
        be read, and so does what people added; new ones get higher numbers than it ever gave. Others can read the old
        one meanwhile, but not add to it: what they added would be lost to the new one. The full-text index is made
        anew with it. Raises StoreError as `open` does.
        """
        _make_folder(path.parent)
        with file.reporting(path), file.fresh(path) as new, file.fresh(fulltext_of(path)) as new_fulltext:
            with file.held(_numbered(path), timeout) as numbers, _made(cls, new) as store:
                store._continue(numbers)
                yield store
                store._take_over(path)
                Beside.make(store._db, new_fulltext, progress)
            # Whatever slips in at this very instant is still in its WARC file, for the next rebuild to find.
            file.install(new, path, timeout)
            with file.reporting(fulltext_of(path), is_fulltext=True):
                file.install(new_fulltext, fulltext_of(path), timeout)
            file.discard(former_index_of(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What is in the catalog is to be found at once. After an error as well: the catalog is whole.
        with closing(self._db):
            if kind is None:
                self._follow_up()
            else:
                with suppress(StoreError, sqlite3.Error):
                    self._follow_up()

    def _follow_up(self) -> None:
        if self._beside and not self._db.in_transaction:
            with self._reporting_fulltext():
                self._beside.catch_up_if_free()

    def close(self) -> None:
        """Close the file; the Store cannot be used any more."""
        self._db.close()

    def catch_up(self, progress: Progress = lambda done, of: None, *, settle: bool = False) -> None:
        """Bring the full-text index up to date with the catalog; make it anew where it is missing or unusable.

        With `settle` it is also made anew where much of it is out of order. Nothing is done where the catalog was
        opened to be read. Raises StoreError where the index cannot be written.
        """
        if self._beside and not self._db.in_transaction:
            with self._reporting_fulltext():
                self._beside.catch_up(progress, settle=settle)

    def _reporting_fulltext(self, *, reading: bool = False) -> AbstractContextManager[None]:
        return file.reporting(fulltext_of(self.path), reading=reading, is_fulltext=True)

    @property
    def beside(self) -> "Beside":
        """The full-text index of this catalog. Raises StoreError where it cannot be searched."""
        assert self._beside
        with self._reporting_fulltext(reading=True):
            return self._beside.ready()

    @property
    def is_behind(self) -> bool:
        """Whether the full-text index is missing, unusable, or does not know all that the catalog has."""
        assert self._beside
        with self._reporting_fulltext(reading=True):
            return self._beside.is_behind

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for other ways to look into the catalog."""
        return self._db

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make all changes in the block in one transaction: all of them, or after an exception none."""
        if self._db.in_transaction:
            yield
            return
        try:
            with file.reporting(self.path), file.writing(self._db):
                yield
                self._grouping.settle()
        except BaseException:
            self._grouping.forget()
            self._authors.clear()  # a number may have been given to another name since
            raise
        if self._beside:
            with self._reporting_fulltext():
                self._beside.notice()

    def add(
        self, capture: "Capture", outcome: str, article: "Article | Entry | None", rulebook: str = ""
    ) -> int | None:
        """Add a capture that lies in a WARC file, and the article that was found in it, if one was.

        A record that is there already keeps its number; its article is replaced, or removed for None. A revisit
        whose original has an article adds none: it is the same one.
        `outcome` says in a word or two what became of the capture, `rulebook` is the digest of the rules that it
        was judged by. Returns the article's number,
        None without an article. Raises StoreError where the index cannot be written.
        """
        if capture.record is None:
            raise ValueError(f"{capture.url}: only what lies in a WARC file can be indexed")
        entry = article if article is None or isinstance(article, Entry) else entry_of(article, capture)
        with file.reporting(self.path), self.together():
            number, is_new = self._number(capture.record.record_id)
            original = revisits.original(self._db, capture)
            row = row_of_capture(number, capture, capture.record, outcome, rulebook, original)
            self._upsert("captures", row)
            shared = original if entry and original and revisits.has_article(self._db, original) else None
            if not is_new:
                self._drop_article(number, keep_row=bool(entry and not shared))
            if entry and not shared:
                self._put_article(number, entry)
            if entry and not capture.original and not is_new:
                for revisit in revisits.with_articles(self._db, number):
                    self._drop_article(revisit)
        return shared or (number if entry else None)

    def original(self, capture: "Capture") -> StoredCapture | None:
        """Return the capture that holds the body of a revisit; None where the index does not know it."""
        with file.reporting(self.path, reading=True):
            number = revisits.original(self._db, capture)
        found = self.rows("SELECT * FROM captures WHERE id = :id", {"id": number}) if number else []
        return stored_capture(found[0]) if found else None

    def holders(self, digest: str, url: str, *, same_url: bool) -> list[tuple[str, int]]:
        """Return file and offset of the archive's own responses whose payload has this digest, the likeliest first.

        Those of `url` come first; with `same_url`, no others.
        """
        with file.reporting(self.path, reading=True):
            values = {"digest": digest, "url": url, "same_url": same_url}
            return self._db.execute(revisits.HOLDERS, values).fetchall()

    def unchanged_since(self, capture: "Capture") -> datetime | None:
        """Return since when each capture of this URL, with this status, had the payload that this one has.

        None where the one before this one had another.
        """
        assert capture.record
        values = {"url": capture.url, "status": capture.status, "time": moment(capture.time)}
        (row,) = self.rows(revisits.UNCHANGED, values | {"digest": capture.record.payload_digest})
        return datetime.fromisoformat(row["since"]) if row["since"] else None

    def article_row(self, number: int) -> StoredArticle:
        """Return the article with this number; raises StoreError where there is none."""
        key = {"id": min(number, _LARGEST)}
        with file.reporting(self.path, reading=True), self.reading():
            articles = self.rows("SELECT * FROM articles WHERE id = :id", key)
            captures = self.rows("SELECT * FROM captures WHERE id = :id", key)
            blocks = self.rows("SELECT * FROM blocks WHERE article_id = :id ORDER BY position", key)
        if not articles:
            raise _no_article(number, self.path)
        return stored_article(articles[0], captures[0], blocks)

    def article_title(self, number: int) -> str | None:
        """Return the title of the article with this number; raises StoreError where there is no such article."""
        found = self.rows("SELECT title FROM articles WHERE id = :id", {"id": min(number, _LARGEST)})
        if not found:
            raise _no_article(number, self.path)
        title: str | None = found[0]["title"]
        return title

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one moment's state, whoever writes meanwhile."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    @contextmanager
    def searching(self) -> Iterator[None]:
        """See one moment's state of the catalog and of the full-text index. Raises StoreError where there is none that
        can be searched, or where it turns out to be damaged."""
        with self._reporting_fulltext(reading=True):
            _ = self.beside
            with self.reading():
                yield

    def find(self, url: str) -> int | None:
        """Return the number of the newest article that was captured from `url`, published there,
        or names it as its canonical URL; None where there is none."""
        found = self.rows(_FIND, {"given": url, "normal": _normal(url)})
        return found[0]["id"] if found else None

    def judged_by(self, record_id: str) -> tuple[str | None, str | None]:
        """Return the digest of the rules that a record was indexed under, None where it is not in the index; and the
        canonical address of its article, if it has one."""
        found = self.rows(_JUDGED_BY, {"record": record_id})
        return (found[0]["rulebook"], found[0]["canonical"]) if found else (None, None)

    def pages(self, site: str | None = None) -> Iterator[tuple[StoredCapture, str | None]]:
        """Yield the captures of pages that can be cleaned, all of them or those of a host and its subdomains; each with
        the canonical address of its article, if it has one.

        In the order of their numbers; the index may be changed meanwhile.
        """
        last = 0
        while found := self.rows(_PAGES, {"site": site, "last": last}):
            last = found[-1]["id"]
            for row in found:
                has_article, canonical = row.pop("has_article"), row.pop("canonical")
                if has_article or _is_of(row["final_url"], site):
                    yield stored_capture(row), canonical

    def judged(self, number: int) -> list[Judged]:
        """Return what was found of each block of an article, in the page's order; nothing where there is none."""
        sql = 'SELECT text, label, "by", because FROM blocks WHERE article_id = :id ORDER BY position'
        return [Judged(*row.values()) for row in self.rows(sql, {"id": number})]

    def urls(self, outcomes: Iterable[str]) -> frozenset[str]:
        """Return the URLs of captures that became one of `outcomes`."""
        sql = "SELECT DISTINCT url FROM captures WHERE outcome IN (SELECT value FROM json_each(:outcomes))"
        return frozenset(row["url"] for row in self.rows(sql, {"outcomes": json.dumps(sorted(outcomes))}))

    def files(self) -> list[str]:
        """Return the WARC files that captures lie in, as `RecordRef.file` names them."""
        return [row["file"] for row in self.rows("SELECT DISTINCT file FROM captures ORDER BY file", {})]

    def counts(self) -> dict[str, int]:
        """Return how many captures, articles, partial articles, sites, blocks and blocks of residue there are."""
        return self.rows(_COUNTS, {})[0]

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """Return the rows that a SELECT finds, for other ways to look into the index; raises StoreError."""
        with file.reporting(self.path, reading=True):
            cursor = self._db.execute(sql, storable(dict(values)))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def _number(self, record_id: str) -> tuple[int, bool]:
        """Return the number of a record, and whether the catalog has nothing under that yet."""
        found = self._db.execute("SELECT id FROM captures WHERE record_id = ?", [record_id]).fetchone()
        if found:
            return int(found[0]), False
        return self._known.get(record_id) or schema.last_id(self._db) + 1, True

    def _drop_article(self, number: int, *, keep_row: bool = False) -> None:
        self._grouping.remove(number)
        self._db.execute("DELETE FROM blocks WHERE article_id = ?", [number])
        self._db.execute("DELETE FROM article_authors WHERE article_id = ?", [number])
        if not keep_row:
            self._db.execute("DELETE FROM articles WHERE id = ?", [number])

    def _put_article(self, number: int, entry: Entry) -> None:
        self._upsert("articles", {"id": number} | entry.article)
        self._db.executemany(schema.INSERT_BLOCK, ((number, *row) for row in entry.blocks))
        self._grouping.add(number, entry)
        authors = ((number, self._author(name)) for name in dict.fromkeys(entry.authors))
        self._db.executemany("INSERT INTO article_authors VALUES (?, ?)", authors)

    def _author(self, name: str) -> int:
        number = self._authors.get(name)
        if number is None:
            self._db.execute("INSERT INTO authors(name) VALUES (?) ON CONFLICT DO NOTHING", [name])
            (number,) = self._db.execute("SELECT id FROM authors WHERE name = ?", [name]).fetchone()
        return number

    def _upsert(self, table: str, row: Row) -> None:
        # Not by sqlite-utils: it looks the table up with each row, which took four times as long as all the rest.
        self._db.execute(schema.UPSERT[table], row)

    def _continue(self, numbers: file.Numbers) -> None:
        # A new file that a power cut spoils is thrown away, so it need not be synced until it is done.
        self._db.execute("PRAGMA synchronous = OFF")
        # What is written in here refers to what was written just before; to look for that each time is for nothing.
        self._db.execute("PRAGMA foreign_keys = OFF")
        self._known = numbers.known
        schema.set_last_id(self._db, numbers.last)
        schema.notice_changes(self._db, False)
        self._indexes = schema.set_aside_indexes(self._db)
        self._grouping = GroupingAll(self._db)

    def _take_over(self, path: Path) -> None:
        """Take over what people added to the catalog at `path`, or what their journal says."""
        from archiver.index.annotations import take_over

        self._db.execute("PRAGMA foreign_keys = ON")
        with file.writing(self._db):
            for index in self._indexes:
                self._db.execute(index)
            self._grouping.finish()
            take_over(self._db, path)
            schema.notice_changes(self._db, True)


@contextmanager
def _made(kind: type[Store], new: Path) -> Iterator[Store]:
    """Open a new catalog without a full-text index: that is made once it is whole."""
    db = file.connect(new, 0)
    try:
        _prepare(db, new, create=True)
        # A log beside a file that is thrown away if need be is work for nothing.
        db.execute("PRAGMA journal_mode = MEMORY")
        yield kind(db, new)
        file.share(db)
    finally:
        db.close()


def _numbered(path: Path) -> Path:
    """Return the file that knows the numbers of articles: the catalog or, of an older archive, its index."""
    former = former_index_of(path)
    return former if former.exists() and not path.exists() else path


def _is_of(url: str, site: str | None) -> bool:
    from archiver.urls import lies_under, site_key

    return site is None or lies_under(site_key(url), site)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made a folder ({error.strerror}); choose another one") from error


def _nothing(path: Path) -> StoreError:
    return StoreError(f"{path}: nothing is archived here yet; begin with `archiver save URL`")


def _no_article(number: int, path: Path) -> StoreError:
    return StoreError(f"no article {number} in {path}; `archiver search` lists them")


def _normal(url: str) -> str:
    from archiver.urls import normalise

    try:
        return normalise(url)
    except CaptureError:  # a file's name, say
        return url


def _prepare(db: sqlite3.Connection, path: Path, create: bool) -> None:
    db.execute("PRAGMA synchronous = NORMAL")
    if schema.is_empty(db):
        if not create:
            raise _nothing(path)
        with file.writing(db):
            if schema.is_empty(db):  # still: another archiver may have been quicker
                schema.create(db)
    schema.check(db, path)
    if create:
        file.share(db)

"""The catalog, open: adding captures and articles, with its full-text index beside it.

Each addition is one transaction, and a record that is added again keeps its number, so adding is safe to repeat. How
they are read back is in `catalog.py`, what a row looks like in `rows.py`, how the full-text index follows in
`filling.py`, how it is searched in `search.py`, what people add in `annotations.py`. Nothing is fetched or cleaned
here.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from archiver.errors import StoreError
from archiver.folder import former_index_of, fulltext_of
from archiver.index import engines, file, revisits, schema
from archiver.index.beside import Beside, Progress
from archiver.index.catalog import Catalog
from archiver.index.grouping import Grouping, GroupingAll
from archiver.index.rows import (
    Entry,
    Row,
    StoredArticle,
    StoredCapture,
    entry_of,
    row_of_capture,
)

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.index.engine import Engine, EngineName
    from archiver.model import Capture

__all__ = ["Store", "StoredArticle", "StoredCapture"]

PATIENCE: Final = 30.0
"""How many seconds to wait for another writer before giving up."""


class Store(Catalog):
    """An open catalog. Use it as a context manager, and in the thread that opened it."""

    def __init__(self, db: sqlite3.Connection, path: Path, known: Mapping[str, int] | None = None) -> None:
        super().__init__(db, path)
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
                words = Beside.make(store._db, new_fulltext, progress)
            try:
                # Whatever slips in at this very instant is still in its WARC file, for the next rebuild to find.
                file.install(new, path, timeout)
                with file.reporting(fulltext_of(path), is_fulltext=True):
                    file.install(new_fulltext, fulltext_of(path), timeout)
            except BaseException:
                engines.discard(path.parent, words)
                raise
            engines.discard_others(path.parent, words)
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

    def choose_engine(self, engine: "EngineName") -> None:
        """Have the full-text index made and searched by an engine from now on, the next time that it catches up.

        Raises StoreError where that is not installed.
        """
        with file.reporting(self.path), file.writing(self._db):
            engines.choose(self._db, engine)

    def _reporting_fulltext(self, *, reading: bool = False) -> AbstractContextManager[None]:
        return file.reporting(fulltext_of(self.path), reading=reading, is_fulltext=True)

    @property
    def beside(self) -> "Beside":
        """The full-text index of this catalog. Raises StoreError where it cannot be searched."""
        assert self._beside
        with self._reporting_fulltext(reading=True):
            return self._beside.ready()

    @property
    def engine(self) -> "Engine":
        """What searches the full-text index. Raises StoreError where that cannot be searched."""
        return self.beside.engine

    @property
    def is_behind(self) -> bool:
        """Whether the full-text index is missing, unusable, or does not know all that the catalog has."""
        assert self._beside
        with self._reporting_fulltext(reading=True):
            return self._beside.is_behind

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

    @contextmanager
    def searching(self) -> Iterator[None]:
        """See one moment's state of the catalog and of the full-text index. Raises StoreError where there is none that
        can be searched, or where it turns out to be damaged."""
        with self._reporting_fulltext(reading=True):
            _ = self.beside
            with self.reading():
                yield

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


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made a folder ({error.strerror}); choose another one") from error


def _nothing(path: Path) -> StoreError:
    return StoreError(f"{path}: nothing is archived here yet; begin with `archiver save URL`")


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

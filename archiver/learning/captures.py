"""The captures of a site that an archive holds, as samples. The archive is only read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from archiver.archive import Archive
from archiver.errors import PageError, WarcError
from archiver.index.rows import Row
from archiver.index.store import Store
from archiver.learning.sample import Sample, sample_of_capture
from archiver.model import Capture
from archiver.query.values import host
from archiver.revisit import opened
from archiver.rules.book import Rulebook

MOST: Final = 60
"""Captures that are looked at; of more, so many from the first to the last."""

_ROWS: Final = """
SELECT captures.file, captures."offset" FROM articles JOIN captures ON captures.id = articles.id
WHERE articles.host = :site OR substr(articles.host, -length(:site) - 1) = '.' || :site
ORDER BY captures.time, captures.id
"""
_One = TypeVar("_One")


def site_named(text: str) -> str:
    """Return the site that somebody named by a host or a URL. Raises StoreError where it is none."""
    return host(text)


def captures_of(archive: Archive, site: str, most: int = MOST) -> Iterator[Capture]:
    """Yield the site's captured pages in the order of their time, at most `most`, spread over all of it.

    One whose record cannot be read is passed over. Raises StoreError where there is no index.
    """
    with archive.store() as store:
        yield from _captures(archive, store, spread(store.rows(_ROWS, {"site": site}), most))


def newest_of(archive: Archive, site: str, most: int) -> Iterator[Capture]:
    """Yield the site's last `most` captured pages, otherwise like captures_of()."""
    with archive.store() as store:
        yield from _captures(archive, store, store.rows(_ROWS, {"site": site})[-most:])


def capture_numbered(archive: Archive, number: int) -> Capture:
    """Return the capture of an article. Raises StoreError or WarcError where it is not to be had."""
    with archive.store() as store:
        record = store.article_row(number).capture.record
        return opened(record.file, record.offset, store, archive.home)


def samples_of(archive: Archive, site: str, rulebook: Rulebook | None = None, most: int = MOST) -> list[Sample]:
    """Return the site's captures as today's rules have them, or those of `rulebook`. Raises StoreError."""
    samples = []
    for capture in captures_of(archive, site, most):
        try:
            samples.append(sample_of_capture(capture, rulebook or archive.rulebook))
        except PageError:
            continue
    return samples


def spread(many: Sequence[_One], most: int) -> list[_One]:
    """Return `most` of `many`, the first and the last among them, at even distances."""
    if len(many) <= most:
        return list(many)
    return [many[at * (len(many) - 1) // (most - 1)] for at in range(most)]


def _captures(archive: Archive, store: Store, rows: Iterable[Row]) -> Iterator[Capture]:
    for row in rows:
        capture = _read(archive, store, row["file"], row["offset"])
        if capture is not None and not capture.is_text:
            yield capture


def _read(archive: Archive, store: Store, file: str, offset: int) -> Capture | None:
    try:
        capture = opened(file, offset, store, archive.home)
    except WarcError:
        return None
    return None if capture.lacks_body else capture

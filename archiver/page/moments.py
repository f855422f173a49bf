"""When an article came out and when it was changed: of all that a page says, the first date that can be one.

Where another source gives the same day more exactly, with its time of day or its zone, that one is taken. How a date is
read is the business of dates.py and written.py, how the visible page is searched dateline.py's.
"""

from collections.abc import Iterator
from itertools import chain

from archiver.page.dateline import day_in, lines_on, times_on
from archiver.page.dates import iso_date
from archiver.page.opening import Opening
from archiver.page.sources import Found, Sources
from archiver.page.written import written_date

_PUBLISHED = (
    "article:published_time og:article:published_time og:published_time article:published parsely-pub-date "
    "sailthru.date citation_publication_date citation_date citation_online_date dc.date.issued dcterms.issued "
    "dcterms.created dc.date.created dc.date dcterms.date publishdate publish-date publish_date publication_date "
    "publicationdate publication-date pubdate pub_date date_published datepublished published published_at "
    "article_date_original originalpublicationdate displaydate cxenseparse:recs:publishtime vr:published_time "
    "rnews:datepublished date created"
).split()
_MODIFIED = (
    "article:modified_time og:article:modified_time og:modified_time article:modified og:updated_time dcterms.modified "
    "dc.date.modified datemodified date_modified modified_date last_modified lastmod article:updated revised "
    "last-modified"
).split()
FROM_URL = "URL"
"""The source of a day that only the page's address tells."""
_OLDEST = "1600"
_NO_DAY = ("1970-01-01", "1900-01-01")  # what programs write for "never"


def published_of(said: Sources, opening: Opening, language: str | None) -> Found:
    """Yield when the article came out, in ISO 8601, and where that stands."""
    american = _is_american(said, language)
    machine = chain(said.ld("datePublished"), said.meta(*_PUBLISHED), times_on(opening, said.times, changed=False))
    quick = ((iso_date(value, language, american=american), source) for value, source in machine)
    yield from _most_exact(quick)
    for value, source in lines_on(opening):
        if (exact := written_date(value, language, american=american)) and _is_likely(exact):
            yield exact, source
    for value, source in said.ld("uploadDate", "dateCreated"):
        if (exact := iso_date(value)) and _is_likely(exact):
            yield exact, source
    if day := day_in(said.url) or day_in(said.canonical):
        yield day, FROM_URL


def modified_of(said: Sources, opening: Opening, language: str | None, published: str | None) -> Found:
    """Yield when the article was last changed, in ISO 8601, and where that stands; not before the day it came out."""
    american = _is_american(said, language)
    machine = chain(said.ld("dateModified"), said.meta(*_MODIFIED), times_on(opening, said.times, changed=True))
    exact = ((iso_date(value, language, american=american), source) for value, source in machine)
    yield from _most_exact((at, source) for at, source in exact if at and at[:10] >= (published or "")[:10])


def _most_exact(found: Iterator[tuple[str | None, str]]) -> Found:
    best: tuple[str, str] | None = None
    for exact, source in found:
        if exact is None or not _is_likely(exact):
            continue
        if best is None or (exact.startswith(best[0][:10]) and _exactness(exact) > _exactness(best[0])):
            best = exact, source
        if _exactness(best[0]) == 2:
            break
    if best is not None:
        yield best


def _exactness(exact: str) -> int:
    """2 with a zone, 1 with a time of day, 0 for a day, less for a month or a year."""
    if len(exact) < 10:
        return len(exact) - 10
    return (len(exact) > 10) + (len(exact) > 10 and (exact.endswith("Z") or exact[-6] in "+-"))


def _is_likely(exact: str) -> bool:
    return exact >= _OLDEST and not exact.startswith(_NO_DAY)


def _is_american(said: Sources, language: str | None) -> bool:
    """Whether 03/06 is the sixth of March: on English pages that no other country's domain names."""
    country = said.host.rpartition(".")[2]
    return language in (None, "en") and (len(country) != 2 or country == "us")

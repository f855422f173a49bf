"""Articles of the index as what a citation says of them.

How a citation is written is the business of `archiver/cite/`.
"""

from collections.abc import Sequence
from datetime import date

from archiver.cite.citable import Citable
from archiver.cite.name import Name, name_of
from archiver.index.store import Store, StoredArticle
from archiver.page.desks import is_paper
from archiver.urls import host


def citables(store: Store, numbers: Sequence[int], accessed: date | None = None) -> tuple[Citable, ...]:
    """Return what is to be cited of the articles with these numbers, each once, in this order.

    `accessed` is the day on which somebody looked at them. Raises StoreError, which names it, for a number without one.
    """
    return tuple(_citable(store.article_row(number), accessed) for number in dict.fromkeys(numbers))


def _citable(stored: StoredArticle, accessed: date | None) -> Citable:
    article, record = stored.article, stored.capture.record
    url = article.original_url or article.url or stored.capture.url
    return Citable(
        id=stored.id,
        captured_at=stored.capture.time,
        url=url,
        captured_from=stored.capture.final_url or stored.capture.url,
        record_id=record.record_id,
        warc_file=record.file,
        warc_offset=record.offset,
        payload_digest=record.payload_digest,
        title=article.title,
        authors=tuple(_name(author, stored) for author in article.metadata.authors),
        publication=article.metadata.site,
        published=article.published,
        language=article.language,
        accessed=accessed,
    )


def _name(author: str, stored: StoredArticle) -> Name:
    """An author's name; the paper's own is no person's."""
    article = stored.article
    if is_paper(author, article.metadata.site, host(article.original_url)):
        return Name(literal=author)
    return name_of(author, article.language)

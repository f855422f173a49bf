"""Documents, and hosts, that tables say whether they are meant: what people wrote on articles, and when those came.

As SELECTs of document numbers, for engines to run by themselves or to put into a larger one.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from archiver.language.wanted import Phrase

_ARTICLES: Final = "SELECT docid FROM fulltext.docs WHERE article IN ({})"
_NEWER: Final = "SELECT docid FROM fulltext.docs WHERE article > ?"
_TAGGED: Final = _ARTICLES.format(
    "SELECT article_id FROM main.article_tags JOIN main.tags ON tags.id = tag_id WHERE name IN ({names})"
)
_ANY_TAG: Final = _ARTICLES.format("SELECT article_id FROM main.article_tags")
_ANY_NOTE: Final = _ARTICLES.format("SELECT article_id FROM main.notes")
_NOTED: Final = _ARTICLES.format("SELECT article_id FROM main.notes WHERE {words}")
_HOSTS: Final = "SELECT host FROM fulltext.hosts WHERE host = ? OR substr(host, -length(?) - 1) = '.' || ?"


@dataclass(frozen=True, slots=True)
class Listing:
    """A SELECT of the numbers of documents, and the values of its question marks."""

    sql: str
    values: tuple[str | int, ...] = ()


LOOSE: Final = Listing("SELECT docid FROM fulltext.docs WHERE loose")
"""What lists the documents that are out of the order of dates."""
UNSWEPT: Final = Listing("SELECT docid FROM fulltext.dead WHERE NOT swept")
"""What lists the dead documents whose words are still there."""


def tagged(names: Sequence[str]) -> Listing:
    """Return what lists the articles with one of these tags."""
    return Listing(_TAGGED.format(names=", ".join("?" * len(names))), tuple(names))


def with_tag() -> Listing:
    """Return what lists the articles with any tag."""
    return Listing(_ANY_TAG)


def with_note() -> Listing:
    """Return what lists the articles with any note."""
    return Listing(_ANY_NOTE)


def noted(forms: Iterable[Phrase]) -> Listing:
    """Return what lists the articles with one of these forms in a note; there is at least one.

    Notes are few, and looked through: their words are kept with a space before and after each.
    """
    likes = tuple(f"% {' '.join(one.tokens)}{'%' if one.prefix else ' %'}" for one in forms)
    return Listing(_NOTED.format(words=" OR ".join(["words LIKE ?"] * len(likes))), likes)


def newer(number: int) -> Listing:
    """Return what lists the articles with a higher number than this."""
    return Listing(_NEWER, (number,))


def hosts(db: sqlite3.Connection, sites: Iterable[str]) -> list[str]:
    """Return the hosts in the index attached to `db` that are one of these sites or below one."""
    return sorted({host for site in sites for (host,) in db.execute(_HOSTS, [site, site, site])})

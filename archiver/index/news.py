"""What is new to a saved search: the articles that came into the archive since it last ran."""

import sqlite3
from dataclasses import dataclass
from typing import Any, Final

from archiver.index import fulltext
from archiver.index.annotations import SavedSearch
from archiver.index.search import Narrowed, Results, search
from archiver.index.store import Store

NARROWING: Final = ("site", "after", "before", "language")
"""The options of a saved search that narrow it, as `Narrowed` has them; besides there are `sort` and `expand`."""

_ALL: Final = 2**40
_WAITING: Final = "SELECT min(article_id) FROM main.changes WHERE number > ? AND article_id > ?"


@dataclass(frozen=True, slots=True)
class News:
    """What a saved search found, and the number of the last capture that was looked at: where the next one begins."""

    results: Results
    last_id: int


def options_of(narrowed: Narrowed, sort: str, expand: bool) -> dict[str, Any]:
    """Return the options of a search as they are kept: those that say something."""
    given = {name: getattr(narrowed, name) for name in NARROWING}
    given |= {"sort": sort if sort != "relevance" else None, "expand": expand or None}
    return {name: value for name, value in given.items() if value is not None}


def news_of(store: Store, saved: SavedSearch) -> News:
    """Return all that is new to a saved search. Raises StoreError as `search` does."""
    options = saved.options
    narrowed = Narrowed(**{name: options.get(name) for name in NARROWING}, newer=saved.last_id)
    sort, expand = options.get("sort", "relevance"), options.get("expand", False)
    with store.searching():
        last = _looked_at(store.connection, saved.last_id)
        results = search(store, saved.query, narrowed, sort=sort, limit=_ALL, expand=expand)
    return News(results, last)


def _looked_at(db: sqlite3.Connection, last: int) -> int:
    """Return the number of the last capture whose article can be found, and those of all that came before it.

    What another archiver is just adding is in the catalog before it is in the full-text index: it is new the next time.
    """
    (waiting,) = db.execute(_WAITING, [fulltext.value(db, "synced"), last]).fetchone()
    (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()
    return max(last, int(newest if waiting is None else waiting - 1))

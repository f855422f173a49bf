"""Searching the index: what was typed → Query → SQL → Results.

`parse` is the only place that knows the query language, `_match` the only one that knows FTS5's. Everything typed
reaches FTS5 inside its quotation marks, so nothing in it can act as FTS5 syntax.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from archiver.errors import CaptureError, StoreError
from archiver.index.rows import Row
from archiver.index.store import Store
from archiver.urls import normalise, site_key

MATCH_START: Final = "\x02"
MATCH_END: Final = "\x03"

_QUOTES: Final = str.maketrans("“”„«»", '"""""')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
# A quotation mark without a partner stands for nothing.
_TERM: Final = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')
_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")

# A paragraph, pasted. The time that a snippet takes grows with the square of the words looked for.
_LONGEST: Final = 2000

# A word in the title says more about an article than the same word somewhere in its text.
_WEIGHTS: Final = "8.0, 4.0, 4.0, 1.0"
_SNIPPET_WORDS: Final = 32
_LARGEST: Final = 2**63 - 1  # of SQLite's integers; to it, one below nought means all

# Dates are compared as far as both are exact: "2025-05" holds an article of "2025-05-28", and one of "2025".
CONDITIONS: Final = {
    "site": "(host = :site OR substr(host, -length(:site) - 1) = '.' || :site)",
    "after": "substr(day, 1, length(:after)) >= substr(:after, 1, length(day))",
    "before": "substr(day, 1, length(:before)) <= substr(:before, 1, length(day))",
}

_MATCHING: Final = "FROM articles_fts WHERE articles_fts MATCH :match"
# The plus sign keeps SQLite from asking FTS5 for these rows one after another, a hundred times slower.
_WITHIN: Final = " AND +rowid IN (SELECT id FROM articles WHERE {conditions})"

_COUNT: Final = "SELECT count(*) AS total {matching}"

# The best are found first and their snippets made then: a snippet costs more than a score. CROSS JOIN keeps the
# tables in this order: asked for one row after another, FTS5 would begin the whole query anew for each.
_HITS: Final = """
WITH best AS (
    SELECT rowid AS id, bm25(articles_fts, {weights}) AS score {matching} ORDER BY score, rowid DESC LIMIT :limit
)
SELECT articles.id, articles.title, articles.url, articles.site, articles.byline, articles.published,
       articles.captured_at, articles.words, articles.partial, best.score,
       snippet(articles_fts, 3, :start, :end, '…', {words}) AS text_snippet,
       snippet(articles_fts, 1, :start, :end, '…', {words}) AS dek_snippet
FROM articles_fts CROSS JOIN best ON best.id = articles_fts.rowid CROSS JOIN articles ON articles.id = best.id
WHERE articles_fts MATCH :match
ORDER BY best.score, best.id DESC
"""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand next to each other, as typed; of the last one only the beginning, if `prefix`."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: an article must have every term, in its title, dek, byline or text."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. The higher `score`, the better it matches.

    `snippet` is a part of its text in pieces, True where a piece is what was looked for.
    """

    id: int
    title: str | None
    url: str | None
    site: str | None
    byline: str | None
    published: str | None
    captured_at: datetime
    words: int
    partial: bool
    score: float
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Results:
    """The best hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def parse(text: str) -> Query:
    """Read a query as people type it: words, "exact phrases", and beginnings of words (`ventur*`).

    Marks between letters make a phrase ("face-to-face", "don't", "title:x"); other marks mean nothing.
    Raises StoreError where no word is left, or for more than 2,000 characters.
    """
    if len(text) > _LONGEST:
        raise StoreError(f"a query of {len(text)} characters is too long; give at most {_LONGEST}")
    plain = _CONTROL.sub(" ", text).translate(_QUOTES)
    found = [_term(phrase + star or word) for phrase, star, word in _TERM.findall(plain)]
    terms = tuple(term for term in found if any(map(str.isalnum, term.text)))
    if not terms:
        raise StoreError(f"nothing to search for in {text!r}; give at least one word")
    return Query(terms)


def search(
    store: Store,
    query: str,
    *,
    site: str | None = None,
    after: str | None = None,
    before: str | None = None,
    limit: int = 20,
) -> Results:
    """Return the `limit` best articles for a query, best first.

    `site` is a host, which stands for its subdomains too. `after` and `before` are a day, month or year
    (ISO 8601), themselves included; what counts is the day of publication or, where a page gives none, of capture.
    Raises StoreError for a query without a word, a wrong date or site, or an index that cannot be read.
    """
    limits = {"site": host_given(site), "after": date_given(after), "before": date_given(before)}
    given = {name: value for name, value in limits.items() if value is not None}
    conditions = " AND ".join(CONDITIONS[name] for name in given)
    matching = _MATCHING + (_WITHIN.format(conditions=conditions) if given else "")
    values = {"match": _match(parse(query)), **given}
    total = store.rows(_COUNT.format(matching=matching), values)[0]["total"]
    sql = _HITS.format(matching=matching, weights=_WEIGHTS, words=_SNIPPET_WORDS)
    marks = {"limit": max(0, min(limit, _LARGEST)), "start": MATCH_START, "end": MATCH_END}
    return Results(tuple(_hit(row) for row in store.rows(sql, values | marks)), total)


def _term(typed: str) -> Term:
    text = typed.rstrip("*")
    return Term(text, prefix=text != typed)


def _match(query: Query) -> str:
    """Return the query in FTS5's language, as quoted strings; side by side, all of them must match."""
    return " ".join(f'"{term.text}"{"*" if term.prefix else ""}' for term in query.terms)


def host_given(site: str | None) -> str | None:
    """Return the host that somebody named as a site; None for None. Raises StoreError where it is none."""
    if site is None:
        return None
    try:
        return site_key(normalise(site if "//" in site else f"http://{site}"))
    except CaptureError:
        raise StoreError(f"{site!r} is not a site; give a host such as themoscowtimes.com") from None


def date_given(text: str | None) -> str | None:
    """Return the year, month or day that somebody named; None for None. Raises StoreError where it is none."""
    if text is None:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise StoreError(f"{text!r} is not a date; write 2025, 2025-05 or 2025-05-28") from None
    return text


def _hit(row: Row) -> Hit:
    row = dict(row)
    text, dek = row.pop("text_snippet"), row.pop("dek_snippet")
    best = dek if MATCH_START not in text and dek and MATCH_START in dek else text
    return Hit(
        **{
            **row,
            "captured_at": datetime.fromisoformat(row["captured_at"]),
            "partial": bool(row["partial"]),
            "score": -row["score"],
            "snippet": _pieces(best),
        }
    )


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Split a snippet at its marks, which come in turn: a start, an end, a start."""
    pieces = re.split(f"[{MATCH_START}{MATCH_END}]", " ".join(snippet.split()))
    return tuple((piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece)

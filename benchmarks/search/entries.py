"""A made article as rows of the index, put together without a detour: what `archiver.index.rows.entry_of` returns.

It knows what rows look like, which `entry_of` says: a test holds both equal. It is here for its speed alone, that the
time it takes to make articles does not hide the time that the index takes.
"""

import json
from functools import lru_cache
from typing import Any, Final

from archiver.index.facts import bits
from archiver.index.rows import Entry, entry_of, moment
from archiver.index.schema import FORMAT
from archiver.labels import Label
from archiver.stories.sketch import sketch
from archiver.urls import address, site_key
from benchmarks.search.made import (
    RULEBOOK,
    SOURCES,
    Made,
    article_of,
    capture_of,
    density_of,
    place_of,
    votes_on,
)

_json: Final = json.JSONEncoder(ensure_ascii=False).encode


def exact_entry(made: Made) -> Entry:
    """Return the rows as the archiver itself makes them."""
    return entry_of(article_of(made), capture_of(made))


def quick_entry(made: Made) -> Entry:
    """Return the same rows, several times as fast."""
    captured = moment(made.captured)
    access = "paywalled" if made.paywalled else None
    words = made.words
    text = "\n\n".join(made.paragraphs)
    article = {
        "url": made.url,
        "original_url": made.url,
        "title": made.title,
        "dek": made.dek,
        "byline": made.byline,
        "text": text,
        "published": made.published,
        "day": (made.published or captured)[:10],
        "language": made.language,
        "site": made.site,
        "host": site_key(made.url),
        "canonical": made.url,
        "address": address(made.url),
        "modified": None,
        "section": made.section,
        "image": None,
        "access": access,
        "partial": int(made.paywalled and words < 400),
        "words": words,
        "labels": bits({label for label, _ in made.pieces}),
        "captions": _json([text for label, text in made.pieces if label == "caption"]),
        "captured_at": captured,
        "rulebook": RULEBOOK,
        "notes": "[]",
        "metadata": _metadata(made, access),
        "format": FORMAT,
    }
    blocks = tuple(_row(index, label, text) for index, (label, text) in enumerate(made.pieces))
    return Entry(article, blocks, made.authors, sketch(text))


def _metadata(made: Made, access: str | None) -> str:
    values: dict[str, Any] = {
        "title": made.title, "dek": made.dek, "authors": made.authors, "published": made.published, "modified": None,
        "language": made.language, "site": made.site, "section": made.section, "canonical": made.url, "image": None,
        "access": access, "sources": SOURCES,
    }  # fmt: skip
    return _json(values)


def _row(index: int, label: Label, text: str) -> tuple[Any, ...]:
    tag, path, tokens, hidden, density, by, because, votes = _around(index, label)
    return (index, tag, path, tokens, hidden, density, text, text, label, by, because, votes, "")


@lru_cache(maxsize=4096)
def _around(index: int, label: Label) -> tuple[Any, ...]:
    """Return what is the same of every piece with this label at this place."""
    tag, path, tokens = place_of(index, label)
    votes = votes_on(label)
    row = [{"by": vote.by, "label": vote.label, "rank": vote.rank, "because": vote.because} for vote in votes]
    return (tag, path, _json(tokens), 0, density_of(label), votes[0].by, votes[0].because, _json(row))

"""Captures, articles and blocks as rows of the index, and back.

What is stored comes back equal: blocks, verdicts and metadata. The one exception is what UTF-8 cannot hold
(half of a surrogate pair, as in a title cut within an emoji), which becomes U+FFFD.
No SQL here.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from archiver.index.facts import bits
from archiver.index.schema import BLOCK_COLUMNS, FORMAT
from archiver.labels import Label

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.model import Block, Capture, Metadata, RecordRef, Verdict, Vote

Row = dict[str, Any]

# Searched columns hold no control characters: search marks its matches with two of them,
# and SQLite's snippet() ends at a NUL.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DAY: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """What the index knows of a capture; its bytes are in the WARC record that `record` points to.

    `record_type` is "response", "resource" or "revisit". `revisit_of` is the number of the capture that holds the
    body of a revisit; None for other records, and where the archive does not have it.
    """

    id: int
    url: str
    final_url: str
    time: datetime
    status: int
    outcome: str
    rulebook: str
    content_type: str
    how: str
    record_type: str
    revisit_of: int | None
    record: "RecordRef"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of the index with its number and its capture.

    `article` is equal to the one that was added: as it was under the rulebook whose digest it bears.
    """

    id: int
    capture: StoredCapture
    article: "Article"


def moment(time: datetime) -> str:
    """Return an aware `time` in UTC as ISO 8601. Ends in "+00:00", not "Z", so that text order is time order."""
    return time.astimezone(UTC).isoformat()


def row_of_capture(
    number: int, capture: "Capture", record: "RecordRef", outcome: str, rulebook: str, revisit_of: int | None = None
) -> Row:
    """Return the row of `captures` for a capture that lies in `record`."""
    row = {
        "id": number,
        "url": capture.url,
        "final_url": capture.final_url,
        "time": moment(capture.time),
        "status": capture.status,
        "outcome": outcome,
        "rulebook": rulebook,
        "content_type": capture.content_type,
        "how": capture.how,
        **_values(record),
        "record_type": "revisit" if capture.original else "response" if capture.how == "http" else "resource",
        "revisit_of": revisit_of,
    }
    return storable(row)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the catalog keeps it, but for its number: its row, those of its blocks, in schema order, its
    authors,
    and the sketch of its text, by which its copies are known."""

    article: Row
    blocks: tuple[tuple[Any, ...], ...]
    authors: tuple[str, ...] = ()
    sketch: bytes = b""

    def judged(self) -> "list[Judged]":
        """Return what was found of each block."""
        return [Judged(*(row[place] for place in _JUDGED)) for row in self.blocks]


class Judged(NamedTuple):
    """What was found of a block: its text, its label, who gave it, and why."""

    text: str
    label: Label
    by: str
    because: str


def entry_of(article: "Article", capture: "Capture") -> Entry:
    """Return what the index keeps of the article that was found in `capture`.

    Only the index profile's text is stored, whichever profile `article` shows: nothing else is to be searched.
    """
    from archiver.stories.sketch import sketch

    authors = tuple(_encodable(name) for name in article.metadata.authors)
    row = _row_of_article(article.with_profile("index"), capture)
    return Entry(row, tuple(_rows_of_blocks(article)), authors, sketch(row["text"]))


def _row_of_article(article: "Article", capture: "Capture") -> Row:
    from archiver.urls import address, site_key

    captured_at = moment(article.captured_at or capture.time)
    return storable(
        {
            "url": article.url,
            "original_url": article.original_url,
            **{name: _searched(getattr(article, name)) for name in ("title", "dek", "byline", "text")},
            "published": article.published,
            "day": _day(article.published) or captured_at[:10],
            "language": article.language,
            "site": article.site,
            "host": site_key(article.original_url or article.url) or None,
            "canonical": article.canonical,
            "address": address(article.original_url or article.url or capture.final_url),
            **{name: getattr(article.metadata, name) for name in ("modified", "section", "image", "access")},
            "partial": int(article.is_partial),
            "words": article.words,
            "labels": bits({verdict.label for verdict in article.verdicts}),
            "captions": _json(article.captions),
            "captured_at": captured_at,
            "rulebook": article.rulebook,
            "notes": _json(article.notes),
            "metadata": _json(_values(article.metadata) | {"sources": dict(article.metadata.sources)}),
            "format": FORMAT,
        }
    )


def _rows_of_blocks(article: "Article") -> Iterator[tuple[Any, ...]]:
    """Yield the rows of `blocks`, each with its verdict, without the article's number."""
    verdicts = {verdict.block: verdict for verdict in article.verdicts}
    for block in article.blocks:
        verdict = verdicts[block.index]
        yield (
            block.index,
            block.tag,
            _encodable(block.path),
            _encodable(_json(block.tokens)),
            int(block.hidden),
            block.link_density,
            _encodable(block.text),
            _encodable(block.html),
            verdict.label,
            _encodable(verdict.by),
            _encodable(verdict.because),
            _encodable(_json([_values(vote) for vote in verdict.votes])),
            block.place,
        )


def stored_article(article: Row, capture: Row, blocks: Sequence[Row]) -> StoredArticle:
    """Return the article that these rows hold; `blocks` are in document order."""
    from archiver.article.compose import Article

    found = stored_capture(capture)
    return StoredArticle(
        id=article["id"],
        capture=found,
        article=Article(
            url=article["url"],
            original_url=article["original_url"],
            captured_at=datetime.fromisoformat(article["captured_at"]),
            metadata=_metadata(json.loads(article["metadata"])),
            blocks=tuple(_block(row) for row in blocks),
            verdicts=tuple(_verdict(row) for row in blocks),
            notes=tuple(json.loads(article["notes"])),
            rulebook=article["rulebook"],
            record=found.record,
        ),
    )


def stored_capture(row: Row) -> StoredCapture:
    """Return the capture that a row of `captures` holds."""
    from archiver.model import RecordRef

    values = dict(row)
    record = RecordRef(**{name: values.pop(name) for name in _names(RecordRef)})
    return StoredCapture(**{**values, "time": datetime.fromisoformat(row["time"]), "record": record})


def _block(row: Row) -> "Block":
    from archiver.model import Block

    return Block(
        index=row["position"],
        tag=row["tag"],
        path=row["path"],
        tokens=tuple(json.loads(row["tokens"])),
        text=row["text"],
        html=row["html"],
        link_density=row["link_density"],
        hidden=bool(row["hidden"]),
        place=row["place"],
    )


def _verdict(row: Row) -> "Verdict":
    from archiver.model import Verdict, Vote

    votes = tuple(Vote(**vote) for vote in json.loads(row["votes"]))
    return Verdict(block=row["position"], label=row["label"], votes=votes)


def _metadata(values: Row) -> "Metadata":
    from archiver.model import Metadata

    return Metadata(**{**values, "authors": tuple(values["authors"])})


def _day(date: str | None) -> str | None:
    """Return the year, month or day that an ISO 8601 date begins with."""
    found = _DAY.match(date or "")
    return found[0] if found else None


def _searched(text: str | None) -> str | None:
    return text and _CONTROL.sub("", text)


def _values(value: "Vote | Metadata | RecordRef") -> Row:
    # Not asdict(): that copies every value, which takes time, and a read-only mapping cannot be copied.
    kind: Any = type(value)
    return {name: getattr(value, name) for name in _names(kind)}


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


_JUDGED: Final = tuple(BLOCK_COLUMNS.index(name) for name in Judged._fields)
_json: Final = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps() makes an encoder with each call


def storable(row: Row) -> Row:
    """Return the values with all text such that UTF-8, and so SQLite, can hold it."""
    return {name: _encodable(value) if isinstance(value, str) else value for name, value in row.items()}


def _encodable(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)

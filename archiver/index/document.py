"""What the full-text index holds of one article: the words of its columns, of its parts, and a row of facts.

From rows of the catalog alone, so that an index can be made from it at any time. Nothing is written here.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from archiver.index.facts import fact, facts_of
from archiver.index.fulltext import FORMAT, PARTED
from archiver.labels import LABELS, Label
from archiver.language.streams import Analyser, Streams

PART_GAP: Final = " ¶ "
"""Stands between the words of two blocks, lest a phrase begin in one and end in the next."""

_REPEATED: Final = (
    20_000  # texts of blocks that are remembered: of navigation and letters each page of a site has the same
)
_NOTHING: Final = Streams("", "", None)
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


@dataclass(frozen=True, slots=True)
class Document:
    """One article as the full-text index holds it.

    `columns` are the words in the order of `fulltext.COLUMNS`; `parts` are label, words and stems of the blocks of each
    label. `first` and `last` bound the days on which it may have come out, as YYYYMMDD; `captured` is when it was
    captured, in seconds since 1970. `digest` tells whether any of
    the words is another than before. `tails` are the ends of long words, of languages that write words together.
    """

    article: int
    columns: tuple[str, ...]
    parts: tuple[tuple[Label, str, str], ...]
    first: int
    last: int
    captured: int
    language: str | None
    host: str | None
    flags: int
    labels: int
    digest: int
    tails: tuple[str, ...]

    @property
    def row(self) -> tuple[Any, ...]:
        """The values of a row in `docs` from `article` on, without `site`, `loose` and the number."""
        return (self.article, self.first, self.last, self.captured, self.language, self.flags, self.labels, self.digest)


def days(day: str) -> tuple[int, int]:
    """Return the first and the last day of a day, month or year (ISO 8601) as YYYYMMDD; 00 and 99 stand for any."""
    found = _DATE.match(day)
    if not found:
        return 0, 99999999
    year, month, of_month = found.groups()
    return int(f"{year}{month or '00'}{of_month or '00'}"), int(f"{year}{month or '99'}{of_month or '99'}")


def seconds(moment: str) -> int:
    """Return a moment (ISO 8601) in seconds since 1970; 0 for what is none."""
    try:
        return int(datetime.fromisoformat(moment).timestamp())
    except ValueError:
        return 0


class Documents:
    """Makes documents; one for many articles, since words and blocks come again."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._part = lru_cache(_REPEATED)(analyser.streams)

    def of(self, row: Mapping[str, Any], blocks: Sequence[tuple[Label, str]]) -> Document:
        """Return the document of the article with this row of `articles` and these blocks, label and text of each."""
        text = self._analyser.streams(row["text"], row["language"])
        language = text.language
        title, dek, byline = (self._streams(row[name], language) for name in ("title", "dek", "byline"))
        facts = " ".join(facts_of(row, language))
        stems = f"{text.stems} {dek.stems}" if dek.stems else text.stems
        columns = (text.words, stems, title.words, title.stems, dek.words, byline.words, facts)
        parts = self._parts(blocks, language)
        first, last = days(row["day"])
        return Document(
            article=row["id"],
            columns=columns,
            parts=parts,
            first=first,
            last=last,
            captured=seconds(row["captured_at"]),
            language=language,
            host=row["host"],
            flags=row["partial"] or 0,
            labels=row["labels"] or 0,
            digest=_digest(columns, parts),
            tails=tuple(self._analyser.tails(text.words, language)),
        )

    def _streams(self, text: str | None, language: str | None) -> Streams:
        return self._analyser.streams(text, language) if text else _NOTHING

    def _parts(self, blocks: Iterable[tuple[Label, str]], language: str | None) -> tuple[tuple[Label, str, str], ...]:
        found: defaultdict[Label, list[Streams]] = defaultdict(list)
        for label, text in blocks:
            if label in PARTED:
                found[label].append(self._part(text, language))
        return tuple(
            (label, PART_GAP.join(one.words for one in found[label]), " ".join(one.stems for one in found[label]))
            for label in sorted(found, key=LABELS.index)
        )


def part_word(label: Label) -> str:
    """Return the word by which a row of `parts_fts` says its label."""
    return fact("label", label)


def _digest(columns: tuple[str, ...], parts: tuple[tuple[Label, str, str], ...]) -> int:
    hashed = hashlib.blake2b("\n".join(columns).encode(), digest_size=8)
    hashed.update(repr((FORMAT, parts)).encode())
    return int.from_bytes(hashed.digest(), "big", signed=True)

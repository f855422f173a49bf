"""The record that every format is made of: one article, with the facts of its capture.

Where it comes from is not known here, nor how its values are written.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One article, with the facts of its capture. What the page does not say is None or empty.

    `published` is ISO 8601, as exact as the page says; `captured_at` is aware. `text`, `html` and `markdown` are three
    views of the same blocks. `snippet` and `score` are there where a query found the article. The record is in
    `warc_file`, from the byte `warc_offset` on; that name is relative to the archive's folder.
    """

    id: int
    captured_at: datetime
    title: str | None = None
    dek: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    site: str | None = None
    host: str | None = None
    url: str | None = None
    original_url: str | None = None
    canonical: str | None = None
    published: str | None = None
    language: str | None = None
    section: str | None = None
    words: int = 0
    partial: bool = False
    text: str = ""
    html: str = ""
    markdown: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    warc_file: str = ""
    warc_offset: int = 0
    record_id: str = ""
    payload_digest: str = ""
    score: float | None = None
    snippet: str | None = None

    @property
    def published_day(self) -> date | None:
        """The day of publication; None where no day is known, as of "2025-05"."""
        try:
            return date.fromisoformat((self.published or "")[:10])
        except ValueError:
            return None

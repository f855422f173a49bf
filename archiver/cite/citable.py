"""What a citation is made of: an article, and the copy of it that was archived.

Where that comes from is not known here, nor how a citation is written.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

from archiver.cite.name import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Citable:
    """One archived article; what its page does not say is None or empty.

    `publication` is the paper's or site's own name; None where only its host is known. `published` is ISO 8601, as
    exact as the page says. `url` is the publisher's address, `captured_from` the one that was asked, which is another
    where a mirror served the page. `captured_at` is aware. The record `record_id` lies in `warc_file` from the byte
    `warc_offset` on. `accessed` is the day on which somebody looked; where nobody says, it is that of the capture.
    """

    id: int
    captured_at: datetime
    url: str
    captured_from: str
    record_id: str
    warc_file: str
    warc_offset: int
    payload_digest: str
    title: str | None = None
    authors: tuple[Name, ...] = ()
    publication: str | None = None
    published: str | None = None
    language: str | None = None
    accessed: date | None = None

    @property
    def access_day(self) -> date:
        """The day on which the page was looked at, in UTC."""
        return self.accessed or self.captured_at.astimezone(UTC).date()

    @property
    def record_urn(self) -> str:
        """The record's id without the angle brackets that WARC writes around it: "urn:uuid:…"."""
        return self.record_id.strip("<>")

    @property
    def file_name(self) -> str:
        """The WARC file's name; in which folder it lies is nothing to the reader of a citation."""
        return PurePosixPath(self.warc_file.replace("\\", "/")).name

    @property
    def is_from_mirror(self) -> bool:
        """Whether the page was captured from another address than the publisher's."""
        return self.captured_from != self.url

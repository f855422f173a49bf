"""Articles as short to write as a test needs them, and exports as short to make."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

from archiver.export.exported import Exported
from archiver.export.formats import FormatName, Order
from archiver.export.write import export

TIME = datetime(2025, 5, 28, 10, 11, 12, tzinfo=UTC)


def exported(number: int = 1, **values: Any) -> Exported:
    """An article with something in each field that pages usually have."""
    usual: dict[str, Any] = {
        "title": f"Tide tables {number}",
        "byline": "Anna Petrova, Ivo Tress",
        "authors": ("Anna Petrova", "Ivo Tress"),
        "site": "The Harbour Courier",
        "host": "news.example",
        "url": f"https://mirror.example/{number}",
        "original_url": f"https://news.example/{number}",
        "published": "2025-05-28T09:00:00+03:00",
        "language": "en",
        "words": 7,
        "text": "The tables are out.\n\nThey differ.",
        "html": "<p>The tables are <em>out</em>.</p>\n<p>They differ.</p>\n",
        "markdown": "The tables are *out*.\n\nThey differ.\n",
        "tags": ("sea", "time"),
        "warc_file": "warc/a.warc.gz",
        "warc_offset": 1024,
        "record_id": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "payload_digest": "sha1:AAAA",
    }
    return Exported(id=number, captured_at=TIME + timedelta(days=number), **usual | values)


def written(form: FormatName, *articles: Exported, fields: str | None = None, **options: Any) -> bytes:
    """The bytes of an export of these articles."""
    file = io.BytesIO()
    export(iter(articles), Order.of(form, fields, **options), file)
    return file.getvalue()

"""Articles to cite, as short to write as a test needs them."""

from datetime import UTC, datetime
from typing import Any

from archiver.cite.citable import Citable
from archiver.cite.name import Name

UUID = "urn:uuid:0a1b2c3d-0000-4000-8000-000000000001"
DIGEST = "sha1:VU5YD46RFRQ5FNZSBPRHTI7J23U7HNS7"


def citable(number: int = 1, **values: Any) -> Citable:
    usual: dict[str, Any] = {
        "title": "Face Value",
        "authors": (Name(family="Petrova", given="Anna"), Name(literal="Amnesty International")),
        "publication": "The Moscow Times",
        "published": "2025-05-28T09:00:00+03:00",
        "url": "https://www.themoscowtimes.com/a",
        "captured_from": "https://www.themoscowtimes.com/a",
        "captured_at": datetime(2025, 5, 30, 23, 11, 12, tzinfo=UTC),
        "record_id": f"<{UUID}>",
        "warc_file": "warc/news-2025_05.warc.gz",
        "warc_offset": 1024,
        "payload_digest": DIGEST,
        "language": "en",
    }
    return Citable(id=number, **usual | values)


TITLES = (
    "Face Value",
    'He said "no", {twice} & left: 100% of #1, $5_000 ~ x^2 \\o/',
    "A lone } brace and { another",
    "Кто владеет причалом?",
    "من يملك الرصيف؟",
    "東京の港は誰のものか",
    "Ça & là – l’été",
    "Ends in a backslash \\",
    "two\nlines  and spaces",
    "a, b and c = d @e",
    "ER  - TY  - x",
)
"""Titles that have each sign that some format takes for its own, and letters of many scripts."""

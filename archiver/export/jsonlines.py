"""One JSON object a line (https://jsonlines.org): numbers, true and false, lists and null are what they are.

Days and times are ISO 8601.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, BinaryIO, Final

from archiver.export.exported import Exported
from archiver.export.formats import Order

# Within JSON's strings they may stand as they are, but many programs end a line at them.
_ENDS: Final = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def write(articles: Iterable[Exported], order: Order, file: BinaryIO) -> tuple[str, ...]:
    """Write an object for each article to `file`, with the fields as its keys, in their order."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for article in articles:
        line = encode({field.name: _plain(field.of(article)) for field in order.fields})
        file.write((line if line.isascii() else line.translate(_ENDS)).encode("utf-8", "replace") + b"\n")
    return ()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value

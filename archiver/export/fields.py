"""The fields of an export: their names, kinds and what people call them, and which of them somebody asked for.

How a value is written is each format's business; as text it is `cell` that says how.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, Final, Literal

from archiver.errors import ExportError
from archiver.export.exported import Exported

Kind = Literal["integer", "number", "flag", "text", "texts", "day", "moment"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of `Exported`: its name there, its kind, and its name for readers."""

    name: str
    kind: Kind
    label: str

    def of(self, article: Exported) -> Any:
        """Return the article's value: int, float, bool, str, tuple of str, date, datetime, or None."""
        return getattr(article, self.name)

    def cell(self, article: Exported) -> str:
        """Return the value as text: lists parted by "; ", times as ISO 8601 in UTC, nothing for None."""
        return cell(self.of(article))


FIELDS: Final = (
    Field("id", "integer", "Number"),
    Field("title", "text", "Title"),
    Field("dek", "text", "Under the headline"),
    Field("byline", "text", "By"),
    Field("authors", "texts", "Authors"),
    Field("site", "text", "In"),
    Field("host", "text", "Host"),
    Field("url", "text", "Captured from"),
    Field("original_url", "text", "Address"),
    Field("canonical", "text", "Canonical address"),
    Field("published", "text", "Published"),
    Field("published_day", "day", "Day of publication"),
    Field("captured_at", "moment", "Captured"),
    Field("language", "text", "Language"),
    Field("section", "text", "Section"),
    Field("words", "integer", "Words"),
    Field("partial", "flag", "Only the beginning"),
    Field("text", "text", "Text"),
    Field("html", "text", "HTML"),
    Field("markdown", "text", "Markdown"),
    Field("tags", "texts", "Tags"),
    Field("notes", "texts", "Notes"),
    Field("warc_file", "text", "WARC file"),
    Field("warc_offset", "integer", "At byte"),
    Field("record_id", "text", "WARC record"),
    Field("payload_digest", "text", "Payload digest"),
    Field("score", "number", "Score"),
    Field("snippet", "text", "Passage"),
)
"""All fields, in the order in which they are listed."""

BODIES: Final = frozenset(("text", "html", "markdown"))
"""The fields that are the article's text."""

_BY_NAME: Final = {field.name: field for field in FIELDS}


def fields_named(names: Sequence[str]) -> tuple[Field, ...]:
    """Return the fields with these names, in this order; raises ExportError for a name that is none, or comes twice."""
    for place, name in enumerate(names):
        if name not in _BY_NAME:
            raise ExportError(_unknown(name))
        if name in names[:place]:
            raise ExportError(f"the field {name} is named twice; name it once")
    return tuple(_BY_NAME[name] for name in names)


def fields_typed(text: str) -> tuple[Field, ...]:
    """Return the fields that somebody typed, parted by commas. Raises ExportError as `fields_named` does."""
    names = [name.strip().lower().replace("-", "_") for name in text.split(",")]
    return fields_named([name for name in names if name] or [text])


def cell(value: object) -> str:
    """Return a value as text, as tables of text have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "; ".join(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _unknown(name: str) -> str:
    near = get_close_matches(name, _BY_NAME, n=1, cutoff=0)[0]
    return f"there is no field {name!r}; did you mean {near}? There are: {', '.join(_BY_NAME)}"

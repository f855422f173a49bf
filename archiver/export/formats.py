"""The formats of an export, and what somebody asked for: a format, fields, a title.

How each is written is in the module of its name.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from archiver.errors import ExportError
from archiver.export.fields import BODIES, Field, fields_named, fields_typed

FormatName = Literal["csv", "jsonl", "parquet", "markdown", "epub", "zip-of-text"]

FORMATS: Final[tuple[FormatName, ...]] = get_args(FormatName)

_FACTS: Final = "id,title,byline,site,original_url,url,published,captured_at,language,words,partial"
_RECORD: Final = "warc_file,warc_offset,record_id,payload_digest"
_HEAD: Final = "title,dek,byline,site,published,original_url,url,captured_at"
_DEFAULTS: Final[dict[FormatName, str]] = {
    "csv": f"{_FACTS},text",
    "jsonl": f"{_FACTS},authors,section,tags,{_RECORD},text",
    "parquet": f"{_FACTS},published_day,authors,section,tags,{_RECORD},text",
    "markdown": f"id,{_HEAD},language,tags,{_RECORD}",
    "epub": _HEAD,
    "zip-of-text": f"{_HEAD},{_RECORD}",
}
_BODY: Final[dict[FormatName, str]] = {"markdown": "markdown", "epub": "html", "zip-of-text": "text"}
_SUFFIXES: Final[dict[str, FormatName]] = {
    ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".md": "markdown",
    ".markdown": "markdown", ".epub": "epub", ".zip": "zip-of-text",
}  # fmt: skip

STREAMED: Final[frozenset[FormatName]] = frozenset(("csv", "jsonl", "markdown"))
"""The formats that can go to standard output."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: the format, the fields in their order, and the title of the whole, where the format has one.

    In tables the fields are the columns; elsewhere they are what stands above each text. `spreadsheet` makes CSV fit
    for programs that take cells for formulas.
    """

    form: FormatName
    fields: tuple[Field, ...]
    title: str = "Articles"
    spreadsheet: bool = False

    @classmethod
    def of(
        cls, form: FormatName, fields: str | None = None, title: str = "Articles", spreadsheet: bool = False
    ) -> "Order":
        """Return the order that somebody typed; `fields` is parted by commas, None means the format's own.

        Raises ExportError for a field that is none, is named twice, or makes no sense in this format.
        """
        if spreadsheet and form != "csv":
            raise ExportError(f"{form} is nothing that a spreadsheet takes for formulas; --spreadsheet is for csv")
        chosen = fields_typed(fields) if fields is not None else fields_named(_DEFAULTS[form].split(","))
        for field in chosen:
            if form in _BODY and field.name in BODIES:
                raise ExportError(f"in {form} the text comes by itself; leave {field.name} out of the fields")
        return cls(form, chosen, title, spreadsheet)

    @property
    def needs(self) -> frozenset[str]:
        """The names of the fields that are written. Whoever gives the articles may leave `html`, `markdown` and
        `snippet`, which take time to make, empty where they are not among these."""
        return frozenset(field.name for field in self.fields) | {_BODY.get(self.form, "id")}


def format_of(name: str) -> FormatName:
    """Return the format that a file's name tells by its ending. Raises ExportError where it tells none."""
    _, dot, ending = name.lower().rpartition(".")
    found = _SUFFIXES.get(dot + ending)
    if found is None:
        raise ExportError(f"{name}: no format is known by this name; choose one with --format: {', '.join(FORMATS)}")
    return found

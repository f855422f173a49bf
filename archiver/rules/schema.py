"""The form of a rule file as a JSON Schema (draft 2020-12), for editors that complete and check as one types.

Made from the reader's own table of keys; it says less than the reader, which alone decides what a file means.
"""

from typing import Any, Final

from archiver.labels import FIELDS, LABELS
from archiver.rules.table import KEYS

SCHEMA_URI: Final = "https://json-schema.org/draft/2020-12/schema"

_TEXT: Final = {"type": "string", "minLength": 1}
_PROSE: Final = {"type": "string"}
_TEXTS: Final = {"anyOf": [{"type": "array", "items": _TEXT}, {"type": "string"}]}
_COUNT: Final = {"type": "integer", "minimum": 1}
_DAY: Final = {"type": "string", "format": "date"}
_FLAG: Final = {"type": "boolean"}
_LABEL: Final = {"enum": list(LABELS)}

_TABLES: Final = {"match", "valid", "guard"}
_LISTS: Final = {"original", "layout", "remove", "keep", "line", "cut", "cue", "vocabulary", "test"}
_FORMS: Final[dict[str, dict[str, Any]]] = {
    **dict.fromkeys(("id", "css", "xpath", "file"), _TEXT),
    **dict.fromkeys(("note", "from", "query", "attribute", "line", "url", "name", "home", "language"), _PROSE),
    **dict.fromkeys(("hosts", "mirrors", "fingerprint", "text", "drop", "body", "equals", "starts"), _TEXTS),
    **dict.fromkeys(("phrases", "words", "has", "lacks", *FIELDS), _TEXTS),
    "schema": {"const": 1},
    "scheme": {"enum": ["http", "https"]},
    "where": {"type": "string", "pattern": "^(any|(head|tail):[1-9][0-9]?)$"},
    "max_words": _COUNT,
    "opens": _FLAG,
    "asks": _FLAG,
    "label": _LABEL,
    "date": _DAY,
    "fires": {"type": "object", "propertyNames": _LABEL, "additionalProperties": {"type": "integer"}},
}
_OWN: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("valid", "from"): _DAY,
    ("valid", "until"): _DAY,
    ("cut", "from"): _TEXT,
    ("cut", "to"): _TEXT,
    ("layout", "date"): _TEXTS,
}
"""Keys that mean something else in one kind of table than elsewhere."""
_NEEDED: Final = {
    "file": ("schema", "id"),
    "original": ("id",),
    "layout": ("id", "body"),
    "remove": ("id", "label"),
    "keep": ("id",),
    "line": ("id", "label"),
    "cut": ("id", "label", "from", "to"),
    "cue": ("id", "label"),
    "vocabulary": ("id", "label", "words"),
    "test": ("file",),
}
_CHOICES: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "remove": ("oneOf", ("css", "xpath")),
    "keep": ("oneOf", ("css", "xpath")),
    "original": ("anyOf", ("from", "line", "css", "xpath")),
    "line": ("anyOf", ("equals", "starts")),
    "cue": ("anyOf", ("phrases", "starts", "equals")),
}


def schema() -> dict[str, Any]:
    """Return the schema of a rule file, as JSON takes it."""
    definitions = {kind: _table(kind) for kind in KEYS if kind != "file"}
    return {
        "$schema": SCHEMA_URI,
        "title": "A file of rules for sites",
        **_table("file"),
        "$defs": definitions,
    }


def _table(kind: str) -> dict[str, Any]:
    table: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _form(kind, key) for key in KEYS[kind].split()},
    }
    if kind in _NEEDED:
        table["required"] = list(_NEEDED[kind])
    if kind in _CHOICES:
        word, keys = _CHOICES[kind]
        table[word] = [{"required": [key]} for key in keys]
    return table


def _form(kind: str, key: str) -> dict[str, Any]:
    if (kind, key) in _OWN:
        return _OWN[kind, key]
    if key in _LISTS and kind in ("file", "layout", "text"):
        return {"type": "array", "items": _reference(key)}
    if key in _TABLES or (kind, key) == ("file", "text"):
        return _reference(key)
    return _FORMS[key]


def _reference(kind: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{kind}"}

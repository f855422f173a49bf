"""Citations as CSL-JSON, which Zotero, pandoc and others read: CSL 1.0.2, its input data
(https://docs.citationstyles.org/en/stable/specification.html, schema csl-data.json).
"""

import json
from collections.abc import Sequence
from typing import Any

from archiver.cite.citable import Citable
from archiver.cite.copy import copy_of
from archiver.cite.key import keys_of
from archiver.cite.name import Name
from archiver.cite.when import Parts, parts_of, parts_of_day


def csl_json(cited: Sequence[Citable]) -> str:
    """Return an array with one item for each article. What came out in a named paper or site is a newspaper's article,
    anything else a web page."""
    items = [_item(one, key) for one, key in zip(cited, keys_of(cited), strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(one: Citable, key: str) -> dict[str, Any]:
    item = {
        "id": key,
        "type": "article-newspaper" if one.publication else "webpage",
        "title": one.title,
        "author": [_name(name) for name in one.authors],
        "container-title": one.publication,
        "issued": _date(parts_of(one.published)),
        "accessed": _date(parts_of_day(one.access_day)),
        "URL": one.url,
        "language": one.language,
        "archive": f"WARC file {one.file_name}",
        "archive_location": one.record_urn,
        "note": copy_of(one),
    }
    return {name: value for name, value in item.items() if value}


def _name(name: Name) -> dict[str, str]:
    return {"literal": name.literal} if name.literal else {"family": name.family, "given": name.given}


def _date(parts: Parts) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [list(parts)]} if parts else None

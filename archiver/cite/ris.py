"""Citations as RIS, which EndNote, Zotero, Mendeley and library catalogues read: a tag a line, lines ended by CRLF.

NEWS is a newspaper's article, ELEC a web page. Dates are "2025/05/28/", with nothing between the slashes for what is
not known. Several addresses in one UR are parted by semicolons, so one within an address is written as %3B.
"""

from collections.abc import Iterator, Sequence

from archiver.cite.citable import Citable
from archiver.cite.copy import copy_of
from archiver.cite.key import keys_of
from archiver.cite.when import Parts, parts_of, parts_of_day

_END = "\r\n"


def ris(cited: Sequence[Citable]) -> str:
    """Return a reference for each article, each ended by its ER."""
    references = (_reference(one, key) for one, key in zip(cited, keys_of(cited), strict=True))
    return "".join(references)


def _reference(one: Citable, key: str) -> str:
    lines = [f"{tag}  - {' '.join(value.split())}".rstrip() for tag, value in _tags(one, key) if value]
    return _END.join([*lines, "ER  - ", "", ""])


def _tags(one: Citable, key: str) -> Iterator[tuple[str, str]]:
    parts = parts_of(one.published)
    yield "TY", "NEWS" if one.publication else "ELEC"
    yield "ID", key
    for name in one.authors:
        yield "AU", name.turned
    yield "TI", one.title or ""
    yield "T2", one.publication or ""
    yield "PY", f"{parts[0]:04d}" if parts else ""
    yield "DA", _slashed(parts)
    yield "UR", _address(one.url)
    yield "Y2", _slashed(parts_of_day(one.access_day))
    yield "LA", one.language or ""
    yield "DB", f"WARC file {one.file_name}"
    yield "AN", one.record_urn
    yield "N1", copy_of(one)
    if ";" in one.url:
        yield "N1", f"Original address: {one.url}"


def _address(url: str) -> str:
    return url.replace(";", "%3B")


def _slashed(parts: Parts) -> str:
    if not parts:
        return ""
    year, month, day = (*(f"{part:02d}" for part in parts), "", "")[:3]
    return f"{year}/{month}/{day}/"

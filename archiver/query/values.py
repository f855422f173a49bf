"""The values of fields: dates, hosts, labels, tags. From one value, as typed, to what it stands for, or a StoreError.

Languages are in `language.py`; how values are listed, and which field takes which, is the business of `fields.py`.
"""

import datetime
import re
from typing import Final, get_args

from archiver.errors import CaptureError, StoreError
from archiver.labels import LABELS, RESIDUE, Label
from archiver.query.suggestion import meant
from archiver.query.tree import Extra, Flag

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_BEFORE_SITE: Final = re.compile(r"^(?:\*?\.|www\.|\*$)+")


def date(text: str) -> str:
    """Return the year, month or day that somebody named (ISO 8601, as exact as it is given).

    Raises StoreError where it is none.
    """
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise StoreError(f"{text!r} is not a date; write 2025, 2025-05 or 2025-05-28") from None
    return text


def dates(text: str) -> tuple[str | None, str | None]:
    """Return the first and the last date of a range such as 2025-01..2025-03; None where it is left open.

    One date is a range of its own. Raises StoreError where it is no range, or ends before it begins.
    """
    start, dots, end = text.replace("…", "..").partition("..")
    if not dots:
        return date(text), date(text)
    if not start and not end:
        raise StoreError(f"{text!r} is no range of dates; write 2025-01..2025-03, ..2025 or 2025..")
    first, last = date(start) if start else None, date(end) if end else None
    if first and last and first[: len(last)] > last[: len(first)]:
        raise StoreError(f"{text!r} ends before it begins; write the earlier date first")
    return first, last


def host(text: str) -> str:
    """Return the host that somebody named as a site, by itself or in a URL.

    In lower case and IDNA's form, without "www." and "*.", for a host stands for its subdomains. Raises StoreError
    where it is none.
    """
    from archiver.urls import normalise, site_key

    bare = f"[{text}]" if text.count(":") > 1 and "/" not in text and "[" not in text else text  # IPv6
    try:
        found = site_key(normalise(bare if "//" in bare else f"http://{bare}"))
    except CaptureError:
        found = ""
    found = _BEFORE_SITE.sub("", found)
    if not found or " " in found or '"' in found:  # which IDNA's form of some letters has, as of ¨
        raise StoreError(f"{text!r} is not a site; give a host such as themoscowtimes.com")
    return found


def labels(text: str) -> tuple[Label, ...]:
    """Return the label of this name; for "residue", all that are neither text nor a field of the article.

    Raises StoreError where there is none, with the one that may be meant.
    """
    name = text.strip().lower()
    found = tuple(label for label in LABELS if label == name or (name == "residue" and label in RESIDUE))
    if not found:
        known = (*LABELS, "residue")
        raise StoreError(f"{text!r} is no label{meant(name, known) or '; there are ' + ', '.join(known)}")
    return found


def tag(text: str) -> str:
    """Return the name of a tag, its spaces single. Raises StoreError where there is none."""
    name = " ".join(text.split())
    if not name:
        raise StoreError("a tag has a name; write tag:name")
    return name


def flag(text: str) -> Flag:
    """Return what a page can be. Raises StoreError where it is nothing that is known."""
    for one in get_args(Flag):
        if one == text.lower():
            return one  # type: ignore[no-any-return]
    raise StoreError(f"{text!r} is nothing that a page can be; there are is:paywalled and is:partial")


def extra(text: str) -> Extra:
    """Return what a page can have. Raises StoreError where it is nothing that is known."""
    for one in get_args(Extra):
        if one == text.lower():
            return one  # type: ignore[no-any-return]
    raise StoreError(f"{text!r} is nothing that a page can have; there are has:correction, has:note and has:tag")

"""When an article came out and was changed, as its page shows it: time elements, itemprop, lines that are called dates
or stand under the headline, and in the end its address.

What meta elements and JSON-LD say is moments.py's business.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from lxml.html import HtmlElement

from archiver.page.opening import Attribute, Opening, said_in

_PROPS = ("datePublished", "dateModified", "schema:datePublished", "schema:dateModified", "dc:date")
_HINTS = ("date", "time", "publi", "posted", "fecha", "datum", "data", "stamp")
_CALLED = re.compile(r"date|time|publi[sc]|posted|fecha|datum|data(?=$|[\s_-])|stamp", re.IGNORECASE)
_CHANGED = re.compile(r"updat|modif|changed|edited|dateModified|aktualis", re.IGNORECASE)
_NO_DATE = re.compile(
    r"timeline|sometimes|event|candidate|validate|runtime|overtime|times?-?(?:to|read)|read|mandate|birth|death|expir",
    re.IGNORECASE,
)
_LONGEST = 90  # characters of a line that is called a date
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_-]|\d{2,}|$)")
Found = Iterator[tuple[str, str]]  # value, where it came from


def times_on(opening: Opening, times: list[HtmlElement], *, changed: bool) -> Found:
    """Yield the dates of time elements: when it came out, or when it was changed; those in the article's head first."""
    if times := [one for one in times if _is_changed(one) is changed]:
        head = set(opening.head) if len(times) > 1 else ()
        for element in sorted(times, key=lambda one: one not in head):
            value = element.get("datetime") or said_in(element)
            if value and not opening.is_elsewhere(element):
                yield value, "time element"


def lines_on(opening: Opening) -> Found:
    """Yield what else may be the date: elements in the article's head that are marked or called so, then any line in
    there; then what is marked or called so below it and above it, where mastheads tell what day it is today."""
    yield from _marked(opening, opening.attributes())
    for line, element in opening.lines:
        if any(map(str.isdigit, line)) and not opening.is_elsewhere(element):
            yield line, "line under the headline"
    yield from _marked(opening, opening.attributes_outside(_mark))


def _marked(opening: Opening, attributes: Iterable[Attribute]) -> Found:
    for element, attribute, value in attributes:
        if source := _mark(attribute, value):
            text = element.get("content") or said_in(element)
            likely = len(text) <= _LONGEST and any(map(str.isdigit, text)) and not _is_changed(element)
            if likely and not opening.is_elsewhere(element):
                yield text, source


def _mark(attribute: str, value: str) -> str:
    """What calls an element the date; empty where this attribute does not."""
    if attribute in ("class", "id"):
        return "date element" if _is_called(value) else ""
    return f"{attribute} {value}" if attribute in ("itemprop", "property") and value in _PROPS else ""


def _is_changed(element: HtmlElement) -> bool:
    prop = element.get("itemprop") or element.get("property") or ""
    return bool(_CHANGED.search(f"{prop} {element.get('class') or ''}"))


@lru_cache(maxsize=2048)
def _is_called(name: str) -> bool:
    called = name.lower()
    if not any(word in called for word in _HINTS):
        return False
    return bool(_CALLED.search(name)) and not (_NO_DATE.search(name) or _CHANGED.search(name))


def day_in(url: str | None) -> str | None:
    """Return the day that stands in the path of an address, in ISO 8601; None where none does."""
    found = _IN_PATH.search((url or "").partition("?")[0])
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat() if found else None
    except ValueError:
        return None

"""The names under which an article stands on its page: marked by rel, itemprop, property or class, or by a "by".

Bylines of the lists, comments and other articles beside it are passed over. How names are told from other words is
persons.py's business, where the page's head is, opening.py's.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml.html import HtmlElement

from archiver.page.opening import Attribute, Opening, said_in
from archiver.page.persons import bare_names, is_name, names_in, without_by, without_dates

_MARKS = {"rel": ("author",), "itemprop": ("author", "creator"), "property": ("author", "schema:author", "dc:creator")}
_HINTS = ("author", "byline", "by-line", "autor", "auteur", "signature", "redakteur", "forfatter")
_WORDS = r"(?:author|by-?line|autor|auteur|signature|redakteur|forfatter)"
_CLASS = re.compile(rf"(?:^|[\s_-]|(?<=[a-z])(?=[A-Z])){_WORDS}(?:s|es|e|en|in)?(?:[\s_-]|name|[A-Z]|$)", re.IGNORECASE)
_BESIDE = re.compile(
    rf"{_WORDS}(?:s|es)?[\s_-]*(?:bio\w*|avatar|ima?ge?|photo|pic\w*|thumb\w*|follow\w*|desc\w*|about|social|twitter|icon|"
    rf"role|job\w*|position|occupation|e?mail|date|time\w*|comment\w*|summary|more|text|box)\b|comment",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"/(?:authors?|autor\w*|auteurs?|people|person|profiles?|by|staff|team|journalist\w*|writers?|reporters?)/"
)
_LONGEST = 160  # characters of a byline; of what is longer, only the links to its authors are read
_LEVELS = 3  # up to the element that holds the bylines of several authors


def names_on(opening: Opening, *, everywhere: bool) -> tuple[tuple[str, ...], str]:
    """Return the persons that a page names as its authors, and by what: what it marks in its head, then lines in there
    that begin with "by", then, `everywhere`, what it marks below and above. Empty where it names none."""
    if found := _first(opening, opening.attributes()):
        return found
    for line, element in opening.lines:
        if (names := names_in(line)) and not opening.is_elsewhere(element):
            return names, "line under the headline"
    return (_first(opening, opening.attributes_outside(_mark)) if everywhere else None) or ((), "")


def _first(opening: Opening, attributes: Iterable[Attribute]) -> tuple[tuple[str, ...], str] | None:
    """The names of the first byline, with those that stand in bylines right beside it."""
    names: list[str] = []
    source, around = "", None
    for element, attribute, value in attributes:
        if not (mark := _mark(attribute, value)) or opening.is_elsewhere(element):
            continue
        if around is not None and around not in element.iterancestors():
            break
        if found := _names_of(element):
            names += found
            source, around = source or mark, around if around is not None else _container(element)
    return (_inner(names), source) if names else None


def _inner(names: list[str]) -> tuple[str, ...]:
    """Each name once; not what an outer element has beside it: "Ann Lee Head of Ferries"."""
    once = dict.fromkeys(names)
    return tuple(one for one in once if not any(one != other and f" {other} " in f" {one} " for other in once))


def _container(element: HtmlElement) -> HtmlElement:
    for _ in range(_LEVELS):
        parent = element.getparent()
        if parent is None or parent.tag in ("body", "main", "article") or parent.find(".//h1") is not None:
            break
        element = parent
    return element


def _mark(attribute: str, value: str) -> str:
    """What calls an element the author's; empty where this attribute does not."""
    if attribute == "class":
        return "byline element" if _is_called(value) else ""
    return f"{attribute} {value}" if attribute in _MARKS and value in _MARKS[attribute] else ""


@lru_cache(maxsize=2048)
def _is_called(classes: str) -> bool:
    called = classes.lower()
    return any(word in called for word in _HINTS) and bool(_CLASS.search(classes)) and not _BESIDE.search(classes)


def _names_of(element: HtmlElement) -> tuple[str, ...]:
    linked = [name for link in _profiles(element) for name in bare_names(said_in(link))]
    if linked:
        return tuple(linked)
    text = said_in(element)
    if not text or len(text) > _LONGEST:
        return ()
    return names_in(text) or bare_names(without_dates(text).split("|")[0]) or _apart(element)


def _profiles(element: HtmlElement) -> Iterator[HtmlElement]:
    """The links to the pages of authors."""
    for link in element.iter("a"):
        if link.get("rel") == "author" or _PROFILE.search(link.get("href") or ""):
            yield link


def _apart(element: HtmlElement) -> tuple[str, ...]:
    """Names that nothing but their elements tells apart."""
    pieces = (without_by(piece) for piece in element.itertext())
    return tuple(piece for piece in pieces if is_name(piece))

"""Who wrote the article: of all that a page says, the first source that names a person.

A paper, an agency or a desk is its author only where no person is named anywhere. How a string is parted into names is
persons.py's business, how the visible page is searched byline.py's.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from archiver.page.byline import names_on
from archiver.page.desks import is_desk, is_nobody, is_paper
from archiver.page.jsonld import plain, text
from archiver.page.opening import Opening
from archiver.page.persons import is_name, split_names
from archiver.page.sources import Sources, ld_source

_METAS = (
    "author parsely-author sailthru.author article:author article:author_name og:article:author citation_author "
    "dc.creator dcterms.creator cxenseparse:author vr:author authors byl twitter:data1"
).split()
_LONGEST_NAME = 80  # characters; a longer "author" is a sentence
_LONGEST = 300  # characters of all authors; a longer "author" is a text


def authors_of(sources: Sources, opening: Opening, site: str | None) -> tuple[tuple[str, ...], str]:
    """Return the names of those who wrote the article, and where they came from; empty where nobody is named."""
    last: tuple[tuple[str, ...], str] = (), ""
    for found, source in _said(sources):
        if not (names := tuple(dict.fromkeys(found))):
            continue
        written = tuple(name for name in names if not is_paper(name, site, sources.host)) or names
        if any(is_person(name, site, sources.host) for name in written):
            return written, source
        last = last if last[0] else (names, source)
    names, source = names_on(opening, everywhere=not last[0])
    return (names, source) if names else last


def is_person(name: str, site: str | None, host: str) -> bool:
    """True where `name` is a person's rather than that of the paper, an agency or a desk, as far as words tell."""
    words = name.split()
    shaped = is_name(name) or (2 <= len(words) <= 4 and "".join(words).isalpha())
    return shaped and not is_desk(name) and not is_paper(name, site, host)


def _said(sources: Sources) -> Iterator[tuple[tuple[str, ...], str]]:
    """What each source names, best first; nothing of what is no name at all."""
    for node in sources.nodes:
        for key in ("author", "creator"):
            yield _split(_named(sources, node.get(key), 0)), ld_source(node, key)
    for name in _METAS:
        yield _split(sources.metas.all(name)), f"meta {name}"


def _named(sources: Sources, value: Any, depth: int) -> Iterator[str]:
    """The names in the value of JSON-LD's author: a string, a node, a reference to one, or a list of these."""
    if depth > 4:
        return
    if isinstance(value, list):
        for one in value:
            yield from _named(sources, one, depth + 1)
    elif isinstance(value, dict):
        node = sources.graph.resolved(value)
        parts = (text(node.get("givenName")), text(node.get("familyName")))
        yield from _named(sources, node.get("name") or " ".join(filter(None, parts)), depth + 1)
    elif isinstance(value, str):
        yield plain(value)


def _split(values: Iterable[str]) -> tuple[str, ...]:
    names = [
        name
        for value in values
        if len(value) <= _LONGEST and "://" not in value
        for name in split_names(value)
        if any(map(str.isalpha, name)) and len(name) <= _LONGEST_NAME and not is_nobody(name)
    ]
    return tuple(names)

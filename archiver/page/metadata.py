"""What a page says of itself: title, authors, dates, language, site, canonical URL.

Sources are asked in a fixed order, best first: JSON-LD, meta elements, then the visible page, which is only searched
where those say nothing. Each field notes where it came from. What a page says at all is sources.py's business; who
wrote it, authors.py's; when, moments.py's; which of its titles is the headline, headline.py's.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal

from lxml.html import HtmlElement

from archiver.model import Metadata
from archiver.page import headline
from archiver.page.authors import authors_of
from archiver.page.inline import normalise_space
from archiver.page.jsonld import text
from archiver.page.moments import modified_of, published_of
from archiver.page.opening import Opening
from archiver.page.sources import Found, Sources, ld_source

_TITLES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "citation_title",
    "dc.title",
    "title",
    "headline",
)
_DEKS = ("og:description", "description", "twitter:description", "dc.description")
_SECTIONS = ("article:section", "parsely-section", "sailthru.section", "section")
_LANGUAGES = ("content-language", "dc.language", "og:locale", "language")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})(?![A-Za-z])")
_LONGEST_SECTION = 80  # characters; a longer one is a list of tags
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CLOSED = ("false", "0", "no", "locked")
_OPEN = ("true", "1", "yes", "free")


def read_metadata(root: HtmlElement, url: str | None = None) -> Metadata:
    """Read what the page under `root` says of its article; `url` resolves relative links."""
    said = Sources(root, url)
    sources: dict[str, str] = {}

    def pick(name: str, *found: Found) -> str | None:
        for values in found:
            for value, source in values:
                sources[name] = source
                return value
        return None

    language = pick("language", _languages(said))
    site = pick("site", said.meta("og:site_name"), _publisher(said), said.meta("application-name"))
    title = pick("title", _titles(said, site))
    opening = Opening(root, title)
    published = pick("published", published_of(said, opening, language))
    authors, sources["authors"] = authors_of(said, opening, site)
    found = Metadata(
        title=title,
        dek=pick("dek", said.ld("description"), said.meta(*_DEKS)),
        authors=authors,
        published=published,
        modified=pick("modified", modified_of(said, opening, language, published)),
        language=language,
        site=site,
        section=pick("section", _short(said.meta(*_SECTIONS)), _short(said.ld("articleSection"))),
        canonical=pick(
            "canonical", said.addresses(said.metas.linked("canonical"), said.meta("og:url"), said.ld("url"))
        ),
        image=pick("image", said.addresses(said.meta("og:image", "og:image:url", "twitter:image"), _images(said))),
        access=_access(said, sources),
        sources=sources,
    )
    if not authors:
        del sources["authors"]
    return found


def _short(found: Found) -> Found:
    return ((value, source) for value, source in found if len(value) <= _LONGEST_SECTION)


def _titles(said: Sources, site: str | None) -> Found:
    """The headline: what the page says of itself, made right by its headings; else a heading, else the <title>."""
    whole = said.whole_title
    named = [*said.ld("headline"), *said.meta(*_TITLES), *said.ld("name")]
    if (
        named
        and named[0][0] not in (whole or "")
        and (called := [one for one in said.ld("name") if one[0] in said.heads])
    ):
        named = called  # a subject, of which the headline is a description
    if not named and whole:
        named = [(headline.longest_part(whole, said.heads), "title element")]
    best = headline.best([title for title, _ in named], said.heads, site, said.host)
    if best is None:
        yield from ((head, "h1") for head in said.heads)
    else:
        exact = (source for title, source in named if title == best)
        alike = (source for title, source in named if headline.folded(best) in headline.folded(title))
        yield best, next(exact, "h1" if best in said.heads else next(alike, named[0][1]))


def _languages(said: Sources) -> Found:
    tag = said.root.get("lang") or said.root.get(_XML_LANG) or ""
    for values in (iter([(tag, "html lang")]), said.ld("inLanguage"), said.meta(*_LANGUAGES)):
        for value, source in values:
            if found := _LANGUAGE.match(value):
                yield found[1].lower(), source


def _publisher(said: Sources) -> Found:
    for node in said.nodes:
        for publisher in map(said.graph.resolved, _flat(node.get("publisher"))):
            if name := normalise_space(text(publisher)):
                yield name, ld_source(node, "publisher")
    for node in said.graph.sites:
        if name := normalise_space(text(node.get("name"))):
            yield name, ld_source(node, "name")


def _images(said: Sources) -> Found:
    for node in said.nodes:
        for image in _flat(node.get("image")):
            image = said.graph.resolved(image)
            address = image.get("url") or image.get("contentUrl") if isinstance(image, dict) else image
            if isinstance(address, str) and address:
                yield address, ld_source(node, "image")


def _access(said: Sources, sources: dict[str, str]) -> Literal["free", "paywalled"] | None:
    """Whether everybody may read it: an article that is free as such, of which a part is not, is not."""
    free = False
    for value, source in _openness(said):
        if not isinstance(value, str | int):
            continue
        words = str(value).rpartition("/")[2].strip().lower()
        if words in _CLOSED:
            sources["access"] = source
            return "paywalled"
        if words in _OPEN and not free:
            sources["access"], free = source, True
    return "free" if free else None


def _openness(said: Sources) -> Iterator[tuple[Any, str]]:
    key = "isAccessibleForFree"
    for node in said.nodes:
        yield node.get(key), ld_source(node, key)
        for part in _flat(node.get("hasPart")):
            if isinstance(part, dict):
                yield part.get(key), ld_source(node, f"hasPart {key}")
    yield from said.meta("article:content_tier", key.lower())


def _flat(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]

"""What a page says of itself: title, authors, dates, language, site, canonical URL.

Sources are asked in a fixed order, best first: JSON-LD, meta elements, then the visible page. Each field notes where it
came from. How a date, the persons in a line and JSON-LD are read is dates.py's, names.py's and jsonld.py's business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from archiver.model import Metadata
from archiver.page.dates import iso_date
from archiver.page.inline import normalise_space
from archiver.page.jsonld import articles_of
from archiver.page.persons import bare_names, names_in, split_names, without_by

_TITLE_PARTS = re.compile(r"\s+[|–—·»«•]\s+|\s+-\s+")
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline)(?:$|[\s_-])", re.IGNORECASE)
_HEADS = 20  # headings of the first rank; what has more is a list of stories
_SEEN = 4000  # characters of an element in which a person is looked for
_FIRST_NAMES_LIMIT = 80  # characters; a longer "author" is a sentence


def read_metadata(root: HtmlElement, url: str | None = None) -> Metadata:
    """Read what the page under `root` says of its article; `url` resolves relative links."""
    reader = _Reader(root, url)
    return Metadata(
        title=reader.title(),
        dek=reader.pick("dek", reader.ld("description"), reader.meta("og:description", "description")),
        authors=reader.authors(),
        published=reader.moment("published", "datePublished", "article:published_time", "date", "dc.date"),
        modified=reader.moment("modified", "dateModified", "article:modified_time", "last-modified"),
        language=reader.language(),
        site=reader.pick("site", reader.meta("og:site_name", "application-name"), reader.publisher()),
        section=reader.pick("section", reader.meta("article:section"), reader.ld("articleSection")),
        canonical=reader.link("canonical", reader.href("canonical"), reader.meta("og:url")),
        image=reader.link("image", reader.meta("og:image", "twitter:image")),
        access=reader.access(),
        sources=reader.sources,
    )


_Found = Iterator[tuple[str, str]]  # value, where it came from


@dataclass
class _Reader:
    root: HtmlElement
    url: str | None
    sources: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.article = next(articles_of(self.root), {})
        self.metas: dict[str, str] = {}
        for element in self.root.iter("meta"):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            content = normalise_space(element.get("content") or "")
            if name and content:
                self.metas.setdefault(name, content)

    def pick(self, name: str, *found: _Found) -> str | None:
        for values in found:
            for value, source in values:
                self.sources[name] = source
                return value
        return None

    def ld(self, key: str) -> _Found:
        value = self.article.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str) and normalise_space(value):
            yield normalise_space(value), f"JSON-LD {key}"

    def meta(self, *names: str) -> _Found:
        for name in names:
            if name in self.metas:
                yield self.metas[name], f"meta {name}"

    def href(self, rel: str) -> _Found:
        for element in self.root.iter("link"):
            if rel in (element.get("rel") or "").lower().split() and element.get("href"):
                yield element.get("href", "").strip(), f"link {rel}"

    def element(self, path: str, what: str) -> _Found:
        for element in self.root.iterfind(path):
            text = normalise_space("".join(element.itertext()))
            if text:
                yield text, what

    def title(self) -> str | None:
        heads = [text for text, _ in islice(self.element(".//h1", "h1"), _HEADS)]
        named = self.pick("title", self.ld("headline"), self.meta("og:title", "twitter:title"))
        if named is None:
            whole = self.pick("title", self.element(".//title", "title element"))
            named = _without_site(whole, heads) if whole else None
        if named is None or (heads and named not in heads and _is_part(heads[0], named)):
            named = self.pick("title", self.element(".//h1", "h1")) or named
        return named

    def authors(self) -> tuple[str, ...]:
        names = tuple(_persons(self.article.get("author")))
        if names:
            self.sources["authors"] = "JSON-LD author"
            return names
        named = self.pick(
            "authors", self.meta("author", "dc.creator", "article:author", "parsely-author"), self._byline()
        )
        if not named or "://" in named or len(named) > _FIRST_NAMES_LIMIT:
            self.sources.pop("authors", None)
            return ()
        return split_names(named)

    def _byline(self) -> _Found:
        for element in self.root.iter("a", "span", "p", "div", "address", "li"):
            if element.get("rel") == "author" or element.get("itemprop") == "author":
                names, source = bare_names(_text(element)), "author element"
            else:
                names, source = _classed_names(element), "byline element"
            if names:
                yield ", ".join(names), source

    def moment(self, name: str, key: str, *metas: str) -> str | None:
        for value, source in (*self.ld(key), *self.meta(*metas), *(self._times() if name == "published" else ())):
            exact = iso_date(value)
            if exact:
                self.sources[name] = source
                return exact
        return None

    def _times(self) -> _Found:
        for element in self.root.iter("time"):
            value = element.get("datetime")
            if value:
                yield value, "time element"

    def language(self) -> str | None:
        tag = self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
        found = self.pick(
            "language", iter([(tag, "html lang")] if tag.strip() else []), self.ld("inLanguage"), self.meta("og:locale")
        )
        return found.strip().replace("_", "-").split("-")[0].lower()[:8] or None if found else None

    def publisher(self) -> _Found:
        publisher = self.article.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str) and publisher["name"].strip():
            yield normalise_space(publisher["name"]), "JSON-LD publisher"

    def link(self, name: str, *found: _Found) -> str | None:
        absolute = ((_absolute(self.url, value), source) for values in found for value, source in values)
        return self.pick(name, ((value, source) for value, source in absolute if value))

    def access(self) -> Literal["free", "paywalled"] | None:
        free = self.article.get("isAccessibleForFree")
        if free is None:
            return None
        self.sources["access"] = "JSON-LD isAccessibleForFree"
        return "paywalled" if isinstance(free, str | int) and str(free).lower() in ("false", "0", "no") else "free"


def _classed_names(element: HtmlElement) -> tuple[str, ...]:
    """The persons in an element whose class calls it a byline; those who comment have bylines too."""
    classes = element.get("class") or ""
    if not _BYLINE_CLASS.search(classes) or "comment" in classes.lower():
        return ()
    text = _text(element)
    return names_in(text) or bare_names(text) if len(text) <= _FIRST_NAMES_LIMIT else ()


def _text(element: HtmlElement) -> str:
    """The text of an element; only the beginning of one that is too long for a byline."""
    texts: list[str] = []
    length = 0
    for text in element.itertext():
        texts.append(text)
        length += len(text)
        if length > _SEEN:
            break
    return normalise_space(" ".join(texts))


def _absolute(base: str | None, link: str) -> str:
    """Return `link` as a whole web address; empty where it is none."""
    try:
        whole = urljoin(base or "", link)
        return whole if urlsplit(whole).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _without_site(title: str, heads: list[str]) -> str:
    """A <title> as "Headline | Paper": the part that stands on the page, or else the longest one."""
    parts = [part for part in _TITLE_PARTS.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    return next((head for head in heads if head in title), max(parts, key=len))


def _is_part(short: str, long: str) -> bool:
    return len(short) > 15 and short.casefold() in long.casefold()


def _persons(value: Any) -> Iterator[str]:
    for person in value if isinstance(value, list) else [value]:
        name = person.get("name") if isinstance(person, dict) else person
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str) and normalise_space(one) and "://" not in one:
                yield without_by(one)

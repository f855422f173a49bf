"""What an HTML page needs to look right: images, stylesheets, fonts, scripts, media, frames.

References that a browser would follow by itself, and those that scripts turn into such ones (`data-src` and friends),
for a capture without a browser must guess them. Links for readers are none. Nothing is fetched here.
Source: HTML Standard, the attributes of each element; lazy loaders' attributes as found in the wild.
"""

import codecs
import re
from collections.abc import Callable, Iterable
from email.message import Message
from html import unescape
from typing import Final

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archiver.capture.module import imports
from archiver.capture.reference import Collector, Kind, Requisite, absolute
from archiver.capture.srcset import addresses
from archiver.capture.stylesheet import references, requisites_of_css

__all__ = ["Kind", "Requisite", "requisites_of_css", "requisites_of_html"]

_SOURCES: Final[dict[str, tuple[tuple[str, Kind], ...]]] = {
    "img": (("src", "image"), ("lowsrc", "image")),
    "image": (("src", "image"), ("href", "image"), ("xlink:href", "image")),
    "feimage": (("href", "image"), ("xlink:href", "image")),
    "use": (("href", "image"), ("xlink:href", "image")),
    "script": (("src", "script"), ("href", "script"), ("xlink:href", "script")),
    "audio": (("src", "media"),),
    "video": (("src", "media"), ("poster", "image")),
    "source": (("src", "media"),),
    "track": (("src", "media"),),
    "iframe": (("src", "frame"),),
    "frame": (("src", "frame"),),
    "embed": (("src", "object"),),
    "object": (("data", "object"),),
    "amp-img": (("src", "image"),),
}
_LAZY: Final = (
    "data-src data-original data-lazy-src data-lazy data-lazyload data-hi-res-src data-full-src data-original-src "
    "data-src-retina data-flickity-lazyload data-img-src data-image-src data-image data-actualsrc data-echo data-url"
).split()
_LAZY_SETS: Final = "srcset data-srcset data-lazy-srcset data-original-set data-lazyload-srcset imagesrcset".split()
_BACKGROUNDS: Final = "data-bg data-background data-background-image data-bg-image data-bgset".split()
_LAZY_KINDS: Final[dict[str, Kind]] = {
    "iframe": "frame", "script": "script", "video": "media", "audio": "media", "embed": "object", "object": "object",
}  # fmt: skip
_META: Final = frozenset(
    "og:image og:image:url og:image:secure_url twitter:image twitter:image:src msapplication-tileimage image "
    "thumbnailurl".split()
)
_RELS: Final[dict[str, Kind]] = {
    "stylesheet": "style", "icon": "icon", "apple-touch-icon": "icon", "apple-touch-icon-precomposed": "icon",
    "mask-icon": "icon", "fluid-icon": "icon", "manifest": "manifest", "modulepreload": "module", "image_src": "image",
}  # fmt: skip
_PRELOADS: Final[dict[str, Kind]] = {
    "style": "style", "script": "script", "worker": "script", "font": "font", "image": "image", "audio": "media",
    "video": "media", "track": "media", "document": "frame", "object": "object", "embed": "object", "fetch": "data",
}  # fmt: skip
_IMAGE_LIKE: Final = frozenset("img source amp-img picture image".split())
_TELLING_SETS: Final = frozenset(_LAZY_SETS)
_TELLING: Final = frozenset(
    [*_LAZY, *_LAZY_SETS, *_BACKGROUNDS, "style", "background", "data-poster"]
    + [name for names in _SOURCES.values() for name, _ in names]
)
_LINK: Final = re.compile(r"<([^<>]*)>((?:[^,\"<]|\"[^\"]*\")*)")
_PARAMETER: Final = re.compile(r";\s*(rel|as|imagesrcset)\s*=\s*\"?([^\";]*[^\";\s])")
_XML_SHEET: Final = re.compile(r"<\?xml-stylesheet\s[^>]*?\bhref\s*=\s*([\"'])(.*?)\1[^>]*\?>", re.DOTALL)
_PROLOGUE: Final = 4096  # characters, in which instructions to use a stylesheet stand
_NOT_AN_ADDRESS: Final = frozenset(" {}<>\"'\n\t")


def requisites_of_html(
    html: bytes | str | HtmlElement, url: str, content_type: str = "", links: Iterable[str] = ()
) -> tuple[Requisite, ...]:
    """Return what the page at `url` needs, in document order, each URL once; /favicon.ico last where no icon is named.

    `html` is the page as it came, as text, or as a tree; `content_type` (the HTTP header) says the encoding of bytes;
    `links` are the values of the HTTP header Link. Frames, objects, modules and stylesheets have requisites of their
    own, which are not here. Nothing is wrong with any input.
    """
    collector = Collector(url)
    tree = html if isinstance(html, HtmlElement) else _tree(html, content_type)
    if tree is not None:
        encoding = _of_addresses(tree)
        for target in _sheets(html):
            collector.add(target, url, "style", encoding)
        _Reader(collector, _base(tree, url), encoding).read(tree)
    for link in links:
        _Reader(collector, url, "utf-8").read_header(link)
    found = collector.found()
    if not any(one.kind == "icon" for one in found):
        collector.add("/favicon.ico", url, "icon")
    return collector.found()


class _Reader:
    """Walks a tree and collects; `base` is what its references are relative to, `encoding` that of their queries."""

    def __init__(self, collector: Collector, base: str, encoding: str = "utf-8") -> None:
        self._collector, self._base, self._encoding = collector, base, encoding
        self._special: dict[str, Callable[[HtmlElement], None]] = {
            "link": self._link, "meta": self._meta, "style": self._style, "input": self._input,
            "iframe": self._document, "script": self._script,
        }  # fmt: skip

    def read(self, tree: HtmlElement) -> None:
        for element in tree.iter(etree.Element):
            tag = str(element.tag).lower()
            if tag not in self._special and _TELLING.isdisjoint(element.keys()):
                continue
            for name, kind in _SOURCES.get(tag, ()):
                self._add(element.get(name), "image" if _is_picture(element) else kind)
            self._sets(element)
            self._lazy(element, tag)
            self._look(element)
            if special := self._special.get(tag):
                special(element)

    def read_header(self, value: str) -> None:
        """Collect what a Link header preloads; browsers heed no stylesheets there."""
        for found in _LINK.finditer(value):
            element = lxml_html.Element("link", dict(_PARAMETER.findall(found[2])), href=found[1])
            if element.get("rel", "").lower() in ("preload", "modulepreload"):
                self._link(element)
                self._sets(element)

    def _add(self, reference: str | None, kind: Kind) -> None:
        self._collector.add(reference, self._base, kind, self._encoding)

    def _css(self, css: str, encoding: str = "utf-8") -> None:
        for reference, kind in references(css):
            self._collector.add(reference, self._base, kind, encoding)

    def _sets(self, element: HtmlElement) -> None:
        for name in _TELLING_SETS.intersection(element.keys()) and _LAZY_SETS:
            for reference in addresses(element.get(name, "")):
                self._add(reference, "image")

    def _lazy(self, element: HtmlElement, tag: str) -> None:
        kind = _LAZY_KINDS.get(tag, "media" if tag == "source" and not _is_picture(element) else "image")
        for name in _LAZY if tag in _IMAGE_LIKE or tag in _LAZY_KINDS else ("data-src", "data-lazy-src"):
            value = element.get(name, "").strip()
            if _is_address(value, kind):
                self._add(value, kind)
        if _is_address(poster := element.get("data-poster", ""), "image"):
            self._add(poster, "image")

    def _look(self, element: HtmlElement) -> None:
        """The backgrounds: of style attributes, of the attribute before there were styles, of lazy loaders."""
        self._css(element.get("style", ""))
        self._add(element.get("background"), "image")
        for name in _BACKGROUNDS:
            value = element.get(name, "").strip()
            if value.lower().startswith("url("):
                self._css(value)
            elif name == "data-bgset":
                for reference in addresses(value):
                    self._add(reference, "image")
            elif _is_address(value, "image") and any(sign in value for sign in "./"):  # not the name of a colour
                self._add(value, "image")

    def _link(self, element: HtmlElement) -> None:
        href = element.get("href")
        for rel in element.get("rel", "").lower().split():
            if rel == "preload":
                self._add(href, _PRELOADS.get(element.get("as", "").lower(), "data"))
            elif rel in _RELS:
                self._add(href, _RELS[rel])

    def _meta(self, element: HtmlElement) -> None:
        names = (element.get("property"), element.get("name"), element.get("itemprop"))
        if any((name or "").strip().lower() in _META for name in names):
            self._add(element.get("content"), "image")

    def _style(self, element: HtmlElement) -> None:
        self._css(element.text or "", self._encoding)

    def _script(self, element: HtmlElement) -> None:
        if element.get("type", "").strip().lower() == "module":
            self._add(element.get("src"), "module")
            for address in imports(element.text or ""):
                self._collector.add(address, self._base, "module")

    def _input(self, element: HtmlElement) -> None:
        if element.get("type", "").lower() == "image":
            self._add(element.get("src"), "image")

    def _document(self, element: HtmlElement) -> None:
        """A document within an attribute has the base of the page around it."""
        tree = _tree(element.get("srcdoc", ""), "")
        if tree is not None:
            _Reader(self._collector, _base(tree, self._base), self._encoding).read(tree)


def _is_picture(element: HtmlElement) -> bool:
    parent = element.getparent()
    return element.tag == "source" and parent is not None and parent.tag == "picture"


def _is_address(value: str, kind: Kind) -> bool:
    """True where the value of a data attribute can be an address: they hold JSON, ids and sentences too."""
    if not value or _NOT_AN_ADDRESS & set(value):
        return False
    return kind != "image" or any(sign in value for sign in "./")


def _base(tree: HtmlElement, url: str) -> str:
    href = next((element.get("href", "") for element in tree.iter("base") if element.get("href") is not None), "")
    return absolute(href, url) or url


def _sheets(html: bytes | str | HtmlElement) -> list[str]:
    """Return the stylesheets that processing instructions at the start of XML name."""
    if isinstance(html, HtmlElement):
        return []
    start = html[:_PROLOGUE]
    text = start.decode("utf-8", "replace") if isinstance(start, bytes) else start
    return [unescape(found[2]) for found in _XML_SHEET.finditer(text)]


def _of_addresses(tree: HtmlElement) -> str:
    """Return the encoding in which the queries of addresses on a page are sent: the page's own, as browsers read it."""
    try:
        name = codecs.lookup(tree.getroottree().docinfo.encoding or "utf-8").name
    except LookupError:
        return "utf-8"
    if name.startswith("utf"):
        return "utf-8"
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _tree(html: bytes | str, content_type: str) -> HtmlElement | None:
    """Parse a page; None where there is no element in it."""
    data, encoding = _encoded(html, content_type)
    if not data.strip():
        return None
    try:
        parser = lxml_html.HTMLParser(encoding=encoding, huge_tree=True)
    except LookupError:
        parser = lxml_html.HTMLParser(huge_tree=True)
    try:
        return lxml_html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _encoded(html: bytes | str, content_type: str) -> tuple[bytes, str | None]:
    """Return the bytes and their encoding: valid UTF-8 is UTF-8 whatever is declared; None asks the page itself."""
    if isinstance(html, str):
        return html.encode("utf-8", "replace"), "utf-8"
    try:
        html.decode("utf-8")
    except UnicodeDecodeError:
        message = Message()
        message["content-type"] = content_type
        charset = message.get_param("charset", "")
        return html, charset if isinstance(charset, str) and charset else None
    return html, "utf-8"

"""An article's HTML as XHTML that an e-book may hold: well-formed, of known elements, each where it may stand.

The grammar is HTML's own (https://html.spec.whatwg.org/multipage/dom.html#content-models), as epubcheck holds books to
it. What an element must not be is undone, never its text.
"""

import re
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# XML 1.0, 2.2: of the characters below a space only three, and no half of a surrogate pair.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")

_ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    "a": ("href",), "ol": ("start", "type"), "li": ("value",), "code": ("class",),
    "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"),
}  # fmt: skip
_INLINE: Final = frozenset("a strong em code sub sup q mark abbr cite del ins kbd samp s u small br span".split())
_BLOCKS: Final = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table".split())
_INSIDE: Final[dict[str, tuple[str, ...]]] = {
    "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "caption": ("table",), "thead": ("table",), "tbody": ("table",),
    "tr": ("table", "thead", "tbody"), "td": ("tr",), "th": ("tr",),
}  # fmt: skip
_LAST: Final = 0x10FFFF
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_SPAN: Final = re.compile(r"[1-9][0-9]{0,2}")
_LINES: Final = frozenset("p h1 h2 h3 h4 h5 h6 pre".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_UNSEEN: Final = ("script", "style")
_KEPT: Final = "!$%&'()*+,/:;=?@~"


def xhtml(html: str) -> str:
    """Return `html`, a piece of a page, as a piece of XHTML without a namespace of its own."""
    from lxml import etree
    from lxml import html as parser

    plain = _REFERENCE.sub(_lawful, _NO_XML.sub("", html))
    if not plain.strip():
        return ""
    root = parser.fragment_fromstring(plain, create_parent="div")
    for mend in (_keep_known, _place, _mend_lists, _mend_definitions):
        for element in list(root.iterdescendants()):
            mend(element)
    inner = "".join(etree.tostring(child, encoding="unicode", method="xml") for child in root)
    return _NO_XML.sub("", escape(root.text or "", quote=False) + inner)


def text(value: str) -> str:
    """Return `value` as text in XML, of elements and of attributes in double quotation marks."""
    return escape(_NO_XML.sub("", value))


def web_address(href: str) -> str | None:
    """Return an address of the web as a URI, with everything quoted that must be; None for any other."""
    try:
        parts = urlsplit(href.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        return None
    path, query, fragment = (quote(_escaped(part), _KEPT) for part in (parts.path, parts.query, parts.fragment))
    return f"{parts.scheme}://{host}{port}{path}{'?' * bool(query)}{query}{'#' * bool(fragment)}{fragment}"


def _lawful(reference: re.Match[str]) -> str:
    """A reference to a character, unless XML has no such character."""
    number = int(reference[1], 16) if reference[1] else int(reference[2][:8])
    return reference[0] if number <= _LAST and not _NO_XML.match(chr(number)) else ""


def _escaped(part: str) -> str:
    """A percent sign that begins no pair of digits stands for itself."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)


def _keep_known(element: "HtmlElement") -> None:
    """Comments go, and scripts; of elements that are not known the text stays; attributes are the known ones."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN:
        element.drop_tree()
        return
    if tag == "time":  # without its attribute, its text must be a date as machines write it
        element.tag = tag = "span"
    if tag not in _INLINE and tag not in _BLOCKS and tag not in _INSIDE:
        element.drop_tag()
        return
    for name, value in list(element.attrib.items()):
        fit = _fit(name, value) if name in _ATTRIBUTES.get(tag, ()) else None
        if fit is None:
            del element.attrib[name]
        else:
            element.set(name, fit)


def _fit(name: str, value: str) -> str | None:
    """Return an attribute's value as it may be; None where it may not be at all."""
    if name == "href":
        return web_address(value)
    if name == "type":
        return value if value in ("1", "a", "A", "i", "I") else None
    if name in ("start", "value"):
        return value if _NUMBER.fullmatch(value) else None
    return value if name == "class" or _SPAN.fullmatch(value) else None


def _place(element: "HtmlElement") -> None:
    """An element where it must not stand becomes its text, or a box; lines hold no boxes, links no links."""
    tag, parent = element.tag, element.getparent()
    above = {one.tag for one in element.iterancestors()}
    if tag == "a" and "a" in above:
        element.drop_tag()
    elif tag in _INSIDE and (parent is None or parent.tag not in _INSIDE[tag]):
        element.tag = tag = "div"
    elif tag in _HEADINGS and above & {"dt", "th"}:
        element.tag = "p"
    if tag == "li" and parent is not None and parent.tag != "ol":
        element.attrib.pop("value", None)
    if tag not in _INLINE:
        if above & _LINES:
            element.drop_tag()
            return
        for one in list(element.iterancestors(*_INLINE)):
            one.drop_tag()


def _mend_lists(element: "HtmlElement") -> None:
    """What stands in a list and is no item becomes one."""
    if element.tag in ("ul", "ol", "dl"):
        items, item = (("dt", "dd"), "dd") if element.tag == "dl" else (("li",), "li")
        if element.text and element.text.strip():
            first = element.makeelement(item)
            first.text, element.text = element.text, None
            element.insert(0, first)
        for child in list(element):
            tail, child.tail = child.tail, None
            if child.tag not in items:
                wrapped = element.makeelement(item)
                element.replace(child, wrapped)
                wrapped.append(child)
                child = wrapped
            if tail and tail.strip():
                child.append(_span(child, tail))


def _span(element: "HtmlElement", text: str) -> "HtmlElement":
    span = element.makeelement("span")
    span.text = text
    return span


def _mend_definitions(element: "HtmlElement") -> None:
    """Terms, then what is said of them, again and again; what is not so is a plain list."""
    if element.tag == "dl" and not re.fullmatch("(?:t+d+)*", "".join(str(child.tag)[1] for child in element)):
        element.tag = "ul"
        for child in element:
            child.tag = "li"

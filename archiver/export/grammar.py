"""Where an element of HTML may stand in a book, by HTML's own grammar, to which epubcheck holds books:
https://html.spec.whatwg.org/multipage/dom.html#content-models.

What an element must not be is undone, never its text: an unknown one becomes its text, one in a wrong place a box.
Pages are mended in passes, each of which takes what the one before has left.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from archiver.export.address import web_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
_SPAN: Final = re.compile(r"[1-9][0-9]{0,2}")
_LINES: Final = frozenset("p h1 h2 h3 h4 h5 h6 pre".split())
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_UNSEEN: Final = ("script", "style")


def mend(root: "HtmlElement") -> None:
    """Change what is below `root`, a box, so that it may stand in a book."""
    for step in _STEPS:
        for element in list(root.iterdescendants()):
            step(element)


def _know(element: "HtmlElement") -> None:
    """Comments go, and scripts; of elements that are not known the text stays."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _UNSEEN:
        element.drop_tree()
    elif tag == "time":  # without its attribute, its text must be a date as machines write it
        element.tag = "span"
    elif tag not in _INLINE and tag not in _BLOCKS and tag not in _INSIDE:
        element.drop_tag()


def _part(element: "HtmlElement") -> None:
    """Lines hold no boxes, nor does what stands in a line; links hold no links."""
    if element.tag in _INLINE:
        if element.tag == "a" and next(element.iterancestors("a"), None) is not None:
            element.drop_tag()
    elif next(element.iterancestors(*_LINES), None) is not None:
        element.drop_tag()
    else:
        for one in list(element.iterancestors(*_INLINE)):
            one.drop_tag()


def _place(element: "HtmlElement") -> None:
    """What stands outside its list or table is a box; terms and heads of columns are no headings."""
    tag, parent = element.tag, element.getparent()
    if tag in _INSIDE and (parent is None or parent.tag not in _INSIDE[tag]):
        element.tag = "div"
    elif tag in _HEADINGS and next(element.iterancestors("dt", "th"), None) is not None:
        element.tag = "p"


def _mend_list(element: "HtmlElement") -> None:
    """What stands in a list and is no item becomes one."""
    if element.tag not in ("ul", "ol", "dl"):
        return
    items, item = (("dt", "dd"), "dd") if element.tag == "dl" else (("li",), "li")
    if element.text and element.text.strip():
        element.insert(0, _new(element, item, element.text))
    element.text = None
    for child in list(element):
        tail, child.tail = child.tail, None
        if child.tag not in items:
            wrapped = _new(element, item, None)
            element.replace(child, wrapped)
            wrapped.append(child)
            child = wrapped
        if tail and tail.strip():
            child.append(_new(element, "span", tail))


def _new(element: "HtmlElement", tag: str, text: str | None) -> "HtmlElement":
    made = element.makeelement(tag)
    made.text = text
    return made


def _mend_definitions(element: "HtmlElement") -> None:
    """Terms, then what is said of them, again and again; what is not so is a plain list."""
    if element.tag == "dl" and not re.fullmatch("(?:t+d+)*", "".join(str(child.tag)[1] for child in element)):
        element.tag = "ul"
        for child in element:
            child.tag = "li"


def _mend_table(element: "HtmlElement") -> None:
    """A caption, a head, then bodies or rows; rows hold cells alone. A table that is not so is boxes."""
    if element.tag != "table":
        return
    parts = list(element.iterchildren("thead", "tbody"))
    rows = [row for part in (element, *parts) for row in part.iterchildren("tr")]
    sound = re.fullmatch("(caption )?(thead )?((tbody )*|(tr )*)", _children(element))
    if (
        sound
        and all(re.fullmatch("(tr )*", _children(part)) for part in parts)
        and all(re.fullmatch("(t[dh] )*", _children(row)) for row in rows)
    ):
        return
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    for one in (*element.iterchildren("caption"), *cells, *rows, *parts, element):
        one.tag = "div"


def _children(element: "HtmlElement") -> str:
    """The names of what stands in an element, each with a space; "text" for text."""
    texts = (element.text, *(child.tail for child in element))
    loose = "text " if any(text and text.strip() for text in texts) else ""
    return loose + "".join(f"{child.tag!s} " for child in element)


def _keep_attributes(element: "HtmlElement") -> None:
    parent = element.getparent()
    known = _ATTRIBUTES.get(str(element.tag), ())
    if element.tag == "li" and (parent is None or parent.tag != "ol"):
        known = ()
    for name, value in list(element.attrib.items()):
        fit = _fit(name, value) if name in known else None
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


_STEPS: Final[tuple[Callable[["HtmlElement"], None], ...]] = (
    _know, _part, _place, _mend_list, _mend_definitions, _mend_table, _keep_attributes,
)  # fmt: skip

"""From bytes to text and from text to a tree.

Which encoding a page is in is decided here and nowhere else. The order is the
one that holds up in practice: text that is valid UTF-8 is UTF-8 whatever the
page declares, for declarations are copied from page to page and bytes are not.
"""

import codecs
import re
from email.message import Message
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from archiver.binary import binary_of
from archiver.errors import PageError
from archiver.page.attributes import CUT, without_floods

UNNAMED = "the document"
"""What errors call a document whose name nobody gave."""
LARGEST: Final = 64 << 20
"""Bytes of a page, or characters of its text; a larger one is refused."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_:.\-]{1,40})""", re.IGNORECASE)
_META_WITHIN = 4096  # bytes; browsers look at 1024, hand-made pages put comments first
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # form feed is white space
_CONTROL_BYTES = bytes((*range(9), 0x0B, *range(0x0E, 0x20), 0x7F))
_WEB_NAMES = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "windows-31j": "cp932",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
}
"""What the WHATWG Encoding Standard reads for a declared encoding, where Python's codec of that name falls short."""
_NOT_OF_THE_WEB = re.compile(r"utf-(?:7|16|32)|idna|punycode|(?:raw-)?unicode-escape")
"""Python's codecs that no page is in. UTF-16 has a mark at its beginning, or else is not UTF-16."""
_CLASSES = etree.ElementDefaultClassLookup(
    element=lxml_html.HtmlElement, comment=lxml_html.HtmlComment, pi=lxml_html.HtmlProcessingInstruction
)
"""One class for every element. lxml.html asks a function of its own which one, at each look at each element."""
_HAS_TEXT = "boolean(.//text()[normalize-space()][not(parent::script or parent::style)])"
_LOOKS = re.compile(rb"</?(?:font|b|i|u|big|small|center|nobr|tt|strong|em|span)\b[^<>]*>", re.IGNORECASE)


def decode(data: bytes, content_type: str = "", name: str = UNNAMED) -> str:
    """Return `data` as text, without control characters.

    `content_type` is the HTTP header's value, if there was one; `name` is used in errors.
    Raises PageError where `data` is empty, too large or no text at all.
    """
    _check_size(len(data), name)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return readable(data[len(bom) :].decode(encoding, "replace"), name)
    if binary := binary_of(data):
        raise PageError(f"{name}: this is {binary.name}, not a page of text or HTML")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return readable(_declared(data, content_type), name)
    return _held(text if _is_clean(data, text) else _CONTROL.sub("", text), name)


def strip_controls(text: str) -> str:
    """Return `text` without the characters that no document may hold and that lxml refuses."""
    try:
        is_clean = _is_clean(text.encode(), text)
    except UnicodeEncodeError:  # half a surrogate pair
        is_clean = False
    return text if is_clean else _CONTROL.sub("", text)


def _is_clean(data: bytes, text: str) -> bool:
    """True where `text`, which is `data` in UTF-8, has no control characters; bytes are looked through many times
    faster than characters."""
    return len(data.translate(None, _CONTROL_BYTES)) == len(data) and not ("\ufffe" in text or "\uffff" in text)


def readable(text: str, name: str = UNNAMED) -> str:
    """Return `text` without control characters. Raises PageError where nothing is left of it but white space,
    or where it is too large."""
    _check_size(len(text), name)
    return _held(strip_controls(text), name)


def _check_size(size: int, name: str) -> None:
    if size > LARGEST:
        raise PageError(f"{name}: {size:,} bytes are too large for a page (over {LARGEST:,}); give a part of it")


def _held(text: str, name: str) -> str:
    if not text.strip().strip("\ufeff"):
        raise PageError(f"{name}: empty; there is nothing to read")
    return text


def parse(text: str, name: str = UNNAMED) -> lxml_html.HtmlElement:
    """Return the root of `text`, which has no control characters (see `readable`), parsed as HTML.

    libxml2 drops what lies deeper than 2,048 elements, in silence. Unclosed <font> tags, old editors' habit, are the
    usual cause: such a page is parsed again without the tags that only say how letters look.
    Raises PageError where there is no element in it, or where it is too deep all the same.
    """
    data = text.encode()
    cut = without_floods(data)
    tree, whole = _parse(cut, name)
    if cut is not data and cut != data and not tree.xpath(CUT):  # it was a script that looked like such a tag
        tree, whole = _parse(data, name)
    if not whole:
        tree, whole = _parse(_LOOKS.sub(b"", data), name)
    if not whole:
        raise PageError(f"{name}: its elements are nested too deep to be read whole (over 2,048 in one another)")
    return tree


def _parse(data: bytes, name: str) -> tuple[lxml_html.HtmlElement, bool]:
    """Parse `data`; the second value is false where the parser gave up on what lies too deep."""
    # a walk over the tree takes time with the square of the comments in a row, and nobody reads them
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise PageError(f"{name}: no HTML in it; nothing to read") from None
    _join(tree)
    return tree, not any("xcessive depth" in error.message for error in parser.error_log)


def _join(tree: lxml_html.HtmlElement) -> None:
    """Move what stands after </html> into the body, as browsers do; libxml2 makes further roots of it."""
    body = tree.find("body")
    if body is None or tree.getnext() is None:
        return
    for other in list(tree.itersiblings("html")):
        for part in other if other.xpath(_HAS_TEXT) else ():
            if part.text and len(body):
                # "&#1;" in the markup makes a control character again, which lxml gives, and does not take back
                body[-1].tail = _takeable(f"{body[-1].tail or ''}{part.text}")
            body.extend(list(part))


def _takeable(text: str) -> str:
    return _CONTROL.sub("", text.replace("\f", " "))


def _declared(data: bytes, content_type: str) -> str:
    """Return `data`, which is no UTF-8, as text in the encoding that it is said to be in, or else in a likely one."""
    for declared in (_header_charset(content_type), _meta_charset(data)):
        encoding = _python_name(declared)
        if encoding:
            return data.decode(encoding, "replace")
    return _guess(data)


def _guess(data: bytes) -> str:
    """UTF-8 with a few broken bytes stays UTF-8; anything else is read as the Web's default."""
    text = data.decode("utf-8", "replace")
    broken, foreign = text.count("\ufffd"), sum(byte > 127 for byte in data)
    return text if broken * 20 < foreign else data.decode("cp1252", "replace")


def _header_charset(content_type: str) -> str:
    message = Message()
    message["content-type"] = content_type
    charset = message.get_param("charset", "")
    return charset if isinstance(charset, str) else ""


def _meta_charset(data: bytes) -> str:
    found = _META.search(data[:_META_WITHIN])
    return found[1].decode("ascii") if found else ""


def _python_name(declared: str) -> str | None:
    """The codec for a declared name, as the WHATWG Encoding Standard reads it: Latin-1 means windows-1252."""
    try:
        label = declared.strip().lower().removeprefix("x-")
        name = codecs.lookup(_WEB_NAMES.get(label, label)).name
        b" ".decode(name, "replace")  # a codec that is none for text says so only when it has something to do
    except (LookupError, ValueError):
        return None
    return None if _NOT_OF_THE_WEB.match(name) else _WEB_NAMES.get(name, name)

"""An article's HTML as XHTML that an e-book may hold: well-formed, of characters that XML has.

Which elements may stand where is in grammar.py.
"""

import re
from html import escape
from typing import Final

from archiver.export.grammar import mend

# XML 1.0, 2.2: of the characters below a space only three, and no half of a surrogate pair.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE: Final = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_LAST: Final = 0x10FFFF


def xhtml(html: str) -> str:
    """Return `html`, a piece of a page, as a piece of XHTML without a namespace of its own."""
    from lxml import etree
    from lxml import html as parser

    plain = _REFERENCE.sub(_lawful, _NO_XML.sub("", html))
    if not plain.strip():
        return ""
    root = parser.fragment_fromstring(plain, create_parent="div")
    mend(root)
    inner = "".join(etree.tostring(child, encoding="unicode", method="xml") for child in root)
    return _NO_XML.sub("", escape(root.text or "", quote=False) + inner)


def text(value: str) -> str:
    """Return `value` as text in XML, of elements and of attributes in double quotation marks."""
    return escape(_NO_XML.sub("", value))


def _lawful(reference: re.Match[str]) -> str:
    """A reference to a character, unless XML has no such character."""
    number = int(reference[1], 16) if reference[1] else int(reference[2][:8])
    return reference[0] if number <= _LAST and not _NO_XML.match(chr(number)) else ""

"""readability-lxml as a voter: which blocks it would have chosen.

It costs several times more than everything else together, so it is asked only about pages
that no site rule knows and that the other judges leave in doubt.
"""

import logging
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Final

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from readability import Document

from archiver.model import Page
from archiver.page.decode import strip_controls

Choice = Callable[[Page], frozenset[int] | None]
"""What can be asked which blocks of a page it would choose; it returns None where it cannot read the page."""
_NOWHERE = logging.NullHandler()  # its tracebacks would be printed where a program sets up no logging of its own
_UNREAD: Final = ("script", "style", "noscript", etree.Comment, etree.ProcessingInstruction)
"""What it throws away first, and what is most of many pages."""
_SPACE = re.compile(r"[\s\u200b\u00ad\u2060\ufeff]+")


def choice(page: Page) -> frozenset[int] | None:
    """Return the indexes of the blocks that readability-lxml keeps; None where it cannot read the page."""
    if page.tree is None:
        return None
    logging.getLogger("readability").addHandler(_NOWHERE)
    try:
        summary = Document(_slim(page.tree)).summary(html_partial=True)
        kept = _squeeze("".join(lxml_html.fragment_fromstring(summary, create_parent="div").itertext()))
    except Exception:  # it raises whatever comes up on odd trees; one voter less is no harm
        return None
    return frozenset(block.index for block in page.blocks if _squeeze(block.text) in kept)


def _slim(tree: HtmlElement) -> str:
    """The page as HTML, without what nobody reads: it chooses the same, and in less time."""
    copy = deepcopy(tree)
    etree.strip_elements(copy, *_UNREAD, with_tail=False)
    html = strip_controls(etree.tostring(copy, encoding="unicode", method="html"))  # "&#1;" brought them back
    return "\n".join(filter(None, map(str.strip, html.split("\n"))))


def _squeeze(text: str) -> str:
    return _SPACE.sub("", text)

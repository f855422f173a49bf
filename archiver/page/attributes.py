"""Tags with more attributes than any page has use for: libxml2 takes four times as long for twice as many.

A tag with a hundred thousand takes half a minute. Such tags are cut before a page is parsed; whether what was cut was a
tag at all, and no script, the tree says afterwards. What a tree is made of is decode.py's business.
"""

import re
from typing import Final

_NAME: Final = b"archiver-cut"
_TOKEN: Final = (
    rb"""(?:[^\s"'>=/]++|=\s*+"[^"]*+"?|=\s*+'[^']*+'?|[\s="'/]++)"""  # an attribute is two of them at least
)
_FLOOD: Final = re.compile(rb"<([a-zA-Z][a-zA-Z0-9-]*+)" + _TOKEN + rb"{4000,}+")
_RUN: Final = 1 << 15  # bytes without a ">"; scripts have such runs, and tags with thousands of attributes
_LARGE: Final = 1 << 20  # bytes; in a page as large as that a ">" may hide in each value

CUT: Final = f"boolean(//*[@{_NAME.decode()}])"
"""An XPath that is true of a tree in which there is a tag that was cut."""


def without_floods(page: bytes) -> bytes:
    """Return `page`, in UTF-8, with no tag of thousands of attributes in it; `page` itself where there is none.

    The same letters in a script are cut too: only where `CUT` holds of the tree was there such a tag.
    """
    if len(page) < _LARGE and max(map(len, page.split(b">"))) < _RUN:
        return page
    return _FLOOD.sub(rb"<\1 " + _NAME, page)

"""A query's characters made plain: one kind of quotation mark, parenthesis, colon and space, and nothing unseen.

Quotation marks come out in pairs. What they and the other marks mean is the business of `lex.py`.
"""

import re
from collections.abc import Iterator
from typing import Final

from archiver.query.ignored import Report

_KIN: Final = str.maketrans("“”„‟«»「」『』＂〝〞〟（）：，＊－／｜", '""""""""""""""():,*-/|')
# Line ends and control characters of every kind, halves of characters, and the space that has no width.
_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b\ud800-\udfff]+")
# Hints for line breaks and for the direction of writing, which come along with pasted text.
_UNSEEN: Final = re.compile("[\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# In Hebrew a quotation mark between letters makes an abbreviation of them, as in צה"ל.
_GERSHAYIM: Final = re.compile('(?<=[א-ת])["“”„](?=[א-ת])')
# An inch, rather than the beginning of a phrase: 5" pipe.
_INCH: Final = re.compile(r'(?<=\w)"(?=[ ),]|$)')


def plain(text: str, report: Report) -> str:
    """Return a query in plain characters. Quotation marks without a partner are taken out and reported."""
    seen = _GERSHAYIM.sub("״", _UNSEEN.sub("", text))
    source = _SPACE.sub(" ", seen.translate(_KIN)).strip()
    orphans = set(_orphans(source))
    for place in orphans:
        report.add(place, '"', "a quotation mark has no partner; words stand together between two of them")
    return "".join(_instead(source, place) if place in orphans else mark for place, mark in enumerate(source))


def _orphans(source: str) -> Iterator[int]:
    """The places of quotation marks that neither begin nor end a phrase."""
    begun = None
    for found in re.finditer('"', source):
        place = found.start()
        if begun is not None:
            begun = None
        elif _INCH.match(source, place):
            yield place
        else:
            begun = place
    if begun is not None:
        yield begun


def _instead(source: str, place: int) -> str:
    """What takes the place of an orphan: nothing where what follows belongs to a field or a minus (title:"peace)."""
    return "" if source[:place].endswith((":", "-")) else " "

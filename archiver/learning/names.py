"""Which class and id names mean something on a site's other pages, too.

Names that a build makes up (`sc-5a2651e0-0`, `jAsYcl`), that number one page (`post-926794`) or that say how something
looks (`mt-4`, `text-center`, `col-12`) do not.
"""

import re
from typing import Final

_NAME = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]*")
_NUMBER = re.compile(r"\d{3}|\d[A-Za-z]|[A-Za-z]\d+[A-Za-z]")
_MODULE = re.compile(r"(.*[A-Za-z]{3}.*?__)[A-Za-z0-9_-]{5,6}")
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SHORTEST: Final = 2.5  # letters in a piece of a name that somebody wrote, on the average
_LOOKS: Final = re.compile(
    r"-?(?:[mp][trblxyse]?|[whzdugp]|gap|space|pad|text|font|bg|border|rounded|leading|tracking|min|max|cols?|rows?|grid|"
    r"flex|items|justify|self|order|overflow|is|has|no|not|align|place|clear|float|offset|shadow|opacity|top|left|right|"
    r"bottom|inset|first|last|xs|sm|md|lg|xl|small|medium|large|full|hover|focus|group|list|line|object|transition|"
    r"duration|cursor|sr|js)-.*"
)
_COMMON: Final = frozenset(
    "active btn button link alignleft alignright aligncenter alt article author-text block body bold box center "
    "clear clearfix col collapse column columns container content copy dark default desktop div even first flex "
    "full grid group h-full heading hidden hide image img inline inner item items italic large last layout left "
    "light list main main-content medium mobile module no normal odd outer page post public relative right root "
    "row section show single small static strong sub sticky tablet text title top bottom uppercase underline view "
    "visible w-full wide width wrap wrapper paragraph p absolute fixed entry entry-content story wp-block-group "
    "wp-block-column wp-block-columns wp-block-list wp-block-heading wp-block-image elementor-element "
    "elementor-widget elementor-widget-container elementor-column elementor-section elementor-container".split()
)


def is_telling(name: str) -> bool:
    """True for a name that can be looked for on other pages, and means something by itself."""
    if not _NAME.fullmatch(name) or len(name) < 3 or name.lower() in _COMMON or _LOOKS.fullmatch(name):
        return False
    return not is_made_up(name)


def is_made_up(name: str) -> bool:
    """True for a name that a program made of a hash or a number."""
    if _NUMBER.search(name):
        return True
    pieces = _PIECE.findall(name)
    return not pieces or (len(pieces) > 2 and sum(map(len, pieces)) / len(pieces) < _SHORTEST)


def module_of(name: str) -> str | None:
    """The part of a CSS module's class that its author wrote (`Teaser_title__`), where it is one; else None."""
    found = _MODULE.fullmatch(name)
    if found is None or not any(one.isdigit() or one.isupper() for one in name[found.end(1) :]):
        return None
    return found[1]

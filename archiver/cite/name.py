"""Names of authors for bibliographies, which put the family name first: where it is sure which one that is.

A name is parted only where it is a full given name, initials perhaps, and one more word, in Latin letters, on a page in
a language whose names are so. Anything else stays whole, as it stands on the page: organisations, other scripts, names
of one or of many words, particles, and names that may be written the other way round.
"""

import re
from dataclasses import dataclass
from typing import Final

from archiver.page.desks import is_desk, is_role


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name: `family` and `given` where they are known, else the whole as `literal`."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def whole(self) -> str:
        """The name as it is written in a text."""
        return f"{self.given} {self.family}" if self.family else self.literal

    @property
    def turned(self) -> str:
        """The name with the family name first, where that is known."""
        return f"{self.family}, {self.given}" if self.family else self.literal


_CAPITAL: Final = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠȘŢŤȚŪŮŰŲŴŶŹŻŽ"
_SMALL: Final = "a-zß-öø-ÿāăąćčďđēęěğģīįıķĺļľłńņňōőœŕřśşšșţťțūůűųŵŷźżž"
_PART: Final = f"[{_CAPITAL}][{_SMALL}]+"
_GIVEN: Final = rf"{_PART}(?:-{_PART})?(?: [{_CAPITAL}]\.)*"
_FAMILY: Final = rf"(?:[DLO]['’]|Mc|Mac)?{_PART}(?:-{_PART})?"
_SURE: Final = re.compile(rf"({_GIVEN}) ({_FAMILY})")

# Languages in whose names the family name comes first, or whose second word is the father's or a second given name.
_OTHERWISE: Final = frozenset("am ar bo fa hi hu id is ja jv km ko lo mn ms my ne so ta te th ti ur vi zh".split())

# Family names of such people as other languages' papers print them, first: "Xi Jinping", "Nguyen Van". Some are given
# names elsewhere (Kim, Lee); those are kept whole, too.
_FIRST: Final = frozenset(
    "bai bui cai cao chan chang chen cheng cho choi chu chung dang deng ding do dong du duong fan fang feng fu "
    "gao guo han he ho hoang hong hou hsu hu huang huynh hwang jang jeong jia jiang jin jung kang kim kong kovacs "
    "kwon lai lam le lee lei li liang lim lin liu long lu luo luu ma mai mao moon nagy ng ngo nguyen nie ong "
    "orban ou pan park peng pham phan qian qin ren rhee seo shao shen shi shin son song su sun szabo tan tang tao "
    "tian tran tsai vo vu wan wang wei wen wong woo wu xi xia xiao xie xu xue yan yang yao ye yeo yi yin yoon yu "
    "yuan yun zeng zhang zhao zheng zhong zhou zhu zou".split()
)
_ORGANISATION: Final = re.compile(
    r"\b(?:international|institut\w*|universit\w*|ministry|ministerium|council|party|group|foundation|cent(?:er|re)|"
    r"association|committee|union|network|project|society|watch|department|office|bank|fund|federation|agency|board|"
    r"commission|company|inc|ltd|gmbh|llc|collective|labs?|research|insider|radio|tv|television|films?|studios?|club|"
    r"college|school|church|embassy|parliament|government|police|army|library|museum|archive|today|daily|weekly|world|"
    r"global|digital|editorial|community|alliance|coalition|movement|campaign|initiative|forum|trust|partners|"
    r"associates|consulting|service|systems|review|report|monitor|observer|guardian|mirror|sun|star|mail|express|voice|"
    r"amnesty|crescent|cross|nations|house|team)\b",
    re.IGNORECASE,
)


def name_of(text: str, language: str | None) -> Name:
    """Return an author's name, parted where that is sure; `language` is the page's tag."""
    flat = " ".join(text.split())
    found = _SURE.fullmatch(flat)
    if not found or not language or language[:2].lower() in _OTHERWISE or _is_unsure(flat, found[1]):
        return Name(literal=flat)
    return Name(family=found[2], given=found[1])


def _is_unsure(name: str, given: str) -> bool:
    return given.casefold() in _FIRST or bool(_ORGANISATION.search(name)) or is_desk(name) or is_role(name)

"""Which fonts of this machine can write the names in a plot, whatever their script, and which names none can write.

Those are given a number in the plot, for a row of boxes tells nobody anything.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from matplotlib.font_manager import FontEntry

BASE: Final = "DejaVu Sans"
"""Comes with matplotlib: Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian, Georgian."""

# What is read first, for it holds most; by the beginnings of names.
_LIKELY: Final = (
    "Noto Sans CJK", "Noto Sans", "Source Han Sans", "Droid Sans Fallback", "WenQuanYi", "PingFang", "Hiragino",
    "Microsoft YaHei", "Yu Gothic", "Meiryo", "Malgun Gothic", "Nanum", "Arial Unicode", "Nirmala", "Leelawadee",
    "FreeSans", "Unifont",
)  # fmt: skip


def families_for(names: Iterable[str]) -> tuple[list[str], frozenset[str]]:
    """Return the font families that are needed to write `names`, and the characters that no font here has."""
    from matplotlib.font_manager import fontManager

    paths = {font.name: font.fname for font in _plain(fontManager.ttflist)}
    missing = {character for name in names for character in name if not character.isspace()}
    chosen = [BASE]
    missing -= _characters(paths[BASE])
    for family in sorted(paths, key=_rank):
        if not missing:
            break
        if held := missing & _characters(paths[family]):
            chosen.append(family)
            missing -= held
    return chosen, frozenset(missing)


def numbered(names: Iterable[str], missing: frozenset[str], what: str) -> tuple[list[str], dict[str, str]]:
    """Return names as they can be written, "word 2" for the second where it cannot, and what each such stands for."""
    shown, told = [], {}
    for place, name in enumerate(names, start=1):
        if missing.isdisjoint(name):
            shown.append(name)
        else:
            shown.append(f"{what} {place}")
            told[shown[-1]] = name
    return shown, told


def _plain(fonts: Iterable["FontEntry"]) -> Iterator["FontEntry"]:
    """Upright ones of normal weight; not the one that has a box for every character."""
    return (
        font
        for font in fonts
        if font.style == "normal" and font.weight in (400, "normal", "regular") and "Last Resort" not in font.name
    )


def _rank(family: str) -> tuple[int, str]:
    return next((place for place, name in enumerate(_LIKELY) if family.startswith(name)), len(_LIKELY)), family


def _characters(path: str) -> set[str]:
    from matplotlib.ft2font import FT2Font

    return set(map(chr, FT2Font(path).get_charmap()))

"""Plots for print and screen: articles over time by site, and trends of words, as SVG or PNG.

matplotlib is an optional part; nothing of it is imported before a plot is wanted. A plot is of one size, which fills
the width of a page. What is drawn was counted before, and how its parts look is in drawing.py.
"""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from archiver.errors import MissingExtra
from archiver.stats.drawing import FEW, draw_lines, draw_stack, draw_totals
from archiver.stats.fonts import families_for, numbered
from archiver.stats.host import readable
from archiver.stats.period import By
from archiver.stats.summary import Site, Stats, merged
from archiver.stats.trend import Trend

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SITES: Final = 11
"""How many sites have a colour of their own; the rest are one, "others"."""

_SIZE: Final = (7.2, 4.0)  # inches: the text of an A4 or Letter page
_DOTS: Final = 200  # an inch
_LONGEST: Final = 32  # characters of a name
_SIGNED: Final[dict[str, dict[Any, Any]]] = {
    ".svg": {"Creator": "archiver", "Date": None},  # without a date, the same plot is the same file
    ".png": {"Software": "archiver"},
}
_INK: Final = "#222222"
_FAINT: Final = "#666666"
_STYLE: Final[dict[Any, Any]] = {
    "font.size": 9.0,
    "axes.edgecolor": _FAINT,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10.0,
    "text.color": _INK,
    "xtick.color": _FAINT,
    "ytick.color": _FAINT,
    "legend.frameon": False,
    "legend.fontsize": 8.0,
    "text.parse_math": False,  # "$" is a dollar
    "svg.fonttype": "none",  # text stays text: to be found, and written with the fonts of whoever looks at it
    "svg.hashsalt": "archiver",
}


def plot_stats(stats: Stats, path: Path) -> dict[str, str]:
    """Draw the articles of each period, by site, and write it to `path`, whose suffix says in which format.

    Returns what the names in the plot stand for, where no font here has their characters. Raises MissingExtra.
    """
    sites = _largest(stats.sites)
    with _drawing([_host(site) for site in sites], "site", path) as (names, told):
        figure = _figure()
        axes = figure.subplots()
        axes.set_title(f"Articles per {stats.by}" + (f", {names[0]}" if len(sites) == 1 else ""))
        bars = draw_stack(axes, sites, stats.by)
        if len(sites) > 1:
            _name_beside(figure, bars[::-1], names[::-1])  # in the order of the stack
        _note(figure, stats.inexact, stats.by)
        _write(figure, path)
    return told


def plot_trend(trend: Trend, path: Path) -> dict[str, str]:
    """Draw the share of articles with each word over time, and below how many articles there are; write it to `path`.

    Returns and raises as `plot_stats` does.
    """
    with _drawing([_short(word) for word in trend.words], "word", path) as (names, told):
        figure = _figure()
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
        upper.set_title(f"Share of articles per {trend.by}" + (f" with “{names[0]}”" if len(names) == 1 else ""))
        lines = draw_lines(upper, trend, names)
        draw_totals(lower, trend)
        if not trend.periods:
            upper.set_axis_off()
        if len(names) > FEW:
            _name_beside(figure, lines, names)
        _note(figure, trend.inexact, trend.by)
        _write(figure, path)
    return told


@contextmanager
def _drawing(names: Sequence[str], what: str, path: Path) -> Iterator[tuple[list[str], dict[str, str]]]:
    """Have matplotlib draw in our style; yield `names` as they can be written, and what those stand for that cannot."""
    try:
        from matplotlib import rc_context
    except ImportError:
        raise MissingExtra("a plot", "plot") from None
    families, missing = families_for(names)
    if path.suffix == ".svg":  # written as text, for the fonts of whoever looks at it; here it is only measured
        families, missing = [*families, "sans-serif"], frozenset()
    with rc_context({**_STYLE, "font.family": families}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from font")
        yield numbered(names, missing, what)


def _figure() -> "Figure":
    from matplotlib.figure import Figure

    return Figure(figsize=_SIZE, dpi=_DOTS, layout="constrained")


def _write(figure: "Figure", path: Path) -> None:
    figure.savefig(path, metadata=_SIGNED[path.suffix])


def _largest(sites: Sequence[Site]) -> list[Site]:
    if len(sites) <= SITES + 1:
        return list(sites)
    return [*sites[:SITES], merged(sites[SITES:], f"{len(sites) - SITES:,} others")]


def _host(site: Site) -> str:
    """A host as people read it, not in the ASCII of the network."""
    return _short(readable(site.host))


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _name_beside(figure: "Figure", drawn: Sequence[Any], names: Sequence[str]) -> None:
    # Handles and names by hand: a label that begins with "_" would be left out.
    figure.legend(list(drawn), list(names), loc="outside right upper", handlelength=2.4)


def _note(figure: "Figure", inexact: int, by: By) -> None:
    if inexact:
        what = "article has a date" if inexact == 1 else "articles have dates"
        figure.supxlabel(
            f"{inexact:,} {what} less exact than a {by}, left out", fontsize=7.5, color=_FAINT, x=0.01, ha="left"
        )

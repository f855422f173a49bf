"""What stands in a plot: bars by site, lines by word with their gaps, the totals below them, a time axis.

Everything is drawn into axes of matplotlib that plot.py makes. Colours are told apart by people who see fewer of them:
Paul Tol's qualitative scheme for bars, that of Okabe and Ito for lines.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from archiver.stats.period import By, number
from archiver.stats.summary import Site
from archiver.stats.ticks import ticks
from archiver.stats.trend import Trend

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer
    from matplotlib.lines import Line2D

FEW: Final = 5
"""How many lines are named at their ends, which needs no legend."""

_STACK: Final = (
    "#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677", "#44AA99", "#AA4499", "#999933", "#6699CC", "#882255",
    "#661100",
)  # fmt: skip
_LINES: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
_DASHES: Final = ("-", "--", ":")
_REST: Final = "#BBBBBB"
_FAINT: Final = "#666666"
_NAMED: Final = 0.065  # of the height of the plot: the height of a name


def draw_stack(axes: "Axes", sites: Sequence[Site], by: By) -> list["BarContainer"]:
    """Draw the articles of each period as bars, one site upon the other; return the bars of each site."""
    places = sorted({number(period) for site in sites for period, _ in site.periods})
    heights = dict.fromkeys(places, 0)
    drawn = []
    for place, site in enumerate(sites):
        counts = {number(period): count for period, count in site.periods}
        below = [heights[one] for one in counts]
        colour = _STACK[place] if place < len(_STACK) else _REST
        drawn.append(axes.bar(list(counts), list(counts.values()), _bar(places), below, color=colour, linewidth=0))
        heights |= {one: heights[one] + count for one, count in counts.items()}
    axes.set_ylim(bottom=0)
    _draw_axis(axes, places, by)
    _draw_grid(axes)
    _count_in(axes, 6)
    return drawn


def draw_lines(axes: "Axes", trend: Trend, names: Sequence[str]) -> list["Line2D"]:
    """Draw the share of articles with each word, and few names at the lines' ends; return the lines."""
    places = [number(period.name) for period in trend.periods]
    drawn = []
    for word in range(len(names)):
        xs, ys = _with_gaps(places, [period.shares[word] for period in trend.periods])
        style = _DASHES[word // len(_LINES) % len(_DASHES)]
        (line,) = axes.plot(xs, ys, style, color=_LINES[word % len(_LINES)], linewidth=1.6, clip_on=False)
        line.set(marker="o", markersize=3.5, markevery=_alone(xs, ys))
        drawn.append(line)
    _draw_grid(axes)
    axes.set_ylim(0, max((share for period in trend.periods for share in period.shares), default=0) * 1.05 or 0.01)
    decimals = 0 if axes.get_ylim()[1] > 0.05 else 1 if axes.get_ylim()[1] > 0.005 else 2
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.{decimals}%}")
    if 1 < len(names) <= FEW and trend.periods:
        _name_ends(axes, trend, names)
    return drawn


def draw_totals(axes: "Axes", trend: Trend) -> None:
    """Draw how many articles each period has."""
    places = [number(period.name) for period in trend.periods]
    axes.bar(places, [period.articles for period in trend.periods], _bar(places), color=_REST, linewidth=0)
    axes.set_ylabel("articles")
    _draw_axis(axes, places, trend.by)
    _count_in(axes, 2)


def _with_gaps(places: Sequence[int], shares: Sequence[float]) -> tuple[list[float], list[float]]:
    """A line that breaks off where there are periods without articles."""
    xs: list[float] = []
    ys: list[float] = []
    for place, share in zip(places, shares, strict=True):
        if xs and place - xs[-1] > 1:
            xs.append(place - 1)
            ys.append(float("nan"))
        xs.append(place)
        ys.append(share)
    return xs, ys


def _alone(xs: Sequence[float], ys: Sequence[float]) -> list[int]:
    """The points to be marked: all where there are few, else those that no line leads to."""
    if len(xs) <= 40:
        return list(range(len(xs)))
    gap = [True, *(value != value for value in ys), True]  # what differs from itself is no number
    return [place for place in range(len(xs)) if gap[place] and gap[place + 2]]


def _name_ends(axes: "Axes", trend: Trend, names: Sequence[str]) -> None:
    """Write each name at the end of its line, in its colour, and lower or higher where another stands there."""
    ends = sorted((period_share, word) for word, period_share in enumerate(trend.periods[-1].shares))
    top = axes.get_ylim()[1]
    least = top * _NAMED
    level = -least
    heights = []
    for share, _ in ends:
        level = max(share, level + least)
        heights.append(level)
    over = max(0.0, heights[-1] - top)
    for (share, word), height in zip(ends, heights, strict=True):
        axes.annotate(
            names[word], (number(trend.periods[-1].name), share), (1.01, (height - over) / top), va="center",
            textcoords="axes fraction", color=_LINES[word], annotation_clip=False,
        )  # fmt: skip


def _bar(places: Sequence[int]) -> float:
    """How wide a bar is: with space beside it where there are few."""
    return 0.8 if places and places[-1] - places[0] < 60 else 1.0


def _draw_axis(axes: "Axes", places: Sequence[int], by: By) -> None:
    if not places:
        axes.set_axis_off()
        axes.text(0.5, 0.5, "no articles", ha="center", va="center", color=_FAINT, transform=axes.transAxes)
        return
    first, last = places[0], places[-1]
    marks = ticks(first, last, by)
    axes.set_xticks([place for place, _ in marks], [name for _, name in marks])
    beside = max(0.6, (5 - (last - first)) / 2)  # one bar alone does not fill the plot
    axes.set_xlim(first - beside, last + beside)


def _draw_grid(axes: "Axes") -> None:
    axes.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _count_in(axes: "Axes", most: int) -> None:
    """Mark an axis by whole numbers, at most so many."""
    from matplotlib.ticker import MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(most, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")

"""A trend on a terminal: a line of bars for each word, and a table of the periods below.

Where all words have no room side by side, there are several tables.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import click

from archiver.cli.counting import percent
from archiver.cli.width import cut, padded, room, width

if TYPE_CHECKING:
    from archiver.stats.trend import Period, Trend

_PIPE: Final = 80  # columns, where no terminal says how many
_WORD: Final = 24  # columns of a word
_MOST: Final = 60  # columns of bars
_GAP: Final = "  "


def print_trend(trend: "Trend") -> None:
    """Print how each word fared, then the periods one by one."""
    if not trend.periods:
        return
    columns = room() or _PIPE
    _print_lines(trend, columns)
    if trend.inexact:
        dates = "1 article has a date" if trend.inexact == 1 else f"{trend.inexact:,} articles have dates"
        click.secho("\n".join(wrap(f"Left out: {dates} less exact than a {trend.by}", columns)), dim=True)
    for words in _side_by_side(trend, columns):
        click.echo()
        _print_table(trend, words)


def _print_lines(trend: "Trend", columns: int) -> None:
    """The shares as bars, each word's on its own scale, and below them the articles."""
    counts = [*(trend.total(place) for place in range(len(trend.words))), trend.articles]
    totals = [f"{count:,}" for count in counts]
    shares = [*(percent(count / trend.articles) for count in counts[:-1]), ""]
    names = [*trend.words, "all articles"]
    sizes = (min(max(map(width, names)), _WORD, max(8, columns // 3)), max(map(len, totals)), max(map(len, shares)))
    taken = sum(sizes) + 3 * len(_GAP)
    lines = _bars(trend, max(4, min(columns - taken, _MOST)))
    for name, total, share, line in zip(names, totals, shares, lines, strict=True):
        head = (padded(cut(name, sizes[0]), sizes[0]), total.rjust(sizes[1]), share.rjust(sizes[2]), line)
        click.secho(_GAP.join(head).rstrip(), dim=share == "")
    first, last = trend.periods[0].name, trend.periods[-1].name
    span = first if first == last else f"{first} to {last}"
    click.secho(" " * taken + cut(span, max(len(first), columns - taken)), dim=True)


def _bars(trend: "Trend", columns: int) -> list[str]:
    from archiver.stats.period import number
    from archiver.stats.sparkline import binned, sparkline

    places = [number(period.name) for period in trend.periods]

    def sums(counts: Sequence[int]) -> list[float | None]:
        return binned(list(zip(places, counts, strict=True)), places[0], places[-1], columns)

    articles = sums([period.articles for period in trend.periods])
    lines = []
    for word in range(len(trend.words)):
        found = sums([period.counts[word] for period in trend.periods])
        pairs = zip(found, articles, strict=True)
        lines.append(sparkline([count / every if every and count is not None else None for count, every in pairs]))
    return [*lines, sparkline(articles)]


def _side_by_side(trend: "Trend", columns: int) -> Iterator[range]:
    """Cut the words into runs that have room in one table."""
    taken = _margin(trend)
    begin, used = 0, taken
    for place, word in enumerate(trend.words):
        needed = _needed(trend, place, word)
        if place > begin and used + needed > columns:
            yield range(begin, place)
            begin, used = place, taken
        used += needed
    yield range(begin, len(trend.words))


def _print_table(trend: "Trend", words: range) -> None:
    from archiver.stats.period import number

    articles = max(len("articles"), *(len(f"{period.articles:,}") for period in trend.periods))
    sizes = [_needed(trend, place, trend.words[place]) - len(_GAP) for place in words]
    heads = [padded(cut(trend.words[place], size), size, right=True) for place, size in zip(words, sizes, strict=True)]
    period_size = len(trend.periods[0].name)
    name = "date" if trend.by == "day" else trend.by
    click.secho(_GAP.join((f"{name:<{max(period_size, 5)}}", f"{'articles':>{articles}}", *heads)), dim=True)
    before = None
    for period in trend.periods:
        if before is not None and number(period.name) - before > 1:
            click.secho("…", dim=True)  # periods without articles
        before = number(period.name)
        cells = [f"{_cell(period, place):>{size}}" for place, size in zip(words, sizes, strict=True)]
        click.echo(_GAP.join((f"{period.name:<{max(period_size, 5)}}", f"{period.articles:>{articles},}", *cells)))


def _margin(trend: "Trend") -> int:
    """What period and articles take."""
    articles = max(len("articles"), *(len(f"{period.articles:,}") for period in trend.periods))
    return max(len(trend.periods[0].name), 5) + len(_GAP) + articles


def _needed(trend: "Trend", place: int, word: str) -> int:
    widest = max(len(_cell(period, place)) for period in trend.periods)
    return len(_GAP) + max(widest, min(width(word), _WORD))


def _cell(period: "Period", place: int) -> str:
    return f"{period.counts[place]:,} {percent(period.shares[place]):>5}"

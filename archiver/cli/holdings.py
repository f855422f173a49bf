"""What an archive holds, on a terminal: a table of sites with bars over time, languages, and labels.

Columns that have no room are left out, the least telling first.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from archiver.cli.counting import percent
from archiver.cli.width import cut, padded, room, width

if TYPE_CHECKING:
    from archiver.stats.summary import LabelCount, Site, Stats

_PIPE: Final = 80  # columns, where no terminal says how many
_LEAST: Final = 10  # columns of bars
_MOST: Final = 60
_HOST: Final = 28
_LANGUAGES: Final = 8
_LABELS: Final = 12
_GAP: Final = "  "


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    cells: tuple[str, ...]

    @property
    def width(self) -> int:
        return max(map(width, (self.name, *self.cells)))


def print_stats(stats: "Stats", sites: int) -> None:
    """Print the table of the largest sites, and what there is to say of all of them."""
    columns = room() or _PIPE
    _print_sites(stats, _listed(stats, sites), columns)
    click.echo()
    for line in _facts(stats):
        click.echo("\n".join(textwrap.wrap(line, max(20, columns), subsequent_indent="  ")))
    if stats.whole.labels:
        click.echo()
        _print_labels(stats, columns)


def _listed(stats: "Stats", most: int) -> "list[Site]":
    from archiver.stats.summary import merged

    if len(stats.sites) == 1:
        return list(stats.sites)
    rest = stats.sites[most:]
    others = [merged(rest, f"{len(rest):,} others")] if rest else []
    return [*stats.sites[:most], *others, merged([stats.whole], "all")]


def _print_sites(stats: "Stats", sites: "Sequence[Site]", columns: int) -> None:
    from archiver.stats.host import readable

    every = [
        _Column("articles", tuple(f"{site.articles:,}" for site in sites)),
        _Column("words", tuple(_short(site.words) for site in sites)),
        _Column("partial", tuple(percent(site.partial / site.articles) for site in sites)),
        _Column("residue", tuple("" if site.residue is None else percent(site.residue) for site in sites)),
    ]
    names = [readable(site.host) for site in sites]
    name = min(max(map(width, (*names, "site"))), _HOST, max(8, columns // 3))
    bars = columns - name - sum(len(_GAP) + column.width for column in every) - len(_GAP)
    for dropped in ("words", "residue", "partial"):
        if bars < _LEAST:
            bars += next(len(_GAP) + column.width for column in every if column.name == dropped)
            every = [column for column in every if column.name != dropped]
    first, lines = _bars(stats, sites, max(1, min(bars, _MOST)))
    click.secho(_row("site", name, [(column, column.name) for column in every], first), dim=True)
    for place, (text, line) in enumerate(zip(names, lines, strict=True)):
        cells = [(column, column.cells[place]) for column in every]
        click.secho(_row(text, name, cells, line), bold=sites[place].host == "all")


def _row(name: str, columns: int, cells: Sequence[tuple[_Column, str]], bars: str) -> str:
    texts = [padded(text, column.width, right=True) for column, text in cells]
    return _GAP.join((padded(cut(name, columns), columns), *texts, bars)).rstrip()


def _bars(stats: "Stats", sites: "Sequence[Site]", columns: int) -> tuple[str, list[str]]:
    """What the bars stand for, and the bars of each site."""
    from archiver.stats.period import number
    from archiver.stats.sparkline import binned, sparkline

    places = [number(period) for period, _ in stats.whole.periods]
    if not places:
        return "", [""] * len(sites)
    begin, end = stats.whole.periods[0][0], stats.whole.periods[-1][0]
    heading = begin if begin == end else f"{begin} to {end}"
    lines = []
    for site in sites:
        values = [(number(period), count) for period, count in site.periods]
        lines.append(sparkline(binned(values, places[0], places[-1], columns)))
    return cut(heading, max(columns, len(begin))), lines


def _facts(stats: "Stats") -> Iterator[str]:
    whole = stats.whole
    shown = [f"{language or 'unknown'} {percent(count / whole.articles)}" for language, count in whole.languages]
    more = [f"{len(shown) - _LANGUAGES} more"] if len(shown) > _LANGUAGES else []
    yield f"Languages: {', '.join([*shown[:_LANGUAGES], *more])}"
    if whole.partial:
        yield f"Only the beginning: {_of(whole.partial, whole.articles)}"
    if whole.paywalled:
        yield f"Paywalled, as their pages say: {_of(whole.paywalled, whole.articles)}"
    if stats.inexact:
        yield f"Without bars: {_of(stats.inexact, whole.articles)}, with dates less exact than a {stats.by}"


def _print_labels(stats: "Stats", columns: int) -> None:
    from archiver.labels import RESIDUE

    labels = stats.whole.labels
    total = sum(one.characters for one in labels) or 1
    of = "" if stats.looked_at == stats.whole.articles else f", in {_of(stats.looked_at, stats.whole.articles)}"
    click.secho(cut(f"The text on the pages by label{of}", columns), dim=True)
    name = max(len(one.label) for one in labels[:_LABELS])
    bars = max(0, min(columns - name - 26, 40))
    for one in labels[:_LABELS]:
        line = f"{one.label:<{name}}  {percent(one.characters / total):>6}  {_many(one.blocks):>14}"
        bar = "█" * round(bars * one.characters / labels[0].characters) if labels[0].characters else ""
        click.echo(f"{line}  ", nl=False)
        click.secho(bar, fg="red" if one.label in RESIDUE else "green")
    _print_rest(labels[_LABELS:], total)


def _print_rest(labels: "Sequence[LabelCount]", total: int) -> None:
    if labels:
        click.secho(f"{len(labels)} more: {percent(sum(one.characters for one in labels) / total)}", dim=True)


def _short(number: int) -> str:
    """A large number in three figures: "12.3k", "4.56M"."""
    for size, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (10_000, "k")):
        if number >= size:
            value = number / (1000 if unit == "k" else size)
            return f"{value:.{2 if value < 9.995 else 1 if value < 99.95 else 0}f}{unit}"
    return f"{number:,}"


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} articles ({percent(part / whole)})"


def _many(blocks: int) -> str:
    return f"{blocks:,} block{'s' * (blocks != 1)}"

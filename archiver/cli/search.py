"""`archiver search`: from words to ranked articles."""

import re
import shutil
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.options import NOTHING_FOUND, archive_option, json_option, print_json
from archiver.cli.searching import narrowing_options, searchable

if TYPE_CHECKING:
    from archiver.index.facets import Facet
    from archiver.index.ranking import Sort
    from archiver.index.search import Hit, Narrowed, Results

_FACETS = ("site", "month", "year", "author", "language", "label")


@click.command(short_help="Find articles by their words.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@narrowing_options
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest", "captured"]),
    default="relevance",
    show_default=True,
    help="captured: the last captured first.",
)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="How many to print.")
@click.option("--expand", is_flag=True, help="All copies and versions of a story, not only the first of each.")
@click.option(
    "--facets", "with_facets", is_flag=True, help="How many there are by site, month, author, language, label."
)
@archive_option
@json_option
@click.pass_context
def search(
    ctx: click.Context,
    query: tuple[str, ...],
    narrowed: "Narrowed",
    sort: "Sort",
    limit: int,
    expand: bool,
    with_facets: bool,
    home: Path,
    as_json: bool,
) -> None:
    """Print the articles that have all of the words, the best first, each with the passage that fits.

    Words are found in all their forms. "Quoted words" must stand together as they are; donat* stands for all that begin
    so; AND, OR, NOT, parentheses and NEAR(a b, 10) join them. title: author: site: lang: tag: label: after: before:
    captured: is:paywalled is:partial has:correction narrow a search, and label:fundraising looks into what was removed.
    Copies and versions of one story are shown once. Exit code: 0, or 3 where nothing was found.

    \b
    Example:
      archiver search peace memorandum
      archiver search '"root causes" istanbul' --site themoscowtimes.com --after 2025-05
      archiver search 'title:(ceasefire OR truce) NOT opinion lang:en' --sort newest
      archiver search 'label:fundraising donate'
    """
    from archiver.index.search import search as find

    words = " ".join(query)
    with searchable(home) as store:
        results = find(store, words, narrowed, sort=sort, limit=limit, expand=expand)
        facets: tuple[Facet, ...] = ()
        if with_facets:
            from archiver.index.facets import facets_of

            facets = facets_of(store, words, narrowed, _FACETS)
        meant = _meant(store, words, narrowed) if not results.total else ()
    for one in results.ignored:
        click.echo(f"Ignored: {one.text}: {one.why}", err=True)
    for hit in results.hits:
        if as_json:
            data = asdict(hit)
            data["snippet"] = [{"text": text, "match": match} for text, match in hit.snippet]
            print_json(data)
        else:
            _print(hit)
    for facet in facets:
        _print_facet(facet, as_json)
    if not results.hits:
        click.echo(f"Nothing found for {results.understood}", err=True)
        if meant:
            click.echo(f"Did you mean: {', '.join(meant)}", err=True)
        ctx.exit(NOTHING_FOUND)
    if not as_json:
        click.secho(_total(results), dim=True, err=True)


def _meant(store: Any, words: str, narrowed: "Narrowed") -> tuple[str, ...]:
    from archiver.index.suggest import meant

    return meant(store, words, narrowed)


def _total(results: "Results") -> str:
    about = "about " if results.about else ""
    line = f"{len(results.hits)} of {about}{results.total:,} found"
    if results.ranked_since:
        day = results.ranked_since
        line += f"; ranked are those since {day[:4]}-{day[4:6]}-{day[6:]} and those with the words in their title"
    return line


def _print(hit: "Hit") -> None:
    width = min(shutil.get_terminal_size().columns, 100)
    click.echo(click.style(f"{hit.id:>5}", fg="cyan") + "  " + click.style(hit.title or hit.url or "", bold=True))
    copies = f"{hit.copies} more {'copy' if hit.copies == 1 else 'copies'} or versions" if hit.copies else ""
    copies = copies.removesuffix("s") if hit.copies == 1 else copies
    facts = [hit.site, (hit.published or "")[:10], hit.byline, f"{hit.words:,} words", "partial" if hit.partial else ""]
    click.secho("       " + " · ".join(fact for fact in [*facts, copies] if fact), dim=True)
    for line in _wrapped(hit.snippet, width - 7):
        click.echo("       " + line)
    click.secho(f"       {hit.url}", dim=True)
    click.echo()


def _print_facet(facet: "Facet", as_json: bool) -> None:
    if as_json:
        print_json({"facet": facet.name, "about": facet.about, "counts": dict(facet.counts)})
        return
    about = " (about)" if facet.about else ""
    counts = " · ".join(f"{value} {count:,}" for value, count in facet.counts) or "none"
    width = min(shutil.get_terminal_size().columns, 100)
    for line in textwrap.wrap(f"{facet.name}{about}: {counts}", max(20, width), subsequent_indent="  "):
        click.echo(line)


def _wrapped(pieces: tuple[tuple[str, bool], ...], width: int) -> list[str]:
    """Wrap the passage first and colour it then, so that colours do not count as characters."""
    marked = "".join(f"\x02{text}\x03" if match else text for text, match in pieces)
    lines, inside = [], False
    for line in textwrap.wrap(marked, max(20, width)):
        painted = ""
        for part in re.split("([\x02\x03])", line):
            if part in ("\x02", "\x03"):
                inside = part == "\x02"
            elif part:
                painted += click.style(part, bold=True, fg="yellow") if inside else part
        lines.append(painted)
    return lines

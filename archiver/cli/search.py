"""`archiver search`: from words to ranked articles."""

import re
import shutil
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import NOTHING_FOUND, archive_option, json_option, print_json

if TYPE_CHECKING:
    from archiver.index.query import Hit


@click.command(short_help="Find articles by their words.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option("--site", metavar="HOST", help="Only this site, its subdomains included.")
@click.option("--after", metavar="DATE", help="Published on this day or later: 2025, 2025-05 or 2025-05-28.")
@click.option("--before", metavar="DATE", help="Published on this day or earlier.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="How many to print.")
@archive_option
@json_option
@click.pass_context
def search(
    ctx: click.Context,
    query: tuple[str, ...],
    site: str | None,
    after: str | None,
    before: str | None,
    limit: int,
    home: Path,
    as_json: bool,
) -> None:
    """Print the articles that have all of the words, the best first, each with the passage that fits.

    "Quoted words" must stand together; a word that ends in * stands for all that begin so.
    Only the articles' own text, titles and bylines are searched, never what was around them.
    Exit code: 0, or 3 where nothing was found.

    \b
    Example:
      archiver search peace memorandum
      archiver search '"root causes" istanbul' --site themoscowtimes.com --after 2025-05
    """
    from archiver.folder import index_of
    from archiver.index.query import search as find
    from archiver.index.store import Store

    with Store.open(index_of(home), create=False) as store:
        results = find(store, " ".join(query), site=site, after=after, before=before, limit=limit)
    for hit in results.hits:
        if as_json:
            data = asdict(hit)
            data["snippet"] = [{"text": text, "match": match} for text, match in hit.snippet]
            print_json(data)
        else:
            _print(hit)
    if not results.hits:
        click.echo("Nothing found.", err=True)
        ctx.exit(NOTHING_FOUND)
    if not as_json:
        click.secho(f"{len(results.hits)} of {results.total:,} found", dim=True, err=True)


def _print(hit: "Hit") -> None:
    width = min(shutil.get_terminal_size().columns, 100)
    click.echo(click.style(f"{hit.id:>5}", fg="cyan") + "  " + click.style(hit.title or hit.url or "", bold=True))
    facts = [hit.site, (hit.published or "")[:10], hit.byline, f"{hit.words:,} words", "partial" if hit.partial else ""]
    click.secho("       " + " · ".join(fact for fact in facts if fact), dim=True)
    for line in _wrapped(hit.snippet, width - 7):
        click.echo("       " + line)
    click.secho(f"       {hit.url}", dim=True)
    click.echo()


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

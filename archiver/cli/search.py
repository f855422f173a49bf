"""`archiver search`: from words to ranked articles."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import NOTHING_FOUND, archive_option, json_option, print_json
from archiver.cli.searching import narrowing_options, order_options, searchable

if TYPE_CHECKING:
    from archiver.index.engine import Sort
    from archiver.index.search import Narrowed
    from archiver.index.store import Store

_FEW = 3  # found, where a word may have been mistyped
_FACETS = ("site", "month", "year", "author", "language", "label")


@click.command(short_help="Find articles by their words.")
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@narrowing_options
@order_options
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="How many to print.")
@click.option(
    "--facets", "with_facets", is_flag=True, help="How many there are by site, month, author, language, label."
)
@click.option("--count", "only_count", is_flag=True, help="Print how many there are, and nothing else.")
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
    only_count: bool,
    home: Path,
    as_json: bool,
) -> None:
    """Print the articles that have all of the words, the best first, each with the passage that fits.

    Words are found in all their forms. "Quoted words" must stand together as they are; donat* stands for all that begin
    so; AND, OR, NOT, parentheses and NEAR(a b, 10) join them. title: author: note: site: lang: tag: label: after:
    before: captured: is:paywalled is:partial has:correction narrow a search, and label:fundraising looks into what
    was removed.
    docs/search.md says it all. Copies and versions of one story are shown once.
    Exit code: 0, or 3 where nothing was found.

    \b
    Example:
      archiver search peace memorandum
      archiver search '"root causes" istanbul' --site themoscowtimes.com --after 2025-05
      archiver search 'title:(ceasefire OR truce) NOT opinion lang:en' --sort newest
      archiver search 'label:fundraising donate'
    """
    from archiver.cli import hits
    from archiver.index.search import count
    from archiver.index.search import search as find

    words = " ".join(query)
    with searchable(home) as store:
        if only_count:
            _print_count(ctx, count(store, words, narrowed), as_json)
            return
        results = find(store, words, narrowed, sort=sort, limit=limit, expand=expand)
        hits.print_ignored(results.ignored, results.understood)
        hits.print_hits(results.hits, as_json)
        if with_facets:
            _print_facets(store, words, narrowed, as_json)
        if not results.hits:
            click.echo(f"Nothing found for {results.understood}", err=True)
        elif not as_json:
            hits.print_total(results, expand, limit)
        if results.total <= _FEW:
            _suggest(store, words, narrowed, is_empty=not results.hits)
    if not results.hits:
        ctx.exit(NOTHING_FOUND)


def _print_count(ctx: click.Context, total: int, as_json: bool) -> None:
    if as_json:
        print_json({"count": total})
    else:
        click.echo(total)
    if not total:
        ctx.exit(NOTHING_FOUND)


def _print_facets(store: "Store", words: str, narrowed: "Narrowed", as_json: bool) -> None:
    from archiver.cli.hits import print_facet
    from archiver.index.facets import facets_of

    for facet in facets_of(store, words, narrowed, _FACETS):
        print_facet(facet, as_json)


def _suggest(store: "Store", words: str, narrowed: "Narrowed", *, is_empty: bool) -> None:
    """Say what may have been meant and, where nothing was found, what asks for less."""
    from archiver.cli.hits import print_instead
    from archiver.index.suggest import meant, wider

    likely = meant(store, words, narrowed)
    print_instead(likely, wider(store, words, narrowed) if is_empty and not likely else ())

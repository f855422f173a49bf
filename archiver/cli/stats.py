"""`archiver stats`: what an archive holds, by site and over time."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.counting import chosen_options, plot_option, write_plot
from archiver.cli.options import NOTHING_FOUND, archive_option, json_option, print_json

if TYPE_CHECKING:
    from archiver.stats.period import By
    from archiver.stats.summary import Site, Stats


@click.command(short_help="Count articles by site, time, language and label.")
@chosen_options
@click.option("--sites", type=click.IntRange(min=1), default=20, show_default=True, help="How many to list.")
@plot_option
@archive_option
@json_option
@click.pass_context
def stats(
    ctx: click.Context,
    site: str | None,
    lang: str | None,
    after: str | None,
    before: str | None,
    by: "By | None",
    sites: int,
    plot: Path | None,
    home: Path,
    as_json: bool,
) -> None:
    """Print how many articles there are of each site, over time, in which languages, how many are only beginnings, and
    how much of the text on their pages was not the articles' (residue).

    The bars are each site's own: the highest is its best period; a space is a period without articles. An article
    whose date is less exact than the periods is in none of them, but counted everywhere else. Shares of text are in
    characters; in large archives they are measured on every so many articles, which is said.
    Exit code: 0, or 3 where there is no article.

    \b
    Example:
      archiver stats
      archiver stats --site themoscowtimes.com --after 2020 --by month
      archiver stats --plot articles.svg
    """
    from archiver.folder import index_of
    from archiver.index.store import Store
    from archiver.stats.reading import Chosen
    from archiver.stats.reading import stats as read

    with Store.open(index_of(home), create=False) as store:
        found = read(store, Chosen.of(site, after, before, lang), by)
    if not found.whole.articles:
        click.echo("No articles.", err=True)
        ctx.exit(NOTHING_FOUND)
    if as_json:
        _print_json(found)
    else:
        from archiver.cli.holdings import print_stats

        print_stats(found, sites)
    if plot:
        from archiver.stats.plot import plot_stats

        write_plot(lambda path: plot_stats(found, path), plot)


def _print_json(found: "Stats") -> None:
    """One object a site, and then one for the whole."""
    for one in found.sites:
        print_json({"what": "site"} | _data(one))
    whole = {"by": found.by, "inexact": found.inexact, "looked_at": found.looked_at}
    print_json({"what": "all", "sites": len(found.sites)} | whole | _data(found.whole))


def _data(site: "Site") -> dict[str, Any]:
    data = asdict(site) | {"residue": site.residue}
    data["languages"] = [{"language": language, "articles": count} for language, count in site.languages]
    data["periods"] = [{"period": period, "articles": count} for period, count in site.periods]
    return data

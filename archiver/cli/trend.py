"""`archiver trend`: how often words are used over time."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.counting import chosen_options, plot_option, write_plot
from archiver.cli.options import NOTHING_FOUND, archive_option, json_option, print_json

if TYPE_CHECKING:
    from archiver.stats.period import By
    from archiver.stats.trend import Trend


@click.command(short_help="Show in what share of articles words are used, over time.")
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@chosen_options
@plot_option
@archive_option
@json_option
@click.pass_context
def trend(
    ctx: click.Context,
    words: tuple[str, ...],
    site: str | None,
    lang: str | None,
    after: str | None,
    before: str | None,
    by: "By | None",
    plot: Path | None,
    home: Path,
    as_json: bool,
) -> None:
    """Print in what share of the articles of each period each WORD is found. Quoted words are one phrase; a word that
    ends in * stands for all that begin so.

    A share, and beside it how many articles there are: an archive that holds more of one year than of another must
    not look like a trend. Each word's bars have a scale of their own. Periods without articles are left out. An
    article whose date is less exact than the periods, as "2024" where they are months, is in none of them: not among
    those with the word, nor among all.
    Exit code: 0, or 3 where no word is found in any article.

    \b
    Example:
      archiver trend peace war
      archiver trend "root causes" 'ventur*' --by year --site themoscowtimes.com
      archiver trend memorandum --plot memorandum.svg
    """
    from archiver.folder import index_of
    from archiver.index.store import Store
    from archiver.stats.period import fitting
    from archiver.stats.reading import Chosen, all_days, days_of
    from archiver.stats.trend import trend as count

    chosen = Chosen.of(site, after, before, lang)
    with Store.open(index_of(home), create=False) as store:
        days = all_days(store, chosen)
        by = by or fitting(min(days, default=("", 0))[0], max(days, default=("", 0))[0])
        found = count(words, lambda word: days_of(store, chosen, word), days, by)
    if as_json:
        _print_json(found)
    else:
        from archiver.cli.usage import print_trend

        print_trend(found)
    if plot and found.periods:
        from archiver.stats.plot import plot_trend

        write_plot(lambda path: plot_trend(found, path), plot)
    if not any(found.total(place) for place in range(len(words))):
        click.echo("Nothing found.", err=True)
        ctx.exit(NOTHING_FOUND)


def _print_json(found: "Trend") -> None:
    """One object a period that has articles, and then one for all of them."""
    for period in found.periods:
        numbers = zip(found.words, period.counts, period.shares, strict=True)
        words = [{"word": word, "articles": count, "share": share} for word, count, share in numbers]
        print_json({"what": "period", "period": period.name, "articles": period.articles, "words": words})
    totals = [{"word": word, "articles": found.total(place)} for place, word in enumerate(found.words)]
    print_json({"what": "all", "by": found.by, "articles": found.articles, "inexact": found.inexact, "words": totals})

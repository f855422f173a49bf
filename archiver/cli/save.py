"""`archiver save`: from URLs to WARC records and index rows."""

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import (
    INTERRUPTED,
    NOT_ALL,
    NOT_REACHED,
    archive_option,
    json_option,
    open_archive,
    print_json,
    rules_options,
    standard_input,
)
from archiver.cli.plan import plan_options

if TYPE_CHECKING:
    from archiver.archive import Saved
    from archiver.capture.entry import Entry
    from archiver.capture.run import Plan
    from archiver.cli.display import Tally

_MIB = 1024 * 1024
_COLOURS = {"article": "green", "partial": "yellow", "not a page": "cyan"}
_WITHOUT_ANSWER = frozenset(("no answer", "refused", "not reached"))


@click.command(short_help="Fetch pages, write them to a WARC file, clean and index them.")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--from",
    "lists",
    multiple=True,
    metavar="FILE|URL|-",
    help="A list of pages: one URL a line, a feed, a sitemap, or a browser's bookmarks; - is standard input.",
)
@click.option("--only-new", is_flag=True, help="Leave out pages that the archive holds already.")
@click.option("--restart", is_flag=True, help="Begin anew where the last run with the same inputs broke off.")
@plan_options
@click.option(
    "--warc-size",
    type=click.IntRange(min=1),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="Begin a new WARC file when one has grown to this size.",
)
@archive_option
@rules_options
@json_option
@click.pass_context
def save(
    ctx: click.Context,
    urls: tuple[str, ...],
    lists: tuple[str, ...],
    only_new: bool,
    restart: bool,
    plan: "Plan",
    warc_size: int,
    home: Path,
    rules: Path | None,
    no_site_rules: bool,
    as_json: bool,
) -> None:
    """Fetch each URL, write what came to a new WARC file, tell the article from the rest, and index it.

    A run that broke off is gone on with by the same command: pages that were done are not fetched again. A run that
    came to its end makes new snapshots when it is repeated; what has not changed since takes hardly any room.

    Addresses that are not public are refused, also where a redirect leads to them: a web page must not
    have the archiver fetch from your own network. What a robots.txt forbids is left out where a feed or sitemap
    names it; pages that you name yourself are fetched, unless --robots says otherwise.

    An error page is recorded and reported, but it is never called a success and never indexed.
    Exit code: 0 where every URL gave a page, 4 where some did not, 5 where time ran out before all were reached,
    130 where you stopped it.

    \b
    Example:
      archiver save https://www.themoscowtimes.com/2025/05/28/story-a12345
      archiver save --from urls.txt --archive ~/news
      archiver save --from https://www.themoscowtimes.com/rss/news --only-new
    """
    from archiver.capture.watch import Watch
    from archiver.cli.display import Tally, live
    from archiver.journal import Journal

    sources = _sources(urls, lists)
    archive = open_archive(home, rules, no_site_rules)
    journal = Journal(home, _inputs(urls, lists, plan), anew=restart)
    watch, tally = Watch(), Tally()
    results = archive.save(sources, plan, warc_size * _MIB, watch, journal, only_new)
    try:
        # Closed at once, whatever ends the printing: a WARC file gets its final name only then.
        with live(tally, watch, quiet=as_json), closing(results):
            for saved in results:
                tally.count(saved)
                _report(saved, as_json)
    except KeyboardInterrupt:
        _summarise(tally, as_json)
        click.echo("Stopped: what is reported is safe, and the same command goes on with the rest.", err=True)
        ctx.exit(INTERRUPTED)
    _summarise(tally, as_json)
    ctx.exit(_code(tally))


def _sources(urls: Sequence[str], lists: Sequence[str]) -> "list[Entry]":
    """Return what to begin with: pages, and lists that are yet to be fetched."""
    from archiver.capture.entries import entries_from
    from archiver.capture.entry import Entry
    from archiver.urls import normalise

    if not all((*urls, *lists)):
        raise click.UsageError("An empty name was given: name a URL, or a list with --from.")
    found = [Entry(normalise(url)) for url in urls]
    for name in lists:
        if _is_url(name):
            found.append(Entry(normalise(name), kind="list"))
        else:
            found += entries_from(name, standard_input().buffer if name == "-" else None)
    if lists and not found:
        names = ", ".join("standard input" if name == "-" else name for name in lists)
        raise click.ClickException(f"{names}: no URL in it; write one a line")
    if not found:
        raise click.UsageError("No URL given: name one, or a list with --from.")
    return found


def _is_url(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _inputs(urls: Sequence[str], lists: Sequence[str], plan: "Plan") -> list[str]:
    """Return what tells this run from others: what was asked for, not how it is fetched."""
    names = [name if name == "-" or _is_url(name) else os.path.abspath(name) for name in lists]  # noqa: PTH100
    chosen = plan.selection
    return [*urls, "--from", *names, "--include", *chosen.include, "--exclude", *chosen.exclude, str(chosen.since)]


def _code(tally: "Tally") -> int:
    if tally.pages["not reached"]:
        return NOT_REACHED
    from archiver.outcome.classify import GOOD

    return NOT_ALL if set(tally.pages) - GOOD or tally.failed_lists else 0


def _summarise(tally: "Tally", as_json: bool) -> None:
    """One line on standard error, where there is more to say than the lines of the pages do."""
    if as_json:
        print_json({"event": "end", "pages": dict(tally.pages), "needed": dict(tally.needed)})
    elif parts := tally.summary():
        click.echo(", ".join(parts), err=True)


def _report(saved: "Saved", as_json: bool) -> None:
    if as_json:
        print_json({"event": "saved"} | asdict(saved))
    elif saved.role == "page" and saved.outcome not in _WITHOUT_ANSWER:
        _report_page(saved)
    elif saved.why and _is_to_tell(saved):
        click.secho(f"Error: {saved.why}", fg="red", err=True)


def _is_to_tell(saved: "Saved") -> bool:
    """False for what is counted only: pages that were not reached, what single pages need and did not get."""
    return saved.role == "list" or saved.outcome == "refused" or (saved.role == "page" and saved.outcome == "no answer")


def _report_page(saved: "Saved") -> None:
    click.secho(f"{saved.outcome:<13}", fg=_COLOURS.get(saved.outcome, "red"), nl=False)
    if saved.id is not None:
        click.echo(f"{saved.id:>5}  {saved.title or saved.final_url}  ({saved.words:,} words)")
        since = f"  unchanged since {saved.unchanged_since:%Y-%m-%d}" if saved.unchanged_since else ""
        click.secho(f"{'':20}{saved.url}{since}", dim=True)
    else:
        click.echo(f"{'':5}  {saved.url}")
    if saved.why:
        click.secho(f"{'':20}{saved.why}", dim=True)

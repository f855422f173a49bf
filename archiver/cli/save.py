"""`archiver save`: from URLs to WARC records and index rows."""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import (
    NOT_ALL,
    archive_option,
    header_option,
    json_option,
    open_archive,
    print_json,
    private_option,
    proxy_option,
    rules_options,
    standard_input,
)

if TYPE_CHECKING:
    from archiver.archive import Saved
    from archiver.capture.proxy import Proxy

_MIB = 1024 * 1024
_COLOURS = {"article": "green", "partial": "yellow", "not a page": "cyan"}


@click.command(short_help="Fetch pages, write them to a WARC file, clean and index them.")
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option(
    "--from", "lists", multiple=True, metavar="FILE|-", help="A list of URLs, one a line; - is standard input."
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds to wait for a server."
)
@click.option("--user-agent", help="What to say that we are.")
@click.option(
    "--parallel", type=click.IntRange(1, 64), default=8, show_default=True, help="How many pages to fetch at a time."
)
@click.option(
    "--requisites/--no-requisites",
    default=True,
    show_default=True,
    help="Save the pictures, styles, fonts and scripts that pages need to look right, too.",
)
@header_option
@click.option(
    "--cookies",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Cookies to start with: a Netscape cookies.txt, as browsers' add-ons export it.",
)
@click.option(
    "--warc-size",
    type=click.IntRange(min=1),
    default=1024,
    show_default=True,
    metavar="MIB",
    help="Begin a new WARC file when one has grown to this size.",
)
@proxy_option
@private_option
@archive_option
@rules_options
@json_option
@click.pass_context
def save(
    ctx: click.Context,
    urls: tuple[str, ...],
    lists: tuple[str, ...],
    timeout: float,
    user_agent: str | None,
    requisites: bool,
    parallel: int,
    headers: tuple[tuple[str, str], ...],
    cookies: Path | None,
    warc_size: int,
    proxy: "Proxy | None",
    allow_private: bool,
    home: Path,
    rules: Path | None,
    no_site_rules: bool,
    as_json: bool,
) -> None:
    """Fetch each URL, write what came to a new WARC file, tell the article from the rest, and index it.

    Addresses that are not public are refused, also where a redirect leads to them: a web page must not
    have the archiver fetch from your own network.

    An error page is recorded and reported, but it is never called a success and never indexed.
    Exit code: 0 where every URL gave a page, 4 where some did not.

    \b
    Example:
      archiver save https://www.themoscowtimes.com/2025/05/28/story-a12345
      archiver save --from urls.txt --archive ~/news
    """
    if not all((*urls, *lists)):
        raise click.UsageError("An empty name was given: name a URL, or a list with --from FILE.")
    wanted = list(dict.fromkeys(_wanted(urls, lists)))
    if lists and not wanted:
        names = ", ".join("standard input" if name == "-" else name for name in lists)
        raise click.ClickException(f"{names}: no URL in it; write one a line")
    if not wanted:
        raise click.UsageError("No URL given: name one, or a list with --from FILE.")
    from archiver.archive import GOOD
    from archiver.capture.exchange import Options
    from archiver.capture.run import Plan

    options = Options(timeout=timeout, headers=headers, cookies=cookies, proxy=proxy, allow_private=allow_private)
    if user_agent:
        options = replace(options, user_agent=user_agent)
    counts: Counter[str] = Counter()
    needed: Counter[str] = Counter()
    # Closed at once, whatever ends the printing: a WARC file gets its final name only then.
    plan = Plan(options, requisites, parallel)
    with closing(open_archive(home, rules, no_site_rules).save(wanted, plan, warc_size * _MIB)) as results:
        for saved in results:
            if saved.role != "icon" or saved.outcome == "requisite":  # a site without /favicon.ico misses nothing
                (counts if saved.role == "page" else needed)[saved.outcome] += 1
            if as_json:
                print_json(asdict(saved))
            elif saved.role == "page":
                _report(saved)
    if not as_json:
        _summarise(counts, needed)
    if set(counts) - GOOD:
        ctx.exit(NOT_ALL)


def _wanted(urls: tuple[str, ...], lists: tuple[str, ...]) -> Iterator[str]:
    from archiver.capture.inputs import urls_from
    from archiver.urls import normalise

    yield from (normalise(url) for url in urls)
    for name in lists:
        yield from urls_from(name, standard_input() if name == "-" else io.StringIO())


def _summarise(counts: Counter[str], needed: Counter[str]) -> None:
    """One line on standard error, where there is more to say than the lines of the pages do."""
    parts = [f"{number} {outcome}" for outcome, number in counts.most_common()] if counts.total() > 1 else []
    missing = needed.total() - needed["requisite"]
    if needed:
        parts.append(f"{needed['requisite']} of {needed.total()} files that they need" + (" came" if missing else ""))
    if parts:
        click.echo(", ".join(parts), err=True)


def _report(saved: "Saved") -> None:
    if saved.outcome == "no answer":
        click.secho(f"Error: {saved.why}", fg="red", err=True)
        return
    click.secho(f"{saved.outcome:<13}", fg=_COLOURS.get(saved.outcome, "red"), nl=False)
    if saved.id is not None:
        click.echo(f"{saved.id:>5}  {saved.title or saved.final_url}  ({saved.words:,} words)")
        since = f"  unchanged since {saved.unchanged_since:%Y-%m-%d}" if saved.unchanged_since else ""
        click.secho(f"{'':20}{saved.url}{since}", dim=True)
    else:
        click.echo(f"{'':5}  {saved.url}")
    if saved.why:
        click.secho(f"{'':20}{saved.why}", dim=True)

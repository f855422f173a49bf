"""`archiver save`: from URLs to WARC records and index rows."""

import sys
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
)

if TYPE_CHECKING:
    from archiver.archive import Saved
    from archiver.capture.proxy import Proxy

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
@header_option
@click.option(
    "--cookies",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Cookies to start with: a Netscape cookies.txt, as browsers' add-ons export it.",
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
    headers: tuple[tuple[str, str], ...],
    cookies: Path | None,
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
    wanted = list(dict.fromkeys(_wanted(urls, lists)))
    if lists and not wanted:
        raise click.ClickException(f"{', '.join(lists)}: no URL in it; write one a line")
    if not wanted:
        raise click.UsageError("No URL given: name one, or a list with --from FILE.")
    from archiver.archive import GOOD
    from archiver.capture.exchange import Options

    options = Options(timeout=timeout, headers=headers, cookies=cookies, proxy=proxy, allow_private=allow_private)
    if user_agent:
        options = replace(options, user_agent=user_agent)
    counts: Counter[str] = Counter()
    # Closed at once, whatever ends the printing: a WARC file gets its final name only then.
    with closing(open_archive(home, rules, no_site_rules).save(wanted, options)) as results:
        for saved in results:
            counts[saved.outcome] += 1
            if as_json:
                print_json(asdict(saved))
            else:
                _report(saved)
    if len(wanted) > 1 and not as_json:
        click.echo(", ".join(f"{number} {outcome}" for outcome, number in counts.most_common()), err=True)
    if set(counts) - GOOD:
        ctx.exit(NOT_ALL)


def _wanted(urls: tuple[str, ...], lists: tuple[str, ...]) -> Iterator[str]:
    from archiver.capture.inputs import urls_from
    from archiver.urls import normalise

    yield from (normalise(url) for url in urls)
    for name in lists:
        yield from urls_from(name, sys.stdin)


def _report(saved: "Saved") -> None:
    if saved.outcome == "no answer":
        click.secho(f"Error: {saved.why}", fg="red", err=True)
        return
    click.secho(f"{saved.outcome:<11}", fg=_COLOURS.get(saved.outcome, "red"), nl=False)
    if saved.id is not None:
        click.echo(f"{saved.id:>5}  {saved.title or saved.final_url}  ({saved.words:,} words)")
        click.secho(f"{'':18}{saved.url}", dim=True)
    else:
        click.echo(f"{'':5}  {saved.url}")
    if saved.why:
        click.secho(f"{'':18}{saved.why}", dim=True)

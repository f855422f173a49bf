"""`archiver rules coverage`: which rules fire on what is archived, which never do, and which have gone stale."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import (
    NOT_ALL,
    NOTHING_FOUND,
    archive_option,
    json_option,
    load_rules,
    print_json,
    rules_option,
)
from archiver.cli.rules.table import Column, print_table

if TYPE_CHECKING:
    from archiver.coverage import Coverage

_RULES = (
    Column("state"), Column("rule", least=16), Column("pages", right=True), Column("words", right=True),
    Column("first"), Column("last"),
)  # fmt: skip
_MONTHS = (Column("month"), Column("pages", right=True), Column("missed", right=True))
_STATES = {"fires": "fires", "never": "never fired", "silent": "fell silent"}


@click.command(short_help="Say which rules fire on what is archived, and which have gone stale.")
@click.argument("site", required=False, metavar="[SITE]")
@archive_option
@rules_option
@json_option
@click.pass_context
def coverage(ctx: click.Context, site: str | None, home: Path, rules: Path | None, as_json: bool) -> None:
    """Hold the rules of sites against the archived pages, as they were indexed last.

    Says per site on how many pages each rule fired, and in which months no layout of the site
    fitted. A rule that fired on most pages and on none of the last ones "fell silent": the site
    has changed its design, and the rule wants a new layout beside the old one. Exit code: 0, or 4
    where something has gone stale, 3 where nothing is archived of such a site.

    \b
    Example:
      archiver rules coverage
      archiver rules coverage themoscowtimes.com
    """
    from archiver.coverage import coverage as held_against
    from archiver.folder import index_of
    from archiver.index.store import Store

    with Store.open(index_of(home), create=False) as store:
        found = list(held_against(store, load_rules(rules), site))
    for one in found:
        if as_json:
            print_json(asdict(one) | {"missed": one.missed, "is_stale": one.is_stale})
        else:
            _print(one, whole=site is not None)
    if not found:
        click.echo(f"Nothing is archived of {site or 'a site'} that has rules of its own.", err=True)
        ctx.exit(NOTHING_FOUND)
    if any(one.is_stale for one in found):
        ctx.exit(NOT_ALL)


def _print(one: "Coverage", *, whole: bool) -> None:
    """All of one site, or a line or two of it where there are others."""
    pages = f"{one.pages:,} page" + "s" * (one.pages != 1)
    missed = f", {one.missed:,} that no layout fitted" if one.missed else ""
    click.secho(f"{one.id}: {pages}{missed}", bold=True)
    silent = [use for use in one.uses if use.state == "silent"]
    if whole:
        print_table(
            _RULES,
            [
                {"state": _STATES[use.state], "rule": use.id, "pages": f"{use.pages:,}", "words": f"{use.words:,}",
                 "first": use.first or "-", "last": use.last or "-"}
                for use in one.uses
            ],
        )  # fmt: skip
        if one.missed:
            print_table(_MONTHS, [{"month": m.month, "pages": m.pages, "missed": m.missed} for m in one.months])
    else:
        never = sum(use.state == "never" for use in one.uses)
        fire = len(one.uses) - never - len(silent)
        click.echo(f"  {fire} of {len(one.uses)} rules fire, {never} never fired, {len(silent)} fell silent")
    for use in silent:
        click.secho(f"  {use.id}: last fired on {use.last}, on none of the {use.since} pages since", fg="yellow")
    if one.is_stale:
        click.secho(f"  {one.file}: look at a newer page: archiver explain PAGE", fg="yellow")

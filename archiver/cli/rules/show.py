"""`archiver rules show`: the rules for one site, and how it was seen that they are."""

from pathlib import Path
from typing import Any

import click

from archiver.cli.options import NOTHING_FOUND, json_option, load_rules, print_json, rules_option
from archiver.cli.rules.table import Column, print_table

_COLUMNS = (
    Column("kind"),
    Column("label"),
    Column("guard", right=True),
    Column("id", least=16),
    Column("what", least=20),
    Column("note", least=12),
)


@click.command("show", short_help="Print the rules for a site, the strongest first.")
@click.argument("site", metavar="SITE")
@rules_option
@json_option
@click.pass_context
def show_rules(ctx: click.Context, site: str, rules: Path | None, as_json: bool) -> None:
    """Print which rule files are for a host or a URL, in the order of their strength, and all that is in them.

    Each with its level and how it was told: by the host, as a mirror, or by the address that a copy is of. A guard is
    the most words that a rule may take. Files that are for every page are counted only, and what a page itself
    must tell is not known here: `archiver explain` shows that. Exit code: 0, or 3 where no file is for the site.

    \b
    Example:
      archiver rules show themoscowtimes.com
      archiver rules show https://web.archive.org/web/2024/https://www.themoscowtimes.com/ --json
    """
    from archiver.rules.describe import chosen_for, describe

    chosen, others = chosen_for(load_rules(rules), site)
    for number, one in enumerate(chosen):
        if as_json:
            print_json(describe(one))
        else:
            click.echo("\n" * bool(number), nl=False)
            _print(describe(one))
    if not chosen:
        click.echo(f"No rule file is for {site}; `archiver rules new SITE` begins one.", err=True)
    click.echo(f"{others} more files are for every page", err=True)
    if not chosen:
        ctx.exit(NOTHING_FOUND)


def _print(pack: dict[str, Any]) -> None:
    name = f" ({pack['name']})" if pack["name"] else ""
    click.secho(f"{pack['id']}{name}: {pack['level']}, by {pack['how']}", bold=True)
    click.echo(f"{pack['file']}, {pack['tests']} test{'s' * (pack['tests'] != 1)}")
    for layout in pack["layouts"]:
        click.secho(f"layout {layout['id']}{_days(layout)}", fg="cyan")
        for part, selectors in {"body": layout["body"], **layout["fields"]}.items():
            click.echo(f"  {part}: {' | '.join(selectors)}")
        _table(layout["rules"])
    _table(pack["rules"])


def _days(layout: dict[str, Any]) -> str:
    parts = [f"{word} {layout[word]}" for word in ("from", "until") if layout[word]]
    return f", {' '.join(parts)}" if parts else ""


def _table(rules: list[dict[str, Any]]) -> None:
    print_table(_COLUMNS, [{key: "-" if value is None else value for key, value in rule.items()} for rule in rules])

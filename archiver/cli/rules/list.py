"""`archiver rules list`: every file of rules, the strongest level first."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.options import json_option, load_rules, print_json, rules_option
from archiver.cli.rules.table import Column, print_table

if TYPE_CHECKING:
    from archiver.rules.pack import Pack

_COLUMNS = (
    Column("level"),
    Column("rules", right=True),
    Column("layouts", right=True),
    Column("id", least=20),
    Column("hosts", least=12),
    Column("file", least=12),
)


@click.command("list", short_help="Print every file of rules with what it is for.")
@rules_option
@json_option
def list_rules(rules: Path | None, as_json: bool) -> None:
    """Print the rule files, your own and the shipped ones, the strongest level first.

    \b
    Example:
      archiver rules list
      archiver rules list --json
    """
    rows = [_row(pack) for pack in load_rules(rules).packs]
    if as_json:
        for row in rows:
            print_json(row)
    else:
        print_table(_COLUMNS, [{**row, "hosts": ", ".join(row["hosts"]) or "-"} for row in rows])


def _row(pack: "Pack") -> dict[str, Any]:
    match = pack.match
    return {
        "level": pack.level,
        "rules": len(pack.rule_ids) - len(pack.layouts),
        "layouts": len(pack.layouts),
        "id": pack.id,
        "hosts": [*match.hosts, *match.mirrors],
        "file": pack.file,
    }

"""`archiver rules`: what is known of sites, for people: listed, shown, tried and checked.

Each command is in a file of its own; it parses options, calls one function and prints. What rules are and do is the
business of archiver.rules.
"""

import click

from archiver.cli.rules.coverage import coverage
from archiver.cli.rules.importing import import_rules
from archiver.cli.rules.learn import learn
from archiver.cli.rules.lint import lint
from archiver.cli.rules.list import list_rules
from archiver.cli.rules.new import new
from archiver.cli.rules.schema import schema
from archiver.cli.rules.show import show_rules
from archiver.cli.rules.test import test_rules


@click.group(short_help="List, show, test and check the rules for sites.")
def rules() -> None:
    """Look after the rules that say what is residue: those of a site, a platform, or every page.

    \b
    Example:
      archiver rules list
    """


for _command in (list_rules, show_rules, new, learn, import_rules, lint, test_rules, coverage, schema):
    rules.add_command(_command)

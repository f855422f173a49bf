"""`archiver rules import ftr`: site files that others wrote, as rules."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import print_json

if TYPE_CHECKING:
    from archiver.rules.ftr.report import Report


@click.group("import", short_help="Take over rules that were written for other programs.")
def import_rules() -> None:
    """Take over rules that were written for other programs, into the folder imported of your rules.

    They are weaker than your own rules and the shipped ones, and step aside where they do not fit a page.
    """


@import_rules.command(short_help="Take over site files of ftr-site-config.")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Your folder of rules.  [default: $ARCHIVER_RULES, or the folder rules in the archiver's "
    "configuration folder]",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be written.")
@click.option("--verbose", is_flag=True, help="Name every line that was not taken over as it stands.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="FILE",
    help="Write all that --verbose names to a file: JSON Lines where it ends in .jsonl, else CSV.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object, for programs.")
def ftr(path: Path, folder: Path | None, dry_run: bool, verbose: bool, report: Path | None, as_json: bool) -> None:
    """Make rule files of the site files in PATH: a folder, a tar or zip archive, or one file.

    ftr-site-config is a collection of files for some 2,000 sites, in the public domain, which the programs
    Full-Text RSS and wallabag use. Each becomes a rule file in the folder imported, copies of one another a single
    one. What is wrong in a site file, and what has no meaning here, is reported; it never stops the import.

    Import again when there is a newer version: files that you changed are left as they are.

    \b
    Example:
      archiver rules import ftr ftr-site-config.tar.gz --dry-run
      archiver rules import ftr ftr-site-config/ --report report.csv
    """
    from archiver.rules.ftr.bring import bring_in
    from archiver.rules.ftr.report import write_report

    target = folder or _own_folder()
    came = bring_in(path, target, dry_run)
    if report:
        write_report(report, came.findings)
    if as_json:
        print_json(came.figures)
    else:
        _print(came, target, dry_run, verbose)


def _own_folder() -> Path:
    import os

    return Path(os.environ.get("ARCHIVER_RULES") or Path(click.get_app_dir("archiver")) / "rules")


def _print(came: "Report", folder: Path, dry_run: bool, verbose: bool) -> None:
    from archiver.rules.ftr.bring import SUBFOLDER

    for one in came.findings if verbose else ():
        click.echo(str(one))
    would = "would be " if dry_run else ""
    click.echo(f"{came.files:,} site files, {came.copies:,} of them copies of one another in {came.groups:,} groups")
    click.echo(f"{came.packs:,} rule files: {came.layouts:,} layouts, {came.removals:,} removals")
    click.echo(f"{came.written:,} {would}written to {folder / SUBFOLDER}, {came.unchanged:,} there already")
    if came.removed:
        click.echo(f"{came.removed:,} of an earlier import {would}removed: other files are for their hosts now")
    click.echo()
    for meaning, count in came.counts:
        click.echo(f"{count:>6,}  {meaning}")
    _print_skipped(came)
    if came.findings and not verbose:
        click.echo("\nEach of them with its file and line: --verbose, or --report FILE.")


def _print_skipped(came: "Report") -> None:
    if came.skipped:
        click.echo("\nNot carried over:")
    for count, directive, why in came.skipped:
        click.echo(f"{count:>6,}  {directive}: {why}")

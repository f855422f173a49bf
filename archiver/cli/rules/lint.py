"""`archiver rules lint`: what is wrong or unwise in rule files."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import (
    NOT_ALL,
    NOTHING_FOUND,
    archive_option,
    json_option,
    print_json,
    rules_folder,
    rules_option,
)

if TYPE_CHECKING:
    from archiver.archive import Archive


@click.command(short_help="Say what is wrong or unwise in rule files.")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--page",
    "pages",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A saved page of the site to try the selectors on. Can be given several times.",
)
@archive_option
@rules_option
@json_option
@click.pass_context
def lint(
    ctx: click.Context, files: tuple[Path, ...], pages: tuple[Path, ...], home: Path, rules: Path | None, as_json: bool
) -> None:
    """Say what is wrong or unwise in rule files: those named, or all of your rules folder. One line a finding.

    Mistakes, names of classes that a build tool made, selectors that find nothing, everything, or take too long,
    rules that stand twice or that no test covers, tests of long ago, phrases too short. Selectors are tried on the
    pages of the file's own tests, on those given, and on the last captures of the site in the archive.
    Exit code: 0, or 4 where there is something to say, 3 where there is no file.

    \b
    Example:
      archiver rules lint
      archiver rules lint my-rules/example.org.toml --page story.html
    """
    from datetime import date

    from archiver.linting import lint_files

    folder = rules_folder(rules)
    found = list(files) or sorted(folder.rglob("*.toml"))
    if not found:
        click.echo(f"{folder}: no rule files here; `archiver rules new SITE` begins one", err=True)
        ctx.exit(NOTHING_FOUND)
    inside = folder if not files or _lie_in(folder, files) else None
    count = 0
    for one in lint_files(found, date.today(), folder=inside, pages=pages, archive=_archive(home)):
        count += 1
        if as_json:
            print_json(asdict(one))
        else:
            click.echo(str(one))
    click.echo(f"{_many(len(found), 'file')}, {_many(count, 'finding')}", err=True)
    if count:
        ctx.exit(NOT_ALL)


def _lie_in(folder: Path, files: tuple[Path, ...]) -> bool:
    return all(file.is_relative_to(folder) for file in files)


def _archive(home: Path) -> "Archive | None":
    """The archive where there is one; the rules that are looked at may be wrong, so it gets none of them."""
    from archiver.archive import Archive
    from archiver.folder import index_of
    from archiver.rules.book import shipped_rules

    return Archive(home, shipped_rules()) if index_of(home).exists() else None


def _many(count: int, what: str) -> str:
    return f"{count} {what}" + "s" * (count != 1)

"""`archiver import`: what exists already, WARC and WACZ files and saved pages, into the archive."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import NOT_ALL, archive_option, json_option, open_archive, print_json, rules_options

if TYPE_CHECKING:
    from archiver.intake import Imported


@click.command("import", short_help="Take in WARC and WACZ files, and pages saved by hand.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--url", help="Where a page was saved from, if it does not say so itself; for one file.")
@click.option("--in-place", is_flag=True, help="Index WARC files where they lie, without copying them.")
@archive_option
@rules_options
@json_option
@click.pass_context
def import_files(
    ctx: click.Context,
    files: tuple[Path, ...],
    url: str | None,
    in_place: bool,
    home: Path,
    rules: Path | None,
    no_site_rules: bool,
    as_json: bool,
) -> None:
    """Take files that exist already into the archive, and index them.

    WARC files, and those in a WACZ file, are copied byte for byte once every record is found whole;
    a record whose digest is wrong is taken in with a warning. A WARC file in a WACZ file that is not the one
    in its manifest is refused, unless its records are right by digests of their own.

    A page saved by hand, as HTML or as text, becomes a record with the URL and date that the saving
    program wrote into it (browsers, SingleFile), or else --url and the file's date.

    What is in the archive already is not copied again. Other writers wait meanwhile.
    Exit code: 0, or 4 where a file was not taken in; nothing of such a file stays behind.

    \b
    Example:
      archiver import crawl-2019.warc.gz collection.wacz
      archiver import saved-page.html
      archiver import notes.html --url https://www.example.org/story
    """
    from archiver.cli.display import shown
    from archiver.cli.gauge import Gauge
    from archiver.intake import bring_in
    from archiver.urls import normalise

    if url and len(files) > 1:
        raise click.UsageError("--url is for one file; import the others without it.")
    address = normalise(url) if url else None
    refused = False
    gauge = Gauge(files)
    archive = open_archive(home, rules, no_site_rules, gauge)
    with shown(gauge, quiet=as_json):
        for imported in bring_in(archive, files, address, in_place):
            refused = refused or imported.why is not None
            gauge.finished(Path(imported.file), imported.captures, imported.articles)
            if as_json:
                print_json(asdict(imported))
            else:
                _report(imported)
    if refused:
        ctx.exit(NOT_ALL)


def _report(imported: "Imported") -> None:
    for note in imported.notes:
        click.secho(f"Warning: {note}", fg="yellow", err=True)
    if imported.why:
        click.secho(f"Error: {imported.why}", fg="red", err=True)
        return
    start = f"{imported.file}: {'already here; ' if imported.known else ''}"
    if imported.url:
        number = "" if imported.id is None else f" {imported.id}"
        click.echo(f"{start}{imported.outcome}{number}  {imported.title or ''}".rstrip() + f"  {imported.url}")
    else:
        unchanged = f", {imported.unchanged} unchanged" if imported.unchanged else ""
        click.echo(f"{start}{imported.articles} articles in {imported.captures} captures{unchanged}")

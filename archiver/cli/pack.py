"""`archiver pack`: the archive, or a part of it, as one file to give away."""

from dataclasses import asdict
from pathlib import Path

import click

from archiver.cli.options import NOT_ALL, archive_option, json_option, print_json


@click.command(short_help="Pack the archive, or a part of it, into one WACZ file.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The new file.  [default: the archive's name and .wacz]",
)
@click.option("--site", metavar="HOST", help="Only what was captured from this site, its subdomains included.")
@click.option("--after", metavar="DATE", help="Captured on this day or later: 2025, 2025-05 or 2025-05-28.")
@click.option("--before", metavar="DATE", help="Captured on this day or earlier.")
@click.option("--with-credentials", is_flag=True, help="Leave cookies and authorization values in the records.")
@archive_option
@json_option
@click.pass_context
def pack(
    ctx: click.Context,
    output: Path | None,
    site: str | None,
    after: str | None,
    before: str | None,
    with_credentials: bool,
    home: Path,
    as_json: bool,
) -> None:
    """Pack the archive's records, an index of them, and the list of its pages with their texts into one file.

    ReplayWeb.page and other tools replay from it. Where a site or a time is chosen, what its pages need to
    look right (pictures, styles, fonts) comes along from other hosts and days, as near in time as the
    archive has it. The values of Cookie, Set-Cookie, Authorization and
    Proxy-Authorization are left out. Exit code: 0, or 4 where bytes of a damaged WARC file had to be left out.

    \b
    Example:
      archiver pack -o news.wacz
      archiver pack --site themoscowtimes.com --after 2025-05 -o may.wacz
    """
    from archiver.packing import Choice, pack_archive

    new = output or Path(f"{home.resolve().name}.wacz")
    if new.suffix != ".wacz":
        raise click.UsageError(f"The name of a WACZ file must end in .wacz: {new}", ctx)
    packed = pack_archive(home, new, Choice.of(site, after, before), with_credentials)
    if as_json:
        print_json({"file": str(new), **asdict(packed)})
    else:
        click.echo(f"{new}: {packed.records:,} records, {packed.pages:,} pages", nl=False)
        click.echo(f"; {packed.credentials:,} credentials left out" if packed.credentials else "")
    if packed.bytes_lost:
        click.secho(
            f"Error: {packed.bytes_lost} bytes are in no whole record; see `archiver check`", fg="red", err=True
        )
        ctx.exit(NOT_ALL)

"""`archiver repair`: what is whole in a damaged WARC file, in a new one."""

from pathlib import Path

import click

from archiver.cli.options import NOT_ALL, json_option, print_json


@click.command(short_help="Recover the whole records of a damaged WARC file into a new one.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "new", required=True, metavar="NEW", type=click.Path(path_type=Path), help="The new file."
)
@json_option
@click.pass_context
def repair(ctx: click.Context, file: Path, new: Path, as_json: bool) -> None:
    """Write every whole record of a damaged WARC file to a new file, and print which bytes were lost.

    The damaged file is not touched, and no file is overwritten. Records behind the damage are found again,
    and several records in one gzip member get a member each. The new file is compressed where its name ends
    in .gz. Exit code: 0 where nothing was lost, 4 where something was, 1 where no record is whole.

    \b
    Example:
      archiver repair torn.warc.gz -o whole.warc.gz
    """
    from archiver.warc.recover import recover

    found = recover(file, new)
    if as_json:
        lost = [{"start": gap.start, "end": gap.end, "why": gap.why} for gap in found.lost]
        data = {"file": str(file), "new": str(new), "records": found.records, "bytes_lost": found.bytes_lost}
        print_json({**data, "lost": lost})
    else:
        for gap in found.lost:
            click.secho(f"{file}: bytes {gap.start}-{gap.end - 1} lost: {gap.why}", fg="red")
        records = f"{found.records:,} record{'s' * (found.records != 1)}"
        click.echo(f"{new}: {records} recovered, {found.bytes_lost or 'no'} bytes lost")
    if found.lost:
        ctx.exit(NOT_ALL)

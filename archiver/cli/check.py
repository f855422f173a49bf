"""`archiver check`: is everything that was archived still there and right?"""

from pathlib import Path

import click

from archiver.cli.options import NOT_ALL, archive_option, json_option, print_json


@click.command(short_help="Verify WARC files, or all of the archive.")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@archive_option
@json_option
@click.pass_context
def check(ctx: click.Context, files: tuple[Path, ...], home: Path, as_json: bool) -> None:
    """Verify the WARC, WACZ and CDXJ files named, or all of the archive: its files and what its index says of them.

    Strictly: gzip members and their checksums, the form of every record, block and payload digests, lengths,
    revisits and other records that name records, and index rows and CDXJ lines that point at them. One line a
    fault: the file, the offset in it, the record, and what is wrong. Nothing is changed; `archiver repair` saves
    what is whole. Exit code: 0, or 4 where something is wrong.

    \b
    Example:
      archiver check
      archiver check crawl-2019.warc.gz --json
    """
    from archiver.audit import Audit

    for path in files:
        if not path.is_file():
            what = "is a folder; name the files in it" if path.is_dir() else "no such file; check the path"
            raise click.ClickException(f"{path}: {what}")
    audit, count = Audit(home), 0
    for fault in audit.of_files(files) if files else audit.of_archive():
        count += 1
        if as_json:
            print_json(fault.as_data())
        else:
            click.secho(str(fault), fg="red")
    if as_json:
        print_json({"files": audit.files, "records": audit.records, "faults": count})
    else:
        counts = (_number(audit.records, "record"), _number(audit.files, "file"), _number(count, "fault"))
        click.echo("{} in {}: {}".format(*counts))
    if count:
        ctx.exit(NOT_ALL)


def _number(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'s' * (count != 1)}"

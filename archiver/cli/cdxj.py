"""`archiver cdxj`: an index for replay tools."""

from pathlib import Path

import click

from archiver.cli.options import archive_option, print_json


@click.command(short_help="Print a CDXJ index of WARC files, for replay tools.")
@click.argument("warcs", nargs=-1, metavar="[WARC]...", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Write it to this file instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line, key and time in it.")
@archive_option
def cdxj(warcs: tuple[Path, ...], output: Path | None, as_json: bool, home: Path) -> None:
    """Print the sorted CDXJ index of the WARC files named, or of all of the archive's own.

    By it pywb and other replay tools find the record of a URL. It is made from the files each time, and
    never kept up to date by itself; `archiver check` verifies one that lies beside the archive's WARC files.

    \b
    Example:
      archiver cdxj -o archives/warc/index.cdxj
    """
    from archiver.warc.cdxj import Entry, lines

    files = warcs or tuple(sorted(path for path in (home / "warc").glob("*") if path.name.endswith(_WARCS)))
    if not files:
        raise click.ClickException(f"{home / 'warc'}: no WARC files here; `archiver save URL` makes them")
    for path in files:
        if not path.is_file():
            raise click.ClickException(f"{path}: no such file; check the path")
    found = lines([(path, path.name) for path in files])
    if not found:
        raise click.ClickException(f"{files[0]}: no answer in it that an index could name")
    if output and output.exists() and output.suffix != ".cdxj":
        raise click.ClickException(f"{output}: exists, and is no .cdxj file; nothing else is overwritten")
    if output:
        output.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    for line in () if output else found:
        if as_json:
            entry = Entry.parse(line)
            print_json({"key": entry.key, "time": entry.time, **entry.fields})
        else:
            click.echo(line)


_WARCS = (".warc", ".warc.gz")

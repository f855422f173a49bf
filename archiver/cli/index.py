"""`archiver index`: from WARC files to the index."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.moves import print_moves
from archiver.cli.options import NOT_ALL, archive_option, json_option, open_archive, print_json, rules_options
from archiver.index.engine import ENGINES

if TYPE_CHECKING:
    from archiver.cli.gauge import Gauge
    from archiver.index.engine import EngineName
    from archiver.indexer import Indexed


@click.command(short_help="Bring the index up to date with WARC files, or make it anew.")
@click.argument("warcs", nargs=-1, metavar="[WARC]...", type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Make the index anew from all WARC files; articles keep their numbers.")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    help="What searches the archive from now on: fts5, which is always there, or tantivy for very large ones.",
)
@click.option("--site", metavar="HOST", help="Only pages of this site whose rules have changed; says what changes.")
@click.option("--dry-run", is_flag=True, help="Say what changed rules would do to archived pages, and write nothing.")
@archive_option
@rules_options
@json_option
@click.pass_context
def index(
    ctx: click.Context,
    warcs: tuple[Path, ...],
    rebuild: bool,
    engine: "EngineName | None",
    site: str | None,
    dry_run: bool,
    home: Path,
    rules: Path | None,
    no_site_rules: bool,
    as_json: bool,
) -> None:
    """Clean and index what lies in WARC files: those named, or all of the archive's own.

    What is indexed already under the same rules is left alone. A damaged file is indexed as far
    as it is whole and reported. Exit code: 0, or 4 where a file was damaged.

    With --site, pages whose rules have changed are cleaned anew from their WARC files, and each
    block that leaves the text (-) or comes into it (+) is shown, with the rule; with --dry-run
    nothing is written.

    \b
    Example:
      archiver index
      archiver index crawl-2019.warc.gz
      archiver index --rebuild
      archiver index --site themoscowtimes.com --dry-run
    """
    from archiver.cli.gauge import Gauge
    from archiver.folder import warcs_of

    gauge = Gauge(warcs if warcs and not rebuild else [*warcs_of(home).glob("*.warc*"), *warcs])
    archive = open_archive(home, rules, no_site_rules, gauge)
    if site or dry_run:
        if warcs or rebuild or engine:
            raise click.UsageError(
                "--site and --dry-run are for what is indexed already: no --rebuild, no --engine, no WARC files."
            )
        pages = archive.reclean(site, dry_run=dry_run)
        if not print_moves(pages, as_json=as_json, dry_run=dry_run):
            ctx.exit(NOT_ALL)
        return
    if not warcs and not archive.has_warcs() and not ((rebuild or engine) and archive.index_path.exists()):
        raise click.ClickException(f"{archive.warc_folder}: no WARC files here; `archiver save URL` makes them")
    for path in warcs:
        if not path.is_file():
            what = "is a folder; name the WARC files in it" if path.is_dir() else "no such file; check the path"
            raise click.ClickException(f"{path}: {what}")
    if not _all_whole(archive.rebuild(warcs, engine) if rebuild else archive.index(warcs, engine), gauge, as_json):
        ctx.exit(NOT_ALL)


def _all_whole(results: "Iterable[Indexed]", gauge: "Gauge", as_json: bool) -> bool:
    """Print what became of each WARC file; return whether none was damaged."""
    from archiver.cli.display import shown

    is_whole = True
    with shown(gauge, quiet=as_json):
        for indexed in results:
            is_whole = is_whole and indexed.why is None
            gauge.finished(Path(indexed.file), indexed.captures + indexed.unchanged, indexed.articles)
            _print(indexed, as_json)
    return is_whole


def _print(indexed: "Indexed", as_json: bool) -> None:
    if as_json:
        print_json(asdict(indexed))
        return
    unchanged = f", {indexed.unchanged} unchanged" if indexed.unchanged else ""
    click.echo(f"{indexed.file}: {indexed.articles} articles in {indexed.captures} captures{unchanged}")
    if indexed.why:
        click.secho(f"Error: {indexed.why}", fg="red", err=True)

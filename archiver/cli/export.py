"""`archiver export`: what a search finds, as a file for other programs or for readers."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from archiver.cli.options import NOTHING_FOUND, archive_option
from archiver.cli.searching import narrowing_options, searchable

if TYPE_CHECKING:
    from archiver.export.formats import FormatName, Order
    from archiver.export.place import Place
    from archiver.export.write import Written
    from archiver.exporting import Asked

_Command = TypeVar("_Command", bound=Callable[..., Any])

_ASKED: Final[tuple[Callable[[Any], Any], ...]] = (
    click.argument("query", nargs=-1, metavar="[QUERY]..."),
    narrowing_options,
    click.option(
        "--sort",
        type=click.Choice(["relevance", "newest", "oldest", "captured"]),
        help="In which order.  [default: relevance with a query, else newest]",
    ),
    click.option("--expand", is_flag=True, help="All copies and versions of a story, not only the first of each."),
    click.option("--limit", type=click.IntRange(min=1), help="How many at most.  [default: all]"),
)


def _asked(command: _Command) -> Callable[..., Any]:
    """Add the query and its options; the command gets them as one Asked, `asked`."""

    @wraps(command)
    def with_asked(*args: Any, query: tuple[str, ...], **options: Any) -> Any:
        from archiver.exporting import Asked

        given = {name: options.pop(name) for name in ("narrowed", "sort", "limit", "expand")}
        return command(*args, asked=Asked(" ".join(query) if query else None, **given), **options)

    wrapped: Callable[..., Any] = with_asked
    for option in reversed(_ASKED):
        wrapped = option(wrapped)
    return wrapped


@click.command(short_help="Write articles to a file: a table, an e-book, plain texts.")
@_asked
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "parquet", "markdown", "epub", "zip-of-text"]),
    help="The kind of file.  [default: what the name's ending says]",
)
@click.option("-o", "--output", required=True, metavar="FILE", help="The new file, or - for standard output.")
@click.option("--fields", metavar="A,B,C", help="Which facts, in which order; see docs/export.md.")
@click.option("--spreadsheet", is_flag=True, help="Make CSV safe to open in a spreadsheet; see docs/export.md.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@archive_option
@click.pass_context
def export(
    ctx: click.Context,
    /,
    asked: "Asked",
    form: "FormatName | None",
    output: str,
    home: Path,
    **options: Any,
) -> None:
    """Write what `archiver search` finds for these words and options, in the same order, to a file.

    Without words it is all articles, every copy and version too, the newest first. Markdown goes into a folder,
    a file an article, unless the name ends in .md. The same articles make the same file, to the byte.
    Exit code: 0, or 3 where nothing was found; then no file is made.

    \b
    Example:
      archiver export peace memorandum -o peace.csv
      archiver export --site themoscowtimes.com --after 2025 -o year.epub
      archiver export "root causes" --fields id,title,text -o - --format jsonl
    """
    order, place = _wanted(form, output, asked, home, options)
    written = _export(home, asked, order, place)
    for note in written.notes:
        click.echo(f"Note: {note}", err=True)
    if not written.articles:
        click.echo("Nothing found.", err=True)
        ctx.exit(NOTHING_FOUND)
    noun = "article" if written.articles == 1 else "articles"
    click.secho(f"{output}: {written.articles:,} {noun}", dim=True, err=True)


def _wanted(
    form: "FormatName | None", output: str, asked: "Asked", home: Path, options: dict[str, Any]
) -> "tuple[Order, Place | None]":
    """Return what is to be written, and where; a mistake in them is said before anything is searched for."""
    from archiver.export.formats import Order, format_of
    from archiver.export.place import Place

    chosen = form or format_of(output)
    order = Order.of(chosen, options["fields"], asked.query or home.resolve().name, options["spreadsheet"])
    return order, Place.of(output, chosen, options["force"])


def _export(home: Path, asked: "Asked", order: "Order", place: "Place | None") -> "Written":
    from archiver.export.write import export as write
    from archiver.exporting import articles

    with searchable(home) as store:
        return write(articles(store, asked, order.needs), order, place or sys.stdout.buffer)

"""`archiver cite`: references to archived articles, with the archived copy."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import ARTICLE_NUMBER, archive_option

if TYPE_CHECKING:
    from archiver.cite.styles import Style


@click.command(short_help="Print references to archived articles, for a bibliography.")
@click.argument("numbers", metavar="ID...", nargs=-1, required=True, type=ARTICLE_NUMBER)
@click.option(
    "--style",
    type=click.Choice(["text", "bibtex", "ris", "csl-json"]),
    default="text",
    show_default=True,
    help="text: a sentence. The others: files for LaTeX, Zotero, EndNote, pandoc and so on.",
)
@click.option(
    "--accessed",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which you looked: 2025-05-28.  [default: the day of the capture]",
)
@archive_option
def cite(numbers: tuple[int, ...], style: "Style", accessed: datetime | None, home: Path) -> None:
    """Print references to the articles with these numbers, as `archiver search` gives them.

    Each has the original's address and the archived copy: when it was captured, which WARC record it is, in which
    file, and the digest of its payload, by which a reader can check it; docs/export.md says how.

    \b
    Example:
      archiver cite 12
      archiver cite 12 15 --style bibtex > sources.bib
    """
    from archiver.cite.styles import cite as references
    from archiver.citing import citables
    from archiver.folder import index_of
    from archiver.index.store import Store

    with Store.open(index_of(home), create=False) as store:
        cited = citables(store, numbers, accessed.date() if accessed else None)
    found = references(cited, style)
    # Files are UTF-8, with the ends of lines that their format has, whatever the terminal is.
    click.echo(found if style == "text" else found.encode(), nl=False)

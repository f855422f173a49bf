"""`archiver explain`: every block of a page, what it was found to be, and why."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import archive_option, json_option, open_archive, private_option, rules_options

if TYPE_CHECKING:
    from archiver.archive import Archive
    from archiver.article.compose import Article

_DIGITS = 20  # no index gives numbers as long as that


@click.command(short_help="Print every block of a page with its label and the reason.")
@click.argument("source", metavar="ID|FILE|URL")
@click.option("--url", help="Where a file came from: it says which site's rules apply.")
@click.option("--only", type=click.Choice(["text", "field", "residue"]), help="Only the blocks of this kind.")
@click.option("--votes", is_flag=True, help="The votes that did not decide, too.")
@click.option("--edit", is_flag=True, help="Say what the blocks are, in your editor; the labels are kept in a file.")
@click.option(
    "--labels",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The same without an editor: FILE is written to be edited, and read when the command is given again.",
)
@private_option
@archive_option
@rules_options
@json_option
def explain(
    source: str,
    url: str | None,
    only: str | None,
    votes: bool,
    edit: bool,
    labels: Path | None,
    allow_private: bool,
    home: Path,
    rules: Path | None,
    no_site_rules: bool,
    as_json: bool,
) -> None:
    """Print what each block of a page was found to be (+ text, = field, - residue), by whom and why.

    The page is an archived article by its number, a file, or a URL: the newest capture of it
    where it is archived, else fetched now and not kept. An archived page is explained by the
    rules as they are now, from its WARC record, where they have changed since it was indexed.

    \b
    Example:
      archiver explain 12
      archiver explain page.html --url https://www.themoscowtimes.com/2025/05/28/story --only residue
      archiver explain 12 --edit
    """
    from archiver.cli.labelling import label_page
    from archiver.cli.verdicts import print_verdicts

    archive = open_archive(home, rules, no_site_rules)
    if edit or labels:
        label_page(*_to_label(source, url, archive, allow_private), labels)
        return
    article = _article(source, url, archive, allow_private)
    print_verdicts(article, as_json=as_json, only=only, votes=votes)
    for note in article.notes:
        click.echo(f"Note: {note}", err=True)


def _article(source: str, url: str | None, archive: "Archive", allow_private: bool) -> "Article":
    from archiver import urls
    from archiver.cli.document import read_article

    number = int(source) if _is_number(source) else _number(source, archive)
    if number is None:
        url = None if urls.is_web(source) else url
        return read_article(source, url, "auto", "index", archive.rulebook, allow_private)
    stored = archive.article(number)
    if stored.article.rulebook == archive.cleaner:
        return stored.article
    click.echo("Note: the rules are not those it was indexed under; `archiver index` cleans it anew", err=True)
    return archive.cleaned_anew(stored)


def _to_label(source: str, url: str | None, archive: "Archive", allow_private: bool) -> tuple["Article", str]:
    """The page, and how it can be found again: the number of an archived one, or the file's path."""
    from archiver import urls
    from archiver.errors import PageError

    number = int(source) if _is_number(source) else _number(source, archive)
    if number is None and (urls.is_web(source) or source == "-"):
        raise PageError(f"{source}: is not kept anywhere, so its labels would be of nothing; save the page first")
    return _article(source, url, archive, allow_private), str(number) if number is not None else source


def _is_number(source: str) -> bool:
    return source.isdecimal() and len(source) < _DIGITS and not Path(source).exists()


def _number(source: str, archive: "Archive") -> int | None:
    """The newest article of a URL, where it is archived."""
    from archiver import urls

    if not urls.is_web(source) or not archive.index_path.exists():
        return None
    with archive.store() as store:
        return store.find(source)

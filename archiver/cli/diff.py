"""`archiver diff`: what changed from one version of an article to another."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import ARTICLE_NUMBER, NOTHING_FOUND, archive_option, print_json

if TYPE_CHECKING:
    from archiver.index.store import Store
    from archiver.versions.diff import Diff
    from archiver.versions.version import Version


@click.command(short_help="Show what changed between two versions of an article.")
@click.argument("number", metavar="ID", type=ARTICLE_NUMBER)
@click.argument("other", metavar="[ID]", required=False, type=ARTICLE_NUMBER)
@click.option(
    "--context",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="How many unchanged paragraphs to show around a change.",
)
@click.option(
    "--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a web page for others."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every paragraph, for programs.")
@archive_option
@click.pass_context
def diff(
    ctx: click.Context, number: int, other: int | None, context: int, page: Path | None, as_json: bool, home: Path
) -> None:
    """Print what changed in the clean text between two versions of an article, the older one named first; for one
    number, what changed since the version before it.

    Changed corrections come first, then title, dek, byline and dates, then the text: paragraphs that were removed (-),
    added (+), moved (>) or changed (~), in which [-these words-] went and {+these words+} came.
    Exit code: 0, or 3 where there is no earlier version.

    \b
    Example:
      archiver diff 12
      archiver diff 3 12 --context 3
      archiver diff 3 12 --html correction.html
    """
    from archiver.folder import index_of
    from archiver.index.store import Store
    from archiver.versions.diff import diff as compare
    from archiver.versions.reading import text_of

    with Store.open(index_of(home), create=False) as store:
        old, new = _pair(store, number, other)
        if old is None:
            click.echo(f"Article {number} has no earlier version; `archiver versions {number}` lists them.", err=True)
            ctx.exit(NOTHING_FOUND)
        found = compare(text_of(store, old.number), text_of(store, new.number))
    if page:
        _write(page, old, new, found, context)
    elif as_json:
        print_json({"old": asdict(old), "new": asdict(new), "is_empty": found.is_empty, **asdict(found)})
    else:
        from archiver.cli.comparison import print_diff

        print_diff(old, new, found, context)


def _pair(store: "Store", number: int, other: int | None) -> "tuple[Version | None, Version]":
    """Return the two versions to compare, the older one None where there is none."""
    from archiver.versions.reading import versions
    from archiver.versions.version import before, of_article

    last = number if other is None else other
    family = versions(store, last)
    new = of_article(family, last)
    assert new
    if other is None:
        return before(family, last), new
    old = of_article(family, number)
    if old is None:
        old = of_article(versions(store, number), number)
        click.echo(f"Note: {number} and {last} are not from the same address", err=True)
    return old, new


def _write(page: Path, old: "Version", new: "Version", found: "Diff", context: int) -> None:
    from archiver.versions.webpage import GENERATOR, webpage

    if page.exists() and GENERATOR not in page.read_bytes()[:1000].decode("utf-8", "replace"):
        raise click.ClickException(f"{page}: exists, and is no page of `archiver diff`; nothing else is overwritten")
    page.write_text(webpage(old, new, found, context), encoding="utf-8")
    click.echo(f"Wrote {page}", err=True)

"""`archiver explain --edit`: a person says what the blocks of a page are, in an editor or in a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from archiver.article.compose import Article
    from archiver.labels import Label


def label_page(article: "Article", source: str, listing: Path | None) -> Path | None:
    """Have a person label the blocks of `article`, and write the labels as JSON; return that file.

    `listing` is the text file to edit: it is written where it does not exist, and read where it does; without it,
    an editor is opened. Returns None where nothing was read yet, or nothing was changed. Raises RuleError where what
    was edited is wrong.
    """
    from archiver.learning.labels import Labelling, as_json, edited

    before = [verdict.label for verdict in article.verdicts]
    text, name = _asked(article, before, source, listing)
    if text is None:
        return None
    labels = edited(text, article.blocks, before, name)
    changed = sum(one != was for one, was in zip(labels, before, strict=True))
    if not changed:
        click.echo("Nothing was changed, and nothing written", err=True)
        return None
    pairs = tuple((block.text, label) for block, label in zip(article.blocks, labels, strict=True))
    file = listing.with_suffix(".json") if listing else Path(f"{Path(source).stem}-labels.json")
    labelling = Labelling(_place(source), article.url, pairs)
    file.write_text(as_json(labelling, before), encoding="utf-8")
    click.echo(
        f"Wrote {changed} changed labels to {file}; `archiver rules learn SITE --from {file}` makes rules", err=True
    )
    return file


def _asked(article: "Article", before: list["Label"], source: str, listing: Path | None) -> tuple[str | None, str]:
    """Return what a person made of the page's labels, and the name of the file for errors; None for not yet."""
    from archiver.learning.labels import editable

    text = editable(article.blocks, before, article.url or source)
    if listing is None:
        return click.edit(text, extension=".txt"), "the labels"
    if listing.exists():
        return listing.read_text(encoding="utf-8"), str(listing)
    listing.write_text(text, encoding="utf-8")
    click.echo(f"Wrote {listing}; change the labels in it, and give the same command again", err=True)
    return None, str(listing)


def _place(source: str) -> str:
    return str(Path(source).resolve()) if Path(source).exists() else source

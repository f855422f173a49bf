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
    was edited is wrong; it is kept then.
    """
    from archiver.learning.labels import Labelling, as_json

    before = [verdict.label for verdict in article.verdicts]
    file = _result(source, listing)
    labels = _read(article, before, source, listing) if listing else _typed(article, before, source, file)
    if labels is None:
        return None
    changed = sum(one != was for one, was in zip(labels, before, strict=True))
    if not changed:
        click.echo("Nothing was changed, and nothing written", err=True)
        return None
    pairs = tuple((block.text, label) for block, label in zip(article.blocks, labels, strict=True))
    file.write_text(as_json(Labelling(_place(source), article.url, pairs), before), encoding="utf-8")
    told = f"{changed} changed label{'s' * (changed > 1)} to {file}"
    click.echo(f"Wrote {told}; `archiver rules learn SITE --from {file}` makes rules of them", err=True)
    return file


def _result(source: str, listing: Path | None) -> Path:
    """The file for the labels: beside the list, or named after the page, which then must not exist."""
    from archiver.errors import RuleError

    if listing is None:
        file = Path(f"{Path(source).stem}-labels.json")
        if file.exists():
            raise RuleError(f"{file}: holds labels already, and nothing is overwritten; move it away")
        return file
    if listing.suffix == ".json":
        raise RuleError(f"{listing}: the list to edit is text, and the labels go to a .json beside it; name it *.txt")
    return listing.with_suffix(".json")


def _read(article: "Article", before: list["Label"], source: str, listing: Path) -> list["Label"] | None:
    """The labels in a list that was edited; None where it had to be written first."""
    from archiver.errors import RuleError
    from archiver.learning.labels import editable, edited

    if not listing.exists():
        listing.write_text(editable(article.blocks, before, article.url or source), encoding="utf-8")
        click.echo(f"Wrote {listing}; change the labels in it, and give the same command again", err=True)
        return None
    try:
        text = listing.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise RuleError(f"{listing}: not UTF-8 text; save it as UTF-8") from None
    return edited(text, article.blocks, before, str(listing))


def _typed(article: "Article", before: list["Label"], source: str, file: Path) -> list["Label"] | None:
    """The labels that a person gave in an editor; None where it was left without saving."""
    from archiver.errors import RuleError
    from archiver.learning.labels import editable, edited

    text = click.edit(editable(article.blocks, before, article.url or source), extension=".txt")
    if text is None:
        click.echo("Nothing was changed, and nothing written", err=True)
        return None
    kept = file.with_suffix(".txt")
    try:
        return edited(text, article.blocks, before, str(kept))
    except RuleError as error:
        kept.write_text(text, encoding="utf-8")  # a slip must not cost the work
        raise RuleError(f"{error}; correct it there, and give --labels {kept} instead of --edit") from None


def _place(source: str) -> str:
    return str(Path(source).resolve()) if Path(source).exists() else source

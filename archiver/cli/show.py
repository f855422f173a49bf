"""`archiver show`: one archived article."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import ARTICLE_NUMBER, archive_option, format_option, print_json, profile_option

if TYPE_CHECKING:
    from archiver.index.annotations import Note
    from archiver.index.store import StoredArticle
    from archiver.labels import Profile


@click.command(short_help="Print one archived article.")
@click.argument("number", metavar="ID", type=ARTICLE_NUMBER)
@format_option
@profile_option
@click.option("--residue", is_flag=True, help="Print what was removed instead, with the reasons.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json; with --residue one object a block.")
@archive_option
def show(number: int, form: str, profile: "Profile", residue: bool, as_json: bool, home: Path) -> None:
    """Print the article with this number, as `archiver search` and `archiver save` give it; with its tags and notes.

    \b
    Example:
      archiver show 12
      archiver show 12 --residue
      archiver show 12 --format markdown > article.md
    """
    from archiver.article.explain import as_data
    from archiver.cli.annotating import readable
    from archiver.cli.verdicts import print_verdicts
    from archiver.index.annotations import notes_of, tags_of

    with readable(home) as store:
        stored = store.article_row(number)
        tags, notes = tags_of(store, stored.id), notes_of(store, stored.id)
    article = stored.article.with_profile(profile)
    if residue:
        print_verdicts(article, as_json=as_json, only="residue")
    elif as_json or form == "json":
        added = {"tags": tags, "notes": [asdict(one) for one in notes]}
        print_json({"id": stored.id, **as_data(article), "capture": asdict(stored.capture), **added})
    elif form == "text":
        _print_head(stored, tags)
        click.echo(article.text)
        _print_notes(notes)
    else:
        click.echo((article.markdown if form == "markdown" else article.html).rstrip("\n"))


def _print_head(stored: "StoredArticle", tags: list[str]) -> None:
    article, capture = stored.article, stored.capture
    click.secho(article.title or "(no title)", bold=True)
    if article.dek:
        click.echo(article.dek)
    facts = [article.byline, article.site, (article.published or "")[:10]]
    click.secho(" · ".join(fact for fact in facts if fact), dim=True)
    click.secho(article.original_url or "", dim=True)
    if article.url != article.original_url:
        click.secho(f"captured from {article.url}", dim=True)
    click.secho(
        f"captured {capture.time:%Y-%m-%d %H:%M:%S} UTC · {capture.record.file} at {capture.record.offset}", dim=True
    )
    if tags:
        click.secho(f"tagged {', '.join(tags)}", dim=True)
    if article.is_partial:
        click.secho("Only the beginning: the rest is behind a paywall.", fg="yellow")
    click.echo()


def _print_notes(notes: "list[Note]") -> None:
    from archiver.cli.note import print_note

    if notes:
        click.secho("\nNotes", bold=True)
    for one in notes:
        print_note(one)

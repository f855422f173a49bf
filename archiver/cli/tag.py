"""`archiver tag`: tags on articles."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.annotating import annotated, readable
from archiver.cli.options import ARTICLE_NUMBER, archive_option, json_option, print_json

if TYPE_CHECKING:
    from archiver.index.store import Store


@click.command(short_help="Give articles tags, take them off, or list them.")
@click.argument("numbers", metavar="[ID]...", nargs=-1, type=ARTICLE_NUMBER)
@click.option(
    "-a", "--add", multiple=True, metavar="NAME", help="Give the articles this tag; may be given several times."
)
@click.option("-r", "--remove", multiple=True, metavar="NAME", help="Take this tag from the articles.")
@archive_option
@json_option
def tag(numbers: tuple[int, ...], add: tuple[str, ...], remove: tuple[str, ...], home: Path, as_json: bool) -> None:
    """Give the articles with these numbers tags, or take tags from them, and print the tags that they have then.

    A tag is a word or a few. Without --add and --remove nothing is changed; without numbers all tags are listed, each
    with how many articles have it. `archiver search tag:NAME` finds them.

    \b
    Example:
      archiver tag 12 15 --add "read twice" --remove draft
      archiver tag 12
      archiver tag
    """
    if add or remove:
        if not numbers:
            raise click.UsageError("Which articles? Name them by their numbers: archiver tag 12 15 --add NAME.")
        with annotated(home) as (store, annotations):
            annotations.change_tags(numbers, add, remove)
            if not annotations.waits or as_json:
                _print(store, numbers, as_json, waits=annotations.waits)
        return
    with readable(home) as store:
        if numbers:
            _print(store, numbers, as_json)
        else:
            _print_all(store, as_json)


def _print(store: "Store", numbers: tuple[int, ...], as_json: bool, *, waits: bool = False) -> None:
    from archiver.index.annotations import tags_of

    for number in dict.fromkeys(numbers):
        store.article_title(number)
        tags = tags_of(store, number)
        if as_json:
            print_json({"id": number, "tags": tags, "waits": waits})
        else:
            click.echo(click.style(f"{number:>5}", fg="cyan") + f"  {', '.join(tags) or '(no tags)'}")


def _print_all(store: "Store", as_json: bool) -> None:
    from archiver.index.annotations import all_tags

    tags = all_tags(store)
    for name, articles in tags:
        if as_json:
            print_json({"tag": name, "articles": articles})
        else:
            click.echo(f"{articles:>5,}  {name}")
    if not tags and not as_json:
        click.echo("No tags yet; `archiver tag ID --add NAME` gives an article one.", err=True)

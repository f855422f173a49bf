"""`archiver note`: notes on an article."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.annotating import annotated, readable
from archiver.cli.options import ARTICLE_NUMBER, archive_option, json_option, print_json, standard_input

if TYPE_CHECKING:
    from archiver.index.annotations import Note
    from archiver.index.store import Store


@click.command(short_help="Write a note on an article, or list its notes.")
@click.argument("number", metavar="ID", type=ARTICLE_NUMBER)
@click.argument("words", metavar="[TEXT]...", nargs=-1)
@click.option("--edit", is_flag=True, help="Write the note in your editor.")
@click.option("--remove", metavar="NOTE", help="Remove the note with this id; its first letters are enough.")
@archive_option
@json_option
def note(number: int, words: tuple[str, ...], edit: bool, remove: str | None, home: Path, as_json: bool) -> None:
    """Write a note on the article with this number. TEXT may be - for standard input.

    Without TEXT its notes are listed, each with its id and when it was written. `archiver search note:WORD` finds
    articles by the words of their notes, and has:note all that have one.

    \b
    Example:
      archiver note 12 "The figure in the third paragraph was corrected later."
      archiver note 12
      archiver note 12 --remove 3f9c
    """
    if sum(map(bool, (words, edit, remove is not None))) > 1:
        raise click.UsageError("Give a text, --edit or --remove, and only one of them.")
    if remove is not None:
        with annotated(home) as (store, annotations):
            annotations.forget_note(_meant(store, number, remove))
    elif words or edit:
        with annotated(home) as (store, annotations):
            store.article_title(number)
            text = _edited() if edit else _given(words)
            _print_added(store, number, annotations.note(number, text), as_json)
    else:
        _list(home, number, as_json)


def _given(words: tuple[str, ...]) -> str:
    return standard_input().read() if words == ("-",) else " ".join(words)


def _edited() -> str:
    if not (sys.stdin and sys.stdin.isatty()):
        raise click.UsageError("--edit needs a terminal; give the text, or - for standard input.")
    text = click.edit("", extension=".txt")
    if not (text and text.strip()):
        raise click.ClickException("the note is empty, and was not kept")
    return text


def _meant(store: "Store", number: int, given: str) -> str:
    from archiver.index.annotations import notes_of

    store.article_title(number)
    found = [one.id for one in notes_of(store, number) if given and one.id.startswith(given)]
    if len(found) > 1:
        raise click.ClickException(f"{given!r}: {len(found)} notes on article {number} begin so; give more of the id")
    return found[0] if found else given


def _print_added(store: "Store", number: int, added: str, as_json: bool) -> None:
    from archiver.index.annotations import notes_of

    found = [one for one in notes_of(store, number) if one.id == added]
    if as_json:
        print_json(asdict(found[0]) if found else {"id": added, "article": number})
    else:
        click.echo(f"note {added} on article {number}")


def _list(home: Path, number: int, as_json: bool) -> None:
    from archiver.index.annotations import notes_of

    with readable(home) as store:
        store.article_title(number)
        notes = notes_of(store, number)
    for one in notes:
        if as_json:
            print_json(asdict(one))
        else:
            print_note(one)
    if not notes and not as_json:
        click.echo(f"No notes on article {number}.", err=True)


def print_note(one: "Note") -> None:
    """Print a note with its id and time."""
    from archiver.cli.hits import print_wrapped

    click.echo(click.style(one.id, fg="cyan") + click.style(f"  {one.written[:16].replace('T', ' ')} UTC", dim=True))
    for line in one.text.splitlines():
        print_wrapped([(line, {})], 4)

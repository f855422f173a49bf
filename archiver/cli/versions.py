"""`archiver versions`: one article over time."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.options import ARTICLE_NUMBER, archive_option, json_option, print_json
from archiver.cli.width import cut, room

if TYPE_CHECKING:
    from archiver.versions.version import Version

_MARGIN = " " * 28  # below number and time


@click.command(short_help="List the captures of one article over time.")
@click.argument("number", metavar="ID", type=ARTICLE_NUMBER)
@archive_option
@json_option
def versions(number: int, home: Path, as_json: bool) -> None:
    """Print every capture of the article with this number, the oldest first, and whether its text had changed.

    Captures of one article are those from the same address: http or https, "www.", what stands behind "#",
    tracking parameters and a slash at the end make no difference, nor who passed the page on.
    `archiver diff ID` says what changed.

    \b
    Example:
      archiver versions 12
      archiver diff 12
    """
    from archiver.folder import index_of
    from archiver.index.store import Store
    from archiver.versions.reading import versions as read

    with Store.open(index_of(home), create=False) as store:
        found = read(store, number)
    for one in found:
        if as_json:
            print_json(asdict(one))
        else:
            _print(one, is_first=one is found[0])
    if not as_json:
        changed = sum(1 for one in found[1:] if not one.unchanged)
        captures = f"{len(found):,} captures" if len(found) > 1 else "1 capture"
        click.secho(f"{captures}, {changed:,} with another text than the one before", dim=True, err=True)


def _print(one: "Version", *, is_first: bool) -> None:
    columns = room()
    click.secho(f"{one.number:>6}", fg="cyan", nl=False)
    click.secho(f"  {one.time:%Y-%m-%d %H:%M} UTC", nl=False)
    what, colour = _fate(one, is_first)
    click.secho(f"  {what}", fg=colour)
    facts = [f"{one.words:,} words", f"through {one.mirror}" if one.mirror else "", one.payload_digest]
    for line in (one.title or "(no title)", " · ".join(fact for fact in facts if fact)):
        margin = "        " if columns is not None and columns < 60 else _MARGIN
        click.secho(margin + cut(line, columns and columns - len(margin)), dim=True)


def _fate(one: "Version", is_first: bool) -> tuple[str, str | None]:
    if is_first:
        return "first", None
    if not one.unchanged:
        return "changed", "yellow"
    return ("unchanged, byte for byte" if one.revisit else "unchanged text"), None
